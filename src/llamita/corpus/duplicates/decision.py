"""Which near-duplicates go: by rank, by exact similarity, and only for a document that stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from llamita.corpus.duplicates.ragged import Ragged, blocks, first_of_runs, offsets_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

THRESHOLD = 0.7
"""The Stack's: documents at least so similar are near-duplicates."""

_BLOCK_SHINGLES = 1 << 13
"""So many of those that stay are compared with one document at a time: larger
arrays would be new memory from the system each time, which costs more than the comparison."""


@dataclass(frozen=True, slots=True, eq=False)
class NearDuplicates:
    """The documents that go; three arrays of the same length, in order of `removed`."""

    removed: NDArray[np.int64]
    """Their ranks, ascending."""
    twins: NDArray[np.int64]
    """For each the rank of the most similar document that stays and shares a group with it."""
    jaccards: NDArray[np.float64]
    """How similar the two are."""


def jaccard(ours: NDArray[np.uint32], theirs: NDArray[np.uint32]) -> float:
    """Shared shingles / all shingles of two documents, each given sorted and without repeats.

    Two documents without shingles have nothing in common: 0.

    >>> jaccard(np.array([1, 2, 3], np.uint32), np.array([2, 3, 4], np.uint32))
    0.5
    """
    together = np.concatenate([ours, theirs])
    together.sort()
    shared = int(np.count_nonzero(together[1:] == together[:-1]))
    return shared / max(len(together) - shared, 1)


def remove_near_duplicates(
    ranks: NDArray[np.int64], shingles: Ragged, groups: Ragged, *, threshold: float = THRESHOLD
) -> NearDuplicates:
    """Go through documents by rank; one goes if a document of its groups that stays is as similar.

    A document is never removed for one that is itself removed, so that no chain of small changes takes away
    what nothing like it stays for. The result depends on ranks, shingles and groups only, not on their order.

    Args:
        ranks: The documents, each once, in any order. The least rank of any stays.
        shingles: The shingles of each, sorted, each once.
        groups: Which are candidates of each other: the ranks in each group.
        threshold: The least Jaccard similarity of near-duplicates, 0 to 1.

    Returns:
        What goes, and for what.
    """
    order = np.argsort(ranks)
    ranks, shingles = ranks[order], shingles.take(order)
    staying = _Staying(shingles, threshold)
    members = Ragged(np.searchsorted(ranks, groups.values), groups.offsets)
    groups_of = _transposed(members, len(ranks))
    stays_in: list[list[int]] = [[] for _ in range(len(groups))]
    removed = []
    for document in range(len(ranks)):
        its_groups = groups_of[document].tolist()
        candidates = {other for group in its_groups for other in stays_in[group]}
        found = staying.most_similar(document, sorted(candidates)) if candidates else None
        if found:
            removed.append((document, *found))
            continue
        for group in its_groups:
            stays_in[group].append(document)
    columns = list(zip(*removed, strict=True)) or [(), (), ()]
    gone, twins = (ranks[np.array(column, np.int64)] for column in columns[:2])
    return NearDuplicates(gone, twins, np.array(columns[2], np.float64))


class _Staying:
    """Finds what is most similar to a document among some that stay."""

    def __init__(self, shingles: Ragged, threshold: float) -> None:
        self._threshold = threshold
        self._sizes = shingles.sizes()
        shared = _shared_only(shingles)
        self._shared = np.split(shared.values, shared.offsets[1:-1])
        self._shared_sizes = shared.sizes()
        self._marked = np.zeros(int(shared.values.max(initial=-1)) + 1, np.uint8)

    def most_similar(self, document: int, candidates: list[int]) -> tuple[int, float] | None:
        """The candidate with the highest similarity, the first of several, if it reaches the threshold."""
        others = np.array(candidates)
        size = int(self._sizes[document])
        # Two documents share no more than the smaller one has, so that most candidates go uncounted.
        most = np.minimum(self._shared_sizes[others], self._shared_sizes[document])
        others = others[(_ratio(most, size, self._sizes[others]) >= self._threshold) & (most > 0)]
        if not len(others):
            return None
        similarities = _ratio(self._count_shared(document, others), size, self._sizes[others])
        best = int(similarities.argmax())
        if similarities[best] < self._threshold:
            return None
        return int(others[best]), float(similarities[best])

    def _count_shared(self, document: int, others: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many shingles the document has in common with each of the others, which all have some."""
        its = self._shared[document]
        self._marked[its] = 1
        shared = np.empty(len(others), np.int64)
        offsets = offsets_of(self._shared_sizes[others])
        for first, last in blocks(offsets, _BLOCK_SHINGLES):
            theirs = np.concatenate([self._shared[other] for other in others[first:last].tolist()])
            starts = offsets[first:last] - offsets[first]
            shared[first:last] = np.add.reduceat(self._marked[theirs], starts, dtype=np.int64)
        self._marked[its] = 0
        return shared


def _ratio(shared: NDArray[np.int64], size: int, sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Jaccard similarities of a document of a size and others, by what they share."""
    ratio: NDArray[np.float64] = shared / np.maximum(size + sizes - shared, 1)
    return ratio


def _shared_only(shingles: Ragged) -> Ragged:
    """The shingles that more than one document has, numbered from 0 so that a table can hold them."""
    low_half = np.uint64(32)
    by_shingle = shingles.values.astype(np.uint64) << low_half
    by_shingle |= shingles.owners().astype(np.uint64)
    by_shingle.sort()
    is_new = first_of_runs(by_shingle >> low_half)
    is_last = np.ones_like(is_new)
    is_last[:-1] = is_new[1:]
    shared = ~(is_new & is_last)
    by_document = by_shingle[shared] << low_half
    by_document |= np.cumsum(is_new[shared], dtype=np.uint64) - np.uint64(1)
    by_document.sort()
    sizes = np.bincount((by_document >> low_half).astype(np.int64), minlength=len(shingles))
    return Ragged((by_document & np.uint64(2**32 - 1)).astype(np.int64), offsets_of(sizes))


def _transposed(lists: Ragged, count: int) -> Ragged:
    """For each of the numbers below ``count`` the lists that it is in, ascending."""
    order = np.argsort(lists.values, kind="stable")
    return Ragged(lists.owners()[order], offsets_of(np.bincount(lists.values, minlength=count)))
