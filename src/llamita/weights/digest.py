"""One name for the exact numbers of a checkpoint."""

from __future__ import annotations

import hashlib
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
