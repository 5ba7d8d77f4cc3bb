"""The K formats of GGUF: blocks of 256 values, in sub-blocks whose scales are quantized themselves.

Each function unpacks N whole blocks, given as N x (bytes of a block), into N x 256 floats that it
overwrites. Arithmetic is float32, in the order that the format's definition gives it, so results
are the same to the last bit in every correct reader.

Source: `block_q2_K` to `block_q6_K` in ggml's `ggml-common.h`, and the `dequantize_row_*` beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

K_BLOCK_VALUES = 256
"""Every K format has blocks of this length."""

_LOW_2_BITS = np.uint8(0x03)
_LOW_4_BITS = np.uint8(0x0F)
_LOW_6_BITS = np.uint8(0x3F)
_BITS_4_AND_5 = np.uint8(0x30)


def unpack_q2_k(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """Unpack Q2_K: 16 sub-blocks of 16 values of 2 bits, each with a 4-bit scale and a 4-bit minimum.

    Bytes: 16 scales (low half) and minima (high half) | 64 quants | f16 scale | f16 minimum.
    Quants: two halves of 32 bytes; value 32 j + i of a half is bits 2j and 2j + 1 of its byte i.
    """
    scales, minima = _halves_as_floats(blocks, first_byte=80)
    scales_16 = scales * (blocks[:, :16] & _LOW_4_BITS).astype(np.float32)
    minima_16 = minima * (blocks[:, :16] >> np.uint8(4)).astype(np.float32)
    _spread_2_bits(blocks[:, 16:80], values)
    sub_blocks = values.reshape(-1, 16, 16)
    sub_blocks *= scales_16[:, :, None]
    sub_blocks -= minima_16[:, :, None]


def unpack_q3_k(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """Unpack Q3_K: 16 sub-blocks of 16 values of 3 bits, -4 to 3, each with a 6-bit scale.

    Bytes: 32 high bits | 64 low bits | 12 scales | f16 scale. Low bits lie as in Q2_K. The high bit
    of value 32 j + i is bit j of byte i; where it is 0, 4 is subtracted.
    """
    scales_16 = _scale_as_floats(blocks, first_byte=108) * _q3_k_scales(blocks[:, 96:108])
    high_bits = blocks[:, :32]
    _spread_2_bits(blocks[:, 32:96], values)
    parts = values.reshape(-1, 8, 32)
    for j in range(8):
        parts[:, j] -= (~high_bits >> np.uint8(j) & np.uint8(1)) << np.uint8(2)
    sub_blocks = values.reshape(-1, 16, 16)
    sub_blocks *= scales_16[:, :, None]


def unpack_q4_k(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """Unpack Q4_K: 8 sub-blocks of 32 values of 4 bits, each with a 6-bit scale and a 6-bit minimum.

    Bytes: f16 scale | f16 minimum | 12 scales and minima | 128 quants. Quants: four groups of 32
    bytes; a group's low halves are one sub-block, its high halves the next.
    """
    _spread_4_bits(blocks[:, 16:144], values)
    _scale_and_shift_8(blocks, values)


def unpack_q5_k(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """Unpack Q5_K: 8 sub-blocks of 32 values of 5 bits, each with a 6-bit scale and a 6-bit minimum.

    Bytes: f16 scale | f16 minimum | 12 scales and minima | 32 high bits | 128 low bits. Low bits lie
    as in Q4_K; the high bit of value i of sub-block j is bit j of byte i.
    """
    high_bits = blocks[:, 16:48]
    _spread_4_bits(blocks[:, 48:176], values)
    sub_blocks = values.reshape(-1, 8, 32)
    for j in range(8):
        sub_blocks[:, j] += (high_bits >> np.uint8(j) & np.uint8(1)) << np.uint8(4)
    _scale_and_shift_8(blocks, values)


def unpack_q6_k(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """Unpack Q6_K: 16 sub-blocks of 16 values of 6 bits, -32 to 31, each with an 8-bit signed scale.

    Bytes: 128 low bits | 64 high bits | 16 scales | f16 scale. Low bits: two halves of 64 bytes; their
    low halves are values 0 to 63 of 128, their high halves 64 to 127. High bits lie as in Q2_K.
    """
    scales_16 = _scale_as_floats(blocks, first_byte=208) * blocks[:, 192:208].view(np.int8).astype(np.float32)
    quants = np.empty((len(blocks), 2, 128), np.uint8)
    low_bits = blocks[:, :128].reshape(-1, 2, 64)
    high_bits = blocks[:, 128:192].reshape(-1, 2, 32)
    np.bitwise_and(low_bits, _LOW_4_BITS, out=quants[:, :, :64])
    np.right_shift(low_bits, np.uint8(4), out=quants[:, :, 64:])
    for j in range(4):
        quants[:, :, 32 * j : 32 * j + 32] |= (high_bits >> np.uint8(2 * j) & _LOW_2_BITS) << np.uint8(4)
    values[...] = quants.reshape(-1, K_BLOCK_VALUES)
    values -= np.float32(32)
    sub_blocks = values.reshape(-1, 16, 16)
    sub_blocks *= scales_16[:, :, None]


def _scale_as_floats(blocks: NDArray[np.uint8], *, first_byte: int) -> NDArray[np.float32]:
    return blocks[:, first_byte : first_byte + 2].view("<f2").astype(np.float32)


def _halves_as_floats(
    blocks: NDArray[np.uint8], *, first_byte: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A block's scale and minimum, two halves side by side, as two N x 1 columns."""
    return _scale_as_floats(blocks, first_byte=first_byte), _scale_as_floats(
        blocks, first_byte=first_byte + 2
    )


