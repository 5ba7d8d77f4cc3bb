"""Decontamination: files with a benchmark's problem are out, or scores would be of learning by heart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from llamita.corpus.document import Out
from llamita.corpus.stages.aligned import (
    DECONTAMINATE,
    FILES,
    QUALITY,
    REDACT,
    Columns,
    before,
    is_in,
    texts,
    values,
    write_columns,
)

if TYPE_CHECKING:
    from llamita.corpus.decontamination.benchmarks import Benchmarks
    from llamita.corpus.places import Places


@dataclass(frozen=True, slots=True)
class DecontaminateTask:
    """Takes files out that hold a problem, or its solution."""

    places: Places
    benchmarks: Benchmarks

    def __call__(self, part: str) -> None:
        """Do it for one part."""
        kept = is_in(self.places, part, before(DECONTAMINATE))
        rows = np.flatnonzero(kept).tolist()
        languages = values(self.places, QUALITY, part, "language")
        columns = Columns(len(kept), ("benchmark", pa.string()), ("task_id", pa.string()))
        newest = (FILES, QUALITY, REDACT)
        for row, text in zip(rows, texts(self.places, part, rows, newest=newest), strict=True):
            hit = self.benchmarks.find(text, languages[row])
            if hit is not None:
                evidence = f"line {hit.line}: {hit.benchmark} {hit.task_id} by {hit.how}: {hit.evidence}"
                columns.take_out(row, Out("benchmark problem", evidence))
                columns.set(row, benchmark=hit.benchmark, task_id=hit.task_id)
        write_columns(self.places, DECONTAMINATE, part, columns)
