import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llamita.engines.reference import ReferenceEngine
from llamita.errors import PromptTooLong, RequestError
from llamita.generate import Sequence, generate
from llamita.generate.sampling import log_softmax
from llamita.spec import SamplingSpec, StoppingSpec
from tests.engines_under_test import LOGITS_FLOAT32
from tests.tiny import tiny_checkpoint, tiny_tokenizer

ENGINE = ReferenceEngine(tiny_checkpoint())
TOKENIZER = tiny_tokenizer()
PROMPT = TOKENIZER.encode("def the_answer(): return")


def steps(
    prompt=PROMPT,
    *,
    sequence=None,
    max_tokens=20,
    stop_ids=frozenset(),
    stop_texts=(),
    cancel=None,
    **sampling,
):
    return generate(
        sequence or Sequence(ENGINE, 512),
        prompt,
        TOKENIZER.stream(continues=True),
        sampling=SamplingSpec(**sampling),
        stopping=StoppingSpec(max_tokens=max_tokens, stop_ids=stop_ids, stop_texts=stop_texts),
        cancel=cancel,
    )


def ids(answer):
    return [step.token_id for step in answer]


def test_greedy_takes_the_likeliest_token_each_time():
    answer = ids(steps())
    logits_TV = ENGINE.extend(ENGINE.new_cache(512), PROMPT + answer, logits="all")
    assert answer == np.argmax(logits_TV[len(PROMPT) - 1 : -1], axis=1).tolist()


def test_trap_27_log_probabilities_are_those_of_the_untouched_logits():
    answer = list(steps(temperature=0.7, repetition_penalty=1.3))
    logits_TV = ENGINE.extend(ENGINE.new_cache(512), PROMPT + ids(answer), logits="all")[len(PROMPT) - 1 :]
    for step, logits_V in zip(answer, logits_TV[:-1], strict=True):
        assert step.logprob == pytest.approx(log_softmax(logits_V)[step.token_id], abs=LOGITS_FLOAT32)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**63 - 1))
def test_the_same_seed_gives_the_same_answer(seed):
    assert ids(steps(temperature=1.5, seed=seed)) == ids(steps(temperature=1.5, seed=seed))


def test_seeds_and_sample_indices_give_different_answers():
    answers = [ids(steps(temperature=1.5, seed=s, sample_index=i)) for s in range(3) for i in range(3)]
    assert len({tuple(answer) for answer in answers}) == len(answers)


def test_trap_43_a_seed_draws_the_same_whatever_is_generated_beside_it():
    alone = [ids(steps(prompt, temperature=1.5, seed=3)) for prompt in (PROMPT, PROMPT[:4])]
    beside = itertools.zip_longest(
        steps(temperature=1.5, seed=3), steps(PROMPT[:4], temperature=1.5, seed=3, max_tokens=20)
    )
    assert [ids(answer) for answer in zip(*beside, strict=True)] == alone


def test_trap_43_what_was_drawn_before_does_not_change_what_is_drawn_later():
    first = ids(steps(temperature=1.5, seed=3))
    assert ids(steps([*PROMPT, *first[:8]], temperature=1.5, seed=3, max_tokens=12)) == first[8:]


def test_reusing_the_cache_changes_nothing():
    sequence = Sequence(ENGINE, 512)
    other = TOKENIZER.encode("def the_answer(): in between")
    fresh = [ids(steps(prompt)) for prompt in (PROMPT, other, PROMPT)]
    assert [ids(steps(prompt, sequence=sequence)) for prompt in (PROMPT, other, PROMPT)] == fresh


def test_an_answer_whose_sequence_was_taken_over_says_so():
    sequence = Sequence(ENGINE, 512)
    first = iter(steps(sequence=sequence))
    next(first)
    assert ids(steps(PROMPT[:5], sequence=sequence)) == ids(steps(PROMPT[:5]))
    with pytest.raises(RequestError, match="another one was begun on the same sequence"):
        next(first)


