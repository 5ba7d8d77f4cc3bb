"""Reads files that `torch.save` wrote, without torch and without running anything they hold.

Such a file is a zip archive of stored entries: ``NAME/data.pkl`` describes the tensors, ``NAME/data/KEY``
are their numbers, ``NAME/byteorder`` says which end of a number comes first. Older forms are refused.
"""

from __future__ import annotations

import math
import mmap
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.errors import CheckpointError, shown
from llamita.weights.blocks import BF16, F16, F32
from llamita.weights.checkpoint import StoredTensor
from llamita.weights.mapped_file import DAMAGED_HINT, map_file
from llamita.weights.torch_archive import read_archive
from llamita.weights.torch_pickle import STORAGES, read_pickle

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from llamita.weights.blocks import BlockFormat
    from llamita.weights.mapped_file import MappedFile
    from llamita.weights.torch_archive import ArchiveEntry
    from llamita.weights.torch_pickle import TensorRecord

# Some 250 bytes for each tensor.
_MAX_PICKLE_BYTES: Final = 16 << 20

# Up to here a tensor is read without reading ahead: vectors lie between matrices of a hundred megabytes.
_MAX_SHORT_BYTES: Final = 1 << 20

_FORMATS = dict(zip(STORAGES, (F32, F16, BF16), strict=True))

_ZIP_BEGINNING: Final = b"PK\x03\x04"
# The number that torch wrote in front before version 1.6, pickled; and tar's mark, in front before 0.1.10.
_OLD_BEGINNING: Final = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
_TAR_MARK: Final = slice(257, 262)
_SAVE_AGAIN_HINT: Final = (
    "where you trust it, save it again with a newer torch: `torch.save(torch.load(file), file)`"
)


def read_torch_file(path: Path) -> dict[str, StoredTensor]:
    """The tensors of a file that holds a state dict, by the file's own names; nothing is read yet.

    A tensor whose rows follow each other is a view of the mapped file; one that is stored in another
    order (transposed, cut out) is put in order, in a new array, whenever it is read. Tensors may share
    their numbers. The file must not be changed or cut short while they are in use.

    Raises:
        CheckpointError: the file is missing, foreign, damaged, of another form, or holds anything but
            tensors of F32, F16 or BF16 numbers by name.
    """
    mapped = _mapped_for_short_reads(path)
    _refuse_other_forms(mapped, path)
    entries = read_archive(mapped, path)
    root = _root(entries, path)
    _require_little_endian(mapped, entries.get(f"{root}/byteorder"), path)
    description = entries[f"{root}/data.pkl"]
    if description.size_bytes > _MAX_PICKLE_BYTES:
        raise CheckpointError(
            f"cannot read the pickle in `{path}`: expected at most {_MAX_PICKLE_BYTES} bytes, "
            f"got {description.size_bytes}",
            hint=DAMAGED_HINT,
        )
    records = read_pickle(mapped[description.start_bytes : description.end_bytes], path)
    maps = {"short": mapped, "long": map_file(path, "a file saved by torch")}
    return {
        name: _stored(name, record, entries.get(f"{root}/data/{record.storage.key}"), maps, path)
        for name, record in records.items()
    }


def _mapped_for_short_reads(path: Path) -> MappedFile:
    """The file, told to the system as one that is read here and there: a header before every tensor.

    With reading ahead, each of them would cost megabytes. Long runs have a map of their own.
    """
    mapped = map_file(path, "a file saved by torch")
    if hasattr(mmap, "MADV_RANDOM"):
        mapped.madvise(mmap.MADV_RANDOM)
    return mapped


def _refuse_other_forms(mapped: mmap.mmap, path: Path) -> None:
    if mapped[: len(_ZIP_BEGINNING)] == _ZIP_BEGINNING:
        return
    if mapped[: len(_OLD_BEGINNING)] == _OLD_BEGINNING:
        raise CheckpointError(
            f"`{path}` has the form that torch wrote before version 1.6: expected a zip archive",
            hint=_SAVE_AGAIN_HINT,
        )
    if mapped[_TAR_MARK] == b"ustar":
        raise CheckpointError(
            f"`{path}` is a tar archive, as torch wrote before version 0.1.10: expected a zip archive",
            hint=_SAVE_AGAIN_HINT,
        )
    raise CheckpointError(
        f"`{path}` begins with {shown(mapped[:4])}: expected a zip archive, as torch saves them",
        hint=DAMAGED_HINT,
    )


