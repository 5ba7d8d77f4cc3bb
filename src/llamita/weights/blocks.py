"""Block formats: how GGUF packs numbers into bytes, and what those bytes mean. Reading only.

A tensor's values lie row after row; each run of ``block_length_values`` of them is one block of
``block_size_bytes``, and blocks do not cross rows. This is the meaning that native kernels are held
to: float32 arithmetic, in the order that the format's definition gives it.

Letters in layouts: d a block's scale, m its minimum, q a quantized number, f16 an IEEE half. All
numbers are little-endian.

Source: `block_q4_0` and its siblings in ggml's `ggml-common.h`; type numbers from `ggml.h`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from llamita.errors import CheckpointError
from llamita.weights.k_blocks import (
    K_BLOCK_VALUES,
    unpack_q2_k,
    unpack_q3_k,
    unpack_q4_k,
    unpack_q5_k,
    unpack_q6_k,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

# A quarter million floats, 1 MiB: the passes over one chunk stay in the second-level cache.
_CHUNK_VALUES = 1 << 18

_LOW_4_BITS = np.uint8(0x0F)


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockFormat:
    """One way to pack numbers into bytes."""

    name: str
    """As GGUF writes it, such as ``Q4_1``."""
    gguf_type: int
    """Its number in a GGUF file."""
    block_length_values: int
    """How many values one block stands for."""
    block_size_bytes: int
    unpack: Callable[[NDArray[np.uint8], NDArray[np.float32]], None] = field(repr=False)
    """Overwrites N x ``block_length_values`` floats with what N x ``block_size_bytes`` bytes mean."""

    def size_bytes(self, length_values: int) -> int:
        """How many bytes this many values take; they must fill whole blocks."""
        return length_values // self.block_length_values * self.block_size_bytes

    def dequantize(self, data: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The numbers that the bytes stand for, as a new flat float32 array.

        Every pattern of bytes has a meaning: scales that are infinite or no number give values that
        are, without a warning.

        Args:
            data: whole blocks, flat.

        Raises:
            CheckpointError: the bytes do not fill whole blocks.
        """
        num_blocks, rest_bytes = divmod(data.size, self.block_size_bytes)
        if rest_bytes:
            raise CheckpointError(
                f"cannot dequantize {data.size} bytes of {self.name}: "
                f"expected blocks of {self.block_size_bytes} bytes, got {rest_bytes} bytes more"
            )
        blocks = data.reshape(num_blocks, self.block_size_bytes)
        values = np.empty((num_blocks, self.block_length_values), np.float32)
        chunk_blocks = _CHUNK_VALUES // self.block_length_values
        with np.errstate(all="ignore"):
            for start in range(0, num_blocks, chunk_blocks):
                chunk = slice(start, start + chunk_blocks)
                self.unpack(blocks[chunk], values[chunk])
        return values.reshape(-1)


def block_format(gguf_type: int) -> BlockFormat:
    """The format with this number in GGUF.

    Raises:
        CheckpointError: the number is unknown, or names a format that is not read here.
    """
    if found := BLOCK_FORMATS.get(gguf_type):
        return found
    name = _UNREADABLE_FORMATS.get(gguf_type)
    there = f"`{name}` ({gguf_type})" if name else f"unknown number {gguf_type}"
    readable = ", ".join(known.name for known in BLOCK_FORMATS.values())
    raise CheckpointError(
        f"block format {there} cannot be read: expected one of {readable}",
        hint="take the same model in one of these formats, such as Q4_K or Q8_0" if name else None,
    )


