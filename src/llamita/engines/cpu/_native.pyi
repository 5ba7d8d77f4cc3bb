"""What native/bindings/python.cpp gives Python."""

from typing import TypedDict

class _Machine(TypedDict):
    architecture: str
    brand: str
    features: dict[str, bool]

def machine() -> _Machine:
    """What the processor can do; every feature looked for on this architecture, also the absent."""

def measure_read_bandwidth(num_threads: int, size_bytes: int, min_seconds: float) -> float:
    """Bytes per second that the threads read together, each its own part of a buffer."""
