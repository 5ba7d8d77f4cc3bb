"""Safetensors files: a header in JSON, then the tensors' bytes; only the header is ever read here.

The file is u64 little-endian header length | header | data. The header maps each tensor's name to its
``dtype``, ``shape`` and ``data_offsets`` within the data, and may hold texts under ``__metadata__``. The
tensors fill the data without gaps and without overlap, so a file has room for nothing that is not named.

Source: https://huggingface.co/docs/safetensors
"""

from __future__ import annotations

import json
import math
import os
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.errors import CheckpointError, shown
from llamita.weights.blocks import BF16, F16, F32
from llamita.weights.checkpoint import StoredTensor
from llamita.weights.json_object import MAX_JSON_BYTES, JsonObject, described, parsed_json_object
from llamita.weights.mapped_file import DAMAGED_HINT, map_file

if TYPE_CHECKING:
    import mmap
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from llamita.weights.blocks import BlockFormat

FLOAT_FORMATS: Final[Mapping[str, BlockFormat]] = {"F32": F32, "F16": F16, "BF16": BF16}
"""A safetensors dtype -> how its numbers are packed, for every dtype that is read here."""

_LENGTH_BYTES = 8
_METADATA: Final = "__metadata__"
# A matrix has two axes; beyond a few, a shape is only there to make its product expensive.
_MAX_AXES = 8
_MAX_LENGTH = 2**48

# What the quantizers add to each matrix.
_QUANTIZED_PARTS: Final = (
    ".qweight",
    ".qzeros",
    ".g_idx",
    ".scales",
    ".absmax",
    ".quant_map",
    ".weight_scale",
)


def read_safetensors_file(path: Path) -> dict[str, StoredTensor]:
    """Open a safetensors file: its header is read and checked, its numbers are only mapped.

    The file must not be changed or cut short while the tensors are in use.

    Returns:
        The tensors by the file's names, in the order of their bytes.

    Raises:
        CheckpointError: the file is missing, foreign or damaged, or a tensor's dtype is not a float of 16
            or 32 bits.
    """
    mapped = map_file(path, "a safetensors file")
    header = _read_header(mapped, path)
    data = np.frombuffer(mapped, np.uint8)
    start_bytes = len(data) - _data_size_bytes(mapped)
    spans: dict[str, tuple[int, int]] = {}
    tensors: dict[str, StoredTensor] = {}
    for name in header.values:
        if name == _METADATA:
            continue
        entry = JsonObject(header.required(name, dict), f"tensor {shown(name)} in `{path}`")
        format, shape = _format(entry, name), _shape(entry)
        begin, end = _span(entry, format.size_bytes(math.prod(shape)))
        spans[name] = begin, end
        tensors[name] = StoredTensor(
            name=name,
            shape=shape,
            format=format,
            read=partial(data.__getitem__, slice(start_bytes + begin, start_bytes + end)),
        )
    order = sorted(spans, key=lambda name: spans[name])
    _require_exact_cover([spans[name] for name in order], order, _data_size_bytes(mapped), path)
    return {name: tensors[name] for name in order}


def write_safetensors_file(
    path: Path, tensors: Sequence[StoredTensor], written: Callable[[int], None]
) -> None:
    """Write tensors into a new file, one after the other, and wait until they are on the disk.

    Args:
        path: the file to make; it must not exist.
        tensors: under the names that the file is to give them; their formats are of ``FLOAT_FORMATS``.
        written: told the size in bytes of each tensor that was written.

    Raises:
        OSError: the file cannot be written.
    """
    # The widest numbers first: then each stands at a multiple of its width.
    ordered = sorted(tensors, key=lambda tensor: -tensor.format.block_size_bytes)
    header: dict[str, object] = {_METADATA: {"format": "pt"}}
    position_bytes = 0
    for tensor in ordered:
        end_bytes = position_bytes + tensor.size_bytes
        header[tensor.name] = {
            "dtype": tensor.format.name,
            "shape": tensor.shape,
            "data_offsets": (position_bytes, end_bytes),
        }
        position_bytes = end_bytes
    raw = json.dumps(header, separators=(",", ":")).encode()
    raw += b" " * (-len(raw) % _LENGTH_BYTES)
    with path.open("xb") as file:
        file.write(len(raw).to_bytes(_LENGTH_BYTES, "little"))
        file.write(raw)
        for tensor in ordered:
            file.write(tensor.data.data)
            written(tensor.size_bytes)
        file.flush()
        os.fsync(file.fileno())


