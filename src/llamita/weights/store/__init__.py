"""The model store: models on this disk, by name; pulled whole or not at all, checked by their sha256."""

from llamita.weights.progress import ProgressSink, SilentProgress
from llamita.weights.store.places import default_home
from llamita.weights.store.records import InstalledModel
from llamita.weights.store.registry import DEFAULT_MODEL, REGISTRY, ModelEntry, PackageSource, Registry
from llamita.weights.store.store import DamagedModel, ModelStore, Verification

__all__ = [
    "DEFAULT_MODEL",
    "REGISTRY",
    "DamagedModel",
    "InstalledModel",
    "ModelEntry",
    "ModelStore",
    "PackageSource",
    "ProgressSink",
    "Registry",
    "SilentProgress",
    "Verification",
    "default_home",
]
