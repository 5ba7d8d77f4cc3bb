"""The model store: models on this disk, by name; pulled whole or not at all, checked by their sha256."""

from llamita.files.progress import ProgressSink, SilentProgress
from llamita.weights.store.entries import HubSource, License, ModelEntry, PackageSource, Registry
from llamita.weights.store.licenses import Acceptance
from llamita.weights.store.places import default_home
from llamita.weights.store.records import InstalledModel, StoredFile
from llamita.weights.store.registry import DEFAULT_MODEL, REGISTRY
from llamita.weights.store.store import DamagedModel, ModelStore, Verification, VerifiedFile

__all__ = [
    "DEFAULT_MODEL",
    "REGISTRY",
    "Acceptance",
    "DamagedModel",
    "HubSource",
    "InstalledModel",
    "License",
    "ModelEntry",
    "ModelStore",
    "PackageSource",
    "ProgressSink",
    "Registry",
    "SilentProgress",
    "StoredFile",
    "Verification",
    "VerifiedFile",
    "default_home",
]
