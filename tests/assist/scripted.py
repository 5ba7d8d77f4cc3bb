"""A model that says what it is told to, on a tiny vocabulary like Code Llama's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from llamita.assist import Model
from llamita.text import PieceKind, Vocabulary
from llamita.text.tokenizer import Tokenizer
from tests.tiny import tiny_llama_vocabulary, tiny_spec

TURN_PIECES = ("<step>", "<|im_start|>", "<|im_end|>")


def vocabulary_with_turns(*, adds_space: bool = True) -> Vocabulary:
    """Code Llama's pieces, and those that mark turns in any form of dialog."""
    vocabulary = tiny_llama_vocabulary(can_infill=True, adds_space=adds_space)
    return replace(
        vocabulary,
        pieces=[*vocabulary.pieces, *TURN_PIECES],
        kinds=[*vocabulary.kinds, *[PieceKind.CONTROL] * len(TURN_PIECES)],
        scores=[*vocabulary.scores, *[0.0] * len(TURN_PIECES)],
    )


class ScriptedCache:
    """Remembers only how much was read."""

    def __init__(self, limit_tokens):
        self.limit_tokens = limit_tokens
        self.length_tokens = 0

    def truncate(self, length_tokens):
        self.length_tokens = length_tokens


class ScriptedEngine:
    """After whatever it reads, the next token of the script is the likeliest."""

    name = "scripted"
    kernel_table = "none"

    def __init__(self, spec, script):
        self.spec = spec
        self.reads = []
        """The ids of each read."""
        self._script = iter(script)

    def new_cache(self, limit_tokens):
        return ScriptedCache(limit_tokens)

    def extend(self, cache, token_ids, **_options):
        cache.length_tokens += len(token_ids)
        self.reads.append(list(token_ids))
        logits_1V = np.zeros((1, self.spec.vocabulary_size), np.float32)
        logits_1V[0, next(self._script)] = 50.0
        return logits_1V


def scripted_model(pieces, *, dialog=None, adds_space=True) -> Model:
    """A model that writes exactly these pieces, one after the other, to whoever asks."""
    vocabulary = vocabulary_with_turns(adds_space=adds_space)
    spec = tiny_spec(vocabulary_size=len(vocabulary.pieces), dialog=dialog)
    script = [vocabulary.pieces.index(piece) for piece in pieces]
    return Model(name="scripted", engine=ScriptedEngine(spec, script), tokenizer=Tokenizer(vocabulary))
