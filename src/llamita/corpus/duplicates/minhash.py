"""MinHash signatures and their bands: documents that say almost the same share a band's key.

A permutation of the shingles is x -> a x + b modulo 2^32 with an odd a. The family is a simple one, and it is
enough here, because shingles are well-mixed hashes already: the tests hold the rate of equal minima and of
shared bands to the theory, J and 1 - (1 - J^rows)^bands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from llamita.corpus.duplicates.hashing import constants, mixed
from llamita.corpus.duplicates.ragged import blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from llamita.corpus.duplicates.ragged import Ragged

NUM_PERMUTATIONS = 256
"""The Stack's; 25 bands of 10 rows take the first 250 of them."""
NUM_BANDS = 25
NUM_ROWS = 10
SEED = 42

_BLOCK_SHINGLES = 1 << 16
"""So many at a time stay in a core's second cache while all permutations pass over them."""


def signatures(
    shingles: Ragged, *, num_permutations: int = NUM_PERMUTATIONS, seed: int = SEED
) -> NDArray[np.uint32]:
    """The least shingle of each document under each permutation.

    Args:
        shingles: 32-bit hashes of each document's shingles.
        num_permutations: How many.
        seed: What the permutations are drawn from.

    Returns:
        One row for each document, one column for each permutation. A document without shingles has the
        largest number everywhere, and `band_keys` does not take it.
    """
    drawn = constants(seed, 2 * num_permutations).astype(np.uint32)
    factors, terms = drawn[::2] | np.uint32(1), drawn[1::2]
    least = np.full((num_permutations, len(shingles)), np.iinfo(np.uint32).max, np.uint32)
    some = np.flatnonzero(shingles.sizes())
    offsets = np.append(shingles.offsets[:-1][some], shingles.offsets[-1])
    for first, last in blocks(offsets, _BLOCK_SHINGLES):
        values = shingles.values[offsets[first] : offsets[last]]
        starts = offsets[first:last] - offsets[first]
        permuted = np.empty_like(values)
        into = some[first:last]
        for row, factor, term in zip(least, factors, terms, strict=True):
            np.multiply(values, factor, out=permuted)
            np.add(permuted, term, out=permuted)
            row[into] = np.minimum.reduceat(permuted, starts)
    return np.ascontiguousarray(least.T)


def band_keys(
    signatures_of_documents: NDArray[np.uint32], *, num_bands: int = NUM_BANDS, num_rows: int = NUM_ROWS
) -> NDArray[np.uint64]:
    """A number for each band of each signature; two are the same where band and rows are the same.

    Args:
        signatures_of_documents: What `signatures` returns, without documents that have no shingle: those
            would all be candidates of each other.
        num_bands: How many bands.
        num_rows: Permutations in each.

    Returns:
        One row for each document, one column for each band.
    """
    num_documents = len(signatures_of_documents)
    rows = signatures_of_documents[:, : num_bands * num_rows].reshape(num_documents, num_bands, num_rows)
    keys = np.broadcast_to(mixed(np.arange(1, num_bands + 1, dtype=np.uint64)), rows.shape[:2])
    for row in range(num_rows):
        keys = mixed(keys + rows[:, :, row])
    return keys


def chance_of_a_shared_band(jaccard: float, *, num_bands: int = NUM_BANDS, num_rows: int = NUM_ROWS) -> float:
    """The theory: how likely two documents of this similarity have a band in common.

    >>> [round(chance_of_a_shared_band(jaccard), 3) for jaccard in (0.5, 0.7, 0.85, 1.0)]
    [0.024, 0.511, 0.996, 1.0]
    """
    return float(1 - (1 - jaccard**num_rows) ** num_bands)
