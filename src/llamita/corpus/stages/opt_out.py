"""Opting out: whoever wrote a file, or published it, can have it and every copy of it left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from llamita.corpus.document import Out
from llamita.corpus.stages.aligned import FILES, OPT_OUT, Columns, before, is_in, values, write_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.corpus.places import Places


@dataclass(frozen=True, slots=True)
class OptOutTask:
    """Takes files out that somebody asked for."""

    places: Places
    asked: Mapping[str, str]
    """Addresses of files to leave out, and what was asked for: a package, a path, a digest."""

    def __call__(self, part: str) -> None:
        """Do it for one part."""
        kept = is_in(self.places, part, before(OPT_OUT))
        addresses = values(self.places, FILES, part, "address")
        columns = Columns(len(kept))
        for row in np.flatnonzero(kept).tolist():
            asked = self.asked.get(addresses[row])
            if asked is not None:
                columns.take_out(row, Out("opted out", asked))
        write_columns(self.places, OPT_OUT, part, columns)
