"""A tiny Code Llama: grouped queries that divide into eight shards, and infilling pieces."""

from __future__ import annotations

import string

from llamita.spec import ModelSpec
from llamita.text import Vocabulary
from llamita.text.code_llama_pieces import PUBLISHED_PIECES
from llamita.weights.checkpoint import Checkpoint
from tests.tiny import checkpoint_of, llama_vocabulary, tiny_parameters

PAIRS = ("▁t", "he", "in", "de", "▁a", "re", "or", "▁f", "th", "on", "▁i", "▁r", "et", "ur", "er", "an")
SIZE = 352


def tiny_code_llama_vocabulary(*, can_infill: bool = True) -> Vocabulary:
    """Special tokens, every byte, merges of two letters, letters, and at the end Code Llama's sixteen."""
    letters = ["▁", *string.ascii_letters, *string.punctuation, *string.digits]
    texts = [*PAIRS, *letters][: SIZE - 259 - len(PUBLISHED_PIECES)]
    return llama_vocabulary(texts, can_infill=can_infill)


def tiny_code_llama_spec(**changes) -> ModelSpec:
    numbers = {
        "num_layers": 2,
        "width": 64,
        "num_heads": 16,
        "num_kv_heads": 8,
        "head_width": 4,
        "feed_forward_width": 256,
        "vocabulary_size": len(tiny_code_llama_vocabulary().pieces),
        "norm_epsilon": 1e-5,
        "rope_base": 1_000_000.0,
        "context_tokens": 16_384,
        "tied_output": False,
        "rope_scale": 1.0,
        "dialog": None,
    }
    return ModelSpec(**(numbers | changes))


def tiny_code_llama(seed: int = 0, *, says_letters: bool = False, **changes) -> Checkpoint:
    """The model, its weights random float32.

    Args:
        seed: of the weights.
        says_letters: special tokens and bytes get logits of 0, so that the likeliest is always text.
        changes: of the spec.
    """
    spec = tiny_code_llama_spec(**changes)
    parameters = tiny_parameters(spec, seed)
    if says_letters:
        parameters["output"][:259] = 0
        parameters["output"][-len(PUBLISHED_PIECES) :] = 0
    return checkpoint_of(spec, parameters, tiny_code_llama_vocabulary())
