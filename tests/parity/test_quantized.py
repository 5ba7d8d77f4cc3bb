"""A model quantized here, as llama.cpp reads and runs it."""

import numpy as np
import pytest

from llamita.engines.reference import ReferenceEngine
from llamita.weights.gguf.reader import read_gguf
from llamita.weights.gguf.writer import write_gguf
from llamita.weights.quantize import QUANTIZED_FORMATS, quantized
from tests.parity.llama_cpp_model import llama_cpp_answer, needs_llama_cpp
from tests.weights.tiny_code_llama import SIZE, tiny_code_llama

NUM_TOKENS = 12
PROMPT_IDS = [1, *np.random.default_rng(4).integers(259, SIZE - 16, 20).tolist()]
# llama.cpp rounds activations to 8 bits before it multiplies them, we do not: how far that moves its
# log-probabilities, root mean square, over their spread. With a matrix read wrongly it is above 1.
OFF_BY_8_BIT_ACTIVATIONS = 0.35


@needs_llama_cpp
@pytest.mark.parametrize("name", QUANTIZED_FORMATS)
def test_llama_cpp_says_the_same_with_quantized_weights(tmp_path, name):
    model = tiny_code_llama(says_letters=True, width=256, head_width=16)
    path = tmp_path / "small.gguf"
    write_gguf(quantized(model, QUANTIZED_FORMATS[name]), path)
    theirs, logprobs_TV, _ = llama_cpp_answer(path, PROMPT_IDS, NUM_TOKENS, SIZE)
    engine = ReferenceEngine(read_gguf(path))
    token_ids = [*PROMPT_IDS, *theirs]
    logits_TV = engine.extend(engine.new_cache(64), token_ids, logits="all")[len(PROMPT_IDS) - 1 : -1]
    expected_TV = logits_TV - np.logaddexp.reduce(logits_TV, axis=1, keepdims=True)
    off = np.sqrt(np.mean((logprobs_TV - expected_TV) ** 2))
    assert off < OFF_BY_8_BIT_ACTIVATIONS * expected_TV.std(axis=1).mean()
