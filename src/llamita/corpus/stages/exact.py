"""Exact duplicates: of files with the same bytes the first stays, in the order of the recipe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from llamita.corpus.document import Out
from llamita.corpus.places import read_table, write_table
from llamita.corpus.stages.aligned import EXACT, FILES, Columns, before, is_in, values, write_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from llamita.corpus.places import Places
    from llamita.corpus.runner.contract import Runner

KEYS: Final = "exact-keys"
_RULE: Final = "exact duplicate"
_KEY_CHARACTERS: Final = 16


@dataclass(frozen=True, slots=True)
class KeysTask:
    """Writes, of every file that is still in, its number and the first 8 bytes of its SHA-256."""

    places: Places
    first_numbers: Mapping[str, int]
    """The number of a part's first file; numbers follow the order of the recipe."""

    def __call__(self, part: str) -> None:
        """Do it for one part."""
        rows = np.flatnonzero(is_in(self.places, part, before(EXACT)))
        digests = values(self.places, FILES, part, "sha256")
        keys = [[int(digests[row][:_KEY_CHARACTERS], 16)] for row in rows]
        table = pa.table(
            {
                "number": pa.array(rows + self.first_numbers[part], pa.int64()),
                "keys": pa.array(keys, pa.list_(pa.uint64())),
            }
        )
        write_table(self.places.part(KEYS, part), table)


def decide_exact(
    places: Places, parts: Sequence[str], first_numbers: Mapping[str, int], runner: Runner
) -> None:
    """Write the tables of this stage.

    Args:
        places: of the corpus.
        parts: in the order of the recipe.
        first_numbers: as in ``KeysTask``.
        runner: brings equal keys together.
    """
    groups = runner.groups([places.part(KEYS, part) for part in parts])
    twins = _twins(places, parts, first_numbers, groups) if groups else {}
    for part in parts:
        first = first_numbers[part]
        num_files = len(read_table(places.part(FILES, part), ["sha256"]))
        columns = Columns(num_files, ("twin", pa.string()))
        for row in range(num_files):
            twin = twins.get(first + row)
            if twin is not None:
                columns.take_out(row, Out(_RULE, f"has the bytes of {twin}"))
                columns.set(row, twin=twin)
        write_columns(places, EXACT, part, columns)


def _twins(
    places: Places,
    parts: Sequence[str],
    first_numbers: Mapping[str, int],
    groups: Sequence[NDArray[np.int64]],
) -> dict[int, str]:
    """Of each duplicate, the address of the file that stays."""
    wanted = np.unique(np.concatenate(groups))
    digests: dict[int, str] = {}
    addresses: dict[int, str] = {}
    for part in parts:
        table = read_table(places.part(FILES, part), ["sha256", "address"])
        first = first_numbers[part]
        mine = wanted[(wanted >= first) & (wanted < first + len(table))]
        chosen = table.take(pa.array(mine - first))
        digests.update(zip(mine.tolist(), chosen["sha256"].to_pylist(), strict=True))
        addresses.update(zip(mine.tolist(), chosen["address"].to_pylist(), strict=True))
    twins: dict[int, str] = {}
    for group in groups:
        # The key is a part of the digest: files that share it may still differ.
        stays: dict[str, int] = {}
        for number in (int(member) for member in group):
            kept = stays.setdefault(digests[number], number)
            if kept != number:
                twins[number] = addresses[kept]
    return twins
