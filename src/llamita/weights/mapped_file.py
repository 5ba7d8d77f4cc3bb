"""A file's bytes without reading them: mapped into memory, after a look at what the file is."""

from __future__ import annotations

import mmap
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from llamita.errors import CheckpointError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

DAMAGED_HINT: Final = "the file is damaged or was cut short: fetch it again"

# What people save in place of a model, and how it begins.
_FOREIGN_BEGINNINGS: Final = (
    (b"version https://git-lfs", "a Git LFS pointer, not the file it points to", "run `git lfs pull`"),
    (b"<!doctype html", "a web page", "the download link led to a page: fetch the file itself"),
    (b"<html", "a web page", "the download link led to a page: fetch the file itself"),
)
_LONGEST_BEGINNING_BYTES = 64


class MappedFile(mmap.mmap):
    """A file mapped into memory for reading, and the open file behind it."""

    path: Path
    descriptor: int = -1
    """Of the same file, whatever stands at ``path`` by now; closed with this object. Negative: none yet."""

    def __del__(self) -> None:
        """Close the descriptor; the mapping closes itself."""
        if self.descriptor >= 0:
            os.close(self.descriptor)

    def check_whole(self) -> None:
        """Refuse a file that was cut short since it was opened: touching its lost pages ends the process.

        Raises:
            CheckpointError: it was.
        """
        size_bytes = os.fstat(self.descriptor).st_size
        if size_bytes < len(self):
            raise CheckpointError(
                f"`{self.path}` was cut short while in use: expected {len(self)} bytes, got {size_bytes}",
                hint=DAMAGED_HINT,
            )


@dataclass(frozen=True, slots=True)
class FileSpan:
    """Where in a mapped file an array lies."""

    file: MappedFile
    start_bytes: int
    size_bytes: int


def file_span(data: NDArray[np.uint8]) -> FileSpan | None:
    """Where a view of a mapped file lies in it, if ``data`` is one; its bytes are not touched."""
    base = data
    while isinstance(base.base, type(data)):
        base = base.base
    owner = base.base.obj if isinstance(base.base, memoryview) else None
    if not isinstance(owner, MappedFile) or not data.flags.c_contiguous:
        return None
    # The outermost array begins where the file does.
    return FileSpan(owner, data.ctypes.data - base.ctypes.data, data.nbytes)


def check_whole(data: NDArray[np.uint8]) -> None:
    """Refuse a view of a file that was cut short since it was opened; any other array is whole.

    Raises:
        CheckpointError: it was.
    """
    if span := file_span(data):
        span.file.check_whole()


def map_file(path: Path, expected: str) -> MappedFile:
    """Map a file that holds weights; it must not be changed or cut short while it is in use.

    Args:
        path: the file.
        expected: what it should be, for errors: ``a GGUF file``.

    Raises:
        CheckpointError: it is missing, empty, no file, or plainly something else.
    """
    try:
        _refuse_what_is_no_file(path, expected)
        with path.open("rb") as file:
            _refuse_foreign(file.read(_LONGEST_BEGINNING_BYTES), path, expected)
            mapped = MappedFile(file.fileno(), 0, access=mmap.ACCESS_READ)
            mapped.path, mapped.descriptor = path, os.dup(file.fileno())
            return mapped
    except FileNotFoundError:
        raise CheckpointError(f"no file at `{path}`: expected {expected}") from None
    except OSError as error:
        raise CheckpointError(f"cannot open `{path}`: {(error.strerror or str(error)).lower()}") from error


def _refuse_what_is_no_file(path: Path, expected: str) -> None:
    if path.is_dir():
        raise CheckpointError(f"`{path}` is a folder: expected {expected}", hint=_files_inside(path))
    if path.exists() and not path.is_file():
        raise CheckpointError(f"`{path}` is a device or a pipe: expected {expected}")


def _files_inside(folder: Path) -> str | None:
    found = sorted(file.name for file in folder.glob("*.gguf"))
    return f"it holds {', '.join(f'`{name}`' for name in found[:3])}" if found else None


def _refuse_foreign(beginning: bytes, path: Path, expected: str) -> None:
    if not beginning:
        raise CheckpointError(f"`{path}` is empty: expected {expected}", hint=DAMAGED_HINT)
    for known, what, hint in _FOREIGN_BEGINNINGS:
        if beginning.lstrip().lower().startswith(known):
            raise CheckpointError(f"`{path}` is {what}: expected {expected}", hint=hint)
