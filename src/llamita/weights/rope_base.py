"""The base of the rotary positions: what a checkpoint states, what its user states, and what neither does.

Files of Llama 2 often do not state it, nor do GGUF files made before August 2023. They mean 10,000, unless
they hold a Code Llama: most of those were trained with 1,000,000, and with the wrong one they run and
write nonsense.
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Final

from llamita.errors import CheckpointError, RequestError
from llamita.text.code_llama_pieces import PREFIX_PIECE

if TYPE_CHECKING:
    from llamita.text.vocabulary import Vocabulary

_DEFAULT_ROPE_BASE: Final = 10_000.0


class RopeBaseMissing(CheckpointError):
    """A Code Llama that does not state the base of its positions; whoever knows it can say it."""


def resolved_rope_base(
    stated: float | None,
    override: float | None,
    vocabulary: Vocabulary,
    place: str,
    *,
    default_is_usual: bool = False,
) -> float:
    """The base to turn positions with.

    Args:
        stated: what the checkpoint says; None where it says nothing.
        override: what its user says, which counts before everything else.
        vocabulary: tells a Code Llama, whose base cannot be left to the default.
        place: where the checkpoint states it: ``key `llama.rope.freq_base` of `x.gguf` ``.
        default_is_usual: whether files like this one that leave it out do mean the default.

    Returns:
        A finite number above 1. Where nobody states one it is 10,000, with a warning if that is unusual.

    Raises:
        RequestError: ``override`` is no base.
        CheckpointError: ``stated`` is no base.
        RopeBaseMissing: nothing is stated, and the model is a Code Llama.
    """
    if override is not None:
        if not _is_base(override):
            raise RequestError(f"the rope base must be a finite number above 1, got {override:g}")
        return override
    if stated is not None:
        if not _is_base(stated):
            raise CheckpointError(f"cannot use {place}: expected a finite number above 1, got {stated:g}")
        return stated
    if PREFIX_PIECE in vocabulary.pieces:
        raise RopeBaseMissing(
            f"{place} is missing: a vocabulary with `{PREFIX_PIECE}` belongs to a Code Llama, and this one "
            "does not say the base of its rotary positions",
            hint="say it with `--rope-base 1000000` (rope_base=1000000 in Python); "
            "only the Python and Instruct models of 70B have 10000",
        )
    if not default_is_usual:
        warnings.warn(
            f"{place} is missing: taking {_DEFAULT_ROPE_BASE:g}, which Llama 2 has; "
            "for a Code Llama converted before August 2023 that is wrong (`--rope-base 1000000`)",
            stacklevel=2,
        )
    return _DEFAULT_ROPE_BASE


def _is_base(base: float) -> bool:
    return math.isfinite(base) and base > 1
