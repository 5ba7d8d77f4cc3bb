"""Trees: one digest for many files, by their paths and contents."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llamita.corpus.archives.member import Member


def tree_of(members: Iterable[Member]) -> tuple[int, str]:
    """Measure files that were read.

    Args:
        members: the files, in any order; what could not be read, and is no file, does not count.

    Returns:
        How many bytes they have together, and the SHA-256, in hexadecimal, over the path, size and SHA-256 of
        every file, sorted by path.
    """
    files: list[tuple[bytes, bytes]] = []
    size_bytes = 0
    for member in members:
        if member.data is not None:
            path = member.path.encode("utf-8", "surrogateescape")
            # Lengths first: no path can pass for the end of another file's.
            head = b"%d %d " % (len(path), len(member.data))
            files.append((path, head + hashlib.sha256(member.data).digest()))
            size_bytes += len(member.data)
    total = hashlib.sha256()
    for path, rest in sorted(files):
        total.update(rest + path)
    return size_bytes, total.hexdigest()
