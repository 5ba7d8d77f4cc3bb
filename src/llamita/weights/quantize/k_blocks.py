"""Float32 values -> blocks of 256: the way back from ``weights/k_blocks.py``, which says what bytes mean.

Each function packs N x 256 values into N x (bytes of a block). It runs within ``np.errstate``, on values that
are finite and fit into F16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.weights.quantize.blocks import halves
from llamita.weights.quantize.super_blocks import Layout, SuperBlocks, fit_super_blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from llamita.weights.quantize.fit import Floats

    Bytes = NDArray[np.uint8]

_Q2_K: Final = Layout(num_sub_blocks=16, integers=range(4), scale_counts=range(16), minimum_counts=range(16))
_Q3_K: Final = Layout(num_sub_blocks=16, integers=range(-4, 4), scale_counts=range(-32, 32))
_Q4_K: Final = Layout(num_sub_blocks=8, integers=range(16), scale_counts=range(64), minimum_counts=range(64))
_Q5_K: Final = Layout(num_sub_blocks=8, integers=range(32), scale_counts=range(64), minimum_counts=range(64))
_Q6_K: Final = Layout(num_sub_blocks=16, integers=range(-32, 32), scale_counts=range(-128, 128))


def pack_q2_k(values: Floats) -> Bytes:
    """Q2_K: counts for scales and minima in 4 bits, integers in 2."""
    blocks, quants = _fitted(values, _Q2_K)
    counts = _count_bytes(blocks.scale_counts_SB) | _count_bytes(blocks.minimum_counts_SB) << np.uint8(4)
    return np.hstack(
        [counts, _packed_2_bits(quants), halves(blocks.scale_unit_B), halves(blocks.minimum_unit_B)]
    )


def pack_q3_k(values: Floats) -> Bytes:
    """Q3_K: signed counts for scales in 6 bits, integers in 3."""
    blocks, quants = _fitted(values, _Q3_K)
    high_bits = np.packbits(quants.reshape(-1, 8, 32) >> np.uint8(2), axis=1, bitorder="little")
    counts = _q3_k_counts(_count_bytes(blocks.scale_counts_SB - np.float32(_Q3_K.scale_counts[0])))
    return np.hstack(
        [high_bits[:, 0], _packed_2_bits(quants & np.uint8(0x03)), counts, halves(blocks.scale_unit_B)]
    )


def pack_q4_k(values: Floats) -> Bytes:
    """Q4_K: counts for scales and minima in 6 bits, integers in 4."""
    blocks, quants = _fitted(values, _Q4_K)
    return np.hstack([_units_and_counts(blocks), _packed_4_bits(quants)])


def pack_q5_k(values: Floats) -> Bytes:
    """Q5_K: counts for scales and minima in 6 bits, integers in 5."""
    blocks, quants = _fitted(values, _Q5_K)
    high_bits = np.packbits(quants.reshape(-1, 8, 32) >> np.uint8(4), axis=1, bitorder="little")
    return np.hstack([_units_and_counts(blocks), high_bits[:, 0], _packed_4_bits(quants & np.uint8(0x0F))])


def pack_q6_k(values: Floats) -> Bytes:
    """Q6_K: signed counts for scales in 8 bits, integers in 6."""
    blocks, quants = _fitted(values, _Q6_K)
    low_bits = (quants & np.uint8(0x0F)).reshape(-1, 2, 2, 64)
    low_bytes = (low_bits[:, :, 0] | low_bits[:, :, 1] << np.uint8(4)).reshape(-1, 128)
    counts = blocks.scale_counts_SB.T.astype(np.int8).view(np.uint8)
    return np.hstack([low_bytes, _packed_2_bits(quants >> np.uint8(4)), counts, halves(blocks.scale_unit_B)])


def _fitted(values: Floats, layout: Layout) -> tuple[SuperBlocks, Bytes]:
    """The blocks, and their integers counted from the lowest, N x 256."""
    sub_blocks = values.reshape(len(values), layout.num_sub_blocks, -1)
    blocks, quants_NSB = fit_super_blocks(np.ascontiguousarray(sub_blocks.transpose(2, 1, 0)), layout)
    quants_NSB -= np.float32(layout.integers[0])
    return blocks, quants_NSB.transpose(2, 1, 0).reshape(values.shape).astype(np.uint8)


def _count_bytes(counts_SB: Floats) -> Bytes:
    """The counts as bytes, N x sub-blocks."""
    return np.ascontiguousarray(counts_SB.T).astype(np.uint8)


def _packed_2_bits(quants: Bytes) -> Bytes:
    """Numbers of 2 bits, in the order that Q2_K describes."""
    parts = quants.reshape(-1, 2, 4, 32)
    packed = parts[:, :, 0].copy()
    for j in range(1, 4):
        packed |= parts[:, :, j] << np.uint8(2 * j)
    return packed.reshape(-1, 64)


def _packed_4_bits(quants: Bytes) -> Bytes:
    """Numbers of 4 bits, in the order that Q4_K describes."""
    parts = quants.reshape(-1, 4, 2, 32)
    return (parts[:, :, 0] | parts[:, :, 1] << np.uint8(4)).reshape(-1, 128)


def _q3_k_counts(counts: Bytes) -> Bytes:
    """16 numbers of 6 bits as 12 bytes, in the order that Q3_K describes."""
    low, high = counts & np.uint8(0x0F), counts >> np.uint8(4)
    packed = high[:, :4].copy()
    for j in range(1, 4):
        packed |= high[:, 4 * j : 4 * j + 4] << np.uint8(2 * j)
    return np.hstack([low[:, :8] | low[:, 8:] << np.uint8(4), packed])


def _units_and_counts(blocks: SuperBlocks) -> Bytes:
    """The 16 bytes that open a block of Q4_K and Q5_K: both units, then 12 with counts of 6 bits."""
    scales, minima = _count_bytes(blocks.scale_counts_SB), _count_bytes(blocks.minimum_counts_SB)
    first, second = (
        counts[:, :4] | (counts[:, 4:] & np.uint8(0x30)) << np.uint8(2) for counts in (scales, minima)
    )
    third = scales[:, 4:] & np.uint8(0x0F) | minima[:, 4:] << np.uint8(4)
    return np.hstack([halves(blocks.scale_unit_B), halves(blocks.minimum_unit_B), first, second, third])
