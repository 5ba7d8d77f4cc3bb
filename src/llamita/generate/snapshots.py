"""Snapshots: what requests have read, kept on disk for those of a later process."""

from __future__ import annotations

import os
import re
import time
import warnings
from contextlib import suppress
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Final, Generic

from llamita.engines.contract import CacheT
from llamita.errors import ArtifactError, CapacityError, LlamitaError, RequestError
from llamita.generate.common_prefix import begins_with, common_length
from llamita.generate.snapshot_file import SUFFIX, read_data, read_head, snapshot_name, write_snapshot

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from llamita.engines.contract import Engine
    from llamita.generate.snapshot_file import SnapshotHead

_NAME: Final = re.compile(f"[0-9a-f]{{64}}{re.escape(SUFFIX)}")

# A snapshot is read whole, however little of it a prompt begins with. In the default model a token from
# disk takes some 0.1 ms, checksum included, and computing it ten times that; larger models gain more.
_WORTH: Final = 8

# Each is opened once in a process; so many of 8,000 tokens each take 30 ms.
_MAX_FILES: Final = 200

# A dump holds no more than float32 numbers, in pages of no more tokens than this.
_MOST_PAGE_TOKENS: Final = 1024
_FLOAT32_BYTES: Final = 4

# What a killed process was writing; one that lives has renamed it long before.
_ABANDONED_S: Final = 3600


class Snapshots(Generic[CacheT]):
    """A folder of snapshots, bounded in size; several processes may use it at once.

    Whatever is wrong with a file or with the disk is a warning: the prompt is then read by the engine, as
    it would be without snapshots. A damaged file is removed.

    Args:
        folder: where they are; made when it is not there.
        engine: what the caches are of. Only snapshots of an equal ``Cache.key`` are used.
        limit_tokens: how many tokens the caches may hold.
        limit_bytes: how much disk they may take together; the least recently used goes first.

    Raises:
        RequestError: ``folder`` is no folder and cannot be made one.
    """

    def __init__(self, folder: Path, engine: Engine[CacheT], *, limit_tokens: int, limit_bytes: int) -> None:
        try:
            # They tell what was asked: nobody else is to read them.
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise RequestError(f"cannot keep snapshots in `{folder}`: {reason}") from error
        self._folder = folder
        self._engine = engine
        self._limit_tokens = limit_tokens
        self._limit_bytes = limit_bytes
        # By path; None for those of another key or version. Replaced, never changed: see ``PrefixCache``.
        self._heads: dict[Path, SnapshotHead | None] = {}
        self._lock = RLock()

    def restore(self, token_ids: NDArray[np.int64], *, longer_than: int) -> CacheT | None:
        """A new cache with the longest beginning of ``token_ids`` that a snapshot holds.

        Args:
            token_ids: what is about to be read.
            longer_than: how many tokens of it the caller has already.

        Returns:
            None where no snapshot is worth being read for it.
        """
        with self._lock:
            found = [(common_length(head.token_ids, token_ids), head) for head in self._known()]
            found.sort(key=lambda pair: (-pair[0], len(pair[1].token_ids)))
            for length_tokens, head in found:
                if (length_tokens - longer_than) * _WORTH < len(head.token_ids):
                    continue
                cache = self._restored(head)
                if cache is not None:
                    _mark_used(head.path)
                    cache.truncate(length_tokens)
                    return cache
        return None

    def save(self, token_ids: NDArray[np.int64], cache: CacheT) -> None:
        """Keep what a cache holds, if no snapshot does; those that it makes needless are removed.

        Args:
            token_ids: what the cache holds, at least one.
            cache: is read, not changed.
        """
        with self._lock:
            known = self._known()
            for head in known:
                if begins_with(head.token_ids, token_ids):
                    _mark_used(head.path)
                    return
            path = self._folder / snapshot_name(self._key, token_ids)
            try:
                data = cache.dump()
                if data.nbytes > self._limit_bytes:
                    raise CapacityError(
                        f"{len(token_ids)} tokens take {data.nbytes} bytes, limited to {self._limit_bytes}"
                    )
                write_snapshot(path, self._key, token_ids, data)
            except LlamitaError as error:
                # Another process may have been faster.
                if not path.exists():
                    _warn(f"no snapshot was kept: {error}")
                return
            for head in known:
                if begins_with(token_ids, head.token_ids):
                    _remove(head.path)
            self._drop_least_recently_used()

    @cached_property
    def _key(self) -> str:
        return self._engine.new_cache(1).key

    def _known(self) -> list[SnapshotHead]:
        """The snapshots that caches of this engine can be made from; each file is opened once."""
        paths = [path for path, _ in self._files()[:_MAX_FILES]]
        known = self._heads
        self._heads = {path: known[path] if path in known else self._read_head(path) for path in paths}
        heads = [head for head in self._heads.values() if head is not None]
        return [head for head in heads if len(head.token_ids) <= self._limit_tokens]

    def _read_head(self, path: Path) -> SnapshotHead | None:
        # Not below: that a model's own file is damaged is no fault of the snapshot.
        key = self._key
        try:
            return read_head(path, key)
        except ArtifactError as error:
            _discard(path, error)
        except OSError as error:
            _warn_unreadable(path, error)
        return None

    def _restored(self, head: SnapshotHead) -> CacheT | None:
        try:
            self._check_size(head)
            return self._engine.restore(self._limit_tokens, len(head.token_ids), read_data(head))
        except (ArtifactError, RequestError) as error:
            _discard(head.path, error)
        except OSError as error:
            _warn_unreadable(head.path, error)
        except (CapacityError, MemoryError):
            # What is left of memory may do for the engine to read the prompt itself.
            return None
        return None

    def _check_size(self, head: SnapshotHead) -> None:
        """Refuse data that no engine could have dumped, before there is memory for it."""
        most_tokens = len(head.token_ids) + _MOST_PAGE_TOKENS
        most_bytes = most_tokens * self._engine.spec.cache_floats_per_token * _FLOAT32_BYTES
        if head.data_bytes > most_bytes:
            raise ArtifactError(
                f"snapshot `{head.path}` is damaged: expected at most {most_bytes} bytes of data, "
                f"got {head.data_bytes}"
            )

    def _files(self) -> list[tuple[Path, os.stat_result]]:
        """All snapshots of whatever model, the one used last first."""
        found = []
        for path in self._folder.glob(f"*{SUFFIX}"):
            # A file that another process has removed by now is no loss.
            with suppress(OSError):
                if _NAME.fullmatch(path.name):
                    found.append((path, path.lstat()))
        return sorted(found, key=lambda pair: pair[1].st_mtime_ns, reverse=True)

    def _drop_least_recently_used(self) -> None:
        kept_bytes = 0
        for index, (path, status) in enumerate(self._files()):
            kept_bytes += status.st_size
            if kept_bytes > self._limit_bytes or index >= _MAX_FILES:
                _remove(path)
        for path in self._folder.glob(f".*{SUFFIX}.*.part"):
            with suppress(OSError):
                if time.time() - path.lstat().st_mtime > _ABANDONED_S:
                    path.unlink()


def _mark_used(path: Path) -> None:
    with suppress(OSError):
        os.utime(path)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _discard(path: Path, error: LlamitaError) -> None:
    _remove(path)
    _warn(f"{error}; it is not used")


def _warn_unreadable(path: Path, error: OSError) -> None:
    # Removed by another process meanwhile: as if it had never been there.
    if not isinstance(error, FileNotFoundError):
        _warn(f"cannot read snapshot `{path}`: {(error.strerror or str(error)).lower()}")


def _warn(message: str) -> None:
    warnings.warn(message, stacklevel=2)
