"""One snapshot on disk: what a cache held, the token ids it was made from, and a checksum over all of it.

    magic           8 bytes, ``LLMTSNAP``
    header_bytes    unsigned 32-bit integer, little-endian
    header          JSON: version, key, length_tokens, data_bytes
    token ids       length_tokens signed 32-bit integers, little-endian
    data            data_bytes bytes, as ``Cache.dump`` made them
    checksum        32 bytes, sha256 of everything before

All before the data is the head. A file is written whole or not at all, under a name that follows from key
and ids, and never changed after that.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.errors import ArtifactError
from llamita.files.new_file import new_file
from llamita.weights.json_object import parsed_json_object

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

    from numpy.typing import NDArray

SUFFIX: Final = ".snapshot"

_MAGIC: Final = b"LLMTSNAP"
_VERSION: Final = 1
_ID_TYPE: Final = np.dtype("<i4")
_HEADER_BYTES_BYTES: Final = 4
# A key is some two hundred characters.
_MAX_HEADER_BYTES: Final = 4096
_CHECKSUM_BYTES: Final = 32
_CHUNK_BYTES: Final = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class SnapshotHead:
    """What stands before the data of a snapshot."""

    path: Path
    token_ids: NDArray[np.int64]
    """What the cache had read."""
    data_bytes: int
    raw: bytes
    """The head itself, which the checksum covers too."""


def snapshot_name(key: str, token_ids: NDArray[np.int64]) -> str:
    """The name of the file that holds what a cache of this key has after these ids."""
    ids_bytes = token_ids.astype(_ID_TYPE).tobytes()
    return hashlib.sha256(key.encode() + b"\n" + ids_bytes).hexdigest() + SUFFIX


def write_snapshot(path: Path, key: str, token_ids: NDArray[np.int64], data: NDArray[np.uint8]) -> None:
    """Write a snapshot that its owner alone may read: it tells what the prompt was.

    Args:
        path: in a folder that exists, called ``snapshot_name``.
        key: of the cache.
        token_ids: what the cache holds.
        data: its dump.

    Raises:
        RequestError: the file is there already, or cannot be made.
        CapacityError: the disk is full.
    """
    fields = {
        "version": _VERSION,
        "key": key,
        "length_tokens": len(token_ids),
        "data_bytes": data.nbytes,
    }
    header = json.dumps(fields).encode()
    head = b"".join(
        (
            _MAGIC,
            len(header).to_bytes(_HEADER_BYTES_BYTES, "little"),
            header,
            token_ids.astype(_ID_TYPE).tobytes(),
        )
    )
    digest = hashlib.sha256(head)
    digest.update(data.data)
    with (
        new_file(path, len(head) + data.nbytes + _CHECKSUM_BYTES) as part,
        open(part, "xb", opener=_open_private) as file,
    ):
        file.write(head)
        file.write(data.data)
        file.write(digest.digest())


def read_head(path: Path, key: str) -> SnapshotHead | None:
    """Read what a snapshot is of; the data is not looked at.

    Args:
        path: the file.
        key: of the caches that could be made from it.

    Returns:
        None where it has another key, or is of another version.

    Raises:
        ArtifactError: it is damaged, or no snapshot.
        OSError: it cannot be read.
    """
    with _opened(path) as file:
        if _read(file, len(_MAGIC), path) != _MAGIC:
            raise _damaged(path, f"a file that begins with `{_MAGIC.decode()}`", "another")
        header_bytes = int.from_bytes(_read(file, _HEADER_BYTES_BYTES, path), "little")
        if header_bytes > _MAX_HEADER_BYTES:
            raise _damaged(path, f"a header of at most {_MAX_HEADER_BYTES} bytes", f"{header_bytes}")
        header = parsed_json_object(_read(file, header_bytes, path), f"the header of `{path}`")
        if header.required("version", int) != _VERSION or header.required("key", str) != key:
            return None
        ids_bytes = header.positive("length_tokens") * _ID_TYPE.itemsize
        data_bytes = header.required("data_bytes", int)
        head_bytes, size_bytes = file.tell() + ids_bytes, os.fstat(file.fileno()).st_size
        if data_bytes < 0 or head_bytes + data_bytes + _CHECKSUM_BYTES != size_bytes:
            raise _damaged(path, f"{head_bytes + data_bytes + _CHECKSUM_BYTES} bytes", f"{size_bytes}")
        file.seek(0)
        raw = _read(file, head_bytes, path)
    token_ids = np.frombuffer(raw, _ID_TYPE, offset=head_bytes - ids_bytes).astype(np.int64)
    if path.name != snapshot_name(key, token_ids):
        raise _damaged(path, "the token ids that its name was made from", "others")
    return SnapshotHead(path=path, token_ids=token_ids, data_bytes=data_bytes, raw=raw)


def read_data(head: SnapshotHead) -> NDArray[np.uint8]:
    """Read the data of a snapshot and compare the checksum over all of the file.

    Raises:
        ArtifactError: it is damaged.
        OSError: it cannot be read.
        MemoryError: there is no memory for it.
    """
    digest = hashlib.sha256(head.raw)
    data = np.empty(head.data_bytes, np.uint8)
    unread = data.data
    with _opened(head.path) as file:
        file.seek(len(head.raw))
        while num_read := file.readinto(unread[:_CHUNK_BYTES]):
            digest.update(unread[:num_read])
            unread = unread[num_read:]
        checksum = file.read(_CHECKSUM_BYTES)
    if checksum != digest.digest():
        raise _damaged(head.path, f"sha256 {checksum.hex()}", digest.hexdigest())
    return data


def _opened(path: Path) -> BufferedReader:
    # A pipe would be waited for and a device might never end; a link is none of ours.
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ArtifactError(f"`{path}` is no snapshot: expected a file")
    return path.open("rb")


def _read(file: BufferedReader, size_bytes: int, path: Path) -> bytes:
    data = file.read(size_bytes)
    if len(data) < size_bytes:
        raise _damaged(path, f"{size_bytes} bytes more", f"{len(data)}")
    return data


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _damaged(path: Path, expected: str, got: str) -> ArtifactError:
    return ArtifactError(f"snapshot `{path}` is damaged: expected {expected}, got {got}")
