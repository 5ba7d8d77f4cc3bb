"""Reads a commit out of a local git repository: the bytes of its blobs, as git stores them.

`git archive` would do what the repository's own attributes say (leave files out, rewrite text, run filters),
so blobs are asked for one by one. No hook, filter or transport is run, whatever the repository configures.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Final

from llamita.corpus.archives.allowance import Allowance
from llamita.corpus.archives.git_process import Git, running_git
from llamita.corpus.archives.member import ArchiveLimits, Entry
from llamita.corpus.archives.placing import Placing
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llamita.corpus.archives.member import Member

_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_LISTED: Final = re.compile(
    rb"(?P<mode>[0-7]{6}) (blob|commit) (?P<id>[0-9a-f]{40,64}) +(?P<size>[0-9]{1,18}|-|BAD)\t(?P<name>.+)",
    re.DOTALL,
)
_ANSWER: Final = re.compile(rb"(?P<id>[0-9a-f]{40,64}) blob (?P<size>[0-9]{1,18})\n")
_LINK_MODE: Final = b"120000"
_SUBMODULE_MODE: Final = b"160000"
_MAX_RECORD_BYTES: Final = 1 << 16
_CHUNK_BYTES: Final = 1 << 16
_MAX_ERROR_BYTES: Final = 2000
_LFS_START: Final = b"version https://git-lfs.github.com/spec/"
_MAX_LFS_BYTES: Final = 1024  # the specification's own limit for a pointer


def commit_members(repository: Path, commit: str, limits: ArchiveLimits | None = None) -> Iterator[Member]:
    """The files of a commit, in git's order.

    Args:
        repository: a clone on this machine, bare or not; its working tree is not looked at.
        commit: its full id, in hexadecimal.
        limits: how much is read.

    Raises:
        CorpusError: there is no such commit, git is missing, or the repository is damaged or too large.
    """
    if not _COMMIT.fullmatch(commit):
        raise CorpusError(f"`{commit[:80]}` is no full commit id: expected 40 or 64 hexadecimal digits")
    limits = limits or ArchiveLimits()
    reader = _Repository(repository, Allowance(limits, limits.max_unpacked_bytes))
    try:
        yield from Placing(limits.max_path_bytes).members(reader.entries(commit))
    except OSError as error:
        raise CorpusError(f"git stopped while it read `{repository}`: {error}") from error


class _Repository:
    """One reading of a repository."""

    def __init__(self, path: Path, allowance: Allowance) -> None:
        self._path = path
        self._allowance = allowance

    def entries(self, commit: str) -> Iterator[Entry]:
        with (
            running_git(self._path, "cat-file", "--batch") as blobs,
            running_git(self._path, "ls-tree", "-r", "-z", "--long", "--full-tree", commit) as listing,
        ):
            for record in self._records(listing.stdout):
                self._allowance.member(str(self._path))
                yield self._entry(record, blobs)

    def _records(self, listing: IO[bytes]) -> Iterator[bytes]:
        rest = b""
        while data := listing.read(_CHUNK_BYTES):
            *records, rest = (rest + data).split(b"\0")
            yield from records
            if len(rest) > _MAX_RECORD_BYTES:
                raise self._damaged("a name has no end")
        if rest:
            raise self._damaged("the list of files is cut")

    def _entry(self, record: bytes, blobs: Git) -> Entry:
        match = _LISTED.fullmatch(record)
        if match is None:
            raise self._damaged("a line of the list of files is of another form")
        name, mode = match["name"], match["mode"]
        if mode == _SUBMODULE_MODE:
            return Entry(name, 0, None, "submodule")
        if not match["size"].isdigit():
            raise self._damaged(f"blob {match['id'].decode()} is missing")
        size_bytes = int(match["size"])
        if mode == _LINK_MODE:
            return Entry(name, size_bytes, None, "link")
        if size_bytes > self._allowance.limits.max_member_bytes:
            return Entry(name, size_bytes, None, "too large")
        self._allowance.unpacked(size_bytes, str(self._path))
        data = self._blob(match["id"], size_bytes, blobs)
        if size_bytes <= _MAX_LFS_BYTES and data.startswith(_LFS_START):
            return Entry(name, size_bytes, None, "git-lfs pointer")
        return Entry(name, size_bytes, data)

    def _blob(self, blob_id: bytes, size_bytes: int, blobs: Git) -> bytes:
        try:
            blobs.stdin.write(blob_id + b"\n")
            blobs.stdin.flush()
        except OSError as error:
            raise self._damaged(f"git stopped before blob {blob_id.decode()}") from error
        match = _ANSWER.fullmatch(blobs.stdout.readline(_MAX_ERROR_BYTES))
        if match is None or match["id"] != blob_id or int(match["size"]) != size_bytes:
            raise self._damaged(f"blob {blob_id.decode()} is not as listed")
        data = blobs.stdout.read(size_bytes + 1)
        if len(data) != size_bytes + 1:
            raise self._damaged(f"blob {blob_id.decode()} is cut")
        return data[:-1]

    def _damaged(self, what: str) -> CorpusError:
        return CorpusError(f"the repository `{self._path}` is damaged: {what}", hint="run `git fsck` there")
