"""The form of conversation we write, against the template itself, executed here and only here."""

import jinja2.sandbox
import pytest
from tokenizers import AddedToken, models, pre_tokenizers
from tokenizers import Tokenizer as Encoder

from llamita.assembly import find_checkpoint
from llamita.text import Message, dialog_format
from llamita.text.tokenizer import Tokenizer
from tests.default_model import installed_default_model

CONVERSATIONS = (
    [("user", "Hello")],
    [("system", "Answer in French."), ("user", "Hello")],
    [("user", "a"), ("assistant", "b"), ("user", "c")],
    [("user", "  spaces, 123 and\n\nlines  "), ("assistant", ""), ("user", "def f():\n    return 1\n")],
)


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
def test_a_conversation_is_encoded_as_its_template_says(vocabulary, turns):
    template = jinja2.sandbox.SandboxedEnvironment().from_string(vocabulary.chat_template)
    messages = [{"role": role, "content": content} for role, content in turns]
    rendered = template.render(messages=messages, add_generation_prompt=True)
    expected = encoder_with_control_tokens(vocabulary).encode(rendered, add_special_tokens=False).ids
    form = dialog_format(vocabulary.chat_template)
    assert form.prompt(Tokenizer(vocabulary), [Message(*turn) for turn in turns]) == expected
