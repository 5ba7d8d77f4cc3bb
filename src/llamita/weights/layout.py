"""Tensors in another layout: rows reordered, parts joined, parts cut out. Bytes move, numbers never change.

The result is a StoredTensor again, and still nothing is read: each does its work when its data is
asked for. Blocks run along the last axis, so rows can be moved in any format; columns only in formats
whose blocks are single values.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from llamita.errors import CheckpointError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from llamita.weights.checkpoint import StoredTensor

ROWS, COLUMNS = 0, 1


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


def as_rows(tensor: StoredTensor) -> NDArray[np.uint8]:
    """The bytes of a tensor, one row of it in each row."""
    return tensor.data.reshape(math.prod(tensor.shape[:-1]), -1)


def _require_single_values(tensor: StoredTensor, axis: int) -> None:
    if axis == COLUMNS and tensor.format.block_length_values != 1:
        raise CheckpointError(
            f"cannot cut or join the columns of `{tensor.name}`: "
            f"{tensor.format.name} packs several into one block"
        )
