"""The meaning of the model: a Llama decoder in plain NumPy, float32, made to be read.

Every other engine is held to this one. Read ``forward`` first; ``cache`` is the paged memory of keys
and values; ``engine`` is the contract around them.
"""

from llamita.engines.reference.engine import ReferenceEngine

__all__ = ["ReferenceEngine"]
