"""Where things lie below the store's home.

    HOME/pull.lock                         held by whoever pulls
    HOME/licenses.json                     which licenses have been accepted
    HOME/models/NAME/                      an installed model: its files
    HOME/models/NAME/record.json           what they are and where they came from
    HOME/models/.staging/NAME/             a pull under way, or what a killed one left
        download/                          wheels, and the part of one that can be resumed
        hub/COMMIT/                        files from the hub, kept until they are all there
        temporary/                         scratch of child programs
        model/                             becomes HOME/models/NAME by one rename

Staging lies below ``models`` so that both are in one file system even where ``models`` is a link to a
bigger disk; a rename is atomic only there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from llamita.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


def default_home(environment: Mapping[str, str]) -> Path:
    """Find the store's folder: ``LLAMITA_HOME``, else the platform's cache folder for Llamita.

    Raises:
        StoreError: ``LLAMITA_HOME`` is in the home folder of somebody who has none.
    """
    chosen = environment.get("LLAMITA_HOME")
    if not chosen:
        return Path(platformdirs.user_cache_dir("llamita", appauthor=False))
    try:
        return Path(chosen).expanduser()
    except RuntimeError as error:
        raise StoreError(f"cannot use `{chosen}`: no home folder is known for its `~`") from error


def is_model_name(name: str) -> bool:
    """Tell whether ``name`` can be a folder of the store; names with separators or a leading dot cannot."""
    return _NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Places:
    """The paths of one store."""

    home: Path
    """The store's folder."""

    @property
    def lock(self) -> Path:
        """The file that is locked while somebody pulls."""
        return self.home / "pull.lock"

    @property
    def licenses(self) -> Path:
        """The file that says which licenses have been accepted."""
        return self.home / "licenses.json"

    @property
    def models(self) -> Path:
        """The folder with one folder per installed model."""
        return self.home / "models"

    @property
    def staging(self) -> Path:
        """The folder for everything unfinished."""
        return self.models / ".staging"

    def model(self, name: str) -> Path:
        """The folder of an installed model; it exists if and only if the model is installed."""
        return self.models / name


@dataclass(frozen=True, slots=True)
class Workshop:
    """The staging folder of one pull."""

    folder: Path
    """``models/.staging/NAME``."""

    @property
    def download(self) -> Path:
        """Where wheels arrive."""
        return self.folder / "download"

    @property
    def hub(self) -> Path:
        """Where files from the hub arrive, in a folder named after their commit."""
        return self.folder / "hub"

    @property
    def temporary(self) -> Path:
        """What child programs get as their temporary folder."""
        return self.folder / "temporary"

    @property
    def model(self) -> Path:
        """The model's folder before it is published."""
        return self.folder / "model"

    def model_path(self, names: Iterable[str]) -> Path:
        """What the model of these files in ``model`` is opened by: its only file, or the folder."""
        first, *others = names
        return self.model if others else self.model / first
