"""Scales within scales: the search behind the K formats, whose sub-blocks have quantized scales.

First each sub-block gets the line that suits it, as if it could be stored. What is stored is a count for its
scale, and in some formats one for its minimum, of units that the whole block shares. What that rounding
spoils is mended: each sub-block looks whether one unit more or less loses less, and least squares finds the
units that suit all integers best.

Letters: N values of a sub-block run down, S sub-blocks of a block, B blocks side by side; R = S x B.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.weights.quantize.fit import (
    as_half,
    dot,
    exact,
    fit_line,
    fit_scale,
    keep_better,
    of_largest_magnitude,
    rounded,
    squared_error,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from llamita.weights.quantize.fit import Floats

_ONE_MORE_OR_LESS: Final = (-1, 0, 1)
_NO_MINIMA: Final = range(1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """What a K format can store."""

    num_sub_blocks: int
    integers: range
    """What values are rounded to: from -n to n - 1 where minima are 0, else from 0."""
    scale_counts: range
    """How many units the scale of a sub-block may have."""
    minimum_counts: range = _NO_MINIMA
    """How many units its minimum may lie below 0."""


@dataclass(frozen=True, slots=True)
class SuperBlocks:
    """Blocks in which a value is scale unit x count x integer - minimum unit x count."""

    scale_unit_B: Floats
    minimum_unit_B: Floats
    scale_counts_SB: Floats
    minimum_counts_SB: Floats

    def lines(self) -> tuple[Floats, Floats]:
        """The scale and the minimum of each sub-block, flat."""
        scale_SB = self.scale_unit_B * self.scale_counts_SB
        minimum_SB = -self.minimum_unit_B * self.minimum_counts_SB
        return scale_SB.reshape(-1), minimum_SB.reshape(-1)


def fit_super_blocks(values_NSB: Floats, layout: Layout) -> tuple[SuperBlocks, Floats]:
    """The blocks that lose least, as far as the search goes.

    Returns:
        The blocks, and their integers in the shape of the values.
    """
    values_NR, shape_SB = values_NSB.reshape(len(values_NSB), -1), values_NSB.shape[1:]
    if layout.minimum_counts == _NO_MINIMA:
        line = fit_scale(values_NR, layout.integers, stored=exact)
    else:
        line = fit_line(values_NR, layout.integers, stored=exact, highest_minimum=0)
    scale_SB, minimum_SB = (part.reshape(shape_SB) for part in line)
    scale_unit_B, scale_counts_SB = _counted(scale_SB, layout.scale_counts)
    minimum_unit_B, minimum_counts_SB = _counted(-minimum_SB, layout.minimum_counts)

    blocks = _with_other_counts(
        values_NR, SuperBlocks(scale_unit_B, minimum_unit_B, scale_counts_SB, minimum_counts_SB), layout
    )
    blocks = _with_other_units(values_NR, blocks, layout)
    return blocks, rounded(values_NR, *blocks.lines(), layout.integers).reshape(values_NSB.shape)


def _counted(parts_SB: Floats, counts: range) -> tuple[Floats, Floats]:
    """The unit, as it is stored, whose multiples come near to all parts; and how many times each has it."""
    # The largest gets the count that is farthest from zero, which is the first where counts are signed.
    farthest = max(counts[0], counts[-1], key=abs)
    unit_B = _half_beyond(of_largest_magnitude(parts_SB) / np.float32(farthest or 1))
    return unit_B, rounded(parts_SB, unit_B, np.zeros_like(unit_B), counts)


def _half_beyond(values: Floats) -> Floats:
    """The values as F16 keeps them, none nearer to zero than it was.

    Small units have few bits in F16. Too small a one would cut off the largest part, or be none at all; with
    one that is too large, parts have smaller counts.
    """
    halves = as_half(values).astype(np.float16)
    farther = np.nextafter(halves, np.copysign(np.float16(np.inf), values.astype(np.float16)))
    return np.where(np.abs(halves) < np.abs(values), farther, halves).astype(np.float32)


def _with_other_counts(values_NR: Floats, blocks: SuperBlocks, layout: Layout) -> SuperBlocks:
    """The blocks with one unit more or less wherever a sub-block loses less with it."""
    scale_counts_SB, minimum_counts_SB = blocks.scale_counts_SB.copy(), blocks.minimum_counts_SB.copy()
    least_SB = _error(values_NR, blocks, layout)
    minimum_changes = _ONE_MORE_OR_LESS if layout.minimum_counts != _NO_MINIMA else (0,)
    for scale_change, minimum_change in product(_ONE_MORE_OR_LESS, minimum_changes):
        found = (
            _within(layout.scale_counts, blocks.scale_counts_SB + np.float32(scale_change)),
            _within(layout.minimum_counts, blocks.minimum_counts_SB + np.float32(minimum_change)),
        )
        error_SB = _error(values_NR, SuperBlocks(blocks.scale_unit_B, blocks.minimum_unit_B, *found), layout)
        keep_better(error_SB, least_SB, found, (scale_counts_SB, minimum_counts_SB))
    return SuperBlocks(blocks.scale_unit_B, blocks.minimum_unit_B, scale_counts_SB, minimum_counts_SB)


def _with_other_units(values_NR: Floats, blocks: SuperBlocks, layout: Layout) -> SuperBlocks:
    """The blocks with the units that suit their integers best, wherever a block loses less with them."""
    scale_unit_B, minimum_unit_B = blocks.scale_unit_B.copy(), blocks.minimum_unit_B.copy()
    quants_NR = rounded(values_NR, *blocks.lines(), layout.integers)
    found = _best_units(values_NR, quants_NR, blocks)
    least_B = _error(values_NR, blocks, layout).sum(axis=0)
    error_B = _error(
        values_NR, SuperBlocks(*found, blocks.scale_counts_SB, blocks.minimum_counts_SB), layout
    ).sum(axis=0)
    keep_better(error_B, least_B, found, (scale_unit_B, minimum_unit_B))
    return SuperBlocks(scale_unit_B, minimum_unit_B, blocks.scale_counts_SB, blocks.minimum_counts_SB)


def _best_units(values_NR: Floats, quants_NR: Floats, blocks: SuperBlocks) -> tuple[Floats, Floats]:
    """The units by least squares: two unknowns for each block.

    In float64, since the two sides of a difference may be close.
    """

    def wide(parts_R: Floats) -> NDArray[np.float64]:
        return parts_R.reshape(blocks.scale_counts_SB.shape).astype(np.float64)

    scale_counts_SB, minimum_counts_SB = wide(blocks.scale_counts_SB), wide(blocks.minimum_counts_SB)
    xq_SB, qq_SB = wide(dot(values_NR, quants_NR)), wide(dot(quants_NR, quants_NR))
    x_SB, q_SB = wide(values_NR.sum(axis=0)), wide(quants_NR.sum(axis=0))
    # With s for count x integer and m for the other count, value = scale unit s - minimum unit m.
    ss_B, sm_B = (
        (scale_counts_SB**2 * qq_SB).sum(axis=0),
        (scale_counts_SB * minimum_counts_SB * q_SB).sum(axis=0),
    )
    mm_B = len(values_NR) * (minimum_counts_SB**2).sum(axis=0)
    xs_B, xm_B = (scale_counts_SB * xq_SB).sum(axis=0), (minimum_counts_SB * x_SB).sum(axis=0)
    determinant_B = ss_B * mm_B - sm_B**2
    scale_unit_B = np.where(mm_B > 0, (xs_B * mm_B - xm_B * sm_B) / determinant_B, xs_B / ss_B)
    minimum_unit_B = np.where(mm_B > 0, (xs_B * sm_B - xm_B * ss_B) / determinant_B, 0)
    return as_half(scale_unit_B.astype(np.float32)), as_half(minimum_unit_B.astype(np.float32))


def _error(values_NR: Floats, blocks: SuperBlocks, layout: Layout) -> Floats:
    """What each sub-block loses."""
    return squared_error(values_NR, *blocks.lines(), layout.integers).reshape(blocks.scale_counts_SB.shape)


def _within(counts: range, wanted_SB: Floats) -> Floats:
    return np.clip(wanted_SB, np.float32(counts[0]), np.float32(counts[-1]))
