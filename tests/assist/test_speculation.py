"""What a person may say about guessing ahead: never another answer, and it is counted."""

import pytest

from llamita.assist import Model
from llamita.errors import RequestError
from llamita.spec import SamplingSpec
from llamita.text import Message
from llamita.text.tokenizer import Tokenizer
from tests.assist.scripted import scripted_model
from tests.generate.row_by_row import RowByRowEngine
from tests.tiny import checkpoint_of, tiny_parameters, tiny_spec, tiny_vocabulary

DRAWN = SamplingSpec(temperature=1.0, seed=5)


def tiny_model(*, seed=0, missing=b"\x04", draft_model=None):
    spec = tiny_spec(dialog="smollm2")
    checkpoint = checkpoint_of(spec, tiny_parameters(spec, seed), tiny_vocabulary(missing=missing))
    tokenizer = Tokenizer(checkpoint.vocabulary)
    return Model(name="tiny", engine=RowByRowEngine(checkpoint), tokenizer=tokenizer, draft_model=draft_model)


MODEL = tiny_model()
ASKED = {
    "complete": lambda model, **ask: model.complete("def f", **ask),
    "infill": lambda model, **ask: model.infill("def f", "return", **ask),
    "chat": lambda model, **ask: model.chat("Hi", **ask),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("sampling", [SamplingSpec(), DRAWN], ids=["greedy", "drawn"])
@pytest.mark.parametrize("prediction", ["", "def f(x):\n    return x\n" * 3])
def test_an_answer_is_the_same_with_guesses_and_without(asked, sampling, prediction):
    plain = asked(MODEL, max_tokens=60, sampling=sampling, speculate=False)
    guessed = asked(MODEL, max_tokens=60, sampling=sampling, prediction=prediction)
    assert (guessed.text, guessed.token_ids, guessed.logprobs) == (
        plain.text,
        plain.token_ids,
        plain.logprobs,
    )
    assert (plain.timings.drafted_tokens, plain.timings.accepted_tokens) == (0, 0)


@pytest.mark.parametrize(
    ("dialog", "ask", "first"),
    [
        *((None, ask, first) for ask in ("complete", "infill") for first in ("▁a", "x")),
        # Every text begins with a space here, and so does this answer, to which none stands before.
        ("llama-2", "chat", "▁a"),
    ],
)
def test_a_prediction_is_read_as_the_answer_would_be_so_a_right_one_comes_true(dialog, ask, first):
    pieces = [first, "▁the", "x", "▁return", "x", "▁def", "x", "▁a", "x", "▁the", "</s>"]
    text = ASKED[ask](scripted_model(pieces, dialog=dialog)).text
    answer = ASKED[ask](scripted_model(pieces, dialog=dialog), prediction=text)
    assert answer.text == text
    # The first token comes without a guess, and one more behind each draft, of 2 and of 4.
    assert answer.timings.accepted_tokens == answer.timings.drafted_tokens == 2 + 4 + 1


def test_the_prediction_of_a_text_that_begins_with_nothing_before_it_is_read_like_a_text():
    pieces = ["▁a", "▁the", "1", "▁return", "1", "</s>"]
    answer = scripted_model(pieces).complete("", prediction="a the1 return1")
    assert answer.text == "a the1 return1"
    assert answer.timings.accepted_tokens == answer.timings.drafted_tokens == 2


def test_guesses_are_counted_while_the_answer_is_written():
    text = MODEL.complete("def f", max_tokens=40, speculate=False, sampling=DRAWN).text
    stream = MODEL.complete("def f", max_tokens=40, prediction=text, sampling=DRAWN, stream=True)
    counts = [stream.answer.timings.drafted_tokens for _ in stream]
    assert counts == sorted(counts)
    timings = stream.answer.to_json()["timings"]
    assert timings["drafted_tokens"] == counts[-1] >= timings["accepted_tokens"] > 0


def test_a_draft_model_guesses_and_changes_nothing():
    plain = MODEL.complete("def f", max_tokens=40, sampling=DRAWN, speculate=False)
    for seed in (0, 1):
        model = tiny_model(draft_model=tiny_model(seed=seed))
        guessed = model.complete("def f", max_tokens=40, sampling=DRAWN)
        assert guessed.token_ids == plain.token_ids
        assert guessed.timings.drafted_tokens > 0
        calls_before = model.engine.num_reads
        model.complete("def f", max_tokens=40, sampling=DRAWN, speculate=False)
        assert model.engine.num_reads == calls_before + 40


def test_a_draft_model_that_is_the_model_itself_is_almost_always_right():
    timings = tiny_model(draft_model=tiny_model()).complete("def f", max_tokens=60, sampling=DRAWN).timings
    assert timings.accepted_tokens / timings.drafted_tokens > 0.7


def test_what_a_draft_model_has_read_is_kept_as_well():
    draft_model = tiny_model(seed=1)
    tiny_model(draft_model=draft_model).complete("def f", max_tokens=40, sampling=DRAWN)
    timings = draft_model.complete("def f", max_tokens=1).timings
    assert timings.cached_tokens == timings.prompt_tokens - 1 > 0


def test_a_draft_model_of_another_vocabulary_is_refused():
    with pytest.raises(RequestError, match="`tiny` cannot guess for `tiny`: .* vocabular"):
        tiny_model(draft_model=tiny_model(missing=b"\x05"))


def test_a_prediction_that_cannot_be_spelled_is_refused():
    with pytest.raises(RequestError, match="cannot spell"):
        MODEL.complete("x", prediction="\x04")


def test_a_conversation_keeps_answers_that_were_left_in_the_middle_of_a_guess():
    said = MODEL.chat("Hi", max_tokens=30, speculate=False, sampling=DRAWN).text
    stream = MODEL.chat("Hi", max_tokens=30, prediction=said, sampling=DRAWN, stream=True)
    for _ in range(9):
        next(stream)
    stream.close()
    assert said.startswith(stream.answer.text)
    again = MODEL.chat([Message("user", "Hi")], max_tokens=30, sampling=DRAWN, speculate=False)
    assert again.text == said
