"""Tensors in another layout: rows reordered, parts joined or cut out, another float format.

Bytes move; only ``converted`` changes numbers, to the nearest ones that the format has. The result is a
StoredTensor again, and still nothing is read: each does its work when its data is asked for. Blocks run
along the last axis, so rows can be moved in any format; columns only in formats whose blocks are single
values.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from llamita.errors import CheckpointError
from llamita.weights.blocks import BF16, F16, F32

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from llamita.weights.blocks import BlockFormat
    from llamita.weights.checkpoint import StoredTensor

ROWS, COLUMNS = 0, 1

# Values converted at a time; whole blocks of every format.
_CHUNK_VALUES = 1 << 20
# How bits of a float32 become a BF16: it keeps the upper half.
_HALF_BITS = np.uint32(16)
_JUST_BELOW_HALF = np.uint32(0x7FFF)
_QUIET_NAN = np.uint16(0x0040)


def meta_row_order(num_heads: int, head_width: int) -> NDArray[np.intp]:
    """Where each row of a query or key matrix in Meta's order stands in Hugging Face's.

    Meta turns the adjacent pairs (0, 1), (2, 3), ... of a head; Hugging Face's rows are sorted so that
    the pairs are (0, D/2), (1, D/2 + 1), ...

    >>> meta_row_order(1, 6).tolist()
    [0, 3, 1, 4, 2, 5]
    """
    return np.arange(num_heads * head_width).reshape(num_heads, 2, head_width // 2).swapaxes(1, 2).reshape(-1)


def hugging_face_row_order(num_heads: int, head_width: int) -> NDArray[np.intp]:
    """Where each row of a query or key matrix in Hugging Face's order stands in Meta's.

    >>> hugging_face_row_order(1, 6).tolist()
    [0, 2, 4, 1, 3, 5]
    """
    return np.arange(num_heads * head_width).reshape(num_heads, head_width // 2, 2).swapaxes(1, 2).reshape(-1)


def reordered(tensor: StoredTensor, order: NDArray[np.intp]) -> StoredTensor:
    """The same matrix with row i taken from row ``order[i]``."""
    return replace(tensor, read=lambda: as_rows(tensor)[order].reshape(-1))


def joined(name: str, parts: Sequence[StoredTensor], axis: int) -> StoredTensor:
    """Several tensors put together along an axis.

    Args:
        name: what the whole is called.
        parts: one or more, alike but for their length along ``axis``.
        axis: ``ROWS`` or ``COLUMNS``.

    Raises:
        CheckpointError: the parts do not fit together.
    """
    first = parts[0]
    for part in parts:
        fits = len(part.shape) == len(first.shape) and all(
            length == expected
            for index, (length, expected) in enumerate(zip(part.shape, first.shape, strict=True))
            if index != axis
        )
        if not fits or part.format is not first.format:
            raise CheckpointError(
                f"the parts of `{name}` do not fit together: {first.format.name} {first.shape} and "
                f"{part.format.name} {part.shape}"
            )
    _require_single_values(first, axis)
    shape = list(first.shape)
    shape[axis] = sum(part.shape[axis] for part in parts)
    if len(parts) == 1:
        return replace(first, name=name)
    return replace(
        first,
        name=name,
        shape=tuple(shape),
        read=lambda: np.concatenate([as_rows(part) for part in parts], axis=axis).reshape(-1),
    )


def part_of(tensor: StoredTensor, index: int, num_parts: int, axis: int) -> StoredTensor:
    """One of equal parts of a matrix along an axis.

    Raises:
        CheckpointError: the length does not divide.
    """
    length, rest = divmod(tensor.shape[axis], num_parts)
    if rest:
        raise CheckpointError(
            f"cannot cut `{tensor.name}` into {num_parts} equal parts: its shape is {tensor.shape}"
        )
    _require_single_values(tensor, axis)
    shape = list(tensor.shape)
    shape[axis] = length
    rows = slice(index * length, (index + 1) * length)
    if axis == ROWS:
        return replace(tensor, shape=tuple(shape), read=lambda: as_rows(tensor)[rows].reshape(-1))
    value_bytes = tensor.format.block_size_bytes
    columns = slice(rows.start * value_bytes, rows.stop * value_bytes)
    return replace(tensor, shape=tuple(shape), read=lambda: as_rows(tensor)[:, columns].reshape(-1))


def converted(tensor: StoredTensor, format: BlockFormat) -> StoredTensor:
    """The same numbers in a plain format, each rounded to the nearest, of two equally near to the even one.

    Args:
        tensor: in any format.
        format: ``F32``, ``F16`` or ``BF16``.

    Returns:
        The tensor itself where it has the format already. Otherwise one whose data, when it is read,
        raises a CheckpointError where a number is too large for F16.
    """
    if tensor.format is format:
        return tensor
    if format not in (F32, F16, BF16):
        raise ValueError(f"cannot convert to {format.name}: expected F32, F16 or BF16")
    return replace(tensor, format=format, read=lambda: _converted_data(tensor, format))


def as_rows(tensor: StoredTensor) -> NDArray[np.uint8]:
    """The bytes of a tensor, one row of it in each row."""
    return tensor.data.reshape(math.prod(tensor.shape[:-1]), -1)


def _require_single_values(tensor: StoredTensor, axis: int) -> None:
    if axis == COLUMNS and tensor.format.block_length_values != 1:
        raise CheckpointError(
            f"cannot cut or join the columns of `{tensor.name}`: "
            f"{tensor.format.name} packs several into one block"
        )


def _converted_data(tensor: StoredTensor, format: BlockFormat) -> NDArray[np.uint8]:
    data = tensor.data
    source_bytes, target_bytes = (kind.size_bytes(_CHUNK_VALUES) for kind in (tensor.format, format))
    result = np.empty(format.size_bytes(math.prod(tensor.shape)), np.uint8)
    for index in range(-(-data.size // source_bytes)):
        values = tensor.format.dequantize(data[index * source_bytes : (index + 1) * source_bytes])
        result[index * target_bytes : (index + 1) * target_bytes] = _packed(values, format, tensor.name)
    return result


def _packed(values: NDArray[np.float32], format: BlockFormat, name: str) -> NDArray[np.uint8]:
    """Float32 values as the bytes of a plain format."""
    if format is F32:
        return values.astype("<f4", copy=False).view(np.uint8)
    if format is BF16:
        return _bfloat16_bits(values).astype("<u2", copy=False).view(np.uint8)
    with np.errstate(over="ignore", invalid="ignore"):
        halves = values.astype("<f2")
    if too_large := np.flatnonzero(np.isinf(halves) & np.isfinite(values)).tolist():
        raise CheckpointError(
            f"cannot write `{name}` as F16: {values[too_large[0]]:g} is beyond its largest number, 65504",
            hint="use bf16 or f32",
        )
    return halves.view(np.uint8)


def _bfloat16_bits(values: NDArray[np.float32]) -> NDArray[np.uint16]:
    """The upper half of each float32, rounded to the nearest; what is no number stays none."""
    bits = values.view(np.uint32)
    upper = bits >> _HALF_BITS
    rounded = ((bits + (_JUST_BELOW_HALF + (upper & np.uint32(1)))) >> _HALF_BITS).astype(np.uint16)
    return np.where(np.isnan(values), upper.astype(np.uint16) | _QUIET_NAN, rounded)