def _spread_2_bits(packed: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """Write the 2-bit numbers of 64 bytes per block as floats, in the order Q2_K describes."""
    halves = packed.reshape(-1, 2, 32)
    parts = values.reshape(-1, 2, 4, 32)
    for j in range(4):
        parts[:, :, j] = halves >> np.uint8(2 * j) & _LOW_2_BITS


def _spread_4_bits(packed: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """Write the 4-bit numbers of 128 bytes per block as floats, in the order Q4_K describes."""
    groups = packed.reshape(-1, 4, 32)
    parts = values.reshape(-1, 4, 2, 32)
    parts[:, :, 0] = groups & _LOW_4_BITS
    parts[:, :, 1] = groups >> np.uint8(4)


def _q3_k_scales(packed: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The 16 scales of Q3_K, -32 to 31, from 12 bytes.

    Scale s has its low 4 bits in byte s % 8 (low half for s < 8, else the high half) and its high 2
    in byte 8 + s % 4, at bit 2 (s // 4).
    """
    scales = np.empty((len(packed), 16), np.uint8)
    scales[:, :8] = packed[:, :8] & _LOW_4_BITS
    scales[:, 8:] = packed[:, :8] >> np.uint8(4)
    for j in range(4):
        scales[:, 4 * j : 4 * j + 4] |= (packed[:, 8:] >> np.uint8(2 * j) & _LOW_2_BITS) << np.uint8(4)
    return scales.astype(np.float32) - np.float32(32)


def _scale_and_shift_8(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """Turn the quants of Q4_K and Q5_K into values: each sub-block times its scale, less its minimum.

    Of the 12 bytes at 4, bytes 0 to 3 hold scales 0 to 3 in their low 6 bits and bytes 4 to 7 the
    minima 0 to 3; bytes 8 to 11 hold the low 4 bits of scales 4 to 7 (low half) and of minima 4 to 7
    (high half), whose high 2 bits are the high 2 bits of bytes 0 to 7.
    """
    scale, minimum = _halves_as_floats(blocks, first_byte=0)
    first, second, third = blocks[:, 4:8], blocks[:, 8:12], blocks[:, 12:16]
    scales = np.empty((len(blocks), 8), np.uint8)
    minima = np.empty((len(blocks), 8), np.uint8)
    scales[:, :4] = first & _LOW_6_BITS
    minima[:, :4] = second & _LOW_6_BITS
    scales[:, 4:] = third & _LOW_4_BITS | first >> np.uint8(2) & _BITS_4_AND_5
    minima[:, 4:] = third >> np.uint8(4) | second >> np.uint8(2) & _BITS_4_AND_5
    sub_blocks = values.reshape(-1, 8, 32)
    sub_blocks *= (scale * scales.astype(np.float32))[:, :, None]
    sub_blocks -= (minimum * minima.astype(np.float32))[:, :, None]
