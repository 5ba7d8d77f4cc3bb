"""Near-deduplication by Llamita: shingles, signatures, bands, groups, and every pair verified."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.peers.deduplicate import part_paths, race, texts_of
from llamita.corpus.duplicates.candidates import Batch, batches, groups_by_key
from llamita.corpus.duplicates.decision import remove_near_duplicates
from llamita.corpus.duplicates.minhash import band_keys, signatures
from llamita.corpus.duplicates.ragged import Ragged
from llamita.corpus.duplicates.shingles import shingles_of_many

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def deduplicate(folder: Path, num_workers: int) -> list[int]:
    """The numbers of the documents that go."""
    with ProcessPoolExecutor(num_workers) as pool:
        parts = list(pool.map(_read, part_paths(folder)))
        shingles = Ragged.joined([part for part, _ in parts])
        keys = np.concatenate([part_keys for _, part_keys in parts])
        some = np.flatnonzero(shingles.sizes())
        groups = groups_by_key(keys[some].ravel(), np.repeat(some, keys.shape[1]))
        tasks = list(batches(groups, shingles.sizes(), max_shingles=1_000_000))
        decided = pool.map(_decide, tasks, [shingles.take(batch.ranks) for batch in tasks])
        return [rank for removed in decided for rank in removed]


def _read(path: Path) -> tuple[Ragged, NDArray[np.uint64]]:
    shingles = shingles_of_many(texts_of(path))
    return shingles, band_keys(signatures(shingles))


def _decide(batch: Batch, shingles: Ragged) -> list[int]:
    removed: list[int] = remove_near_duplicates(batch.ranks, shingles, batch.groups).removed.tolist()
    return removed


if __name__ == "__main__":
    race(deduplicate)
