"""One answer from start to finish, as an iterator of steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from llamita.errors import PromptTooLong
from llamita.generate.lookahead import Lookahead
from llamita.generate.sampling import Sampler, log_probability
from llamita.generate.speculation import Speculation
from llamita.generate.stopping import StopMatcher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as SequenceOf

    from llamita.engines.contract import CacheT, CancelCheck
    from llamita.generate.sequence import Sequence
    from llamita.spec import SamplingSpec, StoppingSpec
    from llamita.text import TextStream

FinishReason = Literal["stop", "length", "cancelled"]
"""``stop``: a stop id or string; ``length``: budget or context is used up; ``cancelled``: the caller."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one token brought.

    The tokens before a ``stop`` are the answer; the token that stopped it comes as a step without
    text, so that budgets and log-probabilities add up.
    """

    token_id: int | None
    """None only in the step that reports ``cancelled``, or ``length`` with a budget of 0."""
    text: str
    """Text that became certain; empty while a character or a possible stop string is incomplete."""
    logprob: float
    """Natural log of the probability the model gave this token, before temperature, penalties and cuts."""
    finish_reason: FinishReason | None
    """None but in the last step."""


def generate(
    sequence: Sequence[CacheT],
    prompt_ids: SequenceOf[int],
    stream: TextStream,
    *,
    sampling: SamplingSpec,
    stopping: StoppingSpec,
    speculation: Speculation | None = None,
    cancel: CancelCheck | None = None,
) -> Iterator[Step]:
    """Answer ``prompt_ids`` on ``sequence``, one step for each token.

    Abandoning the iterator is safe at any time: the sequence then holds the prompt and the tokens
    that were yielded, but for the last.

    Args:
        sequence: its cache is reused as far as it begins like the prompt.
        prompt_ids: what to answer, complete with control tokens.
        stream: turns the answer's tokens into text; see ``Tokenizer.stream``.
        sampling: how tokens are drawn.
        stopping: when the answer is finished.
        speculation: where guesses of the next tokens come from; the answer is the same with any, or none.
        cancel: looked at in every step and while the prompt is read.

    Raises:
        PromptTooLong: the prompt leaves no room in the context.
        RequestError: (later, from the iterator) another answer was begun on ``sequence``.
    """
    check_prompt_fits(sequence, prompt_ids)
    sampler = Sampler(sampling, sequence.engine.spec.vocabulary_size)
    ahead = Lookahead(sequence, speculation or Speculation(), cancel)
    room_tokens = sequence.cache.limit_tokens - len(prompt_ids)
    stopping = replace(stopping, max_tokens=min(stopping.max_tokens, room_tokens))
    return _steps(ahead, prompt_ids, stream, sampler, stopping, cancel)


def check_prompt_fits(sequence: Sequence[CacheT], prompt_ids: SequenceOf[int]) -> None:
    """Refuse a prompt that leaves no room for an answer, with both counts."""
    limit_tokens = sequence.cache.limit_tokens
    if len(prompt_ids) >= limit_tokens:
        raise PromptTooLong(
            f"the prompt has {len(prompt_ids)} tokens, the context holds {limit_tokens}, answer included",
            hint="shorten the prompt; nothing is cut silently",
        )


def _steps(
    ahead: Lookahead[CacheT],
    prompt_ids: SequenceOf[int],
    stream: TextStream,
    sampler: Sampler,
    stopping: StoppingSpec,
    cancel: CancelCheck | None,
) -> Iterator[Step]:
    matcher = StopMatcher(stopping.stop_texts)
    if stopping.max_tokens == 0:
        yield Step(None, "", 0.0, "length")
        return
    try:
        text_ids = list(prompt_ids)
        logits_V = ahead.read_prompt(prompt_ids)
        for index in range(stopping.max_tokens):
            if logits_V is None or (cancel is not None and cancel()):
                yield Step(None, matcher.push(stream.finish()) + matcher.finish(), 0.0, "cancelled")
                return
            token_id = sampler.choose(logits_V, text_ids, num_generated=index)
            logprob = log_probability(logits_V, token_id)
            if token_id in stopping.stop_ids:
                yield Step(token_id, matcher.push(stream.finish()) + matcher.finish(), logprob, "stop")
                return
            text = matcher.push(stream.push(token_id))
            if matcher.stopped:
                yield Step(token_id, text, logprob, "stop")
                return
            num_left = stopping.max_tokens - index - 1
            if num_left == 0:
                yield Step(
                    token_id, text + matcher.push(stream.finish()) + matcher.finish(), logprob, "length"
                )
                return
            yield Step(token_id, text, logprob, None)
            text_ids.append(token_id)
            # The answer's last token is never read, so neither is a guess of it.
            logits_V = ahead.read(token_id, room_tokens=num_left - 1)
    finally:
        ahead.forget_rejected()
