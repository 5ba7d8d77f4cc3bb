"""The header of a GGUF file, versions 2 and 3: its metadata, and where each tensor lies.

Nothing in the file is believed: every length and count is held against the bytes that remain before
anything is read or reserved, and the tensors must fill the rest of the file exactly. What the keys
mean is the matter of others; here they are names with values.

Layout, all little-endian: magic `GGUF` | u32 version | u64 tensors | u64 keys | the keys, each
string, u32 type, value | the tensors, each string, u32 axes, u64 lengths with the fastest first,
u32 block format, u64 offset | zeros up to the alignment | data. A string is u64 bytes, UTF-8.

Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from numpy.typing import NDArray

from llamita.errors import CheckpointError, shown
from llamita.weights.blocks import BlockFormat, block_format
from llamita.weights.gguf.cursor import Cursor, aligned
from llamita.weights.mapped_file import DAMAGED_HINT

if TYPE_CHECKING:
    import mmap
    from collections.abc import Mapping
    from pathlib import Path

MetadataValue = bool | int | float | str | list[str] | NDArray[Any]

MAGIC: Final = b"GGUF"
READABLE_VERSIONS: Final = (2, 3)
DEFAULT_ALIGNMENT_BYTES: Final = 32

_MAX_AXES = 4
# What a key with the smallest value, and a tensor, take at the least: a name of one byte each.
_MIN_KEY_BYTES = 8 + 1 + 4 + 1
_MIN_TENSOR_BYTES = 8 + 1 + 4 + 8 + 4 + 8

# Value types, by number.
_BOOL, _STRING, _ARRAY = 7, 8, 9
_NUMBER_LAYOUTS: Mapping[int, str] = {
    0: "<u1",
    1: "<i1",
    2: "<u2",
    3: "<i2",
    4: "<u4",
    5: "<i4",
    6: "<f4",
    10: "<u8",
    11: "<i8",
    12: "<f8",
}

# The format's own rule for keys, but for capitals in the last part, where templates bear any name.
_KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*\.[A-Za-z0-9_]+")
_MAX_TENSOR_NAME_BYTES = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class TensorEntry:
    """Where one tensor lies in the file."""

    name: str
    """As the file spells it."""
    shape: tuple[int, ...]
    """Rows first: the reverse of the order in the file."""
    format: BlockFormat
    start_bytes: int
    """From the start of the file."""
    size_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class GGUFHeader:
    """All of a GGUF file but its numbers."""

    version: int
    metadata: Mapping[str, MetadataValue]
    tensors: Mapping[str, TensorEntry]
    """By name, in the file's order."""


def read_header(data: mmap.mmap, path: Path) -> GGUFHeader:
    """Read and check everything before the tensors' data.

    Args:
        data: the whole file.
        path: what errors call it.

    Raises:
        CheckpointError: the file is no GGUF of a known version, is damaged, or is cut short.
    """
    cursor = Cursor(data, path)
    version = _read_version(cursor)
    num_tensors = cursor.count("the number of tensors", _MIN_TENSOR_BYTES)
    num_keys = cursor.count("the number of keys", _MIN_KEY_BYTES)
    metadata = _read_metadata(cursor, num_keys)
    alignment_bytes = _alignment_bytes(metadata, path)
    entries = [_read_tensor_entry(cursor, alignment_bytes) for _ in range(num_tensors)]
    data_start_bytes = cursor.skip_padding(alignment_bytes)
    return GGUFHeader(
        version=version,
        metadata=metadata,
        tensors=_placed(entries, data_start_bytes, alignment_bytes, cursor),
    )


def _read_version(cursor: Cursor) -> int:
    magic = cursor.raw(len(MAGIC), "the magic bytes")
    if magic != MAGIC:
        raise CheckpointError(
            f"`{cursor.path}` is no GGUF file: expected its first bytes to be {shown(MAGIC.hex(' '))}, "
            f"got {shown(magic.hex(' '))}"
        )
    version = cursor.whole_u32("the version")
    if version.to_bytes(4, "big") in {known.to_bytes(4, "little") for known in READABLE_VERSIONS}:
        raise CheckpointError(
            f"`{cursor.path}` is a big-endian GGUF file: expected a little-endian one",
            hint="take the file made for little-endian machines, which is the usual one",
        )
    if version not in READABLE_VERSIONS:
        raise CheckpointError(
            f"`{cursor.path}` has GGUF version {version}: expected 2 or 3", hint=DAMAGED_HINT
        )
    return version


def _read_metadata(cursor: Cursor, num_keys: int) -> dict[str, MetadataValue]:
    metadata: dict[str, MetadataValue] = {}
    for index in range(num_keys):
        key = cursor.text(f"the name of key {index}")
        if not _KEY.fullmatch(key):
            raise cursor.damaged(f"the name of key {index}", "words joined by dots", shown(key))
        if key in metadata:
            raise cursor.damaged(f"key {shown(key)}", "it once", "it twice")
        metadata[key] = _read_value(cursor, key)
    return metadata


