"""Lists of different lengths in two arrays, as Arrow keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import DTypeLike, NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """Lists one behind the other: list ``i`` is ``values[offsets[i]:offsets[i + 1]]``.

    >>> lists = Ragged.of([[7, 8], [], [9]], np.int64)
    >>> lists[0], len(lists), lists.sizes()
    (array([7, 8]), 3, array([2, 0, 1]))
    """

    values: NDArray[Any]
    """The items of all lists."""
    offsets: NDArray[np.int64]
    """Where each list begins, and behind them where the last one ends: one more than there are lists."""

    @classmethod
    def of(cls, lists: Sequence[Sequence[int] | NDArray[Any]], dtype: DTypeLike) -> Ragged:
        """These lists, their items as ``dtype``."""
        sizes = [len(items) for items in lists]
        arrays = [np.asarray(items, dtype) for items in lists]
        return cls(np.concatenate([np.empty(0, dtype), *arrays]), offsets_of(np.array(sizes, np.int64)))

    @classmethod
    def joined(cls, parts: Sequence[Ragged]) -> Ragged:
        """The lists of all parts, one part after the other; there is at least one part."""
        sizes = np.concatenate([part.sizes() for part in parts])
        return cls(np.concatenate([part.values for part in parts]), offsets_of(sizes))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, index: int) -> NDArray[Any]:
        return self.values[self.offsets[index] : self.offsets[index + 1]]

    def sizes(self) -> NDArray[np.int64]:
        """How many items each list has."""
        return np.diff(self.offsets)

    def owners(self) -> NDArray[np.int64]:
        """For every item the number of the list that it is in."""
        return np.repeat(np.arange(len(self)), self.sizes())

    def take(self, indices: NDArray[np.int64]) -> Ragged:
        """The lists of these numbers, in this order."""
        sizes = self.sizes()[indices]
        offsets = offsets_of(sizes)
        from_here_to_there = np.repeat(self.offsets[indices] - offsets[:-1], sizes)
        return Ragged(self.values[from_here_to_there + np.arange(offsets[-1])], offsets)


def offsets_of(sizes: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """Where lists of these sizes begin, and where the last one ends."""
    offsets = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=offsets[1:])
    return offsets


def blocks(offsets: NDArray[np.int64], max_items: int) -> Iterator[tuple[int, int]]:
    """Lists to take at a time, from the first up to the last without it: ``max_items`` or one longer list.

    >>> list(blocks(np.array([0, 2, 4, 9, 9]), 4))
    [(0, 2), (2, 3), (3, 4)]
    """
    first = 0
    while first < len(offsets) - 1:
        last = int(np.searchsorted(offsets, offsets[first] + max_items, side="right")) - 1
        last = max(last, first + 1)
        yield first, last
        first = last


def first_of_runs(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether each value differs from the one before it; the first one does.

    >>> first_of_runs(np.array([4, 4, 6])).tolist()
    [True, False, True]
    """
    is_first = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=is_first[1:])
    return is_first
