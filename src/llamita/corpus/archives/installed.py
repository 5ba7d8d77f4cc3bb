"""Reads an installed distribution: the files its record lists, where they are still what was published."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from llamita.corpus.archives.allowance import Allowance
from llamita.corpus.archives.folders import file_entry
from llamita.corpus.archives.member import ArchiveLimits, Entry
from llamita.corpus.archives.names import path_of
from llamita.corpus.archives.placing import Placing
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llamita.corpus.archives.member import Member

_OF_THE_INSTALLER: Final = frozenset({"INSTALLER", "RECORD", "REQUESTED", "direct_url.json"})
"""Files of a `.dist-info` that whoever installed it wrote."""
_INFO: Final = ".dist-info"
_COMPILED: Final = ".pyc"


def distribution_members(name: str, limits: ArchiveLimits | None = None) -> Iterator[Member]:
    """The files of an installed distribution, sorted; paths are those in its wheel.

    What its installation made is left out: byte code, and the installer's own notes. Scripts and data outside
    the packages' folder are an `unsafe name`.

    Args:
        name: of the distribution: `typing-extensions`.
        limits: how much is read.

    Raises:
        CorpusError: it is not installed, or without a record of its files.
    """
    try:
        distribution = importlib.metadata.distribution(name)
    except (importlib.metadata.PackageNotFoundError, ValueError) as error:
        raise CorpusError(f"no distribution `{name}` is installed") from error
    files = distribution.files
    if files is None:
        raise CorpusError(f"the installed distribution `{name}` has no record of its files")
    limits = limits or ArchiveLimits()
    allowance = Allowance(limits, limits.max_unpacked_bytes)
    root = Path(str(distribution.locate_file("")))
    listed = {file.as_posix(): file for file in files}
    entries = (_entry(root, listed[path], name, allowance) for path in sorted(listed) if _is_published(path))
    yield from Placing(limits.max_path_bytes).members(entries)


def _is_published(path: str) -> bool:
    folder, _, last = path.rpartition("/")
    return not path.endswith(_COMPILED) and not (folder.endswith(_INFO) and last in _OF_THE_INSTALLER)


def _entry(
    root: Path, file: importlib.metadata.PackagePath, distribution: str, allowance: Allowance
) -> Entry:
    allowance.member(distribution)
    name = os.fsencode(file.as_posix())
    path = path_of(name, allowance.limits.max_path_bytes)
    if path is None:
        return Entry(name, file.size or 0, None, "unsafe name")
    target = root / path
    if not target.exists():
        return Entry(name, file.size or 0, None, "missing")
    entry = file_entry(os.fsencode(target), name, allowance, distribution)
    if entry.data is not None and file.hash is not None and not _is_as_recorded(entry.data, file.hash):
        return Entry(name, entry.size_bytes, None, "changed")
    return entry


def _is_as_recorded(data: bytes, stated: importlib.metadata.FileHash) -> bool:
    if stated.mode != "sha256":
        return True
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
    return digest == stated.value