def test_an_answer_that_was_never_begun_takes_nothing_over():
    sequence = Sequence(ENGINE, 512)
    first = iter(steps(sequence=sequence))
    head = next(first)
    steps(PROMPT[:5], sequence=sequence)
    assert [head.token_id, *ids(first)] == ids(steps())


@pytest.mark.parametrize("prompt", [PROMPT[:1], PROMPT, PROMPT * 20], ids=len)
def test_trap_26_the_budget_is_kept_and_reported_whatever_the_prompts_length(prompt):
    answer = list(steps(prompt, max_tokens=7))
    assert len(answer) == 7
    assert [step.finish_reason for step in answer] == [None] * 6 + ["length"]


def test_a_budget_of_nothing_is_an_empty_answer():
    (step,) = steps(max_tokens=0)
    assert (step.token_id, step.text, step.finish_reason) == (None, "", "length")


def test_trap_26_a_budget_beyond_the_context_ends_the_answer_and_says_so():
    sequence = Sequence(ENGINE, len(PROMPT) + 3)
    answer = list(steps(sequence=sequence, max_tokens=100))
    assert len(answer) == 3
    assert answer[-1].finish_reason == "length"


@pytest.mark.parametrize("limit", [len(PROMPT), len(PROMPT) - 1, 1])
def test_trap_33_a_prompt_that_leaves_no_room_is_refused_with_both_counts(limit):
    with pytest.raises(
        PromptTooLong, match=f"the prompt has {len(PROMPT)} tokens, the context holds {limit}"
    ):
        steps(sequence=Sequence(ENGINE, limit))


def test_trap_33_a_prompt_that_leaves_room_for_one_token_gets_it():
    (step,) = steps(sequence=Sequence(ENGINE, len(PROMPT) + 1))
    assert [step.token_id] == ids(steps(max_tokens=1))
    assert step.finish_reason == "length"


def test_a_stop_id_ends_the_answer_and_is_not_in_its_text():
    whole = list(steps())
    stop = whole[5].token_id
    first = next(index for index, step in enumerate(whole) if step.token_id == stop)
    answer = list(steps(stop_ids=frozenset({stop})))
    assert ids(answer) == ids(whole)[: first + 1]
    assert answer[-1].finish_reason == "stop"
    assert "".join(s.text for s in answer) == TOKENIZER.decode(ids(whole)[:first])


def test_a_stop_text_ends_the_answer_before_it_wherever_token_borders_fall():
    text = "".join(step.text for step in steps(max_tokens=40))
    stop = text[9:14]
    answer = list(steps(max_tokens=40, stop_texts=(stop,)))
    assert "".join(step.text for step in answer) == text.partition(stop)[0]
    assert answer[-1].finish_reason == "stop"


def test_cancelling_ends_the_answer_with_what_was_said():
    asked = itertools.count()
    answer = list(steps(cancel=lambda: next(asked) > 9))
    assert answer[-1].finish_reason == "cancelled"
    assert 0 < len(answer) < 20
    assert ids(answer)[:-1] == ids(steps())[: len(answer) - 1]


def test_cancelling_while_the_prompt_is_read_leaves_a_sequence_that_can_go_on():
    prompt = PROMPT * 15
    sequence = Sequence(ENGINE, 512)
    asked = itertools.count()
    (step,) = steps(prompt, sequence=sequence, cancel=lambda: next(asked) > 0)
    assert step.finish_reason == "cancelled"
    assert sequence.token_ids == prompt[: len(sequence.token_ids)]
    assert ids(steps(prompt, sequence=sequence)) == ids(steps(prompt))


def test_abandoning_the_iterator_leaves_a_sequence_that_can_go_on():
    sequence = Sequence(ENGINE, 512)
    next(iter(steps(sequence=sequence)))
    assert ids(steps(sequence=sequence)) == ids(steps())
