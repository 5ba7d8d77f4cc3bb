"""Files <-> named arrays: one reader per format, block formats in NumPy, and the model store."""

from llamita.weights.checkpoint import Checkpoint, StoredTensor
from llamita.weights.gguf import read_gguf

__all__ = ["Checkpoint", "StoredTensor", "read_gguf"]
