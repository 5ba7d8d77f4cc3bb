"""Fetching: from a lock to its files in the cache, each checked against its size and checksum."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from llamita.corpus.sources.available import Available
from llamita.corpus.sources.cache import Cache
from llamita.corpus.sources.git import git_clone
from llamita.corpus.sources.local import require_unchanged
from llamita.corpus.sources.registries import Registries
from llamita.corpus.sources.wanted import download_from_any, is_not_there
from llamita.errors import CorpusError, FetchError
from llamita.files.disk import disk_failures_in_words, require_space
from llamita.files.progress import piece_of_work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from llamita.corpus.lock import Artifact, Lock, LockedFile
    from llamita.files.progress import ProgressSink

_PAUSE_S: Final = 0.05
"""Between two files: whoever serves a mirror for nothing is not to be rushed."""


def fetch(
    lock: Lock,
    cache_folder: Path,
    progress: ProgressSink,
    *,
    offline: bool = False,
    registries: Registries | None = None,
) -> dict[str, tuple[Path, ...]]:
    """Bring all files of a lock into the cache.

    Args:
        lock: what to bring; of one with folders the ``located`` one.
        cache_folder: where downloads are kept; made where it is not there.
        progress: told how many bytes are there.
        offline: open no connection.
        registries: where to ask; as this user has it configured when None.

    Returns:
        For each project of the lock the paths of its files, under their own names and in the order of the
        lock; of a git repository a bare clone with the commit in it; of a local project nothing.

    Raises:
        CorpusError: ``offline``, and something is not in the cache; or a local project has changed since.
        FetchError: a file cannot be had, or is another one than the lock says.
        CapacityError: the disk is full.
    """
    cache = Cache(cache_folder)
    absent = [
        file
        for artifact in lock.artifacts
        if not artifact.is_local and artifact.kind != "git"
        for file in artifact.files
        if cache.find(file) is None
    ]
    if absent and offline:
        size_bytes = sum(file.size_bytes for file in absent)
        raise CorpusError(
            f"{len(absent)} files of recipe `{lock.recipe}`, {size_bytes} bytes, are not in "
            f"`{cache_folder}`: `{absent[0].path}` is the first",
            hint="do it once with a network and without `--offline`",
        )
    with cache.held(progress):
        fetching = _Fetching(Available(registries or Registries.of_this_user(), cache), offline)
        needed_bytes = sum(file.size_bytes for file in absent)
        with (
            disk_failures_in_words(cache.folder, needed_bytes),
            piece_of_work(progress, f"downloading {len(absent)} files", needed_bytes),
        ):
            require_space(cache.folder, needed_bytes)
            return {
                artifact.project: fetching.files_of(artifact, progress.advance_to)
                for artifact in lock.artifacts
            }


class _Fetching:
    def __init__(self, available: Available, offline: bool) -> None:  # noqa: FBT001
        self._available = available
        self._cache = available.cache
        self._offline = offline
        self._done_bytes = 0

    def files_of(self, artifact: Artifact, advance: Callable[[int], None]) -> tuple[Path, ...]:
        if artifact.is_local:
            require_unchanged(artifact)
            return ()
        if artifact.kind == "git":
            return (git_clone(artifact, self._cache, offline=self._offline),)
        return tuple(self._file(artifact, file, advance) for file in artifact.files)

    def _file(self, artifact: Artifact, file: LockedFile, advance: Callable[[int], None]) -> Path:
        found = self._cache.find(file)
        if found is not None:
            return found
        registry = self._available.by_kind[artifact.kind]
        start_bytes = self._done_bytes
        partial = self._cache.partial(file.sha256)
        try:
            addresses = registry.addresses(artifact.name, file.path)
            download_from_any(
                registry, addresses, partial, file.size_bytes, lambda done: advance(start_bytes + done)
            )
        except FetchError as error:
            if not is_not_there(error):
                raise
            raise FetchError(
                f"`{file.path}` of project `{artifact.project}` can no longer be had: {error}",
                hint="name another mirror, or `llamita corpus lock` for what this one has now",
            ) from error
        path = self._cache.keep(partial, file, registry.client.who)
        self._done_bytes = start_bytes + file.size_bytes
        time.sleep(_PAUSE_S)
        return path
