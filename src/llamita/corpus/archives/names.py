"""Which names of an archive are paths inside a project, and how the others are written down.

A path is unsafe when it leaves the project (`..`, a leading `/`, a drive letter), means something else on
another system (a backslash), is not UTF-8, or would not be seen for what it is (control characters and the
marks that turn the direction of text). Nothing here depends on the tables of one Python's Unicode version.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

_UNSAFE: Final = re.compile(
    r"\\"
    r"|[\x00-\x1f\x7f-\x9f]"  # control characters of ASCII and Latin-1
    r"|[\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"  # direction marks, line ends and the byte order mark
    r"|^/|^[A-Za-z]:"
)
_MAX_ESCAPED_BYTES: Final = 200


def path_of(name: bytes, max_bytes: int) -> str | None:
    """The path that a name means, without `.` and empty parts; None if it is unsafe or names nothing.

    Args:
        name: as the archive has it.
        max_bytes: of a path; a longer one is unsafe.

    >>> path_of(b"./src//main.c", 100)
    'src/main.c'
    >>> path_of(b"src/../../etc/passwd", 100) is None
    True
    """
    if len(name) > max_bytes:
        return None
    try:
        text = name.decode()
    except UnicodeDecodeError:
        return None
    if _UNSAFE.search(text):
        return None
    parts = [part for part in text.split("/") if part not in ("", ".")]
    return "/".join(parts) if parts and ".." not in parts else None


def escaped(name: bytes) -> str:
    r"""An unsafe name as a path that leads nowhere, cut after 200 bytes: to be read, not to be opened.

    >>> escaped(b"/a/../b\\c")
    '%2Fa/%2E%2E/b%5Cc'
    """
    cut = name[:_MAX_ESCAPED_BYTES]
    start = "%2F" if cut.startswith(b"/") else ""
    parts = [quote(part, safe=" +@,=()[]{}'!$&~") for part in cut.split(b"/") if part]
    dots = {".": "%2E", "..": "%2E%2E"}
    return start + "/".join(dots.get(part, part) for part in parts) or "%"
