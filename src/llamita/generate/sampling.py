"""From logits to the next token: pure functions over one row, and the Sampler that chains them.

Every draw is keyed by (seed, sample index, position), not taken from a running stream: the token at a
position depends on its logits and its key alone, whatever was drawn before or beside it.

Shape letters: V = vocabulary.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from llamita.errors import CheckpointError, RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence as SequenceOf

    from llamita.spec import SamplingSpec

Row = NDArray[np.float32]

# Sorting a whole vocabulary would take as long as a small model takes for a token. Few tokens make up most
# of the probability, so this many are sorted first, and more only where they do not suffice.
FIRST_SORTED = 256

# Below this a float32 divisor would be rounded to zero.
SMALLEST_TEMPERATURE = 1e-30


def log_softmax(logits_V: Row) -> NDArray[np.float64]:
    """log(softmax(x)) in float64: the natural logarithm of each token's probability."""
    shifted_V = logits_V.astype(np.float64) - float(logits_V.max())
    logprobs_V: NDArray[np.float64] = shifted_V - np.log(np.exp(shifted_V).sum())
    return logprobs_V


def log_probability(logits_V: Row, token_id: int) -> float:
    """One entry of ``log_softmax``, in a fraction of the time: exponentials in float32, summed in float64.

    >>> round(log_probability(np.log(np.float32([0.5, 0.3, 0.2])), 1), 4) == round(math.log(0.3), 4)
    True
    """
    shifted_V = logits_V - logits_V.max()
    return float(shifted_V[token_id]) - math.log(np.exp(shifted_V).sum(dtype=np.float64))


def keep_top_k(logits_V: Row, top_k: int) -> Row:
    """Drop every token but the ``top_k`` likeliest; of equal logits the lower ids stay. 0 keeps all.

    >>> keep_top_k(np.float32([1, 3, 3, 2]), 2)
    array([-inf,   3.,   3., -inf], dtype=float32)
    """
    if top_k == 0 or top_k >= logits_V.size:
        return logits_V
    return _keep_only(logits_V, _likeliest(logits_V, top_k)[:top_k])


def keep_top_p(logits_V: Row, top_p: float) -> Row:
    """Drop every token outside the smallest set of likeliest tokens whose probability reaches ``top_p``.

    At least one token stays; of equal logits the lower id counts as the likelier. 1 keeps all.

    Source: Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", sec. 3.1.

    >>> keep_top_p(np.log(np.float32([0.5, 0.3, 0.2])), 0.6).round(2)
    array([-0.69, -1.2 ,  -inf], dtype=float32)
    """
    if top_p == 1:
        return logits_V
    probability_V = np.exp(log_softmax(logits_V))
    count = FIRST_SORTED
    while True:
        ids = _likeliest(logits_V, count)
        mass_before = np.cumsum(probability_V[ids]) - probability_V[ids]
        # Where even the last of these is wanted, so may be the next one.
        if mass_before[-1] >= top_p or count >= logits_V.size:
            return _keep_only(logits_V, ids[mass_before < top_p])
        count *= 16


def keep_min_p(logits_V: Row, min_p: float) -> Row:
    """Drop every token less likely than ``min_p`` times the likeliest. 0 keeps all.

    Source: Nguyen et al. 2024, "Turning Up the Heat: Min-p Sampling", sec. 3.

    >>> keep_min_p(np.log(np.float32([0.5, 0.3, 0.2])), 0.5).round(2)
    array([-0.69, -1.2 ,  -inf], dtype=float32)
    """
    if min_p == 0:
        return logits_V
    return np.where(logits_V >= logits_V.max() + math.log(min_p), logits_V, np.float32(-np.inf))


def penalize_repetition(logits_V: Row, seen_ids: SequenceOf[int], penalty: float) -> Row:
    """Make tokens that were seen less likely: divide their positive logits, multiply their negative ones.

    Source: Keskar et al. 2019, "CTRL", sec. 4.1, in the sign-aware form that is now usual.
    """
    if penalty == 1 or not len(seen_ids):
        return logits_V
    ids = np.unique(np.asarray(seen_ids, np.int64))
    penalized_V = logits_V.copy()
    seen = penalized_V[ids]
    penalized_V[ids] = np.where(seen > 0, seen / np.float32(penalty), seen * np.float32(penalty))
    return penalized_V


def penalize_frequency(
    logits_V: Row, generated_ids: SequenceOf[int], frequency: float, presence: float
) -> Row:
    """Subtract ``frequency`` for each time a token was generated, and ``presence`` once."""
    if (frequency == 0 and presence == 0) or not len(generated_ids):
        return logits_V
    ids, counts = np.unique(np.asarray(generated_ids, np.int64), return_counts=True)
    penalized_V = logits_V.copy()
    penalized_V[ids] -= (frequency * counts + presence).astype(np.float32)
    return penalized_V


