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
    """Remembers only how much was read; what it forgets, the engine says again."""

    def __init__(self, engine, limit_tokens):
        self.engine = engine
        self.limit_tokens = limit_tokens
        self.length_tokens = 0
        self.size_bytes = 0

    def fork(self, length_tokens):
        fork = ScriptedCache(self.engine, self.limit_tokens)
        fork.length_tokens = length_tokens
        return fork

    def truncate(self, length_tokens):
        self.engine.num_said -= self.length_tokens - length_tokens
        self.length_tokens = length_tokens


class ScriptedEngine:
    """After whatever it reads, the next token of the script is the likeliest."""

    name = "scripted"
    kernel_table = "none"

    def __init__(self, spec, script):
        self.spec = spec
        self.reads = []
        """The ids of each read."""
        self.num_said = 0
        self._script = script

    def new_cache(self, limit_tokens):
        return ScriptedCache(self, limit_tokens)

    def extend(self, cache, token_ids, *, logits="last", **_options):
        cache.length_tokens += len(token_ids)
        self.reads.append(list(token_ids))
        num_rows = len(token_ids) if logits == "all" else 1
        logits_TV = np.zeros((num_rows, self.spec.vocabulary_size), np.float32)
        for row_V, token_id in zip(logits_TV, self._script[self.num_said :], strict=False):
            row_V[token_id] = 50.0
        self.num_said += num_rows
        return logits_TV


def scripted_model(pieces, *, dialog=None, adds_space=True) -> Model:
    """A model that writes exactly these pieces, one after the other, to whoever asks."""
    vocabulary = vocabulary_with_turns(adds_space=adds_space)
    spec = tiny_spec(vocabulary_size=len(vocabulary.pieces), dialog=dialog)
    script = [vocabulary.pieces.index(piece) for piece in pieces]
    return Model(name="scripted", engine=ScriptedEngine(spec, script), tokenizer=Tokenizer(vocabulary))
