"""Bytes to disk and back: copied with their checksum, made durable, and with failures said in words.

What differs between POSIX and Windows stays in ``sync_folder``.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from llamita.errors import CapacityError, FetchError
from llamita.files.progress import ProgressSink, piece_of_work

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_BYTES = 1 << 20
"""Large enough that neither Python nor progress costs anything, small enough to interrupt at once."""

_HEAD_BYTES = 8 << 20
"""More than any header of a Llama model takes, vocabulary included; hashed in some 5 ms."""

_SHARD_HEAD_BYTES = 1 << 20
"""More than the header of a file takes that holds weights alone; a model may have dozens of them."""

_SHARD_SUFFIXES = frozenset({".safetensors", ".pth"})

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_CAPACITY_HINT = "free some space, or set `LLAMITA_HOME` to a folder on another disk"


def copy_hashed(source: IO[bytes], target: Path, size_bytes: int, progress: ProgressSink) -> str:
    """Copy a stream into a new, durable file and return its sha256.

    Args:
        source: where the bytes come from, from its present position.
        target: the file to make; it must not exist.
        size_bytes: how many bytes there must be; no more than this is ever written.
        progress: told how far the copy is.

    Returns:
        The sha256 of what was written, in lower-case hexadecimal digits.

    Raises:
        FetchError: ``source`` holds more or fewer bytes.
        OSError: ``source`` cannot be read or ``target`` cannot be written.
    """
    digest = hashlib.sha256()
    done_bytes = 0
    with target.open("xb") as file, piece_of_work(progress, f"storing {target.name}", size_bytes):
        while chunk := source.read(min(CHUNK_BYTES, size_bytes - done_bytes + 1)):
            done_bytes += len(chunk)
            if done_bytes > size_bytes:
                raise FetchError(f"`{target.name}` has the wrong size: expected {size_bytes} bytes, got more")
            digest.update(chunk)
            file.write(chunk)
            progress.advance_to(done_bytes)
        file.flush()
        os.fsync(file.fileno())
    if done_bytes != size_bytes:
        raise FetchError(f"`{target.name}` has the wrong size: expected {size_bytes} bytes, got {done_bytes}")
    return digest.hexdigest()


def sha256_of(path: Path, progress: ProgressSink) -> str:
    """Compute the sha256 of a file, in lower-case hexadecimal digits.

    Raises:
        OSError: the file cannot be read.
    """
    digest = hashlib.sha256()
    done_bytes = 0
    with path.open("rb") as file, piece_of_work(progress, f"verifying {path.name}", path.stat().st_size):
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            done_bytes += len(chunk)
            progress.advance_to(done_bytes)
    return digest.hexdigest()


def head_sha256_of(path: Path) -> str:
    """Compute the sha256 of the beginning of a file, or of all of a shorter one.

    The beginning is 1 MiB of a ``.safetensors`` or ``.pth`` file, and 8 MiB of any other.
    """
    with path.open("rb") as file:
        head_bytes = _SHARD_HEAD_BYTES if path.suffix in _SHARD_SUFFIXES else _HEAD_BYTES
        return hashlib.sha256(file.read(head_bytes)).hexdigest()


def git_blob_id_of(path: Path) -> str:
    """Compute what git calls a file with these bytes: the SHA-1 of a header and of all of it.

    Of use against accidents only; SHA-1 does not keep a forger out.
    """
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def write_durably(path: Path, text: str) -> None:
    """Write a new text file and wait until it is on the disk."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def replace_durably(path: Path, text: str) -> None:
    """Write a text file, new or in place of an old one; whatever happens, it is one or the other, whole."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        write_durably(draft, text)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Wait until a file is on the disk."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def delete(path: Path) -> None:
    """Delete a file, a link or a folder with all below it, as far as it goes.

    What cannot be deleted now (Windows: a file in use) is left to the next pull.
    """
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def file_sizes_bytes(folder: Path) -> Iterator[int]:
    """Give the size of every file below a folder, which may be changing meanwhile."""
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                yield Path(parent, name).lstat().st_size


def require_space(folder: Path, needed_bytes: int) -> None:
    """Make sure that a folder's disk has room.

    Raises:
        CapacityError: it has not.
    """
    if shutil.disk_usage(folder).free < needed_bytes:
        raise disk_full(folder, needed_bytes)


def disk_full(folder: Path, needed_bytes: int) -> CapacityError:
    """Build the error for a full disk, or a spent quota, at ``folder``."""
    free_bytes = shutil.disk_usage(folder).free
    return CapacityError(
        f"disk full: `{folder}` needs {needed_bytes} bytes, {free_bytes} bytes are free",
        hint=_CAPACITY_HINT,
    )


@contextmanager
def disk_failures_in_words(folder: Path, needed_bytes: int) -> Iterator[None]:
    """Turn what the operating system refuses into errors a person can act on.

    Raises:
        CapacityError: the disk is full or the quota spent.
        FetchError: any other refusal, permissions above all.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise disk_full(_nearest_existing(folder), needed_bytes) from error
        raise FetchError(
            f"cannot use `{error.filename or folder}`: {(error.strerror or str(error)).lower()}",
            hint="give yourself access to it, or set `LLAMITA_HOME` to a folder you can write to",
        ) from error


def _nearest_existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())
