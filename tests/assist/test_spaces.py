"""Where a prompt and an answer meet, no space is lost and none is added."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llamita.text import Message
from tests.assist.scripted import scripted_model
from tests.tiny import LLAMA_LETTERS, LLAMA_MERGED, tiny_tokenizer

BEGIN = 1
answers = st.lists(st.sampled_from((*LLAMA_LETTERS, *LLAMA_MERGED)), min_size=1, max_size=6)


@settings(max_examples=50, deadline=None)
@given(prompt=st.text("def é\n", min_size=1, max_size=6), pieces=answers)
def test_trap_12_a_prompt_and_its_completion_are_what_all_ids_say(prompt, pieces):
    model = scripted_model(pieces)
    answer = model.complete(prompt, max_tokens=len(pieces))
    prompt_ids = model.tokenizer.prompt(prompt)
    assert prompt + answer.text == model.tokenizer.decode([*prompt_ids, *answer.token_ids])


def test_trap_12_a_completion_keeps_the_space_it_begins_with():
    assert scripted_model(["▁a", "▁the"]).complete("def", max_tokens=2).text == " a the"
    assert scripted_model(["a", "▁the"]).complete("def ", max_tokens=2).text == "a the"


def test_a_completion_of_nothing_begins_the_text():
    model = scripted_model(["▁a", "▁the"])
    answer = model.complete("", max_tokens=2)
    assert answer.timings.prompt_tokens == 1
    assert answer.text == "a the" == model.tokenizer.decode([BEGIN, *answer.token_ids])


def test_a_completion_is_shown_with_its_space_while_it_is_written():
    steps = list(scripted_model(["▁a", "b"]).complete("def", stream=True, max_tokens=2))
    assert [step.text for step in steps] == [" a", "b"]


@pytest.mark.parametrize("order", ["psm", "spm"])
def test_trap_12_a_middle_keeps_its_leading_space(order):
    model = scripted_model(["▁a", "▁the", "▁<EOT>"])
    assert model.infill("def", "def", order=order).text == " a the"


def test_a_middle_behind_no_prefix_keeps_its_space_unless_it_begins_the_text():
    assert scripted_model(["▁a", "▁<EOT>"]).infill("", "def", order="psm").text == " a"
    # Suffix first, prefix and middle are one text to the model: this space is the one in front of it.
    assert scripted_model(["▁a", "▁<EOT>"]).infill("", "def", order="spm").text == "a"


def test_the_orders_of_infilling_give_the_model_different_prompts():
    model = scripted_model(["▁<EOT>", "▁<EOT>"])
    infill = model.tokenizer.vocabulary.infill
    prefix, suffix = model.tokenizer.encode("the"), model.tokenizer.encode("def", continues=True)
    model.infill("the", "def", order="psm")
    model.infill("the", "def", order="spm")
    assert model.engine.reads == [
        [BEGIN, infill.prefix, *prefix, infill.suffix, *suffix, infill.middle],
        # The two begin alike, and what the cache holds is not read again.
        [infill.suffix, *suffix, infill.middle, *prefix],
    ]


def test_an_answer_in_llama_2_form_begins_anew_and_drops_the_space_in_front():
    assert scripted_model(["▁def", "▁a", "</s>"], dialog="llama-2").chat("x").text == "def a"
    assert scripted_model(["def", "</s>"], dialog="llama-2").chat("x").text == "def"


@pytest.mark.parametrize("adds_space", [False, True])
def test_an_answer_of_the_70b_stands_behind_the_space_of_its_prompt(adds_space):
    options = {"dialog": "codellama-70b", "adds_space": adds_space}
    assert scripted_model(["def", "▁a", "<step>"], **options).chat("x").text == "def a"
    assert scripted_model(["▁def", "<step>"], **options).chat("x").text == " def"


def test_an_answer_in_chatml_stands_behind_a_line_break():
    model = scripted_model(["▁def", "<|im_end|>"], dialog="chatml")
    assert model.chat([Message("user", "x")]).text == " def"


def test_byte_level_models_add_no_space_and_lose_none():
    tokenizer = tiny_tokenizer()
    ids = tokenizer.encode(" the")
    assert tokenizer.decode(ids) == tokenizer.decode(ids, continues=True) == " the"
