"""`transformers` on torch's CPU kernels, with the GGUF file's weights in the type that is faster here."""

from __future__ import annotations

import copy
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from transformers import DynamicCache

from benchmarks.peers.child import serve, token_ids_of
from llamita.weights.forms import read_checkpoint
from tests.parity.transformers_model import transformers_model

_MAX_TOKENS = 16_384
_TRIAL_TOKENS = 64
_NUM_TRIALS = 2


class Transformers:
    """A model, and the keys and values of what lies before each case."""

    def __init__(self, path: str, num_threads: int) -> None:
        torch.set_num_threads(num_threads)
        checkpoint = read_checkpoint(Path(path))
        self._token_ids = token_ids_of(_MAX_TOKENS, checkpoint.spec.vocabulary_size)
        self._model = transformers_model(checkpoint, attention="sdpa")
        self._dtype = torch.float32
        self._caches: dict[int, Any] = {}
        trials_s = {dtype: self._trial_s(dtype) for dtype in (torch.bfloat16, torch.float32)}
        self._dtype = min(trials_s, key=trials_s.__getitem__)
        # From the file again: what was rounded for the trial stays rounded.
        self._model = transformers_model(checkpoint, attention="sdpa").to(self._dtype)
        self.settings: dict[str, Any] = {
            "version": version("transformers"),
            "torch": version("torch"),
            "dtype": str(self._dtype),
            "num_threads": num_threads,
        }

    def prepare(self, kind: str, depth_tokens: int, num_tokens: int) -> None:
        """Read what lies before the case, and run it once."""
        self._caches[depth_tokens] = self._read(DynamicCache(), self._token_ids[:depth_tokens])[0]
        self.seconds(kind, depth_tokens, num_tokens)

    def seconds(self, kind: str, depth_tokens: int, num_tokens: int) -> float:
        """Time the case on a copy of what lies before it."""
        cache = copy.deepcopy(self._caches[depth_tokens])
        token_ids = self._token_ids[depth_tokens : depth_tokens + num_tokens]
        if kind == "prefill":
            started_s = time.perf_counter()
            self._read(cache, token_ids)
            return time.perf_counter() - started_s
        cache, token_id = self._read(cache, token_ids[:1])
        started_s = time.perf_counter()
        for _ in range(num_tokens):
            cache, token_id = self._read(cache, [token_id])
        return time.perf_counter() - started_s

    @torch.inference_mode()
    def _read(self, cache: Any, token_ids: list[int]) -> tuple[Any, int]:  # noqa: ANN401 - an untyped library
        """Read ids after a cache; the cache, and the likeliest next id."""
        if not token_ids:
            return cache, 0
        out = self._model(torch.tensor([token_ids]), past_key_values=cache, use_cache=True, logits_to_keep=1)
        return out.past_key_values, int(out.logits[0, -1].argmax())

    def _trial_s(self, dtype: torch.dtype) -> float:
        self._model = self._model.to(dtype)
        self._caches[0] = DynamicCache()
        runs = [
            self.seconds("prefill", 0, _TRIAL_TOKENS) + self.seconds("decode", 0, _TRIAL_TOKENS)
            for _ in range(_NUM_TRIALS)
        ]
        return min(runs)


if __name__ == "__main__":
    serve(Transformers)
