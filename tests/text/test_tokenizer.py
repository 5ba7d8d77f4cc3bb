import dataclasses
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llamita.errors import RequestError, TokenizerError
from llamita.text import PieceKind
from llamita.text.byte_level import byte_alphabet, piece_to_bytes
from llamita.text.tokenizer import Tokenizer
from tests.fixtures import ROOT
from tests.tiny import CONTROL_PIECES, tiny_tokenizer, tiny_vocabulary

TOKENIZER = tiny_tokenizer(missing=b"")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(texts)
def test_decoding_what_was_encoded_gives_the_same_text(text):
    assert TOKENIZER.decode(TOKENIZER.encode(text)) == text


@given(texts)
def test_the_pieces_of_a_text_join_to_its_bytes(text):
    assert b"".join(map(TOKENIZER.piece_bytes, TOKENIZER.encode(text))) == text.encode()


@given(st.lists(st.one_of(texts, st.sampled_from(CONTROL_PIECES))).map("".join))
def test_no_text_ever_becomes_a_control_token(text):
    assert not {TOKENIZER.vocabulary.kinds[i] for i in TOKENIZER.encode(text)} & {PieceKind.CONTROL}


@given(texts)
def test_streaming_adds_up_to_the_text_and_never_shows_half_a_character(text):
    stream = TOKENIZER.stream()
    shown = [stream.push(token_id) for token_id in TOKENIZER.encode(text)]
    assert "".join(shown) == text
    assert stream.finish() == ""


def test_a_character_split_over_tokens_appears_when_it_is_whole():
    ids = TOKENIZER.encode("é")
    stream = TOKENIZER.stream()
    assert [stream.push(token_id) for token_id in ids] == ["", "é"]


def test_a_character_that_never_becomes_whole_ends_as_one_replacement():
    stream = TOKENIZER.stream()
    assert stream.push(TOKENIZER.encode("é")[0]) == ""
    assert stream.finish() == "\ufffd"


def test_control_tokens_are_silent():
    assert TOKENIZER.decode([1, *TOKENIZER.encode("a"), 2]) == "a"


def test_a_character_without_a_token_is_an_error_that_names_it():
    with pytest.raises(
        RequestError, match=r"^character 3 of the text is '\\x04' \(U\+0004\), which this model's"
    ):
        tiny_tokenizer(missing=b"\x04").encode("ab\x04cd\x04")


def test_half_a_surrogate_pair_is_an_error_that_names_it():
    with pytest.raises(RequestError, match=r"character 2 is '\\ud800', half of a surrogate pair"):
        TOKENIZER.encode("a\ud800")


def test_every_digit_is_a_token_of_its_own():
    assert [TOKENIZER.decode([i]) for i in TOKENIZER.encode("x12 345")] == ["x", "1", "2", " ", "3", "4", "5"]


def test_the_ends_of_a_text_are_the_control_tokens_that_mean_one():
    assert TOKENIZER.stop_ids == {0, 2, 6}


@pytest.mark.parametrize("token_id", [-1, 10**6])
def test_ids_outside_the_vocabulary_are_refused(token_id):
    with pytest.raises(RequestError, match="is not in this vocabulary"):
        TOKENIZER.decode([token_id])


def test_a_way_of_cutting_text_that_is_not_known_is_refused():
    with pytest.raises(TokenizerError, match="text split `qwen2` is not supported: expected one of `gpt-2`"):
        Tokenizer(dataclasses.replace(tiny_vocabulary(), split="qwen2"))


def test_a_prompt_starts_with_the_begin_token_where_the_vocabulary_says_so():
    tokenizer = Tokenizer(dataclasses.replace(tiny_vocabulary(), adds_begin=True))
    assert tokenizer.prompt("ab") == [1, *tokenizer.encode("ab")]


def test_a_piece_that_was_added_for_text_is_one_token():
    vocabulary = tiny_vocabulary(missing=b"")
    pieces, kinds = [*vocabulary.pieces, "<tool>"], [*vocabulary.kinds, PieceKind.USER_DEFINED]
    tokenizer = Tokenizer(dataclasses.replace(vocabulary, pieces=pieces, kinds=kinds))
    ids = tokenizer.encode("a<tool>the b")
    assert ids.count(len(pieces) - 1) == 1
    assert tokenizer.decode(ids) == "a<tool>the b"


def test_control_tokens_in_a_programs_prompt_become_their_ids():
    prompt = TOKENIZER.encode_markup("<|im_start|>the<|im_end|><PRE>")
    assert prompt == [1, *TOKENIZER.encode("the"), 2, 3]


def test_a_byte_level_model_does_not_load_sentencepiece_nor_the_other_way_round():
    program = (
        "import sys; from tests.tiny import {name}; {name}().encode('a'); "
        "print(*sorted({{'sentencepiece', 'tokenizers'}} & set(sys.modules)))"
    )
    for name, library in (("tiny_tokenizer", "tokenizers"), ("tiny_llama_tokenizer", "sentencepiece")):
        command = [sys.executable, "-W", "error", "-c", program.format(name=name)]
        assert subprocess.check_output(command, cwd=ROOT, text=True).split() == [library]


def test_the_byte_alphabet_has_a_character_of_its_own_for_each_byte():
    alphabet = byte_alphabet()
    assert len(set(alphabet)) == 256
    assert piece_to_bytes("".join(alphabet)) == bytes(range(256))