def uniform(seed: int, sample_index: int, position: int) -> float:
    """A number in [0, 1) that depends on its three keys and nothing else.

    Source: Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3" (Philox 4x64).

    >>> uniform(0, 0, 7) == uniform(0, 0, 7) != uniform(0, 0, 8)
    True
    """
    generator = np.random.Philox(
        key=np.array([seed, sample_index], np.uint64), counter=np.array([position, 0, 0, 0], np.uint64)
    )
    # The upper 53 bits fill a float64's mantissa exactly.
    return int(generator.random_raw() >> 11) * 2.0**-53


def draw(logits_V: Row, chance: float) -> int:
    """The token at ``chance`` on the line where each token takes its probability, in order of id.

    >>> draw(np.log(np.float32([0.5, 0.3, 0.2])), 0.6)
    1
    """
    ids = np.flatnonzero(logits_V > -np.inf)
    line = np.cumsum(np.exp(log_softmax(logits_V[ids])))
    place = int(np.searchsorted(line, chance * line[-1], side="right"))
    # Rounding may leave `chance` on the very end of the line, past the last token.
    return int(ids[min(place, len(ids) - 1)])


class Sampler:
    """Chooses tokens as a ``SamplingSpec`` says.

    Args:
        spec: the choices, already checked for range.
        vocabulary_size: V; biases on ids outside it are refused.

    Raises:
        RequestError: ``spec.logit_bias`` names an id outside the vocabulary.
    """

    def __init__(self, spec: SamplingSpec, vocabulary_size: int) -> None:
        self.spec = spec
        for token_id in spec.logit_bias:
            if not 0 <= token_id < vocabulary_size:
                raise RequestError(
                    f"logit_bias names token id {token_id}, expected [0, {vocabulary_size - 1}]"
                )

    def choose(self, logits_V: Row, read_ids: SequenceOf[int], num_generated: int) -> int:
        """The next token after ``read_ids``, of which the last ``num_generated`` were generated.

        Raises:
            CheckpointError: the logits are not numbers, which happens only with damaged weights.
            RequestError: biases forbid every token.
        """
        spec = self.spec
        if not np.isfinite(logits_V).all():
            raise CheckpointError(
                "the model computed logits that are not finite: its weights are damaged",
                hint="`llamita models verify NAME` compares them with their digest",
            )
        shaped_V = self._shaped(logits_V, read_ids, num_generated)
        if not np.isfinite(shaped_V.max()):
            raise RequestError("logit_bias forbids every token")
        if spec.temperature == 0:
            return int(np.argmax(shaped_V))
        # Shifted first: a tiny temperature must stretch differences, not overflow the largest logit.
        with np.errstate(over="ignore"):
            shaped_V = (shaped_V - shaped_V.max()) / np.float32(max(spec.temperature, SMALLEST_TEMPERATURE))
        shaped_V = keep_min_p(keep_top_p(keep_top_k(shaped_V, spec.top_k), spec.top_p), spec.min_p)
        return draw(shaped_V, uniform(spec.seed, spec.sample_index, len(read_ids)))

    def _shaped(self, logits_V: Row, read_ids: SequenceOf[int], num_generated: int) -> Row:
        """The logits after bias and penalties."""
        spec = self.spec
        shaped_V = logits_V
        if spec.logit_bias:
            shaped_V = logits_V.copy()
            for token_id, bias in spec.logit_bias.items():
                shaped_V[token_id] += np.float32(bias)
        window = read_ids[max(0, len(read_ids) - spec.penalty_window_tokens) :]
        shaped_V = penalize_repetition(shaped_V, window, spec.repetition_penalty)
        generated = read_ids[len(read_ids) - num_generated :]
        return penalize_frequency(shaped_V, generated, spec.frequency_penalty, spec.presence_penalty)


def _likeliest(logits_V: Row, count: int) -> NDArray[np.intp]:
    """The ``count`` likeliest ids, and those as likely as the last of them, in order of likelihood and id."""
    ids = np.flatnonzero(logits_V > -np.inf)
    if count < len(ids):
        least = np.partition(logits_V, logits_V.size - count)[logits_V.size - count]
        ids = ids[logits_V[ids] >= least]
    return ids[np.argsort(-logits_V[ids], kind="stable")]


def _keep_only(logits_V: Row, kept_ids: NDArray[np.intp]) -> Row:
    kept_V = np.full_like(logits_V, -np.inf)
    kept_V[kept_ids] = logits_V[kept_ids]
    return kept_V