def _header_size_bytes(mapped: mmap.mmap) -> int:
    return int.from_bytes(mapped[:_LENGTH_BYTES], "little")


def _data_size_bytes(mapped: mmap.mmap) -> int:
    return len(mapped) - _LENGTH_BYTES - _header_size_bytes(mapped)


def _read_header(mapped: mmap.mmap, path: Path) -> JsonObject:
    if len(mapped) < _LENGTH_BYTES or _data_size_bytes(mapped) < 0:
        raise CheckpointError(
            f"`{path}` ends within its header: expected a safetensors file", hint=DAMAGED_HINT
        )
    size_bytes = _header_size_bytes(mapped)
    if size_bytes > MAX_JSON_BYTES:
        raise CheckpointError(
            f"the header of `{path}` has {size_bytes} bytes: that of a Llama takes {MAX_JSON_BYTES} at most",
            hint=DAMAGED_HINT,
        )
    return parsed_json_object(mapped[_LENGTH_BYTES : _LENGTH_BYTES + size_bytes], f"the header of `{path}`")


def _format(entry: JsonObject, name: str) -> BlockFormat:
    dtype = entry.required("dtype", str)
    if dtype in FLOAT_FORMATS:
        return FLOAT_FORMATS[dtype]
    if name.endswith(_QUANTIZED_PARTS):
        raise CheckpointError(
            f"{entry.place} is of a model quantized by GPTQ, AWQ or bitsandbytes, which cannot be read",
            hint="take the same model in a float format, or as a quantized GGUF file",
        )
    raise entry.refused("dtype", f"one of {', '.join(FLOAT_FORMATS)}", shown(dtype))


def _shape(entry: JsonObject) -> tuple[int, ...]:
    shape = entry.required("shape", list)
    usual = len(shape) <= _MAX_AXES and all(
        type(length) is int and 0 <= length < _MAX_LENGTH for length in shape
    )
    if not usual:
        raise entry.refused("shape", f"at most {_MAX_AXES} lengths", described(shape))
    return tuple(shape)


def _span(entry: JsonObject, size_bytes: int) -> tuple[int, int]:
    match entry.required("data_offsets", list):
        case [int(begin), int(end)] if 0 <= begin <= end and end - begin == size_bytes:
            return begin, end
    raise entry.refused("data_offsets", f"two offsets, {shown(size_bytes)} bytes apart", "others")


def _require_exact_cover(
    spans: Sequence[tuple[int, int]], names: Sequence[str], size_bytes: int, path: Path
) -> None:
    """Hold the tensors to the data, byte for byte.

    Raises:
        CheckpointError: two overlap, there is a gap, or the file is longer or shorter than all of them.
    """
    end_bytes = spans[-1][1] if spans else 0
    if end_bytes != size_bytes:
        raise CheckpointError(
            f"`{path}` has {size_bytes} bytes of data: its header describes {shown(end_bytes)}",
            hint=DAMAGED_HINT,
        )
    starts = [(0, 0), *spans]
    for name, ((_, end), (begin, _)) in zip(names, pairwise(starts), strict=True):
        if begin != end:
            raise CheckpointError(
                f"tensor {shown(name)} in `{path}` is out of place: expected its data at byte {end}, "
                f"got at byte {begin}",
                hint=DAMAGED_HINT,
            )
