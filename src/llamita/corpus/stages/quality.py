"""Quality: what language a file is in, and whether anybody would want to learn from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from llamita.corpus.document import Out
from llamita.corpus.languages.detection import language_of
from llamita.corpus.languages.html_text import html_text
from llamita.corpus.languages.kinds import kind_of
from llamita.corpus.places import read_table
from llamita.corpus.quality.judgment import judge
from llamita.corpus.stages.aligned import FILES, QUALITY, Columns, before, is_in, project_of, write_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.corpus.mixture import Kind
    from llamita.corpus.places import Places
    from llamita.corpus.quality.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class QualityTask:
    """Writes language and kind of every file that is still in, the text of pages, and what fails a rule."""

    places: Places
    thresholds: Thresholds
    kinds: Mapping[str, Kind]
    """What the texts of a project are, by its name."""

    def __call__(self, part: str) -> None:
        """Do it for one part."""
        kept = is_in(self.places, part, before(QUALITY))
        rows = np.flatnonzero(kept).tolist()
        table = read_table(self.places.part(FILES, part), ["path", "text"]).take(pa.array(rows, pa.int64()))
        columns = Columns(
            len(kept), ("language", pa.string()), ("kind", pa.string()), ("text", pa.large_string())
        )
        of_project = self.kinds[project_of(part)]
        for row, path, text in zip(rows, table["path"].to_pylist(), table["text"].to_pylist(), strict=True):
            self._judge(columns, row, path, text, of_project)
        write_columns(self.places, QUALITY, part, columns)

    def _judge(self, columns: Columns, row: int, path: str, text: str, of_project: Kind) -> None:
        language = language_of(path, text)
        columns.set(row, language=language)
        if language is None:
            columns.take_out(row, Out("no language", "neither its name nor its content tells one"))
            return
        kind = kind_of(language, path)
        if kind == "data":
            columns.take_out(row, Out("data", language))
            return
        if language == "html" and kind == "docs":
            text = html_text(text)
            columns.set(row, text=text)
        # Of a project that is prose, what reads like documentation is prose.
        columns.set(row, kind=of_project if kind == "docs" and of_project != "code" else kind)
        columns.take_out(row, judge(path, text, language, self.thresholds))
