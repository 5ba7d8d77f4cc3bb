import json
from pathlib import Path

import pytest

from llamita.assembly import find_checkpoint
from llamita.errors import RequestError
from llamita.text.tokenizer import Tokenizer
from tests.default_model import installed_default_model
from tests.golden.texts import TEXTS

RECORDED = json.loads(Path(__file__).with_name("token_ids.json").read_text())


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer(find_checkpoint(installed_default_model())[1].vocabulary)


def test_every_text_was_recorded():
    assert [row["text"] for row in RECORDED] == list(TEXTS)


@pytest.mark.parametrize("row", RECORDED, ids=lambda row: row["text"][:20])
def test_a_text_has_the_token_ids_that_llama_cpp_gives_it(tokenizer, row):
    assert tokenizer.encode(row["text"]) == row["token_ids"]


def test_the_default_model_lacks_21_bytes_and_names_the_character_that_needs_one(tokenizer):
    missing = {chr(code) for code in range(128) if _refuses(tokenizer, chr(code))}
    assert missing == set("\x04\x06\x13\x14\x16\x1d")
    # Of the other 15 bytes, 13 stand in no UTF-8 text, and two begin characters of planes 4 to 11.
    assert not _refuses(tokenizer, "\U0003ffff")
    assert _refuses(tokenizer, "\U00040000")
    assert _refuses(tokenizer, "\U000bffff")
    assert not _refuses(tokenizer, "\U000c0000")


def _refuses(tokenizer, text):
    try:
        assert tokenizer.decode(tokenizer.encode(text)) == text
    except RequestError:
        return True
    return False
