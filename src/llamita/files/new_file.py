"""A file or folder that is there whole or not at all: written beside its place, synced, then moved there."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from llamita.errors import CapacityError, RequestError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


@contextmanager
def new_file(path: Path, needed_bytes: int) -> Iterator[Path]:
    """Give a place to write a file in; when that ends well it is synced and moved to ``path``.

    Args:
        path: where the file is to be; its folder must exist, and nothing be there yet.
        needed_bytes: how large it will be, more or less.

    Raises:
        RequestError: there is something at ``path``, or no file can be made there.
        CapacityError: the disk is full.
    """
    with _part_beside(path, needed_bytes) as part:
        yield part
        _sync(part)
        part.rename(path)


@contextmanager
def new_folder(path: Path, needed_bytes: int) -> Iterator[Path]:
    """Give a folder to write files in; when that ends well they are synced and it is moved to ``path``.

    Args:
        path: where the folder is to be; the one around it must exist, and nothing be there yet.
        needed_bytes: how large its files will be together, more or less.

    Raises:
        RequestError: there is something at ``path``, or no folder can be made there.
        CapacityError: the disk is full.
    """
    with _part_beside(path, needed_bytes) as part:
        part.mkdir()
        yield part
        for file in part.iterdir():
            _sync(file)
        part.rename(path)


@contextmanager
def _part_beside(path: Path, needed_bytes: int) -> Iterator[Path]:
    """A name beside ``path`` whose file or folder is gone at the end, unless it was moved away."""
    part = path.parent / f".{path.name}.{os.getpid()}.part"
    try:
        if path.exists() or path.is_symlink():
            raise RequestError(f"`{path}` exists already", hint="choose another name, or remove it first")
        _require_space(path.parent, needed_bytes)
        yield part
    except OSError as error:
        if error.errno in _FULL:
            raise _disk_full(path.parent, needed_bytes) from error
        raise RequestError(f"cannot write `{path}`: {(error.strerror or str(error)).lower()}") from error
    finally:
        # A name that is too long fails here as well, and has left nothing.
        with suppress(OSError):
            if part.is_dir():
                shutil.rmtree(part, ignore_errors=True)
            else:
                part.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _require_space(folder: Path, needed_bytes: int) -> None:
    if shutil.disk_usage(folder).free < needed_bytes:
        raise _disk_full(folder, needed_bytes)


def _disk_full(folder: Path, needed_bytes: int) -> CapacityError:
    free_bytes = shutil.disk_usage(folder).free
    return CapacityError(
        f"disk full: `{folder}` needs {needed_bytes} bytes, {free_bytes} bytes are free",
        hint="free some space, or write to a folder on another disk",
    )
