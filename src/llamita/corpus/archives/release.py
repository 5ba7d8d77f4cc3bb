"""Reads a release: a tar or a zip file with, mostly, one folder around everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.corpus.archives.allowance import Allowance
from llamita.corpus.archives.placing import top_folder
from llamita.corpus.archives.stream import Stream
from llamita.corpus.archives.tar import tar_entries
from llamita.corpus.archives.zip import zip_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from llamita.corpus.archives.member import Entry, Member
    from llamita.corpus.archives.placing import Placing

_ZIP_MAGIC: Final = b"PK"
_NO_DATA: Final = -1


def release_members(
    path: Path,
    allowance: Allowance,
    placing: Placing,
    *,
    below: str = "",
    elsewhere: Iterable[str] = (),
) -> Iterator[Member]:
    """The members of a tar, packed in whatever way, or of a zip file, without the release's folder.

    A tar is read twice: that there is one folder around everything is known at its end. So it was read whole,
    its checksums compared, before the first member comes.

    Args:
        path: the archive.
        allowance: charged for the second reading; the first has one of its own.
        placing: gives paths.
        below: as in ``Placing.members``.
        elsewhere: as in ``Placing.members``.

    Raises:
        CorpusError: it is damaged, or holds too much.
    """
    limits = allowance.limits
    first = Allowance(limits, path.stat().st_size)
    top = top_folder(_entries(path, first, _NO_DATA), limits.max_path_bytes)
    entries = _entries(path, allowance, limits.max_member_bytes)
    yield from placing.members(entries, top=top, below=below, elsewhere=elsewhere)


def plain_members(path: Path, allowance: Allowance, placing: Placing) -> Iterator[Member]:
    """The members of a tar or zip file under their own names: a wheel has no folder around it."""
    yield from placing.members(_entries(path, allowance, allowance.limits.max_member_bytes))


def _entries(path: Path, allowance: Allowance, max_member_bytes: int) -> Iterator[Entry]:
    with path.open("rb") as file:
        if file.read(len(_ZIP_MAGIC)) == _ZIP_MAGIC:
            yield from zip_entries(path, allowance, max_member_bytes)
        else:
            file.seek(0)
            yield from tar_entries(Stream(file, path.name, allowance), max_member_bytes)
