"""One answer from start to finish, as an iterator of steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from llamita.engines.contract import Cancelled
from llamita.errors import PromptTooLong, RequestError
from llamita.generate.sampling import Sampler, log_softmax
from llamita.generate.stopping import StopMatcher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as SequenceOf

    from llamita.engines.contract import CacheT, CancelCheck, Logits
    from llamita.generate.sequence import Sequence
    from llamita.spec import SamplingSpec, StoppingSpec
    from llamita.text import TextStream
    from llamita.text.tokenizer import Tokenizer

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
    tokenizer: Tokenizer,
    prompt_ids: SequenceOf[int],
    *,
    sampling: SamplingSpec,
    stopping: StoppingSpec,
    continues: bool,
    cancel: CancelCheck | None = None,
) -> Iterator[Step]:
    """Answer ``prompt_ids`` on ``sequence``, one step for each token.

    Abandoning the iterator is safe at any time: the sequence then holds the prompt and the tokens
    that were yielded, but for the last.

    Args:
        sequence: its cache is reused as far as it begins like the prompt.
        tokenizer: the model's own.
        prompt_ids: what to answer, complete with control tokens.
        sampling: how tokens are drawn.
        stopping: when the answer is finished.
        continues: the answer stands behind text of the prompt, so a space at its start belongs to it; see
            ``Tokenizer.decode``.
        cancel: looked at in every step and while the prompt is read.

    Raises:
        PromptTooLong: the prompt leaves no room in the context.
        RequestError: (later, from the iterator) another answer was begun on ``sequence``.
    """
    check_prompt_fits(sequence, prompt_ids)
    sampler = Sampler(sampling, sequence.engine.spec.vocabulary_size)
    return _steps(sequence, tokenizer.stream(continues=continues), prompt_ids, sampler, stopping, cancel)


def check_prompt_fits(sequence: Sequence[CacheT], prompt_ids: SequenceOf[int]) -> None:
    """Refuse a prompt that leaves no room for an answer, with both counts."""
    limit_tokens = sequence.cache.limit_tokens
    if len(prompt_ids) >= limit_tokens:
        raise PromptTooLong(
            f"the prompt has {len(prompt_ids)} tokens, the context holds {limit_tokens}, answer included",
            hint="shorten the prompt; nothing is cut silently",
        )


def _steps(
    sequence: Sequence[CacheT],
    stream: TextStream,
    prompt_ids: SequenceOf[int],
    sampler: Sampler,
    stopping: StoppingSpec,
    cancel: CancelCheck | None,
) -> Iterator[Step]:
    budget = min(stopping.max_tokens, sequence.cache.limit_tokens - len(prompt_ids))
    matcher = StopMatcher(stopping.stop_texts)
    if budget == 0:
        yield Step(None, "", 0.0, "length")
        return
    logits_1V = _next_logits(sequence, prompt_ids, cancel, is_prompt=True)
    prompt_number = sequence.num_prompts
    for index in range(budget):
        if logits_1V is None or (cancel is not None and cancel()):
            yield Step(None, matcher.push(stream.finish()) + matcher.finish(), 0.0, "cancelled")
            return
        token_id = sampler.choose(logits_1V[0], sequence.token_ids, num_generated=index)
        logprob = float(log_softmax(logits_1V[0])[token_id])
        if token_id in stopping.stop_ids:
            yield Step(token_id, matcher.push(stream.finish()) + matcher.finish(), logprob, "stop")
            return
        text = matcher.push(stream.push(token_id))
        if matcher.stopped:
            yield Step(token_id, text, logprob, "stop")
            return
        if index == budget - 1:
            yield Step(token_id, text + matcher.push(stream.finish()) + matcher.finish(), logprob, "length")
            return
        yield Step(token_id, text, logprob, None)
        if sequence.num_prompts != prompt_number:
            raise RequestError(
                "this answer cannot go on: another one was begun on the same sequence",
                hint="finish one answer before the next, or load the model twice",
            )
        logits_1V = _next_logits(sequence, [token_id], cancel, is_prompt=False)


def _next_logits(
    sequence: Sequence[CacheT], token_ids: SequenceOf[int], cancel: CancelCheck | None, *, is_prompt: bool
) -> Logits | None:
    """The logits after ``token_ids``, or None where the caller cancelled."""
    try:
        return sequence.read_prompt(token_ids, cancel) if is_prompt else sequence.extend(token_ids, cancel)
    except Cancelled:
        return None
