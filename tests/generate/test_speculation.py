"""Guessing ahead never changes an answer: each law compares with the same answer without guesses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llamita.errors import RequestError
from llamita.generate import LookupDrafter, ModelDrafter, Sequence, Speculation, generate
from llamita.spec import SamplingSpec, StoppingSpec
from tests.generate.row_by_row import RowByRowEngine
from tests.tiny import tiny_checkpoint, tiny_tokenizer

ENGINE = RowByRowEngine(tiny_checkpoint())
OTHER_ENGINE = RowByRowEngine(tiny_checkpoint(seed=1))
TOKENIZER = tiny_tokenizer()
VOCABULARY_SIZE = ENGINE.spec.vocabulary_size
LIMIT_TOKENS = 120

# Few different tokens, so that texts repeat themselves.
token_ids = st.integers(100, 103)
prompts = st.lists(token_ids, min_size=1, max_size=20)
samplings = st.builds(
    SamplingSpec,
    temperature=st.sampled_from([0.0, 0.0, 0.6, 1.5]),
    seed=st.integers(0, 3),
    top_p=st.sampled_from([1.0, 0.9]),
    repetition_penalty=st.sampled_from([1.0, 1.3]),
    frequency_penalty=st.sampled_from([0.0, 0.5]),
    presence_penalty=st.sampled_from([0.0, -0.5]),
    # Toward a few tokens, so that answers repeat themselves as well.
    logit_bias=st.sampled_from([{}, {100: 6.0, 101: 6.0}, {100: 50.0}]),
)
laws = settings(max_examples=40, deadline=None)


class Guesser:
    """Guesses what it was told to, by position in the answer."""

    def __init__(self, answer_ids, wrong_places=()):
        wrong = {place: (answer_ids[place] + 1) % VOCABULARY_SIZE for place in wrong_places}
        self.answer_ids = [wrong.get(place, token_id) for place, token_id in enumerate(answer_ids)]
        self.num_pushed = 0

    def push(self, _token_id):
        self.num_pushed += 1

    def propose(self, max_tokens):
        return self.answer_ids[self.num_pushed : self.num_pushed + max_tokens]


def answer_of(prompt, *drafters, sequence=None, limit_tokens=16, cancel=None, sampling=None, **stopping):
    return generate(
        Sequence(ENGINE, LIMIT_TOKENS) if sequence is None else sequence,
        prompt,
        TOKENIZER.stream(continues=True),
        sampling=sampling or SamplingSpec(),
        stopping=StoppingSpec(**{"max_tokens": 40, **stopping}),
        speculation=Speculation(*drafters, limit_tokens=limit_tokens),
        cancel=cancel,
    )


def ids(steps):
    return [step.token_id for step in steps]


@st.composite
def guessers(draw, answer_ids):
    """Right, wrong in places, or about something else."""
    others = st.lists(token_ids, max_size=60)
    places = st.sets(st.integers(0, max(0, len(answer_ids) - 1)), max_size=len(answer_ids))
    return Guesser(draw(others)) if draw(st.booleans()) else Guesser(answer_ids, draw(places))


@laws
@given(st.data(), prompts, samplings, st.integers(0, 40), st.integers(0, 16))
def test_an_answer_is_the_same_with_any_guesses(data, prompt, sampling, max_tokens, limit_tokens):
    plain = list(answer_of(prompt, sampling=sampling, max_tokens=max_tokens))
    guesser = data.draw(guessers([token_id for token_id in ids(plain) if token_id is not None]))
    sequence = Sequence(ENGINE, LIMIT_TOKENS)
    guessed = answer_of(
        *(prompt, guesser),
        sequence=sequence,
        sampling=sampling,
        max_tokens=max_tokens,
        limit_tokens=limit_tokens,
    )
    assert list(guessed) == plain
    if max_tokens:
        assert sequence.token_ids == [*prompt, *ids(plain)[:-1]]


@laws
@given(st.data(), prompts, samplings)
def test_an_answer_is_the_same_with_any_prediction(data, prompt, sampling):
    plain = list(answer_of(prompt, sampling=sampling))
    cut = data.draw(st.integers(0, 39))
    prediction = data.draw(st.sampled_from([ids(plain), ids(plain)[cut:], prompt * 3, [7] * cut]))
    assert list(answer_of(prompt, LookupDrafter(prompt, prediction), sampling=sampling)) == plain


@laws
@given(st.data(), prompts, samplings)
def test_an_answer_stops_where_it_stops_without_guesses(data, prompt, sampling):
    plain = list(answer_of(prompt, sampling=sampling))
    text = "".join(step.text for step in plain)
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    stopping = {
        "stop_ids": frozenset(data.draw(st.lists(st.sampled_from(ids(plain)), max_size=2))),
        "stop_texts": tuple(filter(None, [text[start : start + data.draw(st.integers(0, 5))]])),
    }
    stopped = list(answer_of(prompt, sampling=sampling, **stopping))
    guesser = data.draw(guessers(ids(plain)))
    sequence = Sequence(ENGINE, LIMIT_TOKENS)
    assert list(answer_of(prompt, guesser, sampling=sampling, sequence=sequence, **stopping)) == stopped
    assert sequence.token_ids == [*prompt, *ids(stopped)[:-1]]


@laws
@given(st.data(), prompts, samplings)
@pytest.mark.parametrize("draft_engine", [ENGINE, OTHER_ENGINE], ids=["itself", "another"])
def test_an_answer_is_the_same_with_any_draft_model(draft_engine, data, prompt, sampling):
    draft_limit_tokens = data.draw(st.sampled_from([LIMIT_TOKENS, 30, 4]))
    drafter = ModelDrafter(Sequence(draft_engine, draft_limit_tokens), prompt, sampling)
    assert list(answer_of(prompt, drafter, sampling=sampling)) == list(answer_of(prompt, sampling=sampling))


@laws
@given(st.data(), prompts, samplings)
def test_a_draft_model_guesses_by_the_text_whatever_it_guessed_before(data, prompt, sampling):
    drafter = ModelDrafter(Sequence(OTHER_ENGINE, LIMIT_TOKENS), prompt, sampling)
    fresh = ModelDrafter(Sequence(OTHER_ENGINE, LIMIT_TOKENS), prompt, sampling)
    for _ in range(data.draw(st.integers(0, 4))):
        draft = drafter.propose(3)
        for token_id in [*draft[: data.draw(st.integers(0, 3))], data.draw(token_ids)]:
            drafter.push(token_id)
            fresh.push(token_id)
    assert drafter.propose(4) == fresh.propose(4)


@pytest.mark.parametrize("temperature", [0.0, 1.5])
def test_a_model_guesses_itself_right_at_any_temperature(temperature):
    sampling = SamplingSpec(temperature=temperature, repetition_penalty=1.2, frequency_penalty=0.3)
    speculation = Speculation(ModelDrafter(Sequence(ENGINE, LIMIT_TOKENS), [100, 101], sampling))
    stream, stopping = TOKENIZER.stream(), StoppingSpec(max_tokens=40)
    sequence = Sequence(ENGINE, LIMIT_TOKENS)
    list(
        generate(sequence, [100, 101], stream, sampling=sampling, stopping=stopping, speculation=speculation)
    )
    assert speculation.accepted_tokens == speculation.drafted_tokens > 30


@laws
@given(st.data(), prompts, st.integers(0, 60))
def test_an_abandoned_answer_leaves_the_prompt_and_its_tokens_but_for_the_last(data, prompt, num_taken):
    plain = ids(answer_of(prompt))
    sequence = Sequence(ENGINE, LIMIT_TOKENS)
    answer = answer_of(prompt, data.draw(guessers(plain)), sequence=sequence)
    taken = [step.token_id for _, step in zip(range(num_taken), answer, strict=False)]
    answer.close()
    assert sequence.token_ids == ([*prompt, *taken[:-1]] if taken else [])
    assert sequence.cache.length_tokens == len(sequence.token_ids)
    assert ids(answer_of(prompt, sequence=sequence)) == plain


@laws
@given(st.data(), prompts, st.integers(0, 100))
def test_an_answer_that_was_cancelled_anywhere_is_the_beginning_of_the_whole(data, prompt, num_asked):
    plain = ids(answer_of(prompt))
    asked = iter(range(num_asked))
    sequence = Sequence(ENGINE, LIMIT_TOKENS)
    guesser = data.draw(guessers(plain))
    answer = list(answer_of(prompt, guesser, sequence=sequence, cancel=lambda: next(asked, None) is None))
    said = [token_id for token_id in ids(answer) if token_id is not None]
    assert answer[-1].finish_reason == ("cancelled" if len(said) < len(plain) else "length")
    assert said == plain[: len(said)]
    assert sequence.token_ids == [*prompt, *said][: len(sequence.token_ids)]
    assert sequence.cache.length_tokens == len(sequence.token_ids)
    assert ids(answer_of(prompt, sequence=sequence)) == plain


def test_an_answer_may_fill_the_context_to_its_end():
    prompt = [100] * 10
    plain = ids(answer_of(prompt, sequence=Sequence(ENGINE, 30), max_tokens=99))
    assert len(plain) == 20
    assert ids(answer_of(prompt, Guesser(plain * 9), sequence=Sequence(ENGINE, 30), max_tokens=99)) == plain


def test_an_answer_whose_sequence_was_taken_over_in_the_middle_of_a_draft_says_so_and_changes_nothing():
    prompt = [100, 101]
    sequence = Sequence(ENGINE, LIMIT_TOKENS)
    first = answer_of(prompt, Guesser(ids(answer_of(prompt))), sequence=sequence)
    for _ in range(5):
        next(first)
    other = ids(answer_of([102] * 3, sequence=sequence))
    with pytest.raises(RequestError, match="another one was begun on the same sequence"):
        next(first)
    assert sequence.token_ids == [102, 102, 102, *other[:-1]]


def test_right_guesses_save_reads_and_are_counted():
    prompt = [100, 101]
    plain = ids(answer_of(prompt))
    speculation = Speculation(Guesser(plain))
    before = ENGINE.num_reads
    steps = generate(
        Sequence(ENGINE, LIMIT_TOKENS),
        prompt,
        TOKENIZER.stream(),
        sampling=SamplingSpec(),
        stopping=StoppingSpec(max_tokens=40),
        speculation=speculation,
    )
    assert ids(steps) == plain
    # The prompt; then drafts of 2, 4, 8, 16, and the rest, each with the token before it.
    assert ENGINE.num_reads - before == 6
    assert speculation.drafted_tokens == speculation.accepted_tokens == 40 - 1 - 5


def test_the_first_drafter_with_a_guess_makes_it_and_each_keeps_its_own_pace():
    wrong, right = Guesser([7] * 40), Guesser(range(40))
    speculation = Speculation(wrong, right, limit_tokens=4)
    drafts = [speculation.draft(room_tokens=40) for token_id in range(8) if not speculation.push(token_id)]
    # The wrong one rests after each guess, and the right one, which guesses meanwhile, guesses more.
    assert drafts == [[7, 7], [2, 3], [7, 7], [6, 7, 8, 9]]
