"""Meta's ``params.json``: the numbers of a model, and the formula for the one it does not state.

Source: `ModelArgs` and `FeedForward` in github.com/meta-llama/codellama, `llama/model.py`.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from llamita.errors import shown
from llamita.spec import feed_forward_width
from llamita.weights.json_object import JsonObject, described, read_json_object

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.spec import ModelSpec

_MAX_NUMBER: Final = 1 << 31
_MAX_MULTIPLIER: Final = 1000.0

# What `ModelArgs` takes where the file says nothing.
_DEFAULT_MULTIPLE_OF: Final = 256
_DEFAULT_NORM_EPSILON: Final = 1e-5

# Of the program that ran the model, not of the model.
_KNOWN_WITHOUT_MEANING: Final = ("max_batch_size", "max_seq_len")
_KNOWN: Final = (
    *("dim", "n_layers", "n_heads", "n_kv_heads", "vocab_size", "multiple_of", "ffn_dim_multiplier"),
    *("norm_eps", "rope_theta", "use_scaled_rope", *_KNOWN_WITHOUT_MEANING),
)
# Pairs of `ffn_dim_multiplier` and `multiple_of` that Meta published, the most frequent first.
_PUBLISHED_ROUNDINGS: Final = ((None, 256), (1.3, 4096))


@dataclass(frozen=True, kw_only=True, slots=True)
class Params:
    """What a ``params.json`` says, its defaults filled in."""

    width: int
    num_layers: int
    num_heads: int
    num_kv_heads: int
    vocabulary_size: int | None
    """None where the file leaves it to the tokenizer: Llama 2 says -1, Code Llama nothing."""
    multiple_of: int
    """The feed-forward width is rounded up to a multiple of this."""
    ffn_dim_multiplier: float | None
    norm_epsilon: float
    rope_base: float | None
    """None where the file was written before it could be anything but 10,000."""

    @property
    def feed_forward_width(self) -> int:
        """Two thirds of four times the width, scaled and rounded, as the reference does it."""
        return feed_forward_width(self.width, self.ffn_dim_multiplier, self.multiple_of)


def params_json(spec: ModelSpec) -> dict[str, Any]:
    """What to write into ``params.json`` for a model; the context and the dialog have no place in it.

    ``multiple_of`` and ``ffn_dim_multiplier`` are a published pair where one gives the model's feed-forward
    width, otherwise a multiple of 1 and the multiplier that gives it exactly.
    """
    wanted = spec.feed_forward_width
    # Half a unit above, so that cutting to a whole number gives the width whatever the last bit is.
    exact = ((wanted + 0.5) / int(2 * (4 * spec.width) / 3), 1)
    multiplier, multiple_of = next(
        rounding
        for rounding in (*_PUBLISHED_ROUNDINGS, exact)
        if feed_forward_width(spec.width, *rounding) == wanted
    )
    return {
        "dim": spec.width,
        "n_layers": spec.num_layers,
        "n_heads": spec.num_heads,
        "n_kv_heads": spec.num_kv_heads,
        "vocab_size": spec.vocabulary_size,
        "multiple_of": multiple_of,
        **({} if multiplier is None else {"ffn_dim_multiplier": multiplier}),
        "norm_eps": spec.norm_epsilon,
        "rope_theta": spec.rope_base,
    }


def read_params(path: Path) -> Params:
    """The numbers in a ``params.json``, each checked for itself.

    Keys that are not known are named in one warning and left alone.

    Raises:
        CheckpointError: the file is missing or no JSON object, a number is missing or impossible, or the
            model's positions are scaled as in Llama 3.1.
    """
    return _ParamsReader(read_json_object(path, "the `params.json` of a Meta checkpoint")).params()


class _ParamsReader:
    def __init__(self, found: JsonObject) -> None:
        self._found = found

    def params(self) -> Params:
        if self._found.optional("use_scaled_rope", bool):
            raise self._found.refused(
                "use_scaled_rope",
                "positions that are not scaled",
                "`true`",
                hint="models with scaled positions, such as Llama 3.1, are not supported",
            )
        if unknown := sorted(set(self._found.values) - set(_KNOWN)):
            names = ", ".join(shown(key) for key in unknown[:5])
            warnings.warn(f"{self._found.place} has keys that are not known here: {names}", stacklevel=4)
        width, num_heads = self._count("dim"), self._count("n_heads")
        num_kv_heads = self._count("n_kv_heads", default=num_heads)
        if width % num_heads:
            raise self._found.refused("n_heads", f"a divisor of the width {width}", f"{num_heads}")
        if num_heads % num_kv_heads:
            raise self._found.refused("n_kv_heads", f"a divisor of the {num_heads} heads", f"{num_kv_heads}")
        left_to_tokenizer = self._found.optional("vocab_size", int) in (None, -1)
        return Params(
            width=width,
            num_layers=self._count("n_layers"),
            num_heads=num_heads,
            num_kv_heads=num_kv_heads,
            vocabulary_size=None if left_to_tokenizer else self._count("vocab_size"),
            multiple_of=self._count("multiple_of", default=_DEFAULT_MULTIPLE_OF),
            ffn_dim_multiplier=self._between("ffn_dim_multiplier", 0, _MAX_MULTIPLIER),
            norm_epsilon=self._between("norm_eps", 0, 1) or _DEFAULT_NORM_EPSILON,
            rope_base=self._found.optional("rope_theta", float),
        )

    def _count(self, key: str, *, default: int | None = None) -> int:
        number = self._found.positive(key, default)
        if number > _MAX_NUMBER:
            raise self._found.refused(key, f"at most {_MAX_NUMBER}", described(number))
        return number

    def _between(self, key: str, above: float, below: float) -> float | None:
        number = self._found.optional(key, float)
        if number is not None and not above < number < below:
            raise self._found.refused(key, f"a number between {above:g} and {below:g}", described(number))
        return number
