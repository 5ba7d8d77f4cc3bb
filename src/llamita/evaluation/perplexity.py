"""Perplexity: how well a model predicts a text, each token from the true ones before it (teacher forcing).

The text is cut into windows, since no cache holds all of it. A window may begin before the one ahead of it
ends: then its first tokens are only context, and each token is still scored once. The loss of a token is the
negative natural logarithm of the probability that the model gave it; perplexity is e to the mean loss. Sums
are float64.

Shape letters: T = tokens scored, V = vocabulary.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from llamita.errors import CheckpointError, RequestError
from llamita.generate.sampling import log_softmax

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from llamita.engines.contract import CancelCheck, Engine, Logits, Wanted

DEFAULT_WINDOW_TOKENS: Final = 1024

# As many rows of logits as fit into some tens of megabytes.
_CHUNK_TOKENS: Final = 128
# Beyond, e to this is no float64.
_MAX_LOSS_NATS: Final = 700.0


@dataclass(frozen=True, slots=True)
class Perplexity:
    """What a model made of a text."""

    num_tokens: int
    """How many were scored."""
    loss_nats: float
    """The mean loss of a token."""

    @property
    def value(self) -> float:
        """Perplexity itself: among how many equally likely tokens the model was in doubt."""
        return math.exp(self.loss_nats)


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a text that is read into an empty cache."""

    token_ids: tuple[int, ...]
    num_context: int
    """How many of them, from the first on, are read but not scored."""

    @property
    def num_scored(self) -> int:
        """How many are scored."""
        return len(self.token_ids) - self.num_context


def windows(
    token_ids: Sequence[int],
    *,
    window_tokens: int,
    stride_tokens: int | None = None,
    begin_id: int | None = None,
) -> Iterator[Window]:
    """Cut a text into windows that score each of its tokens once.

    Where there is no begin token, the first of all tokens stays out, having nothing before it; without an
    overlap so does the first of each window.

    Args:
        token_ids: the text.
        window_tokens: how many tokens a window has, with its begin token.
        stride_tokens: how far apart windows begin; None puts them end to end.
        begin_id: opens each window, for models whose prompts open so.

    Raises:
        RequestError: a window holds less than two tokens, or the stride would leave tokens out.
    """
    begin = () if begin_id is None else (begin_id,)
    room_tokens = window_tokens - len(begin)
    stride_tokens = room_tokens if stride_tokens is None else stride_tokens
    if window_tokens < 2:  # noqa: PLR2004 - one to read and one to predict
        raise RequestError(f"a window must have 2 tokens or more, got {window_tokens}")
    if not 1 <= stride_tokens <= room_tokens:
        raise RequestError(f"the stride must be in [1, {room_tokens}] tokens, got {stride_tokens}")
    num_scored = 0
    for start in range(0, len(token_ids), stride_tokens):
        piece = token_ids[start : start + room_tokens]
        num_context = len(begin) + num_scored - start
        yield Window((*begin, *piece), max(1, num_context))
        num_scored = start + len(piece)
        if num_scored == len(token_ids):
            return


def teacher_forced(
    engine: Engine[Any], pieces: Iterable[Window], *, cancel: CancelCheck | None = None
) -> Iterator[tuple[Logits, Sequence[int]]]:
    """What an engine predicts in each window, some tokens at a time.

    Args:
        engine: reads each window into a cache of its own.
        pieces: from ``windows``.
        cancel: as in ``Engine.extend``.

    Yields:
        Logits, T x V, and the T token ids that stood there.
    """
    for window in pieces:
        cache = engine.new_cache(len(window.token_ids))
        # The token at a position is predicted by the logits before it; nothing comes after the last.
        for start in range(0, len(window.token_ids) - 1, _CHUNK_TOKENS):
            stop = min(start + _CHUNK_TOKENS, len(window.token_ids) - 1)
            first_scored = max(start + 1, window.num_context)
            wanted: Wanted = "all" if first_scored <= stop else "none"
            logits_TV = engine.extend(cache, window.token_ids[start:stop], logits=wanted, cancel=cancel)
            if wanted == "all":
                yield logits_TV[first_scored - 1 - start :], window.token_ids[first_scored : stop + 1]


def perplexity(
    engine: Engine[Any],
    pieces: Sequence[Window],
    *,
    scored: Callable[[int], None] | None = None,
    cancel: CancelCheck | None = None,
) -> Perplexity:
    """Lead a model through a text.

    Args:
        engine: the model.
        pieces: from ``windows``; no longer than the model's context.
        scored: is told how many more tokens are done, a few at a time.
        cancel: as in ``Engine.extend``.

    Raises:
        RequestError: there is no token to score.
        CheckpointError: the model's logits are no numbers, or give a token no chance at all.
    """
    num_tokens, loss_nats = 0, 0.0
    for logits_TV, token_ids in teacher_forced(engine, pieces, cancel=cancel):
        loss_nats += total_loss(logits_TV, token_ids)
        num_tokens += len(token_ids)
        if scored is not None:
            scored(len(token_ids))
    if not num_tokens:
        raise RequestError("the text is too short to be scored: expected at least two tokens")
    if not loss_nats <= num_tokens * _MAX_LOSS_NATS:
        raise CheckpointError(
            f"perplexity cannot be measured: the mean loss is {loss_nats / num_tokens} nats",
            hint="the weights are damaged, or the format is too coarse for them",
        )
    return Perplexity(num_tokens, loss_nats / num_tokens)


def total_loss(logits_TV: Logits, token_ids: Sequence[int]) -> float:
    """The losses of these tokens, added up, in nats."""
    with np.errstate(all="ignore"):
        rows = zip(logits_TV, token_ids, strict=True)
        return -math.fsum(float(log_softmax(logits_V)[token_id]) for logits_V, token_id in rows)
