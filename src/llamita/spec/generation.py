"""What a person chooses about one answer: how tokens are drawn, and when to stop."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from llamita.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_SEED = 2**63 - 1

# Logits lie within a few dozen of each other: stronger settings change nothing, but would overflow.
MAX_STRENGTH = 100
MAX_BIAS = 1e6


@dataclass(frozen=True, kw_only=True, slots=True)
class SamplingSpec:
    """How the next token is drawn from the model's logits. The default is greedy.

    Controls apply in the order of the fields: bias, penalties, temperature, then the cuts.
    """

    logit_bias: Mapping[int, float] = field(default_factory=dict)
    """Token id -> a number added to its logit; -inf forbids the token."""
    repetition_penalty: float = 1.0
    """Divides positive and multiplies negative logits of tokens seen lately; 1 is off."""
    frequency_penalty: float = 0.0
    """Subtracted from a token's logit once per time it was generated."""
    presence_penalty: float = 0.0
    """Subtracted from a token's logit if it was generated at all."""
    penalty_window_tokens: int = 64
    """How many of the latest tokens, prompt included, ``repetition_penalty`` looks at."""
    temperature: float = 0.0
    """Divides the logits; 0 means greedy: the likeliest token, of equals the lowest id."""
    top_k: int = 0
    """Keep the k likeliest tokens; 0 keeps all."""
    top_p: float = 1.0
    """Keep the smallest set of likeliest tokens whose probability reaches this; 1 keeps all."""
    min_p: float = 0.0
    """Drop tokens less likely than this share of the likeliest; 0 keeps all."""
    seed: int = 0
    """With ``sample_index`` and the position it fixes every draw."""
    sample_index: int = 0
    """Which of several answers to the same prompt this is."""

    def __post_init__(self) -> None:
        """Refuse values outside their range, all of them at once, by name and value."""
        checks = [
            (
                "repetition_penalty",
                "in [0.01, 100]",
                1 / MAX_STRENGTH <= self.repetition_penalty <= MAX_STRENGTH,
            ),
            ("frequency_penalty", "in [-100, 100]", abs(self.frequency_penalty) <= MAX_STRENGTH),
            ("presence_penalty", "in [-100, 100]", abs(self.presence_penalty) <= MAX_STRENGTH),
            ("penalty_window_tokens", "0 or more", self.penalty_window_tokens >= 0),
            ("temperature", "in [0, 100]", 0 <= self.temperature <= MAX_STRENGTH),
            ("top_k", "0 or more", self.top_k >= 0),
            ("top_p", "in (0, 1]", 0 < self.top_p <= 1),
            ("min_p", "in [0, 1]", 0 <= self.min_p <= 1),
            ("seed", f"in [0, {MAX_SEED}]", 0 <= self.seed <= MAX_SEED),
            ("sample_index", f"in [0, {MAX_SEED}]", 0 <= self.sample_index <= MAX_SEED),
            ("logit_bias", "numbers in [-1e6, 1e6], or -inf", _all_biases_usable(self.logit_bias)),
        ]
        problems = [
            f"{name} must be {rule}, got {getattr(self, name)!r}" for name, rule, holds in checks if not holds
        ]
        if problems:
            raise RequestError("; ".join(problems))


def _all_biases_usable(logit_bias: Mapping[int, float]) -> bool:
    return all(abs(bias) <= MAX_BIAS or bias == -math.inf for bias in logit_bias.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class StoppingSpec:
    """When an answer is finished. What stops it is not part of the answer."""

    max_tokens: int
    """The budget: at most this many new tokens, the one that stops it included."""
    stop_ids: frozenset[int] = frozenset()
    """Token ids that end the answer."""
    stop_texts: tuple[str, ...] = ()
    """Strings that end the answer, wherever token borders fall."""

    def __post_init__(self) -> None:
        """Refuse a negative budget and empty stop strings."""
        if self.max_tokens < 0:
            raise RequestError(f"max_tokens must be 0 or more, got {self.max_tokens}")
        if not isinstance(self.stop_texts, tuple):
            raise RequestError(f"stop_texts must be a tuple of strings, got {self.stop_texts!r}")
        if "" in self.stop_texts:
            raise RequestError("stop_texts must not hold an empty string: it would stop every answer at once")
