"""llama.cpp as `xllamacpp` ships it, compiled for any processor, through its server in this process.

There is no HTTP in between, and what counts are the server's own timings of reading and of writing.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

import xllamacpp

from benchmarks.peers.child import serve, token_ids_of

_CONTEXT_TOKENS = 8192
_VOCABULARY_SIZE = 32_000  # the smallest of the models raced: its ids are known to all
_MILLI = 1e-3


class Xllamacpp:
    """A server with one slot, which keeps what it has read."""

    def __init__(self, path: str, num_threads: int) -> None:
        params = xllamacpp.CommonParams()
        params.model.path = path
        params.n_ctx = _CONTEXT_TOKENS
        params.n_parallel = 1
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = num_threads
        params.warmup = False
        params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F16
        params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_ENABLED
        self._server = xllamacpp.Server(params)
        self._token_ids = token_ids_of(_CONTEXT_TOKENS, _VOCABULARY_SIZE)
        self.settings: dict[str, Any] = {
            "version": version("xllamacpp"),
            "num_threads": num_threads,
            "flash_attention": True,
            "kv": "f16",
        }

    def prepare(self, kind: str, depth_tokens: int, num_tokens: int) -> None:
        """Run the case once."""
        self.seconds(kind, depth_tokens, num_tokens)

    def seconds(self, kind: str, depth_tokens: int, num_tokens: int) -> float:
        """Time the case; a prompt read before is taken from the server's cache, but not in a prefill."""
        is_prefill = kind == "prefill"
        request = {
            "prompt": self._token_ids[: num_tokens if is_prefill else depth_tokens + 1],
            "max_tokens": 1 if is_prefill else num_tokens + 1,
            "temperature": 0,
            "ignore_eos": True,
            "cache_prompt": not is_prefill,
        }
        result = self._server.handle_completions(request)
        timings = (json.loads(result) if isinstance(result, str) else result)["timings"]
        if is_prefill:
            return float(timings["prompt_ms"]) * _MILLI
        # The first token comes with the prompt.
        return float(timings["predicted_ms"]) * _MILLI / (timings["predicted_n"] - 1) * num_tokens


if __name__ == "__main__":
    serve(Xllamacpp)
