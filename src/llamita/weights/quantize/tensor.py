"""A tensor in a quantized format: packed chunk by chunk, on several threads, when it is read."""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.errors import CheckpointError
from llamita.weights.blocks import BLOCK_FORMATS
from llamita.weights.quantize.blocks import pack_q4_0, pack_q4_1, pack_q5_0, pack_q5_1, pack_q8_0
from llamita.weights.quantize.fit import LARGEST_HALF
from llamita.weights.quantize.k_blocks import pack_q2_k, pack_q3_k, pack_q4_k, pack_q5_k, pack_q6_k

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from llamita.weights.blocks import BlockFormat
    from llamita.weights.checkpoint import StoredTensor
    from llamita.weights.quantize.fit import Floats

# A quarter of a megabyte: the few arrays of a search stay in the caches. Every block length divides it.
_CHUNK_VALUES: Final = 1 << 16

_PACKERS: Final[Mapping[str, Callable[[Floats], NDArray[np.uint8]]]] = MappingProxyType(
    {
        "Q2_K": pack_q2_k,
        "Q3_K": pack_q3_k,
        "Q4_0": pack_q4_0,
        "Q4_1": pack_q4_1,
        "Q4_K": pack_q4_k,
        "Q5_0": pack_q5_0,
        "Q5_1": pack_q5_1,
        "Q5_K": pack_q5_k,
        "Q6_K": pack_q6_k,
        "Q8_0": pack_q8_0,
    }
)

QUANTIZED_FORMATS: Final[Mapping[str, BlockFormat]] = MappingProxyType(
    {format.name.lower(): format for format in BLOCK_FORMATS.values() if format.name in _PACKERS}
)
"""What weights can be quantized to, by the name that people give."""


def pack(values: Floats, format: BlockFormat) -> NDArray[np.uint8]:
    """Float32 values as the flat bytes of a quantized format, chosen to lose little.

    Args:
        values: flat, finite, none beyond 65504, in whole blocks.
        format: one of ``QUANTIZED_FORMATS``.
    """
    with np.errstate(all="ignore"):
        blocks = _PACKERS[format.name](values.reshape(-1, format.block_length_values))
    return blocks.reshape(-1)


def quantized_tensor(
    tensor: StoredTensor, format: BlockFormat, *, num_threads: int | None = None
) -> StoredTensor:
    """The same numbers, rounded, in a quantized format.

    Args:
        tensor: in any format; its rows must fill whole blocks.
        format: one of ``QUANTIZED_FORMATS``.
        num_threads: how many to pack with; None takes one for each core.

    Returns:
        The tensor itself where it has the format already. Otherwise one whose data, when it is read, raises
        a CheckpointError where a number is none, infinite, or beyond what an F16 scale is sure to reach.
    """
    if tensor.format is format:
        return tensor
    if tensor.shape[-1] % format.block_length_values:
        raise ValueError(f"rows of {tensor.shape[-1]} values do not fill blocks of {format.name}")
    return replace(tensor, format=format, read=lambda: _packed(tensor, format, num_threads))


def _packed(tensor: StoredTensor, format: BlockFormat, num_threads: int | None) -> NDArray[np.uint8]:
    data = tensor.data
    length_values = math.prod(tensor.shape)
    result = np.empty(format.size_bytes(length_values), np.uint8)

    def pack_chunk(start: int) -> None:
        stop = min(start + _CHUNK_VALUES, length_values)
        source = data[tensor.format.size_bytes(start) : tensor.format.size_bytes(stop)]
        values = tensor.format.dequantize(source)
        _require_packable(values, start, tensor, format)
        result[format.size_bytes(start) : format.size_bytes(stop)] = pack(values, format)

    # NumPy leaves the interpreter lock during its loops.
    with ThreadPoolExecutor(num_threads or os.cpu_count()) as pool:
        for _ in pool.map(pack_chunk, range(0, length_values, _CHUNK_VALUES)):
            pass
    return result


def _require_packable(values: Floats, start: int, tensor: StoredTensor, format: BlockFormat) -> None:
    fits = np.abs(values) <= np.float32(LARGEST_HALF)
    if fits.all():
        return
    index = int(np.argmin(fits))
    row = (start + index) // tensor.shape[-1]
    raise CheckpointError(
        f"cannot write `{tensor.name}` as {format.name}: expected numbers up to {LARGEST_HALF:g}, "
        f"got {values[index]:g} in row {row}",
        hint="the weights are damaged; or convert them to bf16 or f32, which hold any number",
    )
