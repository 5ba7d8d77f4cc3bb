"""Takes out of a `diff.gz` (Debian source format 1.0) the files that it adds below `debian/`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.archives.member import Entry
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llamita.corpus.archives.stream import Stream

_MAX_LINE_BYTES: Final = 1 << 20
_NEW_FILE: Final = re.compile(rb"@@ -0,0 \+1(?:,([0-9]{1,9}))? @@")
_HUNK: Final = re.compile(rb"@@ -[0-9]{1,9}(?:,([0-9]{1,9}))? \+[0-9]{1,9}(?:,([0-9]{1,9}))? @@")
_TARGET: Final = b"+++ "
_NO_LINE_END: Final = b"\\"


def added_entries(stream: Stream, max_member_bytes: int) -> Iterator[Entry]:
    """Files that the diff makes below `debian/`; what it changes in the sources themselves is passed over.

    Names start with `debian/`. In format 1.0 packaging consists of new files, `debian/copyright` among them.

    Raises:
        CorpusError: the diff is damaged.
    """
    name = b""
    line = stream.line(_MAX_LINE_BYTES)
    while line:
        if line.startswith(_TARGET):
            name = line[len(_TARGET) :].split(b"\t")[0].rstrip(b"\n").partition(b"/")[2]
            line = stream.line(_MAX_LINE_BYTES)
        elif line.startswith(b"@@ "):
            new = _NEW_FILE.match(line)
            if new and name.startswith(b"debian/"):
                stream.allowance.member(stream.archive)
                entry, line = _added(stream, name, int(new[1] or 1), max_member_bytes)
                yield entry
            else:
                line = _after_hunk(stream, line)
        else:
            line = stream.line(_MAX_LINE_BYTES)


def _added(stream: Stream, name: bytes, num_lines: int, max_member_bytes: int) -> tuple[Entry, bytes]:
    lines: list[bytes] = []
    size_bytes = 0
    for _ in range(num_lines):
        line = stream.line(_MAX_LINE_BYTES)
        if not line.startswith(b"+"):
            raise _damaged(stream)
        while not line.endswith(b"\n") and (more := stream.line(_MAX_LINE_BYTES)):
            line += more
            if len(line) > max_member_bytes:
                raise _damaged(stream)
        size_bytes += len(line) - 1
        if size_bytes <= max_member_bytes:
            lines.append(line[1:])
    after = stream.line(_MAX_LINE_BYTES)
    if after.startswith(_NO_LINE_END):
        size_bytes -= 1
        lines[-1:] = [line.removesuffix(b"\n") for line in lines[-1:]]
        after = stream.line(_MAX_LINE_BYTES)
    if size_bytes > max_member_bytes:
        return Entry(name, size_bytes, None, "too large"), after
    return Entry(name, size_bytes, b"".join(lines)), after


def _after_hunk(stream: Stream, head: bytes) -> bytes:
    """Passes over a hunk by its line counts, since its lines may look like anything; the line after it."""
    match = _HUNK.match(head)
    if match is None:
        raise _damaged(stream)
    old, new = int(match[1] or 1), int(match[2] or 1)
    while old > 0 or new > 0:
        line = stream.line(_MAX_LINE_BYTES)
        mark = line[:1]
        if mark not in (b" ", b"-", b"+", _NO_LINE_END, b"\n"):
            raise _damaged(stream)
        old -= mark in (b" ", b"-", b"\n")
        new -= mark in (b" ", b"+", b"\n")
        while line and not line.endswith(b"\n"):
            line = stream.line(_MAX_LINE_BYTES)
    return stream.line(_MAX_LINE_BYTES)


def _damaged(stream: Stream) -> CorpusError:
    return CorpusError(
        f"`{stream.archive}` is damaged before unpacked byte {stream.position}: its hunk is too short"
    )
