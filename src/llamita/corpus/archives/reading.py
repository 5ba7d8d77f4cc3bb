"""Archives of every kind, read as one: the members of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from llamita.corpus.archives.allowance import Allowance
from llamita.corpus.archives.deb import deb_members
from llamita.corpus.archives.debian_source import debian_source_members
from llamita.corpus.archives.member import ArchiveLimits
from llamita.corpus.archives.placing import Placing
from llamita.corpus.archives.release import plain_members, release_members
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from llamita.corpus.archives.member import Member

ArchiveKind: TypeAlias = Literal["debian-source", "debian-binary", "pypi-sdist", "pypi-wheel", "npm"]
"""What archives are; the names are those of recipes."""

_READERS: Final = {
    "debian-binary": deb_members,
    "pypi-sdist": release_members,
    "pypi-wheel": plain_members,
    "npm": release_members,
}


def members(
    kind: ArchiveKind, paths: Sequence[Path], limits: ArchiveLimits | None = None
) -> Iterator[Member]:
    """The files of a project from its archives, in the archives' order; nothing is written or executed.

    Archives within archives are files like others. Take nothing for read before the last member came: damage
    may be found at the end.

    Args:
        kind: what the archives are.
        paths: one archive; of a Debian source package all files, under their own names.
        limits: how much is read.

    Raises:
        CorpusError: an archive is missing, damaged, hostile or of another kind; the message names it.
    """
    limits = limits or ArchiveLimits()
    try:
        packed_bytes = sum(path.stat().st_size for path in paths)
        allowance, placing = Allowance(limits, packed_bytes), Placing(limits.max_path_bytes)
        if kind == "debian-source":
            yield from debian_source_members(paths, allowance, placing)
            return
        if len(paths) != 1:
            raise CorpusError(f"`{kind}` is one archive, got {len(paths)}")
        yield from _READERS[kind](paths[0], allowance, placing)
    except OSError as error:
        raise CorpusError(f"an archive cannot be read: {error}") from error
