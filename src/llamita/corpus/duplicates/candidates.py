"""Which documents are compared with which: those that share a band's key, in groups of any size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from llamita.corpus.duplicates.ragged import Ragged, first_of_runs, offsets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Documents that can be decided on without any other document."""

    ranks: NDArray[np.int64]
    """The documents, in order of rank."""
    groups: Ragged
    """Their groups: the ranks in each."""


def groups_by_key(keys: NDArray[np.uint64], ranks: NDArray[np.int64]) -> Ragged:
    """The documents that share a key, for every key that more than one document has.

    Args:
        keys: Keys of bands, in any order.
        ranks: The document that has the key at the same place; no document has a key twice.

    Returns:
        The ranks in each group, ascending; the same groups whatever the order of the input.

    >>> keys, ranks = np.array([5, 9, 5, 7], np.uint64), np.array([2, 2, 0, 1])
    >>> groups_by_key(keys, ranks)[0]
    array([0, 2])
    """
    order = np.lexsort((ranks, keys))
    starts = np.flatnonzero(first_of_runs(keys[order]))
    groups = Ragged(ranks[order], np.append(starts, len(keys)))
    return groups.take(np.flatnonzero(groups.sizes() > 1))


def components(groups: Ragged) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Documents that groups connect, directly or through others.

    Nobody is removed for being connected: components only tell which documents can be decided on apart.

    Returns:
        Every document that is in a group, ascending, and the least document of its component.
    """
    ranks, members = np.unique(groups.values, return_inverse=True)
    labels = np.arange(len(ranks))
    filled = groups.offsets[:-1][groups.sizes() > 0]
    sizes = np.diff(np.append(filled, len(members)))
    while len(members):
        least = np.repeat(np.minimum.reduceat(labels[members], filled), sizes)
        if np.array_equal(least, labels[members]):
            break
        # A document hands the least label it sees to the one it is labeled with, and so to all that one has.
        np.minimum.at(labels, labels[members], least)
        np.minimum.at(labels, members, least)
        while not np.array_equal(labels, labels[labels]):
            labels = labels[labels]
    return ranks, ranks[labels]


def batches(
    groups: Ragged, num_shingles: NDArray[np.int64], *, max_shingles: int = 4_000_000
) -> Iterator[Batch]:
    """Whole components together until they have ``max_shingles``: what one worker decides at a time.

    Args:
        groups: The ranks in each group.
        num_shingles: How many shingles the document of each rank has.
        max_shingles: When a batch is full; a component that has more is a batch of its own.

    Yields:
        Batches in order of their components' least ranks: the same for the same groups in any order.
    """
    ranks, labels = components(groups)
    if not len(ranks):
        return
    by_component = np.lexsort((ranks, labels))
    is_first = first_of_runs(labels[by_component])
    component_sizes = np.add.reduceat(num_shingles[ranks[by_component]], np.flatnonzero(is_first))
    batch_of_component = _fill(component_sizes, max_shingles)
    batch_of_rank = np.empty(len(ranks), np.int64)
    batch_of_rank[by_component] = batch_of_component[np.cumsum(is_first) - 1]
    filled = groups.take(np.flatnonzero(groups.sizes() > 0))
    batch_of_group = batch_of_rank[np.searchsorted(ranks, filled.values[filled.offsets[:-1]])]
    ranks_by_batch = _split(batch_of_rank)
    for members, rows in zip(ranks_by_batch, _split(batch_of_group), strict=True):
        yield Batch(ranks[members], filled.take(rows))


def _fill(sizes: NDArray[np.int64], full: int) -> NDArray[np.int64]:
    """The batch that each component goes to."""
    batch, held = 0, 0
    of_component = np.empty(len(sizes), np.int64)
    for component, size in enumerate(sizes.tolist()):
        if held and held + size > full:
            batch, held = batch + 1, 0
        of_component[component] = batch
        held += size
    return of_component


def _split(numbers: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Where 0 stands, where 1 stands, and so on up to the largest number."""
    offsets = offsets_of(np.bincount(numbers))
    return np.split(np.argsort(numbers, kind="stable"), offsets[1:-1])
