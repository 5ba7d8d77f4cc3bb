"""A GGUF file as llama.cpp runs it, in a process of its own: what it loads, and what it would say next."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

HAS_LLAMA_CPP = importlib.util.find_spec("xllamacpp") is not None
needs_llama_cpp = pytest.mark.skipif(
    not HAS_LLAMA_CPP, reason="xllamacpp is not installed; not checked: files as llama.cpp reads them"
)


def llama_cpp_answer(
    path: Path, prompt: list[int] | str, num_tokens: int, vocabulary_size: int
) -> tuple[list[int], np.ndarray, int]:
    """The greedy answer: its ids, the log-probabilities of all tokens for each, and the prompt's length.

    llama.cpp's server gives no logits out; log-probabilities are what they become by a softmax. It leaves
    out tokens that are no whole text, so the answer must be all text.
    """
    request = {
        "prompt": prompt,
        "max_tokens": num_tokens,
        "temperature": 0,
        "logprobs": vocabulary_size,
        "cache_prompt": False,
    }
    process = subprocess.run(
        [sys.executable, "-m", "tests.parity.llama_cpp_model", str(path)],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert process.returncode == 0, process.stderr[-2000:]
    answer = json.loads(process.stdout)
    logprobs_TV = np.full((num_tokens, vocabulary_size), -np.inf)
    for row, step in enumerate(answer["steps"]):
        for token_id, logprob in step["all"]:
            logprobs_TV[row, token_id] = logprob
    return [step["id"] for step in answer["steps"]], logprobs_TV, answer["num_prompt_tokens"]


def _main() -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = sys.argv[1]
    params.n_ctx = 256
    params.n_parallel = 1
    params.cpuparams.n_threads = 1
    params.warmup = False
    # By default it keeps keys and values in F16.
    params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
    params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    result = xllamacpp.Server(params).handle_completions(json.load(sys.stdin))
    result = json.loads(result) if isinstance(result, str) else result
    steps = [
        {"id": step["id"], "all": [(top["id"], top["logprob"]) for top in step["top_logprobs"]]}
        for step in result["choices"][0]["logprobs"]["content"]
    ]
    json.dump({"steps": steps, "num_prompt_tokens": result["usage"]["prompt_tokens"]}, sys.stdout)


if __name__ == "__main__":
    _main()
