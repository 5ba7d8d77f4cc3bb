"""Reads a zip file member by member, after its table of contents was found to be believable."""

from __future__ import annotations

import mmap
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

from llamita.corpus.archives.member import Entry, Why
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llamita.corpus.archives.allowance import Allowance

_ENTRY: Final = b"PK\x01\x02"
_END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
_HEADER_BYTES: Final = 30
_UTF8_FLAG: Final = 0x800
_ENCRYPTED_FLAGS: Final = 0x2041  # encrypted, strongly encrypted, header encrypted
_KNOWN: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    # zipfile's own way to say what it cannot do, and sizes and offsets that no file can have.
    RuntimeError,
    OverflowError,
    ValueError,
)


def zip_entries(path: Path, allowance: Allowance, max_member_bytes: int) -> Iterator[Entry]:
    """Every member that is no folder, in the order of the table of contents.

    Args:
        path: the zip file.
        allowance: charged for all that the members are said to hold, before the first is read.
        max_member_bytes: longer members come without data.

    Raises:
        CorpusError: it is damaged, holds too much, or has members that share bytes.
    """
    archive = path.name
    try:
        with path.open("rb") as file:
            _require_few_entries(file, archive, allowance)
            with zipfile.ZipFile(file) as contents:
                infos = contents.infolist()
                _require_sound(file, contents, archive)
                for info in infos:
                    allowance.member(archive)
                    allowance.unpacked(info.file_size, archive)
                for info in infos:
                    if not info.is_dir():
                        yield _entry(contents, info, archive, max_member_bytes)
    except _DAMAGE as error:
        raise CorpusError(
            f"`{archive}` is no readable zip file: {str(error).lower()}", hint="fetch it again"
        ) from error


def _require_few_entries(file: BinaryIO, archive: str, allowance: Allowance) -> None:
    # zipfile builds an object for each entry before it can be asked how many there are, and the number that
    # stands in the file may be a lie.
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        num_entries, start = 0, data.find(_ENTRY)
        while start >= 0:
            num_entries += 1
            if num_entries > allowance.limits.max_members:
                raise CorpusError(f"`{archive}` has more than {allowance.limits.max_members} members")
            start = data.find(_ENTRY, start + len(_ENTRY))


def _require_sound(file: BinaryIO, contents: zipfile.ZipFile, archive: str) -> None:
    file.seek(-_END_BYTES - len(contents.comment), 2)
    if file.read(len(_END)) != _END:
        raise CorpusError(f"`{archive}` holds more after its end")
    end = 0
    for info in sorted(contents.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise CorpusError(f"`{archive}` has members that share bytes, from byte {info.header_offset} on")
        end = info.header_offset + _HEADER_BYTES + len(_name(info)) + info.compress_size
    if end > contents.start_dir:
        raise CorpusError(f"`{archive}` has members that share bytes with its table of contents")


def _entry(contents: zipfile.ZipFile, info: zipfile.ZipInfo, archive: str, max_member_bytes: int) -> Entry:
    name = _name(info)
    why = _why(info, max_member_bytes)
    if why is not None:
        return Entry(name, info.file_size, None, why)
    try:
        with contents.open(info) as file:
            data = file.read(info.file_size + 1)
    except _DAMAGE as error:
        raise CorpusError(
            f"`{archive}` is damaged at the member of byte {info.header_offset}: {str(error).lower()}",
            hint="fetch it again",
        ) from error
    if len(data) != info.file_size:
        raise CorpusError(
            f"`{archive}` lies about the member of byte {info.header_offset}: "
            f"expected {info.file_size} bytes, got {len(data)}"
        )
    return Entry(name, info.file_size, data)


def _name(info: zipfile.ZipInfo) -> bytes:
    # Without the flag names should be of code page 437; many programs write UTF-8 all the same.
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_FLAG else "cp437")


def _why(info: zipfile.ZipInfo, max_member_bytes: int) -> Why | None:
    form = stat.S_IFMT(info.external_attr >> 16)
    if form == stat.S_IFLNK:
        return "link"
    if form not in (0, stat.S_IFREG):
        return "no file"
    if info.flag_bits & _ENCRYPTED_FLAGS:
        return "encrypted"
    if info.compress_type not in _KNOWN:
        return "unknown compression"
    return "too large" if info.file_size > max_member_bytes else None
