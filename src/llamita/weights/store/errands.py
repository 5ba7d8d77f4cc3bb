"""What a pull is sent for, and what it brings back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.files.progress import ProgressSink
    from llamita.weights.store.entries import ModelEntry
    from llamita.weights.store.places import Workshop


@dataclass(frozen=True, kw_only=True, slots=True)
class Errand:
    """What is to be fetched, and with what."""

    entry: ModelEntry
    """The model."""
    workshop: Workshop
    """Where everything unfinished goes."""
    environment: Mapping[str, str]
    """What child programs see, and where the package configuration and the hub's address are read."""
    progress: ProgressSink
    """Who is told."""

    def announce(self) -> None:
        """Tell that the model is about to be fetched, and under which license."""
        license = self.entry.license
        self.progress.note(f"pulling {self.entry.name}, license {license.identifier} ({license.url})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Supply:
    """The files of a model, checked, durable and ready in ``Workshop.model``."""

    origin: str
    """Where they came from, for people to read."""
    sha256s: Mapping[str, str]
    """Name of each file -> its checksum."""
