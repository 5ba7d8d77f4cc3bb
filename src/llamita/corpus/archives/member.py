"""What comes out of an archive, and how much of it may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Why: TypeAlias = Literal[
    "link",
    "no file",
    "too large",
    "unsafe name",
    "duplicate",
    "replaced",
    "encrypted",
    "sparse",
    "unknown compression",
    "submodule",
    "git-lfs pointer",
    "changed",
    "missing",
    "unreadable",
]
"""Why a member comes without its data.

`link`: symbolic or hard; none is ever followed. `no file`: a device or a pipe. `too large`: more than
``ArchiveLimits.max_member_bytes``. `unsafe name`: see ``names``. `duplicate`: an earlier member had the path.
`replaced`: the packaging has this folder from another tarball. `encrypted`, `sparse`, `unknown compression`:
stored in a way that source code has no need of. `submodule`, `git-lfs pointer`: git keeps it elsewhere.
`changed`, `missing`: an installed file is not the one that was published. `unreadable`: the disk says no.
"""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, a repository or a folder; folders are no members."""

    path: str
    """Inside the project, with `/` between: relative, without `..`; no other member has it.

    Of an `unsafe name` it is the escaped form; a `duplicate` or `replaced` one has `%2`, `%3` ... after it.
    """
    data: bytes | None
    """All of its bytes, or None where ``why`` says something."""
    size_bytes: int
    """As the archive states it; checked where ``data`` is there."""
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much of a project is read. Beyond the first it is a member without data, beyond others an error."""

    max_member_bytes: int = 4_000_000
    """Longer files are counted and not kept: no person wrote 4 MB of code in one file."""
    max_unpacked_bytes: int = 4_000_000_000
    """All archives of a project together, what is not kept included. The largest known, mono, has 1.2 GB."""
    max_ratio: int = 300
    """Unpacked bytes for each packed one. Sources have 4 to 15; a bomb 1,000 and more."""
    always_unpacked_bytes: int = 100_000_000
    """What any archive may unpack to, whatever its ratio: tiny archives of empty tables are no bombs."""
    max_members: int = 500_000
    """Folders and links included. mono has 100,000."""
    max_path_bytes: int = 1024
    """A longer path is an `unsafe name`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as an archive has it, before its name is judged."""

    name: bytes
    size_bytes: int
    data: bytes | None
    why: Why | None = None
