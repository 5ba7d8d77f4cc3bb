"""Opting out: whoever wrote a file, or published it, can have it and every copy of it left out.

What they wrote is then in no table, neither: a build that must look at other files' texts again reads the
project's archives again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from llamita.corpus.document import Out
from llamita.corpus.places import read_table, write_table
from llamita.corpus.stages.aligned import (
    FILES,
    OPT_OUT,
    QUALITY,
    REDACT,
    Columns,
    before,
    is_in,
    values,
    write_columns,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llamita.corpus.places import Places


@dataclass(frozen=True, slots=True)
class OptOutTask:
    """Takes files out that somebody asked for, and their texts from the tables of the stages before."""

    places: Places
    asked: Mapping[str, str]
    """Addresses of files to leave out, and what was asked for: a package, a path, a digest."""

    def __call__(self, part: str) -> None:
        """Do it for one part."""
        kept = is_in(self.places, part, before(OPT_OUT))
        addresses = values(self.places, FILES, part, "address")
        rows = [row for row, address in enumerate(addresses) if address in self.asked]
        columns = Columns(len(kept))
        for row in rows:
            if kept[row]:
                columns.take_out(row, Out("opted out", self.asked[addresses[row]]))
        for stage in (FILES, QUALITY, REDACT) if rows else ():
            _blank(self.places, stage, part, rows)
        # Last: once it is there, nobody looks at the part again.
        write_columns(self.places, OPT_OUT, part, columns)


def _blank(places: Places, stage: str, part: str, rows: Sequence[int]) -> None:
    table = read_table(places.part(stage, part))
    at = table.column_names.index("text")
    texts = table["text"].to_pylist()
    if all(texts[row] is None for row in rows):
        return
    for row in rows:
        texts[row] = None
    field = table.schema.field(at)
    write_table(places.part(stage, part), table.set_column(at, field, pa.array(texts, field.type)))
