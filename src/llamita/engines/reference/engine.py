"""ReferenceEngine: the contract around the forward pass."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from llamita.engines.contract import Cancelled, Read, check_dump, check_limit, check_reads
from llamita.engines.reference.cache import PagedCache, dump_shape
from llamita.engines.reference.forward import forward, output_logits
from llamita.errors import CapacityError
from llamita.version import VERSION
from llamita.weights.checkpoint import StoredTensor
from llamita.weights.digest import model_digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from llamita.engines.contract import CancelCheck, Logits, Wanted
    from llamita.engines.reference.forward import Array
    from llamita.spec import ModelSpec
    from llamita.weights.checkpoint import Checkpoint

# A long prompt is read in pieces of this many tokens: large enough that each weight is used often
# while it is in the processor's cache, small enough that `cancel` is looked at every second or so.
CHUNK_TOKENS = 256


class ReferenceEngine:
    """A model held as float32 arrays.

    Args:
        checkpoint: where the weights are; they are read and dequantized at once.

    Raises:
        CapacityError: the float32 weights do not fit into memory.
        CheckpointError: the file was cut short since it was opened.
    """

    name = "reference"

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._checkpoint = checkpoint
        self.spec: ModelSpec = checkpoint.spec
        try:
            self._parameters = _dequantize_all(checkpoint)
        except MemoryError as error:
            gibibytes = checkpoint.spec.num_parameters * 4 / 2**30
            raise CapacityError(
                f"`{checkpoint.name}` needs {gibibytes:.1f} GiB of memory as float32, more than there is",
                hint="use a smaller model with this engine",
            ) from error

    @property
    def kernel_table(self) -> str:
        """The arithmetic is NumPy's."""
        return f"numpy-{np.__version__}"

    @cached_property
    def cache_key(self) -> str:
        """What every cache of this engine is good for. The first call reads the whole file."""
        model = model_digest(self._checkpoint)
        return f"{model}/f32/{self.kernel_table}/{self.name}-{VERSION}"

    def new_cache(self, limit_tokens: int) -> PagedCache:
        """An empty cache for one sequence of at most ``limit_tokens``."""
        check_limit(self.spec, limit_tokens)
        return PagedCache(self.spec, limit_tokens, key=lambda: self.cache_key)

    def restore(self, limit_tokens: int, length_tokens: int, data: NDArray[np.uint8]) -> PagedCache:
        """A cache that holds what was dumped."""
        expected_bytes = math.prod(dump_shape(self.spec, length_tokens)) * np.dtype(np.float32).itemsize
        check_dump(
            self.spec, limit_tokens, length_tokens, size_bytes=data.nbytes, expected_bytes=expected_bytes
        )
        cache = self.new_cache(limit_tokens)
        try:
            cache.fill(length_tokens, data)
        except MemoryError as error:
            raise CapacityError(f"no memory for the keys and values of {length_tokens} tokens") from error
        return cache

    def extend(
        self,
        cache: PagedCache,
        token_ids: Sequence[int],
        *,
        logits: Wanted = "last",
        cancel: CancelCheck | None = None,
    ) -> Logits:
        """Read ``token_ids`` after what ``cache`` holds."""
        return self.step([Read(cache, token_ids, logits)], cancel=cancel)[0]

    def step(self, reads: Sequence[Read[PagedCache]], *, cancel: CancelCheck | None = None) -> list[Logits]:
        """Read for several sequences, one after the other."""
        check_reads(self.spec, reads)
        lengths_tokens = [read.cache.length_tokens for read in reads]
        try:
            for read in reads:
                read.cache.reserve(len(read.token_ids))
            # Damaged weights may hold anything; the caller sees infinities and NaN in the logits.
            with np.errstate(all="ignore"):
                return [self._read(read, cancel) for read in reads]
        except MemoryError as error:
            for read, length_tokens in zip(reads, lengths_tokens, strict=True):
                read.cache.truncate(length_tokens)
            raise CapacityError(
                f"no memory to read {sum(len(read.token_ids) for read in reads)} tokens",
                hint="use a shorter prompt, or a smaller model",
            ) from error

    def _read(self, read: Read[PagedCache], cancel: CancelCheck | None) -> Logits:
        token_ids = np.asarray(read.token_ids, np.int64)
        rows = [np.empty((0, self.spec.vocabulary_size), np.float32)]
        for start in range(0, len(token_ids), CHUNK_TOKENS):
            if cancel is not None and cancel():
                raise Cancelled
            chunk = token_ids[start : start + CHUNK_TOKENS]
            state_TE = forward(self._parameters, self.spec, read.cache, chunk)
            is_last = start + CHUNK_TOKENS >= len(token_ids)
            if read.logits == "all":
                rows.append(output_logits(self._parameters, self.spec, state_TE))
            elif read.logits == "last" and is_last:
                rows.append(output_logits(self._parameters, self.spec, state_TE[-1:]))
        logits_TV: Logits = np.concatenate(rows) if len(rows) > 1 else rows[0]
        return logits_TV


def _dequantize_all(checkpoint: Checkpoint) -> dict[str, Array]:
    # NumPy leaves the interpreter lock during its loops, so threads shorten the wait.
    with ThreadPoolExecutor() as pool:
        arrays = pool.map(StoredTensor.dequantized, checkpoint.tensors.values())
        return dict(zip(checkpoint.tensors, arrays, strict=True))
