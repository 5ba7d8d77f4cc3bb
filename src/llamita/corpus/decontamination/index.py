"""Index: the grams of all benchmarks, and where in a text enough of one problem's stand together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from llamita.corpus.decontamination.grams import Hashes

ENOUGH: Final = 120
"""Weights that together show a problem."""
MAX_SHARING: Final = 8
"""In how many problems of a benchmark a gram may be; what more share is how the benchmark is written."""

_FILTER_BITS: Final = 22
_FILTER_SHIFT: Final = np.uint64(64 - _FILTER_BITS)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a problem, as its grams."""

    problem: int
    """Which problem it is of, by its place in the list of all."""
    series: int
    """Which benchmark that is in."""
    grams: Hashes
    needed: int
    """How many of its grams show the problem."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a text has enough grams of a problem."""

    problem: int
    first: int
    last: int
    """The places at which the first and the last of these grams begin."""


@dataclass(frozen=True, slots=True)
class Index:
    """Grams with their weights: what share of the evidence for a problem one gram is."""

    hashes_G: Hashes
    """In ascending order, each once."""
    weights_G: NDArray[np.uint8]
    problems_G: NDArray[np.uint16]
    window: int
    """How near each other grams stand that count together."""
    _filter: NDArray[np.bool_] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        known = np.zeros(2**_FILTER_BITS, np.bool_)
        known[self.hashes_G >> _FILTER_SHIFT] = True
        object.__setattr__(self, "_filter", known)

    def find(self, grams: Iterable[tuple[NDArray[np.intp] | None, Hashes]]) -> Found | None:
        """The first place at which enough grams of any problem stand together.

        Args:
            grams: of each length, the places where grams begin, None for all, and the grams.
        """
        places_M, rows_M = self._matches(grams)
        if not places_M.size:
            return None
        order = np.lexsort((rows_M, places_M))
        places_M, rows_M = places_M[order], rows_M[order]
        places_M, rows_M = self._without_repeats(places_M, rows_M)
        sums_M = np.concatenate(([0], np.cumsum(self.weights_G[rows_M], dtype=np.int64)))
        first_M = np.searchsorted(places_M, places_M - self.window)
        enough = np.flatnonzero(sums_M[1:] - sums_M[first_M] >= ENOUGH)
        if not enough.size:
            return None
        first, last = int(first_M[enough[0]]), int(enough[0])
        problems, counts = np.unique(self.problems_G[rows_M[first : last + 1]], return_counts=True)
        return Found(int(problems[counts.argmax()]), int(places_M[first]), int(places_M[last]))

    def _matches(
        self, grams: Iterable[tuple[NDArray[np.intp] | None, Hashes]]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        places, rows = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
        for starts, hashes in grams:
            maybe = np.flatnonzero(self._filter[hashes >> _FILTER_SHIFT])
            row = np.searchsorted(self.hashes_G, hashes[maybe])
            known = self.hashes_G[np.minimum(row, self.hashes_G.size - 1)] == hashes[maybe]
            places.append(maybe[known] if starts is None else starts[maybe[known]])
            rows.append(row[known])
        return np.concatenate(places), np.concatenate(rows)

    def _without_repeats(
        self, places_M: NDArray[np.intp], rows_M: NDArray[np.intp]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """A gram that stood within the window before counts once."""
        order = np.argsort(rows_M, kind="stable")
        same = rows_M[order][1:] == rows_M[order][:-1]
        near = np.diff(places_M[order]) <= self.window
        kept_M = np.ones(places_M.size, np.bool_)
        kept_M[order[1:][same & near]] = False
        return places_M[kept_M], rows_M[kept_M]

    def packed(self) -> bytes:
        """The arrays, one behind the other."""
        return b"".join(
            (
                self.hashes_G.astype("<u8").tobytes(),
                self.weights_G.astype("<u1").tobytes(),
                self.problems_G.astype("<u2").tobytes(),
            )
        )


ROW_BYTES: Final = 11
"""How large one gram is in a file."""


def unpack_index(data: bytes, size: int, window: int) -> Index:
    """The index of as many grams as ``size`` says, from what `Index.packed` made."""
    return Index(
        np.frombuffer(data, "<u8", size).astype(np.uint64),
        np.frombuffer(data, "<u1", size, 8 * size).astype(np.uint8),
        np.frombuffer(data, "<u2", size, 9 * size).astype(np.uint16),
        window,
    )


def build_index(passages: list[Passage], window: int) -> Index:
    """The index of passages; of a gram in several, the first passage's problem is named."""
    weights: dict[int, int] = {}
    problems: dict[int, int] = {}
    sharing: dict[tuple[int, int], set[int]] = {}
    for passage in passages:
        weight = -(-ENOUGH // passage.needed)
        for gram in np.unique(passage.grams).tolist():
            weights[gram] = max(weight, weights.get(gram, 0))
            problems.setdefault(gram, passage.problem)
            sharing.setdefault((gram, passage.series), set()).add(passage.problem)
    for (gram, _), sharers in sharing.items():
        if len(sharers) > MAX_SHARING:
            weights.pop(gram, None)
    hashes = sorted(weights)
    return Index(
        np.array(hashes, np.uint64),
        np.array([weights[gram] for gram in hashes], np.uint8),
        np.array([problems[gram] for gram in hashes], np.uint16),
        window,
    )