def _read_value(cursor: Cursor, key: str) -> MetadataValue:
    what = f"the value of {shown(key)}"
    value_type = cursor.whole_u32(what)
    if value_type == _STRING:
        return cursor.text(what)
    if value_type == _ARRAY:
        return _read_array(cursor, what)
    if value_type == _BOOL:
        flag = cursor.number("<u1", what)
        if flag not in (0, 1):
            raise cursor.damaged(what, "0 or 1", f"{flag}")
        return bool(flag)
    if layout := _NUMBER_LAYOUTS.get(value_type):
        return cursor.number(layout, what)
    raise cursor.damaged(what, "a value type from 0 to 12", f"{value_type}")


def _read_array(cursor: Cursor, what: str) -> MetadataValue:
    item_type = cursor.whole_u32(what)
    if item_type == _STRING:
        return cursor.texts(what)
    if item_type == _ARRAY:
        raise cursor.damaged(what, "an array of numbers or strings", "an array of arrays")
    layout = "<u1" if item_type == _BOOL else _NUMBER_LAYOUTS.get(item_type)
    if layout is None:
        raise cursor.damaged(what, "an item type from 0 to 12", f"{item_type}")
    return cursor.numbers(layout, what)


def _alignment_bytes(metadata: Mapping[str, MetadataValue], path: Path) -> int:
    alignment_bytes = metadata.get("general.alignment", DEFAULT_ALIGNMENT_BYTES)
    if type(alignment_bytes) is int and alignment_bytes > 0 and alignment_bytes.bit_count() == 1:
        return alignment_bytes
    raise CheckpointError(
        f"cannot read `general.alignment` of `{path}`: expected a power of two, got {shown(alignment_bytes)}"
    )


def _read_tensor_entry(cursor: Cursor, alignment_bytes: int) -> TensorEntry:
    """Read one entry; its ``start_bytes`` still counts from the start of the data."""
    name = cursor.text("the name of a tensor")
    what = f"tensor {shown(name)}"
    if not (0 < len(name) <= _MAX_TENSOR_NAME_BYTES and name.isascii() and name.isprintable()):
        raise cursor.damaged("the name of a tensor", "1 to 64 printable characters", shown(name))
    num_axes = cursor.whole_u32(what)
    if not 1 <= num_axes <= _MAX_AXES:
        raise cursor.damaged(what, f"1 to {_MAX_AXES} axes", f"{num_axes}")
    lengths = [cursor.whole_u64(what) for _ in range(num_axes)]
    found_format = _read_format(cursor, what)
    start_bytes = cursor.whole_u64(what)
    if 0 in lengths or lengths[0] % found_format.block_length_values:
        expected = f"rows of whole blocks of {found_format.block_length_values} values and no empty axis"
        raise cursor.damaged(what, expected, f"axes of {lengths}")
    size_bytes = found_format.size_bytes(math.prod(lengths))
    if size_bytes > cursor.remaining_bytes:
        raise cursor.damaged(
            what, f"{size_bytes} bytes of data", f"{cursor.remaining_bytes} in the rest of the file"
        )
    if start_bytes % alignment_bytes:
        raise cursor.damaged(what, f"an offset that is a multiple of {alignment_bytes}", f"{start_bytes}")
    return TensorEntry(
        name=name,
        shape=tuple(reversed(lengths)),
        format=found_format,
        start_bytes=start_bytes,
        size_bytes=size_bytes,
    )


def _read_format(cursor: Cursor, what: str) -> BlockFormat:
    try:
        return block_format(cursor.whole_u32(what))
    except CheckpointError as error:
        raise CheckpointError(f"cannot read {what} in `{cursor.path}`: {error}", hint=error.hint) from error


def _placed(
    entries: list[TensorEntry], data_start_bytes: int, alignment_bytes: int, cursor: Cursor
) -> dict[str, TensorEntry]:
    """The entries with places in the file; their data must follow one another without a gap.

    Writers leave no gaps, so one is a lie in an offset, a length or a block format.
    """
    places: dict[str, int] = {}
    end_bytes = data_start_bytes
    for entry in sorted(entries, key=lambda entry: entry.start_bytes):
        start_bytes = data_start_bytes + entry.start_bytes
        next_start_bytes = aligned(end_bytes, alignment_bytes)
        if start_bytes != next_start_bytes:
            raise cursor.damaged(
                f"tensor {shown(entry.name)}",
                f"its data at byte {next_start_bytes}",
                f"at byte {start_bytes}",
            )
        if entry.name in places:
            raise cursor.damaged(f"tensor {shown(entry.name)}", "it once", "it twice")
        places[entry.name] = start_bytes
        end_bytes = start_bytes + entry.size_bytes
    if cursor.size_bytes not in (end_bytes, aligned(end_bytes, alignment_bytes)):
        raise cursor.damaged("the tensors' data", f"a file of {end_bytes} bytes", f"{cursor.size_bytes}")
    return {entry.name: replace(entry, start_bytes=places[entry.name]) for entry in entries}
