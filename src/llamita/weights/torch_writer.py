"""Writes files that `torch.load` reads, also with ``weights_only`` and ``mmap``, without torch.

Each tensor is a storage of its own, in the order of its rows, and starts at a multiple of 64 bytes as in
the files that torch writes. The pickle is of protocol 2, as torch's, and remembers nothing.

Source: `torch.serialization._save` for the entries, `pickletools` for the opcodes.
"""

from __future__ import annotations

import struct
import zipfile
from typing import TYPE_CHECKING, Final

from llamita.errors import RequestError
from llamita.weights.blocks import BF16, F16, F32
from llamita.weights.torch_pickle import ORDERED_DICT, STORAGES, TENSOR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from llamita.weights.checkpoint import StoredTensor

_STORAGES = dict(zip((F32.name, F16.name, BF16.name), STORAGES, strict=True))

_ALIGNMENT_BYTES: Final = 64
_CHUNK_BYTES: Final = 1 << 24
_LOCAL_HEADER_BYTES: Final = 30
# Room for sizes in 64 bits, which every entry gets: none has to know how large it will be.
_ZIP64_EXTRA_BYTES: Final = 20
_EXTRA_HEADER = struct.Struct("<2sH")
# The tag that torch itself puts before the bytes that only align.
_PADDING_TAG: Final = b"FB"

_OPCODE_AND_INT32 = struct.Struct("<cI")
_INT32_LIMIT: Final = 1 << 31


def write_torch_file(path: Path, tensors: Sequence[StoredTensor], written: Callable[[int], None]) -> None:
    """Write a new file with these tensors, one after another.

    Args:
        path: the file to make.
        tensors: what it will hold; each under its own name.
        written: told how many bytes of numbers were written since the last call.

    Raises:
        RequestError: a tensor is quantized, which torch has no storage for.
        OSError: the file cannot be written.
    """
    description = _pickle(tensors)
    root = path.stem
    with path.open("xb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        _write_entry(archive, f"{root}/data.pkl", description)
        _write_entry(archive, f"{root}/byteorder", b"little")
        for key, tensor in enumerate(tensors):
            _write_entry(archive, f"{root}/data/{key}", tensor.data.data, written)
        _write_entry(archive, f"{root}/version", b"3\n")


def _write_entry(
    archive: zipfile.ZipFile,
    name: str,
    content: bytes | memoryview,
    written: Callable[[int], None] | None = None,
) -> None:
    entry = zipfile.ZipInfo(name)
    entry.extra = _padding(archive, name)
    with archive.open(entry, "w", force_zip64=True) as file:
        for start_bytes in range(0, len(content), _CHUNK_BYTES):
            chunk = content[start_bytes : start_bytes + _CHUNK_BYTES]
            file.write(chunk)
            if written is not None:
                written(len(chunk))
    # Only the local header has to be long.
    entry.extra = b""


def _padding(archive: zipfile.ZipFile, name: str) -> bytes:
    """An extra field as long as it takes for the entry's bytes to start aligned."""
    header_bytes = _LOCAL_HEADER_BYTES + len(name.encode()) + _ZIP64_EXTRA_BYTES + _EXTRA_HEADER.size
    position_bytes = archive.start_dir + header_bytes
    padding_bytes = -position_bytes % _ALIGNMENT_BYTES
    return _EXTRA_HEADER.pack(_PADDING_TAG, padding_bytes) + bytes(padding_bytes)


def _pickle(tensors: Sequence[StoredTensor]) -> bytes:
    """A dictionary from names to tensors: PROTO 2, EMPTY_DICT, MARK, the items, SETITEMS, STOP."""
    items = (_text(tensor.name) + _tensor(str(key), tensor) for key, tensor in enumerate(tensors))
    return b"\x80\x02}(" + b"".join(items) + b"u."


def _tensor(key: str, tensor: StoredTensor) -> bytes:
    """The call that describes it: storage, offset, shape, strides, no gradient, no hooks."""
    kind = _STORAGES.get(tensor.format.name)
    if kind is None:
        raise RequestError(
            f"cannot write `{tensor.name}` to a torch file: expected F32, F16 or BF16, "
            f"got {tensor.format.name}"
        )
    strides = []
    length_values = 1
    for length in reversed(tensor.shape):
        strides.append(length_values)
        length_values *= length
    storage = _tuple(_text("storage"), _global(kind), _text(key), _text("cpu"), _int(length_values)) + b"Q"
    arguments = _tuple(
        storage,
        _int(0),
        _tuple(*map(_int, tensor.shape)),
        _tuple(*map(_int, reversed(strides))),
        b"\x89",
        _global(ORDERED_DICT) + b")R",
    )
    return _global(TENSOR) + arguments + b"R"


def _global(name: str) -> bytes:
    module, _, attribute = name.rpartition(".")
    return f"c{module}\n{attribute}\n".encode()


def _tuple(*items: bytes) -> bytes:
    return b"(" + b"".join(items) + b"t"


def _text(value: str) -> bytes:
    raw = value.encode()
    return _OPCODE_AND_INT32.pack(b"X", len(raw)) + raw


def _int(value: int) -> bytes:
    """BININT, or LONG1 where 31 bits are too few."""
    if value < _INT32_LIMIT:
        return _OPCODE_AND_INT32.pack(b"J", value)
    raw = value.to_bytes(value.bit_length() // 8 + 1, "little")
    return b"\x8a" + bytes([len(raw)]) + raw
