"""Cache: downloaded files by their checksum; what is in it was whole and right when it came."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import filelock

from llamita.corpus.sources.wanted import WrongFile
from llamita.files.disk import CHUNK_BYTES, disk_failures_in_words, sync_file, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llamita.corpus.lock import LockedFile
    from llamita.files.progress import ProgressSink

_PARTIAL: Final = "partial"
_GIT: Final = "git"


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of files.

    CACHE/SHA256/NAME is a file that is whole; CACHE/partial/SHA256 is one on its way, and stays when it is
    interrupted, so that the next attempt goes on from there. CACHE/git/SHA256 is a bare clone, by the
    checksum of its address.
    """

    folder: Path

    def place(self, sha256: str, name: str) -> Path:
        """Where a file is once it is there."""
        return self.folder / sha256 / name

    def find(self, file: LockedFile) -> Path | None:
        """The file, if it is there."""
        path = self.place(file.sha256, file.name)
        is_there = path.is_file() and path.stat().st_size == file.size_bytes
        return path if is_there else None

    def partial(self, key: str) -> Path:
        """Where a file is on its way."""
        return self.folder / _PARTIAL / key

    def clone(self, key: str) -> Path:
        """Where a bare clone of a git repository is."""
        return self.folder / _GIT / key

    def keep(self, partial: Path, file: LockedFile, who: str) -> Path:
        """Take a file that has arrived, if it is the right one; a wrong one is deleted.

        Args:
            partial: where it arrived.
            file: what it must be.
            who: what messages call the server.

        Raises:
            WrongFile: it is another file.
            OSError: the disk refuses.
        """
        size_bytes = partial.stat().st_size
        sha256 = digest_of(partial)
        if size_bytes != file.size_bytes or sha256 != file.sha256:
            partial.unlink()
            expected = f"{file.size_bytes} bytes with sha256 {file.sha256}"
            raise WrongFile(
                f"{who} sent another file for `{file.path}`: expected {expected}, "
                f"got {size_bytes} bytes with sha256 {sha256}",
                hint="ask another mirror, or `llamita corpus lock` for what this one has",
            )
        return self.take(partial, self.place(sha256, file.name))

    def take(self, partial: Path, place: Path) -> Path:
        """Move a file that is whole to its place, durably.

        Raises:
            OSError: the disk refuses.
        """
        sync_file(partial)
        place.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(place)
        sync_folder(place.parent)
        return place

    @contextmanager
    def held(self, progress: ProgressSink) -> Iterator[None]:
        """Keep other processes from downloading into it meanwhile; waits for one that does.

        Raises:
            CapacityError: the disk is full.
            FetchError: the folder cannot be made or written.
        """
        with disk_failures_in_words(self.folder, 0):
            (self.folder / _PARTIAL).mkdir(parents=True, exist_ok=True)
            lock = filelock.FileLock(self.folder / "lock")
            try:
                lock.acquire(timeout=0)
            except filelock.Timeout:
                progress.note(f"waiting for another process that downloads into `{self.folder}`")
                lock.acquire()
        try:
            yield
        finally:
            lock.release()


def digest_of(path: Path, algorithm: str = "sha256") -> str:
    """The digest of a file, in hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        digest = hashlib.new(algorithm, usedforsecurity=False)
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
