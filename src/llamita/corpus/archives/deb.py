"""Reads a Debian binary package: an `ar` file with a tar about the package and a tar of its files."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, BinaryIO, Final

from llamita.corpus.archives.stream import Stream
from llamita.corpus.archives.tar import tar_entries
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from _typeshed import WriteableBuffer

    from llamita.corpus.archives.allowance import Allowance
    from llamita.corpus.archives.member import Entry, Member
    from llamita.corpus.archives.placing import Placing

_MAGIC: Final = b"!<arch>\n"
_HEADER_BYTES: Final = 60
_HEADER: Final = re.compile(
    rb"(?P<name>[!-~]{1,16}) *[0-9]* +[0-9]* +[0-9]* +[0-7]* +(?P<size>[0-9]{1,10}) *`\n"
)
_MAX_PARTS: Final = 100
_CONTROL: Final = "DEBIAN/"
"""Where `dpkg-deb --raw-extract` puts what is known about the package."""


def deb_members(path: Path, allowance: Allowance, placing: Placing) -> Iterator[Member]:
    """The files of a package, and those about it below ``DEBIAN/``.

    Raises:
        CorpusError: it is no package, or damaged.
    """
    with path.open("rb") as file:
        seen = set()
        for name, part in _parts(file, path.name):
            kind = name.partition(".")[0]
            if kind not in ("control", "data"):
                continue
            seen.add(kind)
            stream = Stream(part, f"{path.name}: {name}", allowance)
            entries: Iterable[Entry] = tar_entries(stream, allowance.limits.max_member_bytes)
            yield from placing.members(entries, below=_CONTROL if kind == "control" else "")
        if seen != {"control", "data"}:
            raise CorpusError(
                f"`{path.name}` is no Debian package: it must hold a control.tar and a data.tar"
            )


def _parts(file: BinaryIO, archive: str) -> Iterator[tuple[str, BinaryIO]]:
    if file.read(len(_MAGIC)) != _MAGIC:
        raise CorpusError(f"`{archive}` is no Debian package: it does not start as an `ar` file")
    end_of_file = file.seek(0, io.SEEK_END)
    start = len(_MAGIC)
    for _ in range(_MAX_PARTS):
        file.seek(start)
        header = file.read(_HEADER_BYTES)
        if not header:
            return
        match = _HEADER.fullmatch(header)
        size_bytes = int(match["size"]) if match else 0
        data_start = start + _HEADER_BYTES
        if match is None or data_start + size_bytes > end_of_file:
            raise CorpusError(f"`{archive}` is damaged at byte {start}: no part of an `ar` file fits there")
        name = match["name"].decode("ascii").rstrip("/")
        yield name, io.BufferedReader(_Slice(file, data_start, size_bytes))
        start = data_start + size_bytes + size_bytes % 2
    raise CorpusError(f"`{archive}` has more than {_MAX_PARTS} parts, a Debian package has three")


class _Slice(io.RawIOBase):
    """A part of a file, as a file."""

    def __init__(self, file: BinaryIO, start: int, size_bytes: int) -> None:
        self._file = file
        self._start = start
        self._size_bytes = size_bytes
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size_bytes}[whence]
        self._position = max(base + offset, 0)
        return self._position

    def readinto(self, target: WriteableBuffer) -> int:
        view = memoryview(target)
        self._file.seek(self._start + self._position)
        data = self._file.read(min(len(view), max(self._size_bytes - self._position, 0)))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)
