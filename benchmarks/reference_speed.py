"""How fast the reference engine reads and writes with the default model, beside `transformers`.

Both compute in float32 on the same dequantized weights, in turn, in one process; `transformers` with its
usual attention (`sdpa`). Beside each round:
the read bandwidth of the memory (decoding reads every weight once a token) and the speed of one large
matrix product (which bounds reading a prompt).
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from benchmarks.report import summary, write_result
from llamita.assembly import DEFAULT_MODEL, find_checkpoint
from llamita.engines.cpu.machine import describe_machine, measure_read_bandwidth
from llamita.engines.reference import ReferenceEngine
from tests.parity.transformers_model import transformers_model

if TYPE_CHECKING:
    from collections.abc import Callable

NUM_ROUNDS = 7
PROMPT_TOKENS = 512
ANSWER_TOKENS = 48
PROBE_WIDTH = 2048


def main() -> None:
    """Measure both sides in turn and write the medians of their ratios."""
    torch.set_num_threads(describe_machine().num_cores)
    _, checkpoint = find_checkpoint(DEFAULT_MODEL, pull=True)
    engine, model = ReferenceEngine(checkpoint), transformers_model(checkpoint, attention="sdpa")
    token_ids = np.random.default_rng(0).integers(100, 40_000, PROMPT_TOKENS).tolist()
    # Computed once: in a tied model the output projection is the embedding, read once like the rest.
    bytes_per_token = checkpoint.spec.num_parameters * 4
    sides: dict[str, Callable[[list[int]], tuple[float, float]]] = {
        "reference": lambda ids: time_reference(engine, ids),
        "transformers": lambda ids: time_transformers(model, ids),
    }
    runs: dict[str, dict[str, list[float]]] = {side: {"prefill": [], "decode": []} for side in sides}
    bandwidths, arithmetic = [], []
    for _ in range(NUM_ROUNDS):
        bandwidths.append(measure_read_bandwidth(describe_machine().num_cores) or float("nan"))
        arithmetic.append(matrix_product_flops())
        for side, timed in sides.items():
            prefill_s, decode_s = timed(token_ids)
            runs[side]["prefill"].append(PROMPT_TOKENS / prefill_s)
            runs[side]["decode"].append(ANSWER_TOKENS / decode_s)
    figures: dict[str, Any] = {
        f"{side}_{kind}_tokens_per_s": summary(values)
        for side, kinds in runs.items()
        for kind, values in kinds.items()
    }
    for kind in ("prefill", "decode"):
        pairs = zip(runs["reference"][kind], runs["transformers"][kind], strict=True)
        figures[f"{kind}_ratio_reference_to_transformers"] = summary(
            [ours / theirs for ours, theirs in pairs]
        )
    figures |= {
        "read_bandwidth_bytes_per_s": summary(bandwidths),
        "matrix_product_flops_per_s": summary(arithmetic),
        "decode_limit_tokens_per_s": statistics.median(bandwidths) / bytes_per_token,
        "prompt_tokens": PROMPT_TOKENS,
        "decode_depth_tokens": [PROMPT_TOKENS, PROMPT_TOKENS + ANSWER_TOKENS],
    }
    write_result("reference_speed", figures)


def time_reference(engine: ReferenceEngine, token_ids: list[int]) -> tuple[float, float]:
    """Seconds to read the prompt, and to write the answer after it, greedily."""
    cache = engine.new_cache(PROMPT_TOKENS + ANSWER_TOKENS)
    started_s = time.perf_counter()
    logits = engine.extend(cache, token_ids)
    read_s = time.perf_counter()
    for _ in range(ANSWER_TOKENS):
        logits = engine.extend(cache, [int(np.argmax(logits[0]))])
    return read_s - started_s, time.perf_counter() - read_s


@torch.no_grad()
def time_transformers(model: Any, token_ids: list[int]) -> tuple[float, float]:  # noqa: ANN401 - an untyped library
    """The same with `transformers` and its own cache; only the last logits are computed."""
    started_s = time.perf_counter()
    out = model(torch.tensor([token_ids]), use_cache=True, logits_to_keep=1)
    read_s = time.perf_counter()
    for _ in range(ANSWER_TOKENS):
        token_id = int(out.logits[0, -1].argmax())
        out = model(torch.tensor([[token_id]]), past_key_values=out.past_key_values, use_cache=True)
    return read_s - started_s, time.perf_counter() - read_s


def matrix_product_flops() -> float:
    """Floating-point operations a second in one large float32 product."""
    left = np.ones((PROBE_WIDTH, PROBE_WIDTH), np.float32)
    started_s = time.perf_counter()
    left @ left
    return 2 * PROBE_WIDTH**3 / (time.perf_counter() - started_s)
