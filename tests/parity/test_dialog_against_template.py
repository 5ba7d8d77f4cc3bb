"""The forms of dialog we write, against templates of them, executed here and only here."""

import json
import random
from dataclasses import replace

import jinja2.sandbox
import pytest
from tokenizers import AddedToken, models, pre_tokenizers
from tokenizers import Tokenizer as Encoder

from llamita.assembly import find_checkpoint
from llamita.text import Message, PieceKind, dialog_format, recognized_dialog, template_of
from llamita.text.code_llama_pieces import CHATML_PIECES
from llamita.text.sentencepiece_model import read_sentencepiece_model
from llamita.text.tokenizer import Tokenizer
from llamita.text.tokenizer_json import tokenizer_json
from tests.default_model import installed_default_model
from tests.fixtures import fixture
from tests.tiny import tiny_tokenizer

CONVERSATIONS = (
    [("user", "Hello")],
    [("system", "Answer in French."), ("user", "Hello")],
    [("user", "a"), ("assistant", "b"), ("user", "c")],
    [("user", "  spaces, 123 and\n\nlines  "), ("assistant", ""), ("user", "def f():\n    return 1\n")],
)
# No spelling of a control token: a template cannot tell it from the token itself, which is why we do not
# make prompts with one.
TEXTS = ("hi", "", "  ", " two  words ", "def f():\n    return 1\n", "é☺ ▁x", "\r\n\tx", "Source: user", "12")


def rendered(template, messages):
    """As `transformers` does it."""
    environment = jinja2.sandbox.ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(
        messages=messages, add_generation_prompt=True, bos_token="<s>", eos_token="</s>"
    )


def random_dialogs(count):
    """Dialogs of one to three questions, as mappings; some with a system message, some addressed."""
    chance = random.Random(7)
    for _ in range(count):
        turns = [{"role": "system", "content": chance.choice(TEXTS)}] if chance.random() < 0.5 else []
        for _ in range(chance.randrange(3)):
            answer = {"role": "assistant", "content": chance.choice(TEXTS)}
            if chance.random() < 0.5:
                answer["destination"] = "user"
            turns += [{"role": "user", "content": chance.choice(TEXTS)}, answer]
        yield [*turns, {"role": "user", "content": chance.choice(TEXTS)}]


def code_llama_tokenizers():
    """A tokenizer as of 7B, and one as of 70B Instruct."""
    path = fixture("tokenizers", "codellama", "codellama32016.reconstructed.model")
    vocabulary = read_sentencepiece_model(path)
    pieces = [*vocabulary.pieces[:-1], "<step>"]
    return Tokenizer(vocabulary), Tokenizer(replace(vocabulary, pieces=pieces, infill=None, adds_space=False))


@pytest.mark.parametrize("name", ["chatml", "smollm2"])
def test_our_templates_of_chatml_make_our_prompts(name):
    tokenizer = tiny_tokenizer()
    for turns in random_dialogs(200):
        expected = dialog_format(name).prompt(tokenizer, [Message(**turn) for turn in turns])
        assert tokenizer.encode_markup(rendered(template_of(name), turns)) == expected


def test_our_template_of_llama_2_makes_our_prompts():
    tokenizer, _ = code_llama_tokenizers()
    for turns in random_dialogs(200):
        expected = dialog_format("llama-2").prompt(tokenizer, [Message(**turn) for turn in turns])
        assert tokenizer.encode_markup(rendered(template_of("llama-2"), turns), spaced=True) == expected


def test_other_software_makes_our_prompts_of_the_template_and_tokenizer_that_we_write():
    vocabulary = code_llama_tokenizers()[0].vocabulary
    pieces, kinds, scores = vocabulary.pieces[:32000], vocabulary.kinds[:32000], vocabulary.scores[:32000]
    vocabulary = replace(
        vocabulary,
        pieces=[*pieces, *CHATML_PIECES],
        kinds=[*kinds, PieceKind.CONTROL, PieceKind.CONTROL],
        scores=[*scores, 0.0, 0.0],
        infill=None,
    )
    tokenizer, library = Tokenizer(vocabulary), Encoder.from_str(json.dumps(tokenizer_json(vocabulary)))
    for name in ("llama-2", "chatml"):
        for turns in random_dialogs(100):
            text = rendered(template_of(name), turns)
            prompt = dialog_format(name).prompt(tokenizer, [Message(**turn) for turn in turns])
            assert library.encode(text, add_special_tokens=False).ids == prompt
            assert tokenizer.encode_markup(text, spaced=True) == prompt


def test_our_template_of_the_70b_makes_our_prompts():
    _, tokenizer = code_llama_tokenizers()
    for turns in random_dialogs(200):
        expected = dialog_format("codellama-70b").prompt(tokenizer, [Message(**turn) for turn in turns])
        text = rendered(template_of("codellama-70b"), turns)
        assert tokenizer.encode_markup(text) == expected


@pytest.mark.parametrize("name", ["llama-2", "codellama-70b"])
@pytest.mark.parametrize("order", ["ua", "uu", "au", "sau", "usu", "ss"])
def test_our_templates_refuse_the_orders_that_we_refuse(name, order):
    roles = {"s": "system", "u": "user", "a": "assistant"}
    turns = [{"role": roles[initial], "content": "x"} for initial in order]
    if order == "ua":  # a template also renders whole dialogs, to train on
        assert rendered(template_of(name), turns)
        return
    # `raise_exception` is what `transformers` adds to Jinja; without it, calling it fails.
    with pytest.raises(jinja2.UndefinedError, match="raise_exception"):
        rendered(template_of(name), turns)


@pytest.fixture(scope="module")
def vocabulary():
    return find_checkpoint(installed_default_model())[1].vocabulary


def encoder_with_control_tokens(vocabulary):
    """As `transformers` sets it up: control tokens are cut out of the rendered text first."""
    ids = {piece: index for index, piece in enumerate(vocabulary.pieces)}
    encoder = Encoder(models.BPE(vocab=ids, merges=[tuple(merge.split(" ")) for merge in vocabulary.merges]))
    digits, bytes_ = (
        pre_tokenizers.Digits(individual_digits=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False),
    )
    encoder.pre_tokenizer = pre_tokenizers.Sequence([digits, bytes_])
    encoder.add_special_tokens([AddedToken(p, special=True) for p in vocabulary.pieces[:17]])
    return encoder


@pytest.mark.parametrize("turns", CONVERSATIONS, ids=lambda turns: turns[-1][1][:10])
def test_a_conversation_is_encoded_as_its_models_own_template_says(vocabulary, turns):
    assert recognized_dialog(vocabulary) == "smollm2"
    messages = [{"role": role, "content": content} for role, content in turns]
    for template in (vocabulary.chat_template, template_of("smollm2")):
        text = rendered(template, messages)
        expected = encoder_with_control_tokens(vocabulary).encode(text, add_special_tokens=False).ids
        prompt = dialog_format("smollm2").prompt(Tokenizer(vocabulary), [Message(*turn) for turn in turns])
        assert prompt == expected
