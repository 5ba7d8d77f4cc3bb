"""OpenVINO GenAI on the same GGUF file, with its own settings for this processor and its own timings."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import numpy as np
import openvino
import openvino_genai

from benchmarks.peers.child import serve, token_ids_of

_MAX_TOKENS = 16_384
_VOCABULARY_SIZE = 32_000  # the smallest of the models raced: its ids are known to all
_MILLI = 1e-3


class OpenVino:
    """A pipeline. It may keep what it has read, so every prefill gets ids of its own."""

    def __init__(self, path: str, num_threads: int) -> None:
        self._pipeline = openvino_genai.LLMPipeline(path, "CPU", INFERENCE_NUM_THREADS=num_threads)
        self._token_ids = token_ids_of(_MAX_TOKENS, _VOCABULARY_SIZE)
        self._num_prefills = 0
        self.settings: dict[str, Any] = {"version": version("openvino-genai"), "num_threads": num_threads}

    def prepare(self, kind: str, depth_tokens: int, num_tokens: int) -> None:
        """Run the case once."""
        self.seconds(kind, depth_tokens, num_tokens)

    def seconds(self, kind: str, depth_tokens: int, num_tokens: int) -> float:
        """Time the case."""
        if kind == "prefill":
            self._num_prefills += 1
            return float(self._run(self._num_prefills, num_tokens, 1).get_ttft().mean) * _MILLI
        metrics = self._run(0, depth_tokens + 1, num_tokens + 1)
        return float(metrics.get_tpot().mean) * _MILLI * num_tokens

    def _run(self, start: int, num_prompt_tokens: int, num_new_tokens: int) -> Any:  # noqa: ANN401 - an untyped library
        ids = np.array([self._token_ids[start : start + num_prompt_tokens]], np.int64)
        config = openvino_genai.GenerationConfig()
        config.max_new_tokens = num_new_tokens
        config.ignore_eos = True
        config.do_sample = False
        prompt = openvino_genai.TokenizedInputs(openvino.Tensor(ids), openvino.Tensor(np.ones_like(ids)))
        return self._pipeline.generate(prompt, config).perf_metrics


if __name__ == "__main__":
    serve(OpenVino)
