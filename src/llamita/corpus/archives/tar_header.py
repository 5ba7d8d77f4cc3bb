"""Reads the 512 bytes that stand before each member of a tar, and the longer headers some formats put first.

Own code, since ``tarfile`` was made for archives one trusts: it reads extended headers of any size into
memory, and matches them with an expression that takes quadratic time (CVE-2024-6232, before Python 3.11.10).
Formats: V7, ustar (POSIX.1-1988), pax (POSIX.1-2001), GNU.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

BLOCK_BYTES: Final = 512
SPARSE_MORE: Final = 482
"""Where the first block of an old GNU sparse file says that blocks of its map follow."""
SPARSE_STILL_MORE: Final = 504
"""The same, in those blocks."""

Form: TypeAlias = Literal["file", "folder", "link", "no file", "sparse", "pax", "long name", "without use"]
"""What follows a header: a member, or something about the next one."""

_FORMS: Final[dict[bytes, Form]] = {
    b"\0": "file",
    b"0": "file",
    b"7": "file",
    b"1": "link",
    b"2": "link",
    b"3": "no file",
    b"4": "no file",
    b"5": "folder",
    b"6": "no file",
    b"D": "folder",
    b"S": "sparse",
    b"x": "pax",
    b"X": "pax",
    b"L": "long name",
    b"K": "without use",
    b"g": "without use",
    b"V": "without use",
}
_WITHOUT_DATA: Final = frozenset(b"123456")
_OCTAL: Final = re.compile(rb"[0-7]{1,12}")
_NUMBER: Final = re.compile(rb"[0-9]{1,19}")
_POSIX: Final = b"ustar\0"
_MAX_TAR_SIZE: Final = 1 << 62


class BadHeader(Exception):
    """A header that is none; the message says what is wrong with it."""


@dataclass(slots=True)
class Header:
    """What a header says of what follows it."""

    name: bytes
    size_bytes: int
    form: Form
    is_in_blocks: bool
    """Whether ``size_bytes`` of data follow; links and devices may state a size and have none."""


def parse(block: bytes) -> Header:
    """The header in a block.

    Raises:
        BadHeader: its checksum or its size is wrong.
    """
    if len(block) < BLOCK_BYTES:
        raise BadHeader("the file ends inside a header")
    _require_checksum(block)
    name = block[:100].partition(b"\0")[0]
    if block[257:263] == _POSIX:
        prefix = block[345:500].partition(b"\0")[0]
        name = prefix + b"/" + name if prefix else name
    kind = block[156:157]
    form = _FORMS.get(kind, "no file")
    has_data = kind[0] not in _WITHOUT_DATA
    return Header(name, _number(block[124:136]) if has_data else 0, form, has_data)


def _require_checksum(block: bytes) -> None:
    stated = _number(block[148:156])
    checked = block[:148] + b" " * 8 + block[156:]
    total = sum(checked)
    # Some old programs added the bytes up as signed ones.
    if stated not in (total, total - 256 * sum(byte > 127 for byte in checked)):  # noqa: PLR2004
        raise BadHeader("a header's checksum is wrong")


def _number(field: bytes) -> int:
    if field[0] == 0x80:  # noqa: PLR2004 - GNU: the rest is a binary number
        number = int.from_bytes(field[1:], "big")
        if number > _MAX_TAR_SIZE:
            raise BadHeader(f"a header states a size of {number} bytes")
        return number
    digits = field.partition(b"\0")[0].strip(b" ")
    if not digits:
        return 0
    if not _OCTAL.fullmatch(digits):
        raise BadHeader("a header's number is none")
    return int(digits, 8)


@dataclass(slots=True)
class Extended:
    """What longer headers say of the next member."""

    name: bytes | None = None
    size_bytes: int | None = None
    is_sparse: bool = False

    def add_pax(self, data: bytes) -> None:
        """Take over records of the form `LENGTH KEY=VALUE` and a line end.

        Raises:
            BadHeader: they are not of this form.
        """
        start = 0
        while start < len(data):
            space = data.find(b" ", start, start + 20)
            digits = data[start : max(space, start)]
            end = start + int(digits) if _NUMBER.fullmatch(digits) else 0
            # Each record ends behind its own start, so this loop does.
            is_record = start < space < end <= len(data) and data[end - 1] == ord("\n")
            key, equals, value = data[space + 1 : end - 1].partition(b"=")
            if not is_record or not equals:
                raise BadHeader("a pax record is not of the form `LENGTH KEY=VALUE`")
            self._take(key, value)
            start = end

    def _take(self, key: bytes, value: bytes) -> None:
        if key == b"size":
            if not _NUMBER.fullmatch(value) or int(value) > _MAX_TAR_SIZE:
                raise BadHeader("a pax record's size is no size")
            self.size_bytes = int(value)
        elif key == b"GNU.sparse.name" or (key == b"path" and not self.is_sparse):
            self.name = value
        self.is_sparse |= key.startswith(b"GNU.sparse.")

    def complete(self, header: Header) -> Header:
        """``header`` with what was said before it."""
        name = header.name if self.name is None else self.name
        size_bytes = header.size_bytes
        if self.size_bytes is not None and header.is_in_blocks:
            size_bytes = self.size_bytes
        form = header.form
        if form == "file" and self.is_sparse:
            form = "sparse"
        # Only the whole name tells: the header's own may be cut behind any `/`.
        if form == "file" and name.endswith(b"/"):
            form = "folder"
        return Header(name, size_bytes, form, header.is_in_blocks)
