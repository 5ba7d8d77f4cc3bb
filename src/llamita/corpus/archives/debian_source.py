"""Reads a Debian source package: the tarballs of its makers, and the packaging that Debian adds.

Patches (`debian/patches`, and what a `diff.gz` changes outside `debian/`) are not applied: the sources are as
their makers released them, the packaging is beside them as Debian has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from llamita.corpus.archives.debian_diff import added_entries
from llamita.corpus.archives.release import release_members
from llamita.corpus.archives.stream import Stream
from llamita.corpus.archives.tar import tar_entries
from llamita.errors import CorpusError, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from llamita.corpus.archives.allowance import Allowance
    from llamita.corpus.archives.member import Member
    from llamita.corpus.archives.placing import Placing

_PACKED: Final = r"\.tar\.(?:gz|bz2|xz|zst|lzma)"
_PACKAGING: Final = re.compile(rf".+\.debian{_PACKED}")
_COMPONENT: Final = re.compile(rf".+\.orig-([A-Za-z0-9-]+){_PACKED}")
_TARBALL: Final = re.compile(rf".+{_PACKED}")
_DIFF: Final = re.compile(r".+\.diff\.gz")
_ABOUT: Final = (".dsc", ".asc", ".sig")


@dataclass(frozen=True, slots=True)
class _Tarballs:
    """The files of a source package by what they are for."""

    packaging: list[Path]
    diffs: list[Path]
    components: dict[str, Path]
    main: list[Path]


def debian_source_members(paths: Sequence[Path], allowance: Allowance, placing: Placing) -> Iterator[Member]:
    """The files of a source package: first the packaging, then components in order, then the main tarball.

    Where a `debian.tar` or a component brings a folder, it replaces the main tarball's own folder of that
    name, as with dpkg-source.

    Args:
        paths: the package's files, under the names of its `.dsc`; that file itself is not needed.
        allowance: charged for all of them.
        placing: gives paths.

    Raises:
        CorpusError: a file is damaged or has no place in a source package.
    """
    tarballs = _sorted_out(paths)
    limits = allowance.limits
    for path in tarballs.packaging:
        with path.open("rb") as file:
            stream = Stream(file, path.name, allowance)
            yield from placing.members(tar_entries(stream, limits.max_member_bytes))
    for path in tarballs.diffs:
        with path.open("rb") as file:
            stream = Stream(file, path.name, allowance)
            yield from placing.members(added_entries(stream, limits.max_member_bytes))
    for component, path in sorted(tarballs.components.items()):
        yield from release_members(path, allowance, placing, below=f"{component}/")
    elsewhere = [f"{component}/" for component in sorted(tarballs.components)]
    if tarballs.packaging:
        elsewhere.append("debian/")
    for path in tarballs.main:
        yield from release_members(path, allowance, placing, elsewhere=elsewhere)


def _sorted_out(paths: Sequence[Path]) -> _Tarballs:
    tarballs = _Tarballs([], [], {}, [])
    for path in paths:
        name = path.name
        component = _COMPONENT.fullmatch(name)
        if name.endswith(_ABOUT):
            continue
        if component:
            tarballs.components[component[1]] = path
        elif _PACKAGING.fullmatch(name):
            tarballs.packaging.append(path)
        elif _DIFF.fullmatch(name):
            tarballs.diffs.append(path)
        elif _TARBALL.fullmatch(name):
            tarballs.main.append(path)
        else:
            raise CorpusError(f"{shown(name)} is no file of a Debian source package")
    if len(tarballs.main) > 1 or len(tarballs.packaging) + len(tarballs.diffs) > 1:
        names = ", ".join(sorted(path.name for path in paths))
        raise CorpusError(f"these are not the files of one Debian source package: {names}")
    return tarballs
