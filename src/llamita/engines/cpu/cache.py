"""CpuCache: the contract around a native cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from llamita.errors import CapacityError, RequestError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from llamita.engines.cpu import _native


class CpuCache:
    """What one sequence has read. Made by ``CpuEngine.new_cache``."""

    def __init__(self, native: _native.Cache, key: Callable[[], str]) -> None:
        self.native = native
        self._key = key

    @property
    def length_tokens(self) -> int:
        """How many tokens it holds."""
        return self.native.length_tokens

    @property
    def limit_tokens(self) -> int:
        """How many tokens it may hold."""
        return self.native.limit_tokens

    @property
    def size_bytes(self) -> int:
        """Memory its pages take, shared ones counted fully."""
        return self.native.size_bytes

    @property
    def key(self) -> str:
        """What a snapshot of it would have to match; worked out when first asked for."""
        return self._key()

    def truncate(self, length_tokens: int) -> None:
        """Forget everything from position ``length_tokens`` on."""
        self._check_length(length_tokens)
        self.native.truncate(length_tokens)

    def fork(self, length_tokens: int) -> Self:
        """A cache that shares the first ``length_tokens`` tokens; a page is copied when first written."""
        self._check_length(length_tokens)
        return type(self)(self.native.fork(length_tokens), self._key)

    def dump(self) -> NDArray[np.uint8]:
        """Everything it holds as flat bytes: its pages, one after the other."""
        try:
            return self.native.dump()
        except MemoryError as error:
            raise CapacityError(f"no memory to copy a cache of {self.size_bytes} bytes") from error

    def _check_length(self, length_tokens: int) -> None:
        if not 0 <= length_tokens <= self.length_tokens:
            raise RequestError(f"length must be in [0, {self.length_tokens}] tokens, got {length_tokens}")
