"""Reads a tar front to back: what it holds, in its order; no link is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.corpus.archives.member import Entry, Why
from llamita.corpus.archives.tar_header import (
    BLOCK_BYTES,
    SPARSE_MORE,
    SPARSE_STILL_MORE,
    BadHeader,
    Extended,
    Header,
    parse,
)
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llamita.corpus.archives.stream import Stream

_MAX_EXTENDED_BYTES: Final = 1 << 16  # sixteen times the longest path of Linux
_SKIP_BYTES: Final = 1 << 20
_ZERO: Final = bytes(BLOCK_BYTES)
_WHY: Final[dict[str, Why]] = {"link": "link", "no file": "no file", "sparse": "sparse"}


def tar_entries(stream: Stream, max_member_bytes: int) -> Iterator[Entry]:
    """Every member that is no folder, in the archive's order, then a check that the archive ends well.

    Args:
        stream: the tar, at its start.
        max_member_bytes: longer members are passed over, and never in memory.

    Raises:
        CorpusError: a header is wrong, or the archive is cut, or holds something after its end.
    """
    while True:
        header = _next_header(stream)
        if header is None:
            break
        stream.allowance.member(stream.archive)
        if header.form == "folder":
            _skip(stream, header.size_bytes)
        elif header.form == "file" and header.size_bytes <= max_member_bytes:
            yield Entry(header.name, header.size_bytes, _data(stream, header.size_bytes))
        else:
            _skip(stream, header.size_bytes)
            yield Entry(header.name, header.size_bytes, None, _WHY.get(header.form, "too large"))
    _require_nothing_more(stream)


def _next_header(stream: Stream) -> Header | None:
    extended = Extended()
    while True:
        position = stream.position
        block = stream.read(BLOCK_BYTES)
        if block == _ZERO:
            return None
        try:
            header = parse(block)
            if header.form == "pax":
                extended.add_pax(_extended(stream, header))
            elif header.form == "long name":
                extended.name = _extended(stream, header).rstrip(b"\0")
            elif header.form == "without use":
                _skip(stream, header.size_bytes)
            else:
                if block[156:157] == b"S":
                    _skip_sparse_map(stream, block)
                return extended.complete(header)
        except BadHeader as error:
            what = "is damaged" if position else "is no tar"
            raise CorpusError(f"`{stream.archive}` {what} at unpacked byte {position}: {error}") from error


def _extended(stream: Stream, header: Header) -> bytes:
    if header.size_bytes > _MAX_EXTENDED_BYTES:
        raise BadHeader(
            f"an extended header has {header.size_bytes} bytes, the limit is {_MAX_EXTENDED_BYTES}"
        )
    return _data(stream, header.size_bytes)


def _skip_sparse_map(stream: Stream, block: bytes) -> None:
    place = SPARSE_MORE
    while block[place : place + 1] not in (b"", b"\0"):
        block = stream.read(BLOCK_BYTES)
        place = SPARSE_STILL_MORE


def _data(stream: Stream, size_bytes: int) -> bytes:
    blocks_bytes = size_bytes + -size_bytes % BLOCK_BYTES
    data = stream.read(blocks_bytes)
    if len(data) < size_bytes:
        raise _cut(stream, size_bytes - len(data))
    return data[:size_bytes]


def _skip(stream: Stream, size_bytes: int) -> None:
    left = size_bytes + -size_bytes % BLOCK_BYTES
    while left:
        data = stream.read(min(left, _SKIP_BYTES))
        if not data:
            raise _cut(stream, left)
        left -= len(data)


def _cut(stream: Stream, missing_bytes: int) -> CorpusError:
    return CorpusError(
        f"`{stream.archive}` ends at unpacked byte {stream.position}, its member {missing_bytes} bytes later",
        hint="fetch it again",
    )


def _require_nothing_more(stream: Stream) -> None:
    # Reading on also has the packer's own checksum compared.
    while data := stream.read(_SKIP_BYTES):
        if data.strip(b"\0"):
            raise CorpusError(
                f"`{stream.archive}` holds more after its end, before unpacked byte {stream.position}"
            )