def _unpack_f32(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """F32: an IEEE single."""
    values[...] = blocks.view("<f4")


def _unpack_f16(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """F16: an IEEE half."""
    values[...] = blocks.view("<f2")


def _unpack_bf16(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """BF16: the upper half of an IEEE single, whose lower half is 0."""
    bits = values.view(np.uint32)
    bits[...] = blocks.view("<u2")
    bits <<= np.uint32(16)


def _unpack_q4_0(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """Q4_0: f16 d | 16 bytes of q, 4 bits each, offset by 8. Value: d (q - 8).

    Byte i holds q of value i in its low half and of value i + 16 in its high half.
    """
    _spread_4_bits(blocks[:, 2:], values)
    values -= np.float32(8)
    values *= _half_at(blocks, 0)


def _unpack_q4_1(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """Q4_1: f16 d | f16 m | 16 bytes of q, as in Q4_0 but without an offset. Value: d q + m."""
    _spread_4_bits(blocks[:, 4:], values)
    values *= _half_at(blocks, 0)
    values += _half_at(blocks, 2)


def _unpack_q5_0(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """Q5_0: f16 d | 32 fifth bits | 16 bytes of low bits, as in Q4_0. Value: d (q - 16).

    Bit i of the 32 is the fifth bit of value i.
    """
    _spread_4_bits(blocks[:, 6:], values)
    values += _fifth_bits(blocks[:, 2:6])
    values -= np.float32(16)
    values *= _half_at(blocks, 0)


def _unpack_q5_1(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """Q5_1: f16 d | f16 m | 32 fifth bits | 16 bytes of low bits, as in Q5_0. Value: d q + m."""
    _spread_4_bits(blocks[:, 8:], values)
    values += _fifth_bits(blocks[:, 4:8])
    values *= _half_at(blocks, 0)
    values += _half_at(blocks, 2)


def _unpack_q8_0(blocks: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    """Q8_0: f16 d | 32 signed bytes q. Value: d q."""
    values[...] = blocks[:, 2:].view(np.int8)
    values *= _half_at(blocks, 0)


def _half_at(blocks: NDArray[np.uint8], first_byte: int) -> NDArray[np.float32]:
    return blocks[:, first_byte : first_byte + 2].view("<f2").astype(np.float32)


def _spread_4_bits(packed: NDArray[np.uint8], values: NDArray[np.float32]) -> None:
    values[:, :16] = packed & _LOW_4_BITS
    values[:, 16:] = packed >> np.uint8(4)


def _fifth_bits(packed: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """16 where the bit is set, else 0: N x 32 from N x 4 bytes."""
    bits = np.unpackbits(packed, axis=1, bitorder="little")
    bits <<= np.uint8(4)
    return bits


BLOCK_FORMATS: Mapping[int, BlockFormat] = MappingProxyType(
    {
        gguf_type: BlockFormat(
            name=name,
            gguf_type=gguf_type,
            block_length_values=length_values,
            block_size_bytes=size_bytes,
            unpack=unpack,
        )
        for gguf_type, name, length_values, size_bytes, unpack in (
            (0, "F32", 1, 4, _unpack_f32),
            (1, "F16", 1, 2, _unpack_f16),
            (2, "Q4_0", 32, 18, _unpack_q4_0),
            (3, "Q4_1", 32, 20, _unpack_q4_1),
            (6, "Q5_0", 32, 22, _unpack_q5_0),
            (7, "Q5_1", 32, 24, _unpack_q5_1),
            (8, "Q8_0", 32, 34, _unpack_q8_0),
            (10, "Q2_K", K_BLOCK_VALUES, 84, unpack_q2_k),
            (11, "Q3_K", K_BLOCK_VALUES, 110, unpack_q3_k),
            (12, "Q4_K", K_BLOCK_VALUES, 144, unpack_q4_k),
            (13, "Q5_K", K_BLOCK_VALUES, 176, unpack_q5_k),
            (14, "Q6_K", K_BLOCK_VALUES, 210, unpack_q6_k),
            (30, "BF16", 1, 2, _unpack_bf16),
        )
    }
)
"""GGUF type number -> format, for every format that is read here."""

F32, F16, BF16 = (BLOCK_FORMATS[gguf_type] for gguf_type in (0, 1, 30))

# Formats that exist and are refused by name. 4 and 5 were Q4_2 and Q4_3, which ggml gave up.
_UNREADABLE_FORMATS: Mapping[int, str] = MappingProxyType(
    {
        4: "Q4_2",
        5: "Q4_3",
        9: "Q8_1",
        15: "Q8_K",
        16: "IQ2_XXS",
        17: "IQ2_XS",
        18: "IQ3_XXS",
        19: "IQ1_S",
        20: "IQ4_NL",
        21: "IQ3_S",
        22: "IQ2_S",
        23: "IQ4_XS",
        24: "I8",
        25: "I16",
        26: "I32",
        27: "I64",
        28: "F64",
        29: "IQ1_M",
        34: "TQ1_0",
        35: "TQ2_0",
        39: "MXFP4",
        40: "NVFP4",
        41: "Q1_0",
    }
)
