"""Float32 values -> blocks of 32: the way back from ``weights/blocks.py``, which says what bytes mean.

Each function packs N x 32 values into N x (bytes of a block). It runs within ``np.errstate``, on values that
are finite and fit into F16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.weights.quantize.fit import as_half, fit_line, fit_scale, reciprocal, rounded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from llamita.weights.quantize.fit import Floats

    Bytes = NDArray[np.uint8]

_Q8_0_REACH: Final = 127


def pack_q4_0(values: Floats) -> Bytes:
    """Q4_0: the scale that loses least."""
    scale, quants = _scaled(values, 8)
    return np.hstack([halves(scale), _low_4_bits(quants)])


def pack_q4_1(values: Floats) -> Bytes:
    """Q4_1: the scale and the minimum that lose least."""
    scale, minimum, quants = _lined(values, 15)
    return np.hstack([halves(scale), halves(minimum), _low_4_bits(quants)])


def pack_q5_0(values: Floats) -> Bytes:
    """Q5_0: the scale that loses least."""
    scale, quants = _scaled(values, 16)
    return np.hstack([halves(scale), _fifth_bits(quants), _low_4_bits(quants)])


def pack_q5_1(values: Floats) -> Bytes:
    """Q5_1: the scale and the minimum that lose least."""
    scale, minimum, quants = _lined(values, 31)
    return np.hstack([halves(scale), halves(minimum), _fifth_bits(quants), _low_4_bits(quants)])


def pack_q8_0(values: Floats) -> Bytes:
    """Q8_0: plain rounding, bit for bit as ggml does it; a search would gain next to nothing.

    Quotients are rounded to the nearest integer, halves away from zero.
    """
    scale = np.abs(values).max(axis=1) / np.float32(_Q8_0_REACH)
    quotients = values * reciprocal(scale)[:, None]
    magnitudes = np.abs(quotients)
    whole = np.floor(magnitudes)
    whole += magnitudes - whole >= np.float32(0.5)
    quants = np.copysign(whole, quotients).astype(np.int8)
    return np.hstack([halves(scale), quants.view(np.uint8)])


def halves(scale: Floats) -> Bytes:
    """One F16 for each block, as N x 2 bytes."""
    return scale.astype("<f2").view(np.uint8).reshape(-1, 2)


def _scaled(values: Floats, reach: int) -> tuple[Floats, Bytes]:
    """A scale for each block, and integers from -reach to reach - 1, counted from the lowest."""
    values_NR, integers = np.ascontiguousarray(values.T), range(-reach, reach)
    line = fit_scale(values_NR, integers, stored=as_half)
    quants_NR = rounded(values_NR, *line, integers) + np.float32(reach)
    return line[0], quants_NR.T.astype(np.uint8)


def _lined(values: Floats, high: int) -> tuple[Floats, Floats, Bytes]:
    """A scale and a minimum for each block, and integers from 0 to ``high``."""
    values_NR, integers = np.ascontiguousarray(values.T), range(high + 1)
    line = fit_line(values_NR, integers, stored=as_half, highest_minimum=np.inf)
    return *line, rounded(values_NR, *line, integers).T.astype(np.uint8)


def _low_4_bits(quants: Bytes) -> Bytes:
    low = quants & np.uint8(0x0F)
    return low[:, :16] | low[:, 16:] << np.uint8(4)


def _fifth_bits(quants: Bytes) -> Bytes:
    return np.packbits(quants >> np.uint8(4), axis=1, bitorder="little")
