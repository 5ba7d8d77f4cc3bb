"""A name or a path -> a loaded model: the one place, with ``training``, that names an engine."""

from llamita.assembly.bench_cpu import Speed, measure_speed
from llamita.assembly.engines import ENGINE_NAMES, KERNELS_VARIABLE, KV_FORMATS, default_engine
from llamita.assembly.fit import CACHE_TOKENS, MemoryNeed, memory_needs
from llamita.assembly.load import load
from llamita.assembly.machine import Machine, describe_machine, measure_read_bandwidth
from llamita.assembly.source import find_checkpoint, open_store
from llamita.weights.store import DEFAULT_MODEL

__all__ = [
    "CACHE_TOKENS",
    "DEFAULT_MODEL",
    "ENGINE_NAMES",
    "KERNELS_VARIABLE",
    "KV_FORMATS",
    "Machine",
    "MemoryNeed",
    "Speed",
    "default_engine",
    "describe_machine",
    "find_checkpoint",
    "load",
    "measure_read_bandwidth",
    "measure_speed",
    "memory_needs",
    "open_store",
]
