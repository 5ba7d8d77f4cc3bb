"""What is timed: reading a prompt, and writing after so many tokens; and how much work that is."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from llamita.spec.parameters import layer_shapes

if TYPE_CHECKING:
    from llamita.engines.contract import Engine
    from llamita.spec import ModelSpec

# A prompt of any ids costs the same; a fixed seed makes it the same prompt everywhere.
_SEED: Final = 0
# Whole pages of any engine that says what it reads: a page half empty would count as full.
_WEIGHED_TOKENS: Final = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One thing that is timed."""

    name: str
    """As it stands in JSON."""
    kind: Literal["prefill", "decode"]
    """``prefill`` reads all its tokens at once; ``decode`` each after choosing it from the logits."""
    depth_tokens: int
    """How many tokens the cache holds before."""
    num_tokens: int
    """How many are timed."""

    @property
    def context_tokens(self) -> int:
        """How many tokens the cache must have room for; a decode starts from one token more."""
        return self.depth_tokens + self.num_tokens + (self.kind == "decode")


CASES: Final = (
    Case(name="prefill_512", kind="prefill", depth_tokens=0, num_tokens=512),
    Case(name="decode_128", kind="decode", depth_tokens=0, num_tokens=128),
    Case(name="decode_64_at_2048", kind="decode", depth_tokens=2048, num_tokens=64),
    Case(name="decode_64_at_8000", kind="decode", depth_tokens=8000, num_tokens=64),
)
"""The cases of ``llamita bench cpu`` and of the benchmarks beside it."""


def cases_within(context_tokens: int) -> tuple[Case, ...]:
    """Those of ``CASES`` that fit into a context."""
    return tuple(case for case in CASES if case.context_tokens <= context_tokens)


def token_ids_of(num_tokens: int, vocabulary_size: int) -> list[int]:
    """Ids for a prompt, always the same; none of the first hundred, where control tokens are."""
    import numpy as np

    lowest = min(100, vocabulary_size - 1)
    token_ids: list[int] = np.random.default_rng(_SEED).integers(lowest, vocabulary_size, num_tokens).tolist()
    return token_ids


class Timer:
    """Times one case on one engine, as often as it is asked to. What lies before is read only once.

    Args:
        engine: what is timed.
        case: must fit into the model's context.
    """

    def __init__(self, engine: Engine[Any], case: Case) -> None:
        self._engine, self._case = engine, case
        token_ids = token_ids_of(case.depth_tokens + case.num_tokens, engine.spec.vocabulary_size)
        self._token_ids = token_ids[case.depth_tokens :]
        self._cache = engine.new_cache(case.context_tokens)
        if case.depth_tokens:
            engine.extend(self._cache, token_ids[: case.depth_tokens], logits="none")

    def seconds(self) -> float:
        """Seconds for all tokens of the case."""
        self._cache.truncate(self._case.depth_tokens)
        return self._prefill_s() if self._case.kind == "prefill" else self._decode_s()

    def _prefill_s(self) -> float:
        started_s = time.perf_counter()
        self._engine.extend(self._cache, self._token_ids)
        return time.perf_counter() - started_s

    def _decode_s(self) -> float:
        logits_1V = self._engine.extend(self._cache, self._token_ids[:1])
        started_s = time.perf_counter()
        for _ in range(self._case.num_tokens):
            logits_1V = self._engine.extend(self._cache, [int(logits_1V[0].argmax())])
        return time.perf_counter() - started_s


@dataclass(frozen=True, slots=True)
class Work:
    """How much a case asks of the machine."""

    spec: ModelSpec
    weight_bytes: int | None
    """What the engine reads of its weights for one token; None where it does not say."""
    cache_bytes_per_token: float

    @classmethod
    def of_engine(cls, engine: Engine[Any]) -> Work:
        """Ask the engine; one that says what it reads is also given a few tokens, to weigh its cache."""
        weight_bytes: int | None = getattr(engine, "weight_bytes", None)
        if weight_bytes is None:
            return cls(engine.spec, None, 0.0)
        cache = engine.new_cache(_WEIGHED_TOKENS)
        token_ids = token_ids_of(_WEIGHED_TOKENS, engine.spec.vocabulary_size)
        engine.extend(cache, token_ids, logits="none")
        return cls(engine.spec, weight_bytes, cache.size_bytes / _WEIGHED_TOKENS)

    def of(self, case: Case) -> float | None:
        """The operations of a prefill, the bytes of a decode; None for an engine that does not say."""
        if self.weight_bytes is None:
            return None
        if case.kind == "prefill":
            return matrix_operations(case, self.spec)
        return bytes_read(case, self.weight_bytes, self.cache_bytes_per_token)


def matrix_operations(case: Case, spec: ModelSpec) -> int:
    """Multiplications and additions with weights in one run of a prefill; attention's are not counted.

    The output matrix is used for one token only.
    """
    matrices = [shape for shape in layer_shapes(spec).values() if len(shape) > 1]
    layers_size = spec.num_layers * sum(math.prod(shape) for shape in matrices)
    return 2 * (case.num_tokens * layers_size + spec.vocabulary_size * spec.width)


def bytes_read(case: Case, weight_bytes: int, cache_bytes_per_token: float) -> float:
    """What one run of a decode reads from memory: for each token all weights, and all tokens before it."""
    mean_length_tokens = case.depth_tokens + (case.num_tokens + 1) / 2
    return case.num_tokens * (weight_bytes + mean_length_tokens * cache_bytes_per_token)
