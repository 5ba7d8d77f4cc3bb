"""Greedy answers of the reference engine and of `transformers.generate`, token for token.

Twenty prompts, 128 tokens each, the same dequantized float32 weights. Where a token differs, the margin
between the two likeliest tokens says how close the call was.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from benchmarks.report import write_result
from llamita.assembly import DEFAULT_MODEL, find_checkpoint
from llamita.engines.reference import ReferenceEngine
from llamita.generate import Sequence, generate
from llamita.spec import SamplingSpec, StoppingSpec
from llamita.text.tokenizer import Tokenizer
from tests.parity.prompts import PROMPTS
from tests.parity.transformers_model import transformers_logits, transformers_model

NUM_TOKENS = 128


def main() -> None:
    """Compare prompt by prompt and write what was found."""
    _, checkpoint = find_checkpoint(DEFAULT_MODEL, pull=True)
    tokenizer, engine = Tokenizer(checkpoint.vocabulary), ReferenceEngine(checkpoint)
    model = transformers_model(checkpoint)
    rows = [compare(engine, tokenizer, model, prompt) for prompt in PROMPTS]
    write_result(
        "transformers_parity",
        {
            "num_prompts": len(rows),
            "tokens_each": NUM_TOKENS,
            "identical_answers": sum(row["first_difference"] is None for row in rows),
            "largest_logit_difference": max(row["largest_logit_difference"] for row in rows),
            "smallest_top_2_margin": min(row["smallest_top_2_margin"] for row in rows),
            "prompts": rows,
        },
    )


@torch.no_grad()
def compare(engine: ReferenceEngine, tokenizer: Tokenizer, model: Any, prompt: str) -> dict[str, Any]:  # noqa: ANN401
    """One prompt: where the answers part, and how far the logits are apart."""
    prompt_ids = tokenizer.encode(prompt)
    sequence = Sequence(engine, len(prompt_ids) + NUM_TOKENS)
    stopping = StoppingSpec(max_tokens=NUM_TOKENS)
    stream = tokenizer.stream(continues=True)
    answer = generate(sequence, prompt_ids, stream, sampling=SamplingSpec(), stopping=stopping)
    ours = [step.token_id for step in answer]
    ids = torch.tensor([prompt_ids])
    generated = model.generate(
        ids, attention_mask=torch.ones_like(ids), max_new_tokens=NUM_TOKENS, do_sample=False, pad_token_id=0
    )
    theirs = generated[0, len(prompt_ids) :].tolist()
    token_ids = [*prompt_ids, *ours]
    ours_TV = engine.extend(engine.new_cache(len(token_ids)), token_ids, logits="all")
    theirs_TV = transformers_logits(model, token_ids)
    top_2 = np.sort(theirs_TV[len(prompt_ids) - 1 : -1], axis=1)[:, -2:]
    differing = [index for index, pair in enumerate(zip(ours, theirs, strict=True)) if pair[0] != pair[1]]
    return {
        "prompt": prompt,
        "first_difference": differing[0] if differing else None,
        "largest_logit_difference": float(np.abs(ours_TV - theirs_TV).max()),
        "smallest_top_2_margin": float((top_2[:, 1] - top_2[:, 0]).min()),
    }
