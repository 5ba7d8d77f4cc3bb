"""Scales that lose least: the searches behind every quantized format.

A *line* stands for the values minimum + scale x integer; a *scale* is a line whose minimum is 0. Once a row
of values has its line, rounding is easy: each value becomes the nearest integer. Which line loses least is
not: so several scales are tried, from coarse ones to some so fine that the largest value is cut off. For the
integers that each of them gives, least squares finds the line that suits them best, the values are rounded
again with that one, and the line with the smallest squared error wins. Plain rounding, by the largest value,
is tried first: nothing here is ever worse than it.

Letters: N values that share a line run down, R rows of them lie side by side: NumPy is fast along the last
axis. Integers are float32 here. What divides by zero or overflows on the way gets an error that is no number,
and never wins: run this within ``np.errstate``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float32]"
Stored: TypeAlias = Callable[[Floats], Floats]
"""What becomes of a scale or a minimum when it is stored."""

LARGEST_HALF: Final = 65504.0

# Scales so fine that the largest value is cut off, by how far it would go beyond the largest integer.
_OVERSHOOTS: Final = (1.03, 1.06, 1.1, 1.2)
# How often the best line is fitted again to the integers that it gives.
_POLISHES: Final = 2


def as_half(values: Floats) -> Floats:
    """The values as F16 keeps them; what is too large becomes the largest that it has."""
    return np.clip(values, -LARGEST_HALF, LARGEST_HALF).astype(np.float16).astype(np.float32)


def exact(values: Floats) -> Floats:
    """The values themselves: for scales that are rounded later, together with others."""
    return values


def rounded(values_NR: Floats, scale_R: Floats, minimum_R: Floats, integers: range) -> Floats:
    """The integers whose values on the line are nearest; where the scale is zero, those nearest to zero."""
    quants_NR = values_NR - minimum_R
    quants_NR *= reciprocal(scale_R)
    np.rint(quants_NR, out=quants_NR)
    np.maximum(quants_NR, np.float32(integers[0]), out=quants_NR)
    np.minimum(quants_NR, np.float32(integers[-1]), out=quants_NR)
    return quants_NR


def squared_error(values_NR: Floats, scale_R: Floats, minimum_R: Floats, integers: range) -> Floats:
    """What each row loses on its line: differences squared and added up."""
    difference_NR = rounded(values_NR, scale_R, minimum_R, integers)
    difference_NR *= scale_R
    difference_NR += minimum_R
    difference_NR -= values_NR
    return dot(difference_NR, difference_NR)


def fit_scale(values_NR: Floats, integers: range, *, stored: Stored) -> tuple[Floats, Floats]:
    """The scale of each row that loses least, as a line.

    Its sign gives the value of largest magnitude a negative integer: there is one more of these.

    Args:
        values_NR: the rows.
        integers: what to round to, from -n to n - 1.
        stored: what becomes of a scale when it is stored.
    """
    largest_R, zero_R = of_largest_magnitude(values_NR), np.zeros_like(values_NR[0])
    best_R = stored(largest_R / np.float32(integers[0]))
    least_R = squared_error(values_NR, best_R, zero_R, integers)
    for divisor in _divisors(-integers[0]):
        quants_NR = rounded(values_NR, largest_R / np.float32(-divisor), zero_R, integers)
        scale_R = stored(dot(values_NR, quants_NR) * reciprocal(dot(quants_NR, quants_NR)))
        error_R = squared_error(values_NR, scale_R, zero_R, integers)
        keep_better(error_R, least_R, (scale_R,), (best_R,))
    return best_R, zero_R


def fit_line(
    values_NR: Floats, integers: range, *, stored: Stored, highest_minimum: float
) -> tuple[Floats, Floats]:
    """The scale, never negative, and the minimum of each row that lose least.

    Args:
        values_NR: the rows.
        integers: what to round to, from 0.
        stored: what becomes of a scale or a minimum when it is stored.
        highest_minimum: where a minimum may lie at most.
    """
    lowest_R = np.minimum(values_NR.min(axis=0), np.float32(highest_minimum))
    range_R = values_NR.max(axis=0) - lowest_R
    # A copy: better lines are written over it, and offsets go on counting from the lowest.
    best = stored(range_R / np.float32(integers[-1])), stored(lowest_R.copy())
    least_R = squared_error(values_NR, *best, integers)
    # Counted from its lowest, a row has no large numbers that cancel out in the sums.
    above_NR, headroom_R = values_NR - lowest_R, np.float32(highest_minimum) - lowest_R

    def consider(quants_NR: Floats) -> None:
        scale_R, offset_R = _line_through(above_NR, quants_NR, headroom_R, stored)
        line = scale_R, stored(lowest_R + offset_R)
        keep_better(squared_error(values_NR, *line, integers), least_R, line, best)

    for divisor in _divisors(integers[-1]):
        consider(rounded(above_NR, range_R / np.float32(divisor), np.zeros_like(range_R), integers))
    for _ in range(_POLISHES):
        consider(rounded(values_NR, *best, integers))
    return best


def keep_better(error: Floats, least: Floats, found: tuple[Floats, ...], best: tuple[Floats, ...]) -> None:
    """Where an error is smaller than the least so far, overwrite that and the best with what was found."""
    is_better = error < least
    for kept, new in zip((least, *best), (error, *found), strict=True):
        np.copyto(kept, new, where=is_better)


def of_largest_magnitude(values: Floats) -> Floats:
    """Of each row along the first axis the value farthest from zero."""
    highest, lowest = values.max(axis=0), values.min(axis=0)
    farthest: Floats = np.where(highest > -lowest, highest, lowest)
    return farthest


def dot(left_NR: Floats, right_NR: Floats) -> Floats:
    """The sum of the products down each row."""
    products_R: Floats = np.einsum("nr,nr->r", left_NR, right_NR)
    return products_R


def reciprocal(values: Floats) -> Floats:
    """One over each value; zero for zero."""
    inverse = np.zeros_like(values)
    np.divide(np.float32(1), values, out=inverse, where=values != 0)
    return inverse


def _divisors(largest: int) -> list[float]:
    """By what to divide the value of largest magnitude to get the scales to try.

    Each integer up to the largest has a multiple among the integers that are tried. So a row that is made of
    multiples already finds its scale again, whatever its largest value was a multiple of.
    """
    return [*range(largest // 2 + 1, largest + 1), *(largest * overshoot for overshoot in _OVERSHOOTS)]


def _line_through(
    above_NR: Floats, quants_NR: Floats, headroom_R: Floats, stored: Stored
) -> tuple[Floats, Floats]:
    """The line that suits these integers best; its offset suits the scale as that is stored."""
    length = np.float32(len(above_NR))
    sum_x_R, sum_q_R = above_NR.sum(axis=0), quants_NR.sum(axis=0)
    sum_xq_R, sum_qq_R = dot(above_NR, quants_NR), dot(quants_NR, quants_NR)
    slope_R = (length * sum_xq_R - sum_x_R * sum_q_R) * reciprocal(length * sum_qq_R - sum_q_R * sum_q_R)
    scale_R = stored(slope_R)
    offset_R = (sum_x_R - scale_R * sum_q_R) / length
    is_above_R = offset_R > headroom_R
    if is_above_R.any():
        through_headroom_R = stored((sum_xq_R - headroom_R * sum_q_R) * reciprocal(sum_qq_R))
        scale_R = np.where(is_above_R, through_headroom_R, scale_R)
        offset_R = np.where(is_above_R, headroom_R, offset_R)
    return scale_R, offset_R
