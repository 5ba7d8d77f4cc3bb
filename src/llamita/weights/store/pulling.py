"""Brings a model into the store so that at every moment it is either wholly there or not at all.

Everything is prepared in a staging folder and published by one rename. Whatever kills this process leaves
staging behind; the next pull of any model cleans it, and keeps what saves a download.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import filelock

from llamita.errors import CapacityError, StoreError
from llamita.files.disk import delete, disk_failures_in_words, head_sha256_of, sync_folder
from llamita.weights.store.entries import HubSource, PackageSource
from llamita.weights.store.packages import (
    clean_downloads,
    rescue_finished_wheel,
    supply_from_file,
    supply_from_package,
)
from llamita.weights.store.records import InstalledModel, StoredFile, read_if_ready, write_record
from llamita.weights.store.ways import model_and_download_bytes, model_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llamita.files.progress import ProgressSink
    from llamita.weights.store.errands import Errand, Supply
    from llamita.weights.store.places import Places, Workshop

_POLL_S = 0.1


def pull_model(places: Places, errand: Errand, *, source: Path | None) -> InstalledModel:
    """Fetch a model and install it; a damaged or outdated one of the same name is replaced.

    Args:
        places: the store.
        errand: what to fetch, into the workshop ``places`` has for it.
        source: what the user has of it already; nothing else is then tried.

    Raises:
        StoreError: no way leads to the model, ``source`` is not it, or the store cannot be written.
        CapacityError: the disk is full; only what has come from the hub is kept, for the next pull.
    """
    with disk_failures_in_words(places.home, _needed_bytes(errand, source)):
        places.staging.mkdir(parents=True, exist_ok=True)
        with _pull_lock(places.lock, errand.progress):
            # Whoever held the lock before may have pulled this very model.
            model = read_if_ready(places.model(errand.entry.name), errand.entry)
            return model or _pull_alone(places, errand, source)


def forget_download(places: Places, workshop: Workshop) -> bool:
    """Delete what an unfinished pull has left of a model; tell whether there was anything.

    Raises:
        StoreError: a pull is running.
    """
    if not workshop.folder.is_dir():
        return False
    try:
        with filelock.FileLock(places.lock, timeout=0):
            delete(workshop.folder)
    except filelock.Timeout as error:
        raise StoreError("a pull is running, which may need what is there", hint="end it first") from error
    return True


def _needed_bytes(errand: Errand, source: Path | None) -> int:
    origin = errand.entry.source
    if isinstance(origin, HubSource):
        return origin.size_bytes
    return model_bytes(origin) if source else model_and_download_bytes(origin)


@contextmanager
def _pull_lock(path: Path, progress: ProgressSink) -> Iterator[None]:
    lock = filelock.FileLock(path)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        progress.note("another pull is running; waiting")
        lock.acquire(poll_interval=_POLL_S)
    try:
        yield
    finally:
        lock.release()


def _pull_alone(places: Places, errand: Errand, source: Path | None) -> InstalledModel:
    package = errand.entry.source if isinstance(errand.entry.source, PackageSource) else None
    leftover = rescue_finished_wheel(errand, package) if package else None
    _clean_staging(places, errand)
    try:
        supply = _supply(errand, source, leftover)
        model = _publish(places, errand, supply)
    except BaseException as error:
        # On a full disk even half a wheel goes; what has come from the hub may have taken a day.
        if isinstance(error, CapacityError | OSError):
            delete(errand.workshop.download)
        _clean_staging(places, errand)
        raise
    delete(errand.workshop.folder)
    return model


def _supply(errand: Errand, source: Path | None, leftover: Path | None) -> Supply:
    # Late: what serves one kind of source costs the others nothing.
    from llamita.weights.store.from_disk import supply_from_disk  # noqa: PLC0415
    from llamita.weights.store.hub import supply_from_hub  # noqa: PLC0415

    entry = errand.entry
    if isinstance(entry.source, PackageSource):
        if source:
            return supply_from_file(errand, entry.source, source)
        return supply_from_package(errand, entry.source, leftover)
    if source:
        return supply_from_disk(errand, source)
    return supply_from_hub(errand, entry.source)


def _clean_staging(places: Places, errand: Errand) -> None:
    """Delete all that is unfinished, but what saves a download.

    That is the wheel of this model, whole or in part; and what has come from the hub, of any model: it may
    be many gigabytes, and only removing that model throws it away.
    """
    workshop = errand.workshop
    for folder in places.staging.iterdir():
        for path in folder.iterdir() if folder.is_dir() else ():
            is_download = folder == workshop.folder and path == workshop.download
            if not is_download and path.name != workshop.hub.name:
                delete(path)
        if not folder.is_dir() or not any(folder.iterdir()):
            delete(folder)
    if isinstance(errand.entry.source, PackageSource):
        clean_downloads(errand, errand.entry.source)


def _publish(places: Places, errand: Errand, supply: Supply) -> InstalledModel:
    entry, prepared = errand.entry, errand.workshop.model
    final = places.model(entry.name)
    files = tuple(
        StoredFile(
            name=name,
            size_bytes=(prepared / name).stat().st_size,
            sha256=sha256,
            head_sha256=head_sha256_of(prepared / name),
        )
        for name, sha256 in sorted(supply.sha256s.items())
    )
    model = InstalledModel(
        name=entry.name,
        path=final / errand.workshop.model_path(supply.sha256s).relative_to(prepared),
        files=files,
        source=supply.origin,
        license=entry.license.identifier,
        pulled_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    write_record(prepared, model)
    sync_folder(prepared)
    if final.is_symlink() or final.exists():
        final.rename(errand.workshop.folder / "replaced")
    prepared.rename(final)
    sync_folder(places.models)
    return model
