"""Near-duplicates: of files that say nearly the same, the first stays, in the order of the recipe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from llamita.corpus.document import Out
from llamita.corpus.duplicates.candidates import batches
from llamita.corpus.duplicates.decision import remove_near_duplicates
from llamita.corpus.duplicates.minhash import band_keys, signatures
from llamita.corpus.duplicates.ragged import Ragged, offsets_of
from llamita.corpus.duplicates.shingles import shingles_of_many
from llamita.corpus.duplicates.wipe_out import wiped_out
from llamita.corpus.licenses.stripping import without_license
from llamita.corpus.places import read_table, write_table
from llamita.corpus.stages.aligned import (
    FILES,
    NEAR,
    QUALITY,
    Columns,
    before,
    is_in,
    project_of,
    texts,
    values,
    write_columns,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from llamita.corpus.duplicates.wipe_out import WipedOut
    from llamita.corpus.places import Places
    from llamita.corpus.recipe import NearDuplicates
    from llamita.corpus.runner.contract import Runner

SHINGLES: Final = "shingles"
_RULE: Final = "near duplicate"


@dataclass(frozen=True, slots=True)
class ShinglesTask:
    """Writes, of every file that is still in, its number, its shingles and the keys of its bands.

    What a file says of its license is left out: the same code under another header is the same.
    """

    places: Places
    first_numbers: Mapping[str, int]
    """As in ``exact.KeysTask``."""
    near: NearDuplicates

    def __call__(self, part: str) -> None:
        """Do it for one part."""
        rows = np.flatnonzero(is_in(self.places, part, before(NEAR)))
        languages = values(self.places, QUALITY, part, "language")
        whole = texts(self.places, part, rows.tolist(), newest=(FILES, QUALITY))
        bodies = [without_license(text, languages[row]) for row, text in zip(rows, whole, strict=True)]
        shingles = shingles_of_many(bodies)
        # A file of few words has none: it is compared with nothing.
        some = np.flatnonzero(shingles.sizes())
        rows, shingles = rows[some], shingles.take(some)
        signed = signatures(shingles, num_permutations=self.near.num_permutations)
        keys = band_keys(signed, num_bands=self.near.bands, num_rows=self.near.rows)
        key_offsets = np.arange(len(rows) + 1) * self.near.bands
        table = pa.table(
            {
                "number": pa.array(rows + self.first_numbers[part], pa.int64()),
                "keys": _lists(key_offsets, keys.ravel()),
                "shingles": _lists(shingles.offsets, shingles.values),
            }
        )
        write_table(self.places.part(SHINGLES, part), table)


def decide_near(
    places: Places,
    parts: Sequence[str],
    first_numbers: Mapping[str, int],
    runner: Runner,
    near: NearDuplicates,
) -> list[WipedOut]:
    """Write the tables of this stage.

    Args:
        places: of the corpus.
        parts: in the order of the recipe.
        first_numbers: as in ``exact.KeysTask``.
        runner: brings equal keys together.
        near: what counts as near.

    Returns:
        Projects that lost nearly all their files.
    """
    groups = Ragged.of(runner.groups([places.part(SHINGLES, part) for part in parts]), np.int64)
    numbers, shingles = _shingles_of(places, parts, np.unique(groups.values))
    sizes = np.zeros(int(numbers.max(initial=-1)) + 1, np.int64)
    sizes[numbers] = shingles.sizes()
    twins: dict[int, tuple[int, float]] = {}
    for batch in batches(groups, sizes):
        its = shingles.take(np.searchsorted(numbers, batch.ranks))
        found = remove_near_duplicates(batch.ranks, its, batch.groups, threshold=near.jaccard)
        pairs = zip(found.twins.tolist(), found.jaccards.tolist(), strict=True)
        twins.update(zip(found.removed.tolist(), pairs, strict=True))
    return _write(places, parts, first_numbers, twins)


def _shingles_of(
    places: Places, parts: Sequence[str], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], Ragged]:
    """The numbers and shingles of the documents that have candidates, ascending."""
    numbers = [np.empty(0, np.int64)]
    found = [Ragged(np.empty(0, np.uint32), np.zeros(1, np.int64))]
    for part in parts:
        table = read_table(places.part(SHINGLES, part), ["number", "shingles"])
        mine = table["number"].to_numpy()
        rows = np.flatnonzero(np.isin(mine, wanted))
        if len(rows):
            lists = table["shingles"].combine_chunks()
            lengths = lists.value_lengths().to_numpy(zero_copy_only=False).astype(np.int64)
            all_lists = Ragged(lists.flatten().to_numpy(), offsets_of(lengths))
            numbers.append(mine[rows])
            found.append(all_lists.take(rows))
    sizes = np.concatenate([lists.sizes() for lists in found])
    values_of_all = np.concatenate([lists.values for lists in found])
    return np.concatenate(numbers), Ragged(values_of_all, offsets_of(sizes))


def _write(
    places: Places,
    parts: Sequence[str],
    first_numbers: Mapping[str, int],
    twins: Mapping[int, tuple[int, float]],
) -> list[WipedOut]:
    addresses = _addresses(places, parts, first_numbers, {twin for twin, _ in twins.values()})
    projects: list[str] = []
    removed: list[NDArray[np.bool_]] = [np.empty(0, bool)]
    for part in parts:
        compared = is_in(places, part, before(NEAR))
        columns = Columns(len(compared), ("twin", pa.string()), ("jaccard", pa.float64()))
        gone = np.zeros(len(compared), bool)
        for row in np.flatnonzero(compared).tolist():
            twin = twins.get(first_numbers[part] + row)
            if twin is not None:
                gone[row] = True
                address, similarity = addresses[twin[0]], twin[1]
                columns.take_out(row, Out(_RULE, f"Jaccard similarity {similarity:.3f} to {address}"))
                columns.set(row, twin=address, jaccard=similarity)
        write_columns(places, NEAR, part, columns)
        projects += [project_of(part)] * int(compared.sum())
        removed.append(gone[compared])
    return wiped_out(projects, np.concatenate(removed))


def _addresses(
    places: Places, parts: Sequence[str], first_numbers: Mapping[str, int], wanted: set[int]
) -> dict[int, str]:
    ordered = np.array(sorted(wanted), np.int64)
    found: dict[int, str] = {}
    for part in parts:
        column = read_table(places.part(FILES, part), ["address"])["address"]
        first = first_numbers[part]
        mine = ordered[(ordered >= first) & (ordered < first + len(column))]
        listed = column.take(pa.array(mine - first)).to_pylist()
        found.update(zip(mine.tolist(), listed, strict=True))
    return found


def _lists(offsets: NDArray[np.int64], flat: NDArray[np.generic]) -> pa.Array:
    return pa.LargeListArray.from_arrays(pa.array(offsets, pa.int64()), pa.array(flat))
