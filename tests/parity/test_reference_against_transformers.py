import numpy as np
import pytest

from llamita.assembly import find_checkpoint
from llamita.engines.reference import ReferenceEngine
from llamita.generate import Sequence, generate
from llamita.spec import SamplingSpec, StoppingSpec
from llamita.text.tokenizer import Tokenizer
from tests.default_model import installed_default_model
from tests.engines_under_test import LOGITS_FLOAT32
from tests.parity.prompts import PROMPTS
from tests.parity.transformers_model import transformers_logits, transformers_model
from tests.tiny import tiny_checkpoint

NUM_TOKENS = 128


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"num_kv_heads": 1},
        {"num_kv_heads": 4},
        {"tied_output": False},
        {"rope_base": 1_000_000.0},
        {"head_width": 16},
        {"norm_epsilon": 1e-2},
    ],
    ids=str,
)
def test_a_tiny_model_has_the_logits_that_transformers_computes(changes):
    checkpoint = tiny_checkpoint(**changes)
    token_ids = np.random.default_rng(0).integers(0, checkpoint.spec.vocabulary_size, 300).tolist()
    engine = ReferenceEngine(checkpoint)
    ours = engine.extend(engine.new_cache(512), token_ids, logits="all")
    theirs = transformers_logits(transformers_model(checkpoint), token_ids)
    np.testing.assert_allclose(ours, theirs, atol=LOGITS_FLOAT32, rtol=0)


@pytest.mark.slow
def test_the_default_model_continues_twenty_prompts_as_transformers_does():
    """Their likeliest token after each prefix of ours is ours, so their greedy answer is ours too."""
    _, checkpoint = find_checkpoint(installed_default_model())
    tokenizer, engine = Tokenizer(checkpoint.vocabulary), ReferenceEngine(checkpoint)
    model = transformers_model(checkpoint)
    for prompt in PROMPTS:
        prompt_ids = tokenizer.encode(prompt)
        answer = generate(
            Sequence(engine, 512),
            prompt_ids,
            tokenizer.stream(continues=True),
            sampling=SamplingSpec(),
            stopping=StoppingSpec(max_tokens=NUM_TOKENS),
        )
        token_ids = [*prompt_ids, *(step.token_id for step in answer)]
        theirs_TV = transformers_logits(model, token_ids)
        ours_TV = engine.extend(engine.new_cache(512), token_ids, logits="all")
        np.testing.assert_allclose(ours_TV, theirs_TV, atol=LOGITS_FLOAT32, rtol=0)
        assert np.argmax(theirs_TV[len(prompt_ids) - 1 : -1], axis=1).tolist() == token_ids[len(prompt_ids) :]
