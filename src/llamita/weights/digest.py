"""One name for the exact numbers of a checkpoint: of its weights, or of the whole model."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llamita.weights.checkpoint import Checkpoint


def weights_digest(checkpoint: Checkpoint) -> str:
    """sha256 over every tensor's name, shape, format and bytes; metadata and order do not count."""
    digest = hashlib.sha256()
    for name, tensor in sorted(checkpoint.tensors.items()):
        digest.update(f"{name} {tensor.shape} {tensor.format.name}\n".encode())
        digest.update(tensor.data.data)
    return digest.hexdigest()


def model_digest(checkpoint: Checkpoint) -> str:
    """sha256 over the weights and the spec: over all that decides what an engine computes.

    The form of dialog does not count. The rope base does: the same weights, loaded with another one, leave
    other keys in a cache.
    """
    spec = replace(checkpoint.spec, dialog=None)
    return hashlib.sha256(f"{weights_digest(checkpoint)} {spec}".encode()).hexdigest()
