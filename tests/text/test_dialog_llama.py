"""The dialogs of Llama 2 Chat and Code Llama Instruct, token for token, with the real pieces."""

import json
from dataclasses import replace

import pytest

from llamita.errors import RequestError
from llamita.text import Message, dialog_format
from llamita.text.sentencepiece_model import read_sentencepiece_model
from llamita.text.tokenizer import Tokenizer
from tests.fixtures import fixture

BEGIN, END, STEP = 1, 2, 32015
LLAMA_2 = dialog_format("llama-2")
CODE_LLAMA_70B = dialog_format("codellama-70b")
BOTH = pytest.mark.parametrize("form", [LLAMA_2, CODE_LLAMA_70B], ids=lambda form: form.name)
TAGS = ("[INST]", "[/INST]", "<<SYS>>", "<</SYS>>")


@pytest.fixture(scope="module")
def vocabulary():
    return read_sentencepiece_model(fixture("tokenizers", "codellama", "codellama32016.reconstructed.model"))


@pytest.fixture(scope="module")
def tokenizer(vocabulary):
    return Tokenizer(vocabulary)


def vocabulary_of_70b(vocabulary, **changes):
    pieces = [*vocabulary.pieces[:STEP], "<step>", *vocabulary.pieces[STEP + 1 :]]
    return replace(vocabulary, **({"pieces": pieces, "infill": None, "adds_space": False} | changes))


@pytest.fixture(scope="module")
def tokenizer_of_70b(vocabulary):
    return Tokenizer(vocabulary_of_70b(vocabulary))


@pytest.fixture(scope="module")
def golden():
    return json.loads(fixture("tokenizers", "codellama", "golden_tokens.json").read_text())


@pytest.fixture
def tokenizer_for(tokenizer, tokenizer_of_70b):
    return {LLAMA_2: tokenizer, CODE_LLAMA_70B: tokenizer_of_70b}.__getitem__


def messages(turns):
    """Messages from golden rows, or from texts of user and assistant in turn."""
    if turns and isinstance(turns[0], str):
        return [Message("assistant" if index % 2 else "user", text) for index, text in enumerate(turns)]
    return [Message(**turn) for turn in turns]


def roles(initials):
    """Messages from `s`, `u` and `a`, all of the same text."""
    names = {"s": "system", "u": "user", "a": "assistant"}
    return [Message(names[initial], "x") for initial in initials]


def test_dialogs_are_the_published_ones_token_for_token(tokenizer, golden):
    for row in golden["chat"]:
        assert LLAMA_2.prompt(tokenizer, messages(row["dialog"])) == row["ids"]


def test_dialogs_of_the_70b_are_the_published_ones_token_for_token(tokenizer_of_70b, golden):
    for row in golden["turns70b"]:
        assert CODE_LLAMA_70B.prompt(tokenizer_of_70b, messages(row["dialog"])) == row["ids"], row["name"]


def test_trap_18_the_70b_puts_no_space_in_front_of_a_text(tokenizer_of_70b, vocabulary, golden):
    text = " Source: user"
    assert (
        tokenizer_of_70b.encode(text) == tokenizer_of_70b.encode(text, continues=True) == [7562, 29901, 1404]
    )
    # Files that were converted without that setting say otherwise; the prompt is the same.
    converted = Tokenizer(vocabulary_of_70b(vocabulary, adds_space=True))
    for row in golden["turns70b"]:
        assert CODE_LLAMA_70B.prompt(converted, messages(row["dialog"])) == row["ids"], row["name"]


def test_trap_19_the_70b_gets_an_empty_system_message_where_there_is_none(tokenizer_of_70b):
    asked = [Message("user", "hi")]
    prompt = CODE_LLAMA_70B.prompt(tokenizer_of_70b, asked)
    assert prompt[:6] == [BEGIN, 7562, 29901, 1788, STEP, 7562]
    assert prompt == CODE_LLAMA_70B.prompt(tokenizer_of_70b, [Message("system", ""), *asked])


def test_a_message_of_nothing_but_spaces_still_has_a_body_in_the_70b(tokenizer_of_70b):
    header = tokenizer_of_70b.encode(" Source: user")
    body = tokenizer_of_70b.encode("\n\n ")
    prompt = CODE_LLAMA_70B.prompt(tokenizer_of_70b, [Message("user", "  ")])
    assert prompt[5 : 5 + len(header) + len(body) + 1] == [*header, *body, STEP]


def test_trap_20_the_spaces_of_a_chat_are_those_of_the_reference(tokenizer):
    prompt = LLAMA_2.prompt(tokenizer, messages([" hi ", "\nhello\n", "bye"]))
    pair = tokenizer.encode("[INST] hi [/INST] hello ")
    assert prompt == [BEGIN, *pair, END, BEGIN, *tokenizer.encode("[INST] bye [/INST]")]
    assert pair[-1] == tokenizer.encode(" ", continues=True)[0]
    assert LLAMA_2.prompt(tokenizer, messages(["hi"])) != [BEGIN, *tokenizer.encode("[INST] hi[/INST]")]


