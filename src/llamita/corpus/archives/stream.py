"""Unpacks a file front to back: bounded memory, every byte counted, every failure with its place.

What a file is packed with is read from its first bytes; its name is not asked.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, cast

import zstandard

from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

    from llamita.corpus.archives.allowance import Allowance

_CHUNK_BYTES: Final = 1 << 18
_XZ_MEMORY_BYTES: Final = 1 << 28  # `xz -9` needs 65 MiB to unpack; a header may ask for 4 GiB
_ZSTD_WINDOW_BYTES: Final = 1 << 27  # what `zstd -d` allows without being told otherwise
_DAMAGE: Final = (lzma.LZMAError, zlib.error, zstandard.ZstdError, EOFError, OSError, ValueError)


class Stream:
    """What a packed file holds, once, from its start to its end."""

    def __init__(self, packed: BinaryIO, archive: str, allowance: Allowance) -> None:
        """Find out how ``packed`` is packed; nothing is unpacked yet.

        Args:
            packed: the file, at its start; it is not closed.
            archive: what messages call it.
            allowance: charged for every byte that comes out.
        """
        self.archive = archive
        self.allowance = allowance
        self.position = 0
        """How many unpacked bytes were read."""
        self._file = _unpacker(packed)

    def read(self, size: int) -> bytes:
        """The next bytes: fewer than ``size`` only at the end.

        Raises:
            CorpusError: the packed data is damaged or cut, or unpacks to more than it may.
        """
        try:
            data = self._file.read(size)
        except _DAMAGE as error:
            raise CorpusError(
                f"`{self.archive}` is damaged after {self.position} unpacked bytes: {str(error).lower()}",
                hint="fetch it again",
            ) from error
        self.position += len(data)
        self.allowance.unpacked(len(data), self.archive)
        return data

    def line(self, max_bytes: int) -> bytes:
        """The next line with its line end, or its first ``max_bytes``; empty at the end."""
        try:
            data = self._file.readline(max_bytes)
        except _DAMAGE as error:
            raise CorpusError(
                f"`{self.archive}` is damaged after {self.position} unpacked bytes: {str(error).lower()}",
                hint="fetch it again",
            ) from error
        self.position += len(data)
        self.allowance.unpacked(len(data), self.archive)
        return data


class _Decompressor(Protocol):
    """What ``bz2`` and ``lzma`` have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Unpacker(io.RawIOBase):
    """Reads packed streams, one after the other, with zeros between them as `xz` may leave them."""

    def __init__(self, packed: BinaryIO, new: Callable[[], _Decompressor]) -> None:
        self._packed = packed
        self._new = new
        self._current = new()

    def readable(self) -> bool:
        return True

    def readinto(self, target: WriteableBuffer) -> int:
        view = memoryview(target)
        data = self._some(len(view))
        view[: len(data)] = data
        return len(data)

    def _some(self, size: int) -> bytes:
        while True:
            packed = b""
            if self._current.eof:
                packed = self._after_stream()
                if not packed:
                    return b""
                self._current = self._new()
            elif self._current.needs_input:
                packed = self._packed.read(_CHUNK_BYTES)
                if not packed:
                    raise EOFError("the packed data ends too early")
            data = self._current.decompress(packed, size)
            if data:
                return data

    def _after_stream(self) -> bytes:
        packed = self._current.unused_data.lstrip(b"\0")
        while not packed:
            more = self._packed.read(_CHUNK_BYTES)
            if not more:
                return b""
            packed = more.lstrip(b"\0")
        return packed


def _new_lzma() -> _Decompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_AUTO, memlimit=_XZ_MEMORY_BYTES)


def _unpacker(packed: BinaryIO) -> io.BufferedIOBase:
    start = packed.read(6)
    packed.seek(-len(start), io.SEEK_CUR)
    if start.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=packed, mode="rb")
    if start.startswith(b"BZh"):
        return io.BufferedReader(_Unpacker(packed, bz2.BZ2Decompressor), _CHUNK_BYTES)
    if start.startswith((b"\xfd7zXZ\0", b"]\0\0")):
        return io.BufferedReader(_Unpacker(packed, _new_lzma), _CHUNK_BYTES)
    if start.startswith(b"\x28\xb5\x2f\xfd"):
        reader = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES).stream_reader(
            packed, read_across_frames=True, closefd=False
        )
        return io.BufferedReader(cast("io.RawIOBase", reader), _CHUNK_BYTES)
    return cast("io.BufferedIOBase", packed)
