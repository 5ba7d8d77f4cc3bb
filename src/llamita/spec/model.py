"""ModelSpec: every number that tells one Llama-architecture model from another.

A spec is read from a checkpoint, never guessed from a name, and no field has a default: a number
that differs between models and is missing from a file is an error, not a guess.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from llamita.errors import CheckpointError


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelSpec:
    """A decoder of the Llama family: RMSNorm, rotary positions, grouped queries, SwiGLU, no biases."""

    num_layers: int
    """Decoder blocks (L)."""
    width: int
    """Width of the residual stream (E)."""
    num_heads: int
    """Query heads (H)."""
    num_kv_heads: int
    """Key/value heads (G); divides ``num_heads``; query head h reads key/value head h // (H / G)."""
    head_width: int
    """Width of one head (D); even, because rotary positions turn pairs."""
    feed_forward_width: int
    """Hidden width of the feed-forward block (F)."""
    vocabulary_size: int
    """Token ids are 0 .. vocabulary_size - 1 (V)."""
    norm_epsilon: float
    """Added to the mean square in every RMSNorm."""
    rope_base: float
    """Base of the rotary frequencies; 10,000 in Llama 2, 1,000,000 in most of Code Llama."""
    context_tokens: int
    """How many tokens, prompt and answer together, the model was made for."""
    tied_output: bool
    """Whether the output projection is the token embedding itself."""
    rope_scale: float
    """Positions are divided by this before they turn anything (linear scaling); 1 leaves them as they are."""
    dialog: str | None
    """The form its conversations have (``text.dialog``); None where the checkpoint does not tell."""

    def __post_init__(self) -> None:
        """Refuse numbers no model can have, all of them at once."""
        problems = [
            f"{field.name} must be a positive number, got {value!r}"
            for field in fields(self)
            if field.name not in ("tied_output", "dialog")
            for value in [getattr(self, field.name)]
            if not (math.isfinite(value) and value > 0)
        ]
        if not problems and self.num_heads % self.num_kv_heads:
            problems.append(
                f"num_heads {self.num_heads} is not a multiple of num_kv_heads {self.num_kv_heads}"
            )
        if not problems and self.head_width % 2:
            problems.append(f"head_width must be even, got {self.head_width}")
        if problems:
            raise CheckpointError("model description refused: " + "; ".join(problems))

    @property
    def num_parameters(self) -> int:
        """How many numbers the model has learned, a tied output counted once."""
        attention = 2 * (self.num_heads + self.num_kv_heads) * self.head_width * self.width
        feed_forward = 3 * self.feed_forward_width * self.width
        embeddings = (1 if self.tied_output else 2) * self.vocabulary_size * self.width
        return self.num_layers * (attention + feed_forward + 2 * self.width) + embeddings + self.width

    @property
    def cache_floats_per_token(self) -> int:
        """How many numbers one token leaves in the cache: a key and a value per layer."""
        return 2 * self.num_layers * self.num_kv_heads * self.head_width
