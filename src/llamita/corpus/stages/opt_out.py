"""Opting out: whoever wrote a file, or published it, can have it and every copy of it left out.

What they wrote is then in no table, neither: a build that must look at other files' texts again reads the
project's archives again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from llamita.corpus.document import Out
from llamita.corpus.places import read_table, write_table
from llamita.corpus.stages.aligned import (
    FILES,
    LICENSE,
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
    from pathlib import Path

    from llamita.corpus.places import Places


_SAYING: Final = {
    FILES: ("text",),
    LICENSE: ("license_quote", "copyrights"),
    QUALITY: ("text",),
    REDACT: ("text",),
}
"""Stages with the columns that hold words of a file."""


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
        for stage, names in _SAYING.items() if rows else ():
            _blank(self.places.part(stage, part), names, rows)
        # Last: once it is there, nobody looks at the part again.
        write_columns(self.places, OPT_OUT, part, columns)


def _blank(path: Path, names: Sequence[str], rows: Sequence[int]) -> None:
    """Empty some columns of some rows."""
    table = read_table(path)
    changed = table
    for name in names:
        at = table.column_names.index(name)
        column = table[name].to_pylist()
        for row in rows:
            column[row] = None
        field = table.schema.field(at)
        changed = changed.set_column(at, field, pa.array(column, field.type))
    if not changed.equals(table):
        write_table(path, changed)
