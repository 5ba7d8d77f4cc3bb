"""CpuEngine: the contract around the native model."""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from llamita.engines.contract import Cancelled, Read, check_dump, check_limit, check_reads
from llamita.engines.cpu import _native
from llamita.engines.cpu.cache import CpuCache
from llamita.engines.cpu.loading import load_weights
from llamita.engines.cpu.machine import count_cores
from llamita.errors import CapacityError, RequestError
from llamita.version import VERSION
from llamita.weights.digest import model_digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from llamita.engines.contract import CancelCheck, Logits, Wanted
    from llamita.spec import ModelSpec
    from llamita.weights.checkpoint import Checkpoint

KvFormat = Literal["f16", "int8"]
"""How keys and values are kept: as halves, or as int8 with a scale for each token and head."""

KV_FORMATS: Final = ("f16", "int8")
PAGE_TOKENS: Final = 64
_WANTED: Final = ("none", "last", "all")


class CpuEngine:
    """A model on this processor, its weights packed for the kernels that suit it.

    Results are the same bits on any number of threads, in any batch, for any way a prompt was cut.

    Args:
        checkpoint: where the weights are; they are read and packed at once, in the formats they have.
        num_threads: how many threads compute; None takes one for each core this process may use.
        kv_format: how keys and values are kept.
        kernels: a kernel table's name, to force it; None takes the best that this processor runs.

    Raises:
        RequestError: no such table or format here, or the model has a shape that is not computed.
        CheckpointError: the file was cut short since it was opened.
        CapacityError: the weights do not fit into memory, or the system gives no such number of threads.
    """

    name = "cpu"

    def __init__(
        self,
        checkpoint: Checkpoint,
        *,
        num_threads: int | None = None,
        kv_format: KvFormat = "f16",
        kernels: str | None = None,
    ) -> None:
        if kv_format not in KV_FORMATS:
            raise RequestError(f"no KV format named `{kv_format}`: expected one of {', '.join(KV_FORMATS)}")
        started_s = time.perf_counter()
        self._checkpoint = checkpoint
        self.spec: ModelSpec = checkpoint.spec
        self.kv_format: KvFormat = kv_format
        num_threads = count_cores() if num_threads is None else num_threads
        self._model = _new_model(checkpoint.spec, num_threads, kv_format, kernels or "")
        load_weights(self._model, checkpoint)
        self.load_s = time.perf_counter() - started_s
        """How long reading and packing took."""

    @property
    def kernel_table(self) -> str:
        """Which table of native/kernels computes."""
        return self._model.kernel_table

    @property
    def num_threads(self) -> int:
        """How many threads compute."""
        return self._model.num_threads

    @property
    def weight_bytes(self) -> int:
        """What decoding one token reads of the weights: all but the token embedding, unless it is tied."""
        return self._model.bytes_per_token

    @property
    def packed_bytes(self) -> int:
        """Memory that the packed weights take."""
        return self._model.size_bytes

    @cached_property
    def cache_key(self) -> str:
        """What every cache of this engine is good for. The first call reads the whole file."""
        model = model_digest(self._checkpoint)
        return f"{model}/{self.kv_format}/{self.kernel_table}/{self.name}-{VERSION}"

    def new_cache(self, limit_tokens: int) -> CpuCache:
        """An empty cache for one sequence of at most ``limit_tokens``."""
        check_limit(self.spec, limit_tokens)
        return CpuCache(self._model.new_cache(limit_tokens), key=lambda: self.cache_key)

    def restore(self, limit_tokens: int, length_tokens: int, data: NDArray[np.uint8]) -> CpuCache:
        """A cache that holds what was dumped."""
        expected_bytes = -(-length_tokens // PAGE_TOKENS) * self._model.page_bytes
        check_dump(
            self.spec, limit_tokens, length_tokens, size_bytes=data.nbytes, expected_bytes=expected_bytes
        )
        cache = self.new_cache(limit_tokens)
        try:
            cache.native.restore(length_tokens, np.ascontiguousarray(data, np.uint8))
        except MemoryError as error:
            raise CapacityError(f"no memory to restore a cache of {data.nbytes} bytes") from error
        return cache

    def extend(
        self,
        cache: CpuCache,
        token_ids: Sequence[int],
        *,
        logits: Wanted = "last",
        cancel: CancelCheck | None = None,
    ) -> Logits:
        """Read ``token_ids`` after what ``cache`` holds."""
        return self.step([Read(cache, token_ids, logits)], cancel=cancel)[0]

    def step(self, reads: Sequence[Read[CpuCache]], *, cancel: CancelCheck | None = None) -> list[Logits]:
        """Read for several sequences together: every weight is fetched once for all of them."""
        check_reads(self.spec, reads)
        num_rows = {"none": 0, "last": 1}
        try:
            found = [
                np.empty(
                    (num_rows.get(read.logits, len(read.token_ids)), self.spec.vocabulary_size), np.float32
                )
                for read in reads
            ]
            native_reads = [
                (read.cache.native, np.asarray(read.token_ids, np.int32), _WANTED.index(read.logits), out)
                for read, out in zip(reads, found, strict=True)
            ]
            is_finished = self._model.step(native_reads, cancel)
        except MemoryError as error:
            raise CapacityError(
                f"no memory to read {sum(len(read.token_ids) for read in reads)} tokens",
                hint="use a shorter prompt, or a smaller model",
            ) from error
        if not is_finished:
            raise Cancelled
        return found


def _new_model(spec: ModelSpec, num_threads: int, kv_format: KvFormat, kernels: str) -> _native.Model:
    sizes = [
        spec.num_layers,
        spec.width,
        spec.num_heads,
        spec.num_kv_heads,
        spec.head_width,
        spec.feed_forward_width,
        spec.vocabulary_size,
        spec.context_tokens,
    ]
    try:
        return _native.Model(
            sizes=sizes,
            norm_epsilon=spec.norm_epsilon,
            rope_base=spec.rope_base,
            rope_scale=spec.rope_scale,
            kernels=kernels,
            num_threads=num_threads,
            kv_format=KV_FORMATS.index(kv_format),
        )
    except ValueError as error:
        raise RequestError(f"the cpu engine cannot run this model here: {error}") from error
    except (MemoryError, RuntimeError) as error:
        raise CapacityError(
            f"the system gives no {num_threads} threads: {error}", hint="use fewer threads"
        ) from error
