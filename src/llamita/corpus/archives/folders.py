"""Reads a plain folder, and Python's standard library: no link is followed, no file outside is opened."""

from __future__ import annotations

import os
import stat
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Final

from llamita.corpus.archives.allowance import Allowance
from llamita.corpus.archives.member import ArchiveLimits, Entry
from llamita.corpus.archives.placing import Placing
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from llamita.corpus.archives.member import Member, Why

_RECORDS: Final = frozenset({".git", ".hg", ".svn", ".bzr", "CVS", "__pycache__"})
"""Folders with the records of programs: no files of the project."""
_OTHERS: Final = frozenset({"site-packages", "dist-packages", "lib-dynload"})
"""What lies in the standard library's folder and is not of it, or is made for one machine."""


def folder_members(path: Path, limits: ArchiveLimits | None = None) -> Iterator[Member]:
    """The files below a folder, sorted by name in each; those that version control keeps are left out.

    Args:
        path: the folder; it may be a link itself.
        limits: how much is read.

    Raises:
        CorpusError: there is no such folder, or it holds too much.
    """
    return _members(path, _RECORDS, limits or ArchiveLimits())


def standard_library_members(limits: ArchiveLimits | None = None) -> Iterator[Member]:
    """The files of this interpreter's standard library, without the packages that others installed.

    Raises:
        CorpusError: the interpreter has none on disk, or it holds too much.
    """
    return _members(Path(sysconfig.get_path("stdlib")), _RECORDS | _OTHERS, limits or ArchiveLimits())


def _members(root: Path, without: Collection[str], limits: ArchiveLimits) -> Iterator[Member]:
    allowance = Allowance(limits, limits.max_unpacked_bytes)
    yield from Placing(limits.max_path_bytes).members(_entries(root, without, allowance))


def _entries(root: Path, without: Collection[str], allowance: Allowance) -> Iterator[Entry]:
    folders = [os.fsencode(root)]
    while folders:
        folder = folders.pop()
        below: list[bytes] = []
        for found in _listed(folder, root):
            allowance.member(str(root))
            name = os.path.relpath(found.path, os.fsencode(root))
            if not found.is_dir(follow_symlinks=False):
                yield file_entry(found.path, name, allowance, str(root))
            elif os.fsdecode(found.name) not in without:
                below.append(found.path)
        folders += reversed(below)


def _listed(folder: bytes, root: Path) -> list[os.DirEntry[bytes]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise CorpusError(
            f"cannot read the folder `{root}`: {(error.strerror or str(error)).lower()}"
        ) from error


def file_entry(path: bytes, name: bytes, allowance: Allowance, owner: str) -> Entry:
    """A file of the disk, read as a member: never through a link, and not beyond the limit.

    Args:
        path: the file.
        name: what it is called in its project.
        allowance: charged for what is read.
        owner: what messages call the project.
    """
    try:
        # Neither a link nor a pipe that took the file's place is followed or waited for.
        with open(os.fsdecode(path), "rb", opener=_open_itself) as file:
            status = os.fstat(file.fileno())
            why = _why(status, allowance.limits.max_member_bytes)
            if why is not None:
                return Entry(name, status.st_size, None, why)
            data = file.read(allowance.limits.max_member_bytes + 1)
    except OSError:
        is_link = Path(os.fsdecode(path)).is_symlink()
        return Entry(name, 0, None, "link" if is_link else "unreadable")
    allowance.unpacked(len(data), owner)
    if len(data) > allowance.limits.max_member_bytes:
        return Entry(name, len(data), None, "too large")
    return Entry(name, len(data), data)


def _why(status: os.stat_result, max_member_bytes: int) -> Why | None:
    if not stat.S_ISREG(status.st_mode):
        return "no file"
    return "too large" if status.st_size > max_member_bytes else None


def _open_itself(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)