def _root(entries: dict[str, ArchiveEntry], path: Path) -> str:
    """The folder inside the archive that everything lies in."""
    roots = [name.removesuffix("/data.pkl") for name in entries if name.endswith("/data.pkl")]
    if len(roots) != 1 or "/" in roots[0]:
        raise CheckpointError(
            f"`{path}` is a zip archive with {len(roots)} descriptions: expected one `NAME/data.pkl`",
            hint="it was not written by `torch.save`",
        )
    if f"{roots[0]}/constants.pkl" in entries:
        raise CheckpointError(
            f"`{path}` is a TorchScript program: expected tensors by name",
            hint="take the weights it was made from",
        )
    return roots[0]


def _require_little_endian(mapped: mmap.mmap, entry: ArchiveEntry | None, path: Path) -> None:
    """Refuse the other order of bytes; torch before 2.1 did not say, and wrote this one."""
    if entry is None:
        return
    order = mapped[entry.start_bytes : min(entry.end_bytes, entry.start_bytes + len(b"little") + 1)]
    if order != b"little":
        raise CheckpointError(
            f"`{path}` has the byte order {shown(order.decode('latin-1'))}: expected `little`"
        )


def _stored(
    name: str, record: TensorRecord, entry: ArchiveEntry | None, maps: dict[str, MappedFile], path: Path
) -> StoredTensor:
    format = _FORMATS[record.storage.kind]
    start_bytes = _start_bytes(name, record, entry, path)
    size_bytes = format.size_bytes(math.prod(record.shape))
    mapped = maps["short" if size_bytes <= _MAX_SHORT_BYTES else "long"]
    read = partial(_in_order, mapped, start_bytes, record, format)
    if _is_in_order(record):
        data = np.frombuffer(mapped, np.uint8)
        read = partial(data.__getitem__, slice(start_bytes, start_bytes + size_bytes))
    return StoredTensor(name=name, shape=record.shape, format=format, read=read)


def _start_bytes(name: str, record: TensorRecord, entry: ArchiveEntry | None, path: Path) -> int:
    """Where the first number of a tensor lies, once all of them are known to lie in its storage."""
    what = f"tensor {shown(name)} in `{path}`"
    if entry is None:
        raise CheckpointError(f"the numbers of {what} are missing", hint=DAMAGED_HINT)
    value_bytes = _FORMATS[record.storage.kind].block_size_bytes
    length_values = record.storage.length_values
    if entry.size_bytes != length_values * value_bytes:
        raise CheckpointError(
            f"cannot read {what}: expected {length_values * value_bytes} bytes of numbers, "
            f"got {entry.size_bytes}",
            hint=DAMAGED_HINT,
        )
    extent_values = _extent_values(record)
    if record.offset_values + extent_values > length_values:
        raise CheckpointError(
            f"cannot read {what}: expected numbers within {length_values}, "
            f"got {extent_values} from number {record.offset_values}",
            hint=DAMAGED_HINT,
        )
    if not _is_without_overlap(record):
        raise CheckpointError(
            f"cannot read {what}: expected a number of its own for each place, "
            f"got shape {record.shape} with strides {record.strides_values}"
        )
    return entry.start_bytes + record.offset_values * value_bytes


def _extent_values(record: TensorRecord) -> int:
    """From its first number to its last, how many numbers of the storage."""
    if 0 in record.shape:
        return 0
    return 1 + sum((length - 1) * stride for length, stride in _steps(record))


def _is_in_order(record: TensorRecord) -> bool:
    """Whether its numbers follow each other in the storage as they do in its rows."""
    expected_stride = 1
    for length, stride in reversed(_steps(record)):
        if stride != expected_stride:
            return False
        expected_stride *= length
    return True


def _is_without_overlap(record: TensorRecord) -> bool:
    """Whether each axis steps over all that the axes with shorter steps span."""
    span_values = 1
    for length, stride in sorted(_steps(record), key=lambda step: step[1]):
        if stride < span_values:
            return False
        span_values += (length - 1) * stride
    return True


def _steps(record: TensorRecord) -> list[tuple[int, int]]:
    """Length and stride of each axis that has steps at all."""
    if 0 in record.shape:
        return []
    return [
        (length, stride)
        for length, stride in zip(record.shape, record.strides_values, strict=True)
        if length > 1
    ]


def _in_order(
    mapped: MappedFile, start_bytes: int, record: TensorRecord, format: BlockFormat
) -> NDArray[np.uint8]:
    """The bytes of a tensor in the order of its rows, in a new array."""
    mapped.check_whole()
    value_bytes = format.block_size_bytes
    strides_bytes = tuple(stride * value_bytes for stride in record.strides_values)
    stored = np.ndarray(record.shape, f"<u{value_bytes}", mapped, start_bytes, strides_bytes)
    return np.ascontiguousarray(stored).reshape(-1).view(np.uint8)
