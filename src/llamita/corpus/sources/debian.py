"""Debian: source and binary packages of one release, by its own indexes.

The release file comes over HTTPS and holds the checksums of the indexes, these hold those of the packages.
"""

from __future__ import annotations

import lzma
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from debian_inspector.version import Version

from llamita.corpus.lock import LockedFile
from llamita.corpus.sources.wanted import NotThere, Package, Wanted, download_from_any, read_address
from llamita.errors import FetchError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set
    from pathlib import Path

    from llamita.corpus.sources.cache import Cache
    from llamita.corpus.sources.registries import Registries
    from llamita.files.http_download import Client

_MAX_RELEASE_BYTES: Final = 8 << 20
_MAX_LINE_CHARACTERS: Final = 1 << 20
_CHECKSUM: Final = re.compile(r" ?([0-9a-f]{64}) +([0-9]{1,15}) +(\S{1,500})")
_PACKAGING: Final = re.compile(r"\.debian\.tar\.|\.diff\.gz$")
# They say how it was packed and signed.
_NOT_FOR_US: Final = (".dsc", ".asc", ".sig")
_INDEXES: Final[Mapping[str, str]] = {
    "source": "main/source/Sources.xz",
    "binary": "main/binary-amd64/Packages.xz",
}


@dataclass(frozen=True)
class DebianPackages:
    """The packages of one kind in one release.

    Reads the whole index once, and keeps what it says of ``names``.
    """

    registries: Registries
    cache: Cache
    suite: str
    kind: Literal["source", "binary"]
    names: Set[str]
    """The packages that may be asked for."""

    @cached_property
    def client(self) -> Client:
        """Whoever downloads from the mirror."""
        return self.registries.debian_client()

    @cached_property
    def release(self) -> str:
        """The release file.

        Raises:
            FetchError: no mirror can be reached over HTTPS.
        """
        return read_release(self.registries, self.suite)

    def package(self, name: str, version: str | None) -> Package:
        """What the release has under this name; of several versions the newest.

        Raises:
            NotThere: it has none.
            FetchError: no mirror can be reached, or its index is damaged.
        """
        paragraphs = [
            paragraph
            for paragraph in self._paragraphs.get(name, [])
            if version in {None, paragraph.get("Version")}
        ]
        if not paragraphs:
            wanted = f"`{name}` {version}" if version else f"`{name}`"
            raise NotThere(f"Debian {self.suite} has no {self.kind} package {wanted}")
        newest = max(paragraphs, key=lambda paragraph: Version.from_string(paragraph["Version"]))
        files = _source_files(newest) if self.kind == "source" else _binary_files(newest)
        return Package(name, newest["Version"], files)

    def addresses(self, name: str, path: str) -> list[str]:
        """Where a file may lie."""
        del name
        return [f"{mirror}/{path}" for mirror in self.registries.debian_mirrors()]

    @cached_property
    def _paragraphs(self) -> dict[str, list[dict[str, str]]]:
        """Of every package in ``names`` what the index says."""
        found: dict[str, list[dict[str, str]]] = {}
        try:
            with lzma.open(self._index(), "rt", encoding="utf-8", errors="replace") as lines:
                for paragraph in _paragraphs(lines):
                    if paragraph.get("Package") in self.names and "Version" in paragraph:
                        found.setdefault(paragraph["Package"], []).append(paragraph)
        except (lzma.LZMAError, EOFError) as error:
            raise FetchError(f"the index of Debian {self.suite} is damaged: {error}") from error
        return found

    def _index(self) -> Path:
        file = _index_file(self.release, _INDEXES[self.kind], self.suite)
        found = self.cache.find(file)
        if found is not None:
            return found
        partial = self.cache.partial(file.sha256)
        path = f"dists/{self.suite}/{file.path}"
        download_from_any(self, self.addresses("", path), partial, file.size_bytes, lambda _: None)
        return self.cache.keep(partial, file, self.client.who)


def read_release(registries: Registries, suite: str) -> str:
    """The release file of a suite, from the first mirror that has it.

    Raises:
        FetchError: no mirror can be reached over HTTPS.
    """
    client = registries.debian_client(for_index=True)
    *others, last = [f"{mirror}/dists/{suite}/InRelease" for mirror in registries.debian_mirrors()]
    for address in others:
        try:
            return read_address(client, address, limit_bytes=_MAX_RELEASE_BYTES).decode("utf-8", "replace")
        except FetchError:
            continue
    return read_address(client, last, limit_bytes=_MAX_RELEASE_BYTES).decode("utf-8", "replace")


def release_name(release: str) -> str:
    """Which release it is and from when, for the lock."""
    fields = next(_paragraphs(line for line in release.splitlines(keepends=True) if ": " in line), {})
    return f"{fields.get('Codename', '')} {fields.get('Version', '')}, {fields.get('Date', '')}"


def _index_file(release: str, path: str, suite: str) -> LockedFile:
    for line in release.splitlines():
        match = _CHECKSUM.fullmatch(line)
        if match and match[3] == path:
            return LockedFile(path, int(match[2]), match[1])
    raise FetchError(f"the release file of Debian {suite} has no `{path}`")


def _paragraphs(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """The paragraphs of a control file; only what an index of packages needs of that form."""
    paragraph: dict[str, str] = {}
    key = ""
    for line in lines:
        if len(line) > _MAX_LINE_CHARACTERS:
            raise FetchError(f"an index of Debian has a line of {len(line)} characters")
        if not line.strip():
            if paragraph:
                yield paragraph
            paragraph, key = {}, ""
        elif line[0] in " \t":
            paragraph[key] = paragraph.get(key, "") + "\n" + line.strip()
        else:
            key, _, value = line.partition(":")
            paragraph[key] = value.strip()
    if paragraph:
        yield paragraph


def _source_files(paragraph: Mapping[str, str]) -> tuple[Wanted, ...]:
    matches = map(_CHECKSUM.fullmatch, paragraph.get("Checksums-Sha256", "").strip().splitlines())
    files = [
        Wanted(
            f"{paragraph.get('Directory', '')}/{match[3]}",
            int(match[2]),
            match[1],
            # Without the packaging there is no copyright file of Debian's; the release's own are there still.
            is_needed=not _PACKAGING.search(match[3]),
        )
        for match in matches
        if match and not match[3].endswith(_NOT_FOR_US)
    ]
    # The smallest first: what is not there is known soon.
    return tuple(sorted(files, key=lambda file: (file.size_bytes or 0, file.path)))


def _binary_files(paragraph: Mapping[str, str]) -> tuple[Wanted, ...]:
    size, sha256 = paragraph.get("Size", ""), paragraph.get("SHA256", "")
    if not size.isdigit():
        raise FetchError(f"an index of Debian has a package of {shown(size)} bytes")
    return (Wanted(paragraph.get("Filename", ""), int(size), sha256),)
