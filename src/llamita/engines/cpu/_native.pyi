"""What native/bindings gives Python."""

from collections.abc import Callable, Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

class _Machine(TypedDict):
    architecture: str
    brand: str
    features: dict[str, bool]

def machine() -> _Machine:
    """What the processor can do; every feature looked for on this architecture, also the absent."""

def measure_read_bandwidth(num_threads: int, size_bytes: int, min_seconds: float) -> float:
    """Bytes per second that the threads read together, each its own part of a buffer."""

def arithmetic_tables() -> list[str]:
    """The kernel tables whose arithmetic can be measured on this machine, the widest first."""

def measure_peak_arithmetic(num_threads: int, kind: str, table: str, min_seconds: float) -> float:
    """Operations per second of the threads together, in registers; ``kind`` is ``int8`` or ``fma``."""

def kernel_tables() -> list[str]:
    """The tables of native/kernels that this processor runs, the best one first."""

class Cache:
    """Keys and values of one sequence (native/include/llamita/cache.h)."""

    @property
    def length_tokens(self) -> int: ...
    @property
    def limit_tokens(self) -> int: ...
    @property
    def size_bytes(self) -> int: ...
    def truncate(self, length_tokens: int) -> None: ...
    def fork(self, length_tokens: int) -> Cache: ...
    def dump(self) -> NDArray[np.uint8]: ...
    def restore(self, length_tokens: int, dumped: NDArray[np.uint8]) -> None: ...

class Model:
    """A decoder (native/include/llamita/model.h)."""

    def __init__(
        self,
        *,
        sizes: Sequence[int],
        norm_epsilon: float,
        rope_base: float,
        rope_scale: float,
        kernels: str,
        num_threads: int,
        kv_format: int,
    ) -> None:
        """Sizes in the order of ModelShape; ``kernels`` may be empty for the best table."""

    @property
    def kernel_table(self) -> str: ...
    @property
    def num_threads(self) -> int: ...
    @property
    def size_bytes(self) -> int: ...
    @property
    def bytes_per_token(self) -> int: ...
    @property
    def page_bytes(self) -> int: ...
    def set_matrix(
        self, role: int, layer: int, gguf_type: int, num_rows: int, num_values: int, data: NDArray[np.uint8]
    ) -> None: ...
    def set_matrix_from_file(
        self,
        role: int,
        layer: int,
        gguf_type: int,
        num_rows: int,
        num_values: int,
        descriptor: int,
        start_bytes: int,
        size_bytes: int,
    ) -> None: ...
    def set_norm(self, role: int, layer: int, weight: NDArray[np.float32]) -> None: ...
    def check_complete(self) -> None: ...
    def new_cache(self, limit_tokens: int) -> Cache: ...
    def step(
        self,
        reads: Sequence[tuple[Cache, NDArray[np.int32], int, NDArray[np.float32]]],
        cancel: Callable[[], bool] | None,
    ) -> bool:
        """Whether it was finished: ``cancel`` did not say otherwise."""
