"""How much memory a model needs in each precision, and whether this machine has it.

Needed are the weights and a cache. What an engine takes beside them, some hundred megabytes at most, is not
counted.

    weights = number of parameters x bytes of one
    cache   = tokens x numbers that one token leaves in the cache x bytes of one
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.spec import ModelSpec

CACHE_TOKENS: Final = 4096
"""How long a text is counted on, where the model's context is not shorter: the most that Llama 2 reads."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Precision:
    """How the numbers of a model are kept."""

    weight_bytes: float
    """For one parameter, the scale of its block included."""
    cache_bytes: int
    """For one number in the cache."""


PRECISIONS: Final[Mapping[str, Precision]] = {
    "float32": Precision(weight_bytes=4, cache_bytes=4),
    "float16": Precision(weight_bytes=2, cache_bytes=2),
    "q8_0": Precision(weight_bytes=34 / 32, cache_bytes=2),
    "q4_0": Precision(weight_bytes=18 / 32, cache_bytes=2),
}
"""What the reference engine computes with; and what the cpu engine keeps, as the file has it: either of the
16-bit floats, GGUF's blocks of 8 and of 4 bits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MemoryNeed:
    """What a model needs in one precision."""

    size_bytes: int
    """Its weights and its cache."""
    fits: bool | None
    """Whether so much is available; None where nobody knows."""


def memory_needs(spec: ModelSpec, available_bytes: int | None) -> dict[str, MemoryNeed]:
    """Say for every precision how much memory a model needs.

    Args:
        spec: the model.
        available_bytes: how much there is, as ``describe_machine().memory`` tells it; None where it does not.

    >>> from llamita.spec import PUBLISHED
    >>> needs = memory_needs(PUBLISHED["codellama-7b"].spec, None)
    >>> {name: need.size_bytes // 10**9 for name, need in needs.items()}
    {'float32': 31, 'float16': 15, 'q8_0': 9, 'q4_0': 5}
    """
    num_cached = min(spec.context_tokens, CACHE_TOKENS) * spec.cache_floats_per_token
    needs = {}
    for name, precision in PRECISIONS.items():
        weights_bytes = spec.num_parameters * precision.weight_bytes
        size_bytes = round(weights_bytes) + num_cached * precision.cache_bytes
        fits = None if available_bytes is None else size_bytes <= available_bytes
        needs[name] = MemoryNeed(size_bytes=size_bytes, fits=fits)
    return needs
