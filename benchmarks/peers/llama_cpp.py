"""llama.cpp, compiled for this processor, through its C interface, as its own `llama-bench` does.

Flash attention is on, keys and values are halves. Before anything is timed, the number of threads and the
batch are chosen by trying, apart for reading and for writing: more threads are not always faster.
"""

from __future__ import annotations

import ctypes
import time
from typing import Any

import llama_cpp as library
import numpy as np

from benchmarks.peers.child import serve, token_ids_of

_BATCHES_TOKENS = (128, 256, 512)
_TRIAL_PREFILL_TOKENS = 256
_TRIAL_DECODE_TOKENS = 16
_NUM_TRIALS = 5  # the fastest counts: what disturbs one of them must not choose
# llama.cpp rounds contexts up to this.
_CONTEXT_STEP_TOKENS = 256


class Context:
    """A llama.cpp context: a cache, and the threads and batch it is used with."""

    def __init__(self, model: Any, size_tokens: int, batch_tokens: int, threads: tuple[int, int]) -> None:  # noqa: ANN401 - a ctypes pointer
        params = library.llama_context_default_params()
        params.n_ctx = -(-size_tokens // _CONTEXT_STEP_TOKENS) * _CONTEXT_STEP_TOKENS
        params.n_batch = max(_BATCHES_TOKENS)
        params.n_ubatch = batch_tokens
        params.n_threads_batch, params.n_threads = threads
        params.flash_attn_type = library.LLAMA_FLASH_ATTN_TYPE_ENABLED
        params.type_k = params.type_v = library.GGML_TYPE_F16
        self._context = library.llama_init_from_model(model, params)
        if not self._context:
            raise RuntimeError("llama_init_from_model failed")
        self._vocabulary_size = library.llama_vocab_n_tokens(library.llama_model_get_vocab(model))
        self.length_tokens = 0

    def read(self, token_ids: list[int]) -> None:
        """Read ids after what is held, a batch at a time."""
        for start in range(0, len(token_ids), max(_BATCHES_TOKENS)):
            part = token_ids[start : start + max(_BATCHES_TOKENS)]
            array = (library.llama_token * len(part))(*part)
            if status := library.llama_decode(self._context, library.llama_batch_get_one(array, len(part))):
                raise RuntimeError(f"llama_decode failed with {status}")
        self.length_tokens += len(token_ids)

    def likeliest(self) -> int:
        """The id with the highest logit after what was read."""
        pointer = library.llama_get_logits_ith(self._context, -1)
        return int(np.ctypeslib.as_array(pointer, (self._vocabulary_size,)).argmax())

    def truncate(self, length_tokens: int) -> None:
        """Forget everything from that position on."""
        library.llama_memory_seq_rm(library.llama_get_memory(self._context), 0, length_tokens, -1)
        self.length_tokens = length_tokens

    def prefill_s(self, token_ids: list[int]) -> float:
        """Seconds to read all of them, logits of the last included."""
        started_s = time.perf_counter()
        self.read(token_ids)
        self.likeliest()
        return time.perf_counter() - started_s

    def decode_s(self, token_id: int, num_tokens: int) -> float:
        """Seconds to write so many after ``token_id``."""
        self.read([token_id])
        started_s = time.perf_counter()
        for _ in range(num_tokens):
            self.read([self.likeliest()])
        return time.perf_counter() - started_s

    def close(self) -> None:
        """Free it."""
        library.llama_free(self._context)


class LlamaCpp:
    """A model, and a context for each case."""

    def __init__(self, path: str, num_threads: int) -> None:
        library.llama_backend_init()
        params = library.llama_model_default_params()
        params.n_gpu_layers = 0
        self._model = library.llama_model_load_from_file(path.encode(), params)
        if not self._model:
            raise RuntimeError("llama_model_load_from_file failed")
        self._contexts: dict[tuple[str, int, int], Context] = {}
        vocabulary_size = library.llama_vocab_n_tokens(library.llama_model_get_vocab(self._model))
        self._token_ids = token_ids_of(16_384, vocabulary_size)
        self.settings: dict[str, Any] = {}
        self._batch_tokens, self._threads = self._best_settings(num_threads)
        self.settings |= {
            "version": library.__version__,
            "system": library.llama_print_system_info().decode().strip(),
            "batch_tokens": self._batch_tokens,
            "threads_prefill": self._threads[0],
            "threads_decode": self._threads[1],
            "flash_attention": True,
            "kv": "f16",
        }

    def prepare(self, kind: str, depth_tokens: int, num_tokens: int) -> None:
        """Fill a context."""
        context = Context(self._model, depth_tokens + num_tokens + 1, self._batch_tokens, self._threads)
        self._contexts[kind, depth_tokens, num_tokens] = context
        context.read(self._token_ids[:depth_tokens])
        self.seconds(kind, depth_tokens, num_tokens)

    def seconds(self, kind: str, depth_tokens: int, num_tokens: int) -> float:
        """Time the case."""
        context = self._contexts[kind, depth_tokens, num_tokens]
        context.truncate(depth_tokens)
        token_ids = self._token_ids[depth_tokens : depth_tokens + num_tokens]
        return (
            context.prefill_s(token_ids) if kind == "prefill" else context.decode_s(token_ids[0], num_tokens)
        )

    def _best_settings(self, num_threads: int) -> tuple[int, tuple[int, int]]:
        """The batch, and the threads for reading and for writing, that were fastest in a trial."""
        numbers = range(1, num_threads + 1)
        prefills_s = {
            (batch, threads): self._trial_s("prefill", batch, (threads, threads))
            for batch in _BATCHES_TOKENS
            for threads in numbers
        }
        batch_tokens, prefill_threads = min(prefills_s, key=prefills_s.__getitem__)
        decodes_s = {
            threads: self._trial_s("decode", batch_tokens, (prefill_threads, threads)) for threads in numbers
        }
        self.settings["trials_prefill_s"] = {f"batch {b}, threads {t}": s for (b, t), s in prefills_s.items()}
        self.settings["trials_decode_s"] = {f"threads {t}": s for t, s in decodes_s.items()}
        return batch_tokens, (prefill_threads, min(decodes_s, key=decodes_s.__getitem__))

    def _trial_s(self, kind: str, batch_tokens: int, threads: tuple[int, int]) -> float:
        context = Context(self._model, max(_BATCHES_TOKENS), batch_tokens, threads)
        seconds = []
        for _ in range(_NUM_TRIALS):
            context.truncate(0)
            seconds.append(
                context.prefill_s(self._token_ids[:_TRIAL_PREFILL_TOKENS])
                if kind == "prefill"
                else context.decode_s(self._token_ids[0], _TRIAL_DECODE_TOKENS)
            )
        context.close()
        return min(seconds)


@library.llama_log_callback
def _silent(_level: int, _text: bytes, _data: ctypes.c_void_p) -> None:
    pass


if __name__ == "__main__":
    library.llama_log_set(_silent, ctypes.c_void_p(0))
    serve(LlamaCpp)