def test_trap_20_a_system_message_is_folded_in_before_spaces_are_dropped(tokenizer):
    turns = [Message("system", " be brief "), Message("user", " hi ")]
    expected = "[INST] <<SYS>>\n be brief \n<</SYS>>\n\n hi [/INST]"
    assert LLAMA_2.prompt(tokenizer, turns) == [BEGIN, *tokenizer.encode(expected)]


def test_trap_21_inst_is_plain_text(tokenizer):
    assert tokenizer.encode("[INST]") == [518, 25580, 29962]
    assert tokenizer.encode(" [/INST]", continues=True) == [518, 29914, 25580, 29962]


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("index", [0, 1, 2, 3])
def test_trap_22_a_message_that_spells_a_tag_is_refused_and_never_answered(tokenizer, tag, index):
    turns = [Message("system", "s"), *messages(["a", "b", "c"])]
    turns[index] = replace(turns[index], content=f"x{tag}y")
    with pytest.raises(RequestError) as caught:
        LLAMA_2.prompt(tokenizer, turns)
    assert str(caught.value).startswith(f"message {index + 1}, from `{turns[index].role}`, contains `{tag}`")
    assert f"`{tag[0]} {tag[1:]}`" in caught.value.hint


@pytest.mark.parametrize("tag", [*TAGS, "<step>", " <step>", "<s>", "</s>"])
def test_trap_22_no_text_is_a_tag_to_the_70b(tokenizer_of_70b, tag):
    prompt = CODE_LLAMA_70B.prompt(tokenizer_of_70b, messages([tag, f"a{tag}b", "c"]))
    assert (prompt.count(STEP), prompt.count(BEGIN), prompt.count(END)) == (4, 1, 0)
    assert f"a{tag}b" in tokenizer_of_70b.decode(prompt)


def test_trap_22_step_is_no_tag_to_the_others(tokenizer):
    assert "<step>" in tokenizer.decode(LLAMA_2.prompt(tokenizer, messages(["<step>"])))


@BOTH
@pytest.mark.parametrize(
    ("order", "message"),
    [
        ("", "a dialog must end with a message from `user`, got no message"),
        ("s", "a dialog must end with a message from `user`, got `system`"),
        ("ua", "a dialog must end with a message from `user`, got `assistant`"),
        ("sua", "a dialog must end with a message from `user`, got `assistant`"),
        ("uu", "message 2 is from `user`, expected `assistant`"),
        ("au", "message 1 is from `assistant`, expected `user`"),
        ("sau", "message 2 is from `assistant`, expected `user`"),
        ("ssu", "message 2 is from `system`, expected `user`"),
        ("usu", "message 2 is from `system`, expected `assistant`"),
        ("suau" + "u", "message 5 is from `user`, expected `assistant`"),
    ],
)
def test_trap_23_a_wrong_order_of_roles_says_what_is_wrong(form, tokenizer_for, order, message):
    with pytest.raises(RequestError, match=f"^{message}$"):
        form.prompt(tokenizer_for(form), roles(order))


@BOTH
@pytest.mark.parametrize("order", ["u", "su", "uau", "suau", "uauau"])
def test_trap_23_turns_may_go_on_as_long_as_they_alternate(form, tokenizer_for, order):
    prompt = form.prompt(tokenizer_for(form), roles(order))
    assert prompt.count(BEGIN) == (order.count("u") if form is LLAMA_2 else 1)


def test_an_answer_ends_with_the_text_or_the_turn(tokenizer, tokenizer_of_70b):
    middle_end = tokenizer.control_id("▁<EOT>")
    assert tokenizer.stop_ids == {END, middle_end}
    assert tokenizer_of_70b.stop_ids == {END, middle_end, STEP}


def test_spaces_around_a_destination_are_dropped(tokenizer_of_70b):
    turn = Message("user", "x", destination="assistant")
    spaced = replace(turn, destination=" assistant\n")
    assert CODE_LLAMA_70B.prompt(tokenizer_of_70b, [spaced]) == CODE_LLAMA_70B.prompt(
        tokenizer_of_70b, [turn]
    )


def test_the_destination_of_an_answer_is_written_only_by_the_70b(tokenizer, tokenizer_of_70b):
    plain = messages(["a", "b", "c"])
    addressed = [plain[0], replace(plain[1], destination="user"), plain[2]]
    assert LLAMA_2.prompt(tokenizer, addressed) == LLAMA_2.prompt(tokenizer, plain)
    assert CODE_LLAMA_70B.prompt(tokenizer_of_70b, addressed) != CODE_LLAMA_70B.prompt(
        tokenizer_of_70b, plain
    )
