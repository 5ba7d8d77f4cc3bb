import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llamita.errors import RequestError, TokenizerError
from llamita.text import PieceKind
from llamita.text.code_llama_pieces import CHATML_PIECES, PUBLISHED_PIECES, kinds_with_control
from llamita.text.sentencepiece_model import read_sentencepiece_model
from llamita.text.tokenizer import Tokenizer
from tests.fixtures import fixture
from tests.tiny import tiny_llama_tokenizer, tiny_llama_vocabulary

TINY = tiny_llama_tokenizer(can_infill=True)
WITHOUT_SPACE = tiny_llama_tokenizer(can_infill=True, adds_space=False)
REFERENCE = Tokenizer(TINY.vocabulary, reference_compatible=True)
MARKERS = ("<s>", "</s>", "<unk>", "<0x0A>", *(piece.replace("▁", " ") for piece in PUBLISHED_PIECES))
characters = st.characters(exclude_categories=["Cs"], exclude_characters="▁")
texts = st.lists(st.one_of(st.text(characters, max_size=9), st.sampled_from(MARKERS))).map("".join)


@pytest.fixture(scope="module")
def code_llama():
    path = fixture("tokenizers", "codellama", "codellama32016.reconstructed.model")
    return Tokenizer(read_sentencepiece_model(path))


@pytest.mark.parametrize("tokenizer", [TINY, WITHOUT_SPACE, REFERENCE])
@given(text=texts, continues=st.booleans())
def test_decoding_what_was_encoded_gives_the_same_text(tokenizer, text, continues):
    assert tokenizer.decode(tokenizer.encode(text, continues=continues), continues=continues) == text


@given(texts)
def test_trap_16_no_text_becomes_a_control_token(text):
    kinds = {TINY.vocabulary.kinds[token_id] for token_id in TINY.encode(text)}
    assert kinds <= {PieceKind.NORMAL, PieceKind.BYTE}


def test_trap_16_text_becomes_a_control_token_where_the_reference_is_asked_for():
    assert REFERENCE.encode("x <PRE>").count(TINY.vocabulary.infill.prefix) == 1
    assert REFERENCE.decode(REFERENCE.encode("x <PRE>")) == "x <PRE>"


@given(texts)
def test_streaming_adds_up_to_the_text(text):
    stream = TINY.stream()
    assert "".join([*map(stream.push, TINY.encode(text)), stream.finish()]) == text


def test_trap_10_a_space_goes_in_front_of_a_text_also_in_front_of_a_space(code_llama):
    assert (code_llama.encode(" "), code_llama.encode(""), code_llama.encode(" Hello")) == (
        [259],
        [],
        [29871, 15043],
    )


def test_trap_12_a_middle_keeps_its_leading_space_and_a_completion_drops_it(code_llama):
    ids = code_llama.encode(" x", continues=True)
    assert code_llama.decode(ids, continues=True) == " x"
    assert code_llama.decode(ids) == "x"


@pytest.mark.parametrize("prompt", ["def f(", "x =", "a ", "", " "])
def test_trap_12_a_prompt_and_its_completion_decode_to_one_text(code_llama, prompt):
    prompt_ids, answer_ids = code_llama.encode(prompt), code_llama.encode(" y)", continues=True)
    answer = code_llama.decode(answer_ids, continues=prompt != "")
    assert prompt + answer == code_llama.decode(prompt_ids + answer_ids)


def test_trap_18_without_a_space_in_front_nothing_is_cut_off_an_encoding():
    assert WITHOUT_SPACE.encode("def") == WITHOUT_SPACE.encode("def", continues=True)
    assert WITHOUT_SPACE.encode("def") == TINY.encode("def", continues=True) != TINY.encode("def")
    assert WITHOUT_SPACE.decode(WITHOUT_SPACE.encode(" the")) == " the"


def test_trap_21_the_words_of_dialogs_are_text(code_llama):
    assert code_llama.encode("[INST]") == [518, 25580, 29962]
    assert code_llama.encode(" [/INST]", continues=True) == [518, 29914, 25580, 29962]


@pytest.mark.parametrize("token_id", [-1, 32016])
def test_trap_34_an_id_that_is_none_is_refused_and_no_special_id_is_one(code_llama, token_id):
    with pytest.raises(RequestError, match="is not in this vocabulary of 32016 pieces"):
        code_llama.decode([token_id])
    assert code_llama.vocabulary.padding_id is None


def test_trap_36_spaces_at_the_end_are_other_tokens_than_the_same_spaces_before_a_word(code_llama):
    before = code_llama.encode("def f():\n    ")
    assert before[-1] == 268
    assert code_llama.encode("def f():\n    return")[len(before) - 1 :] == [1678, 736]


def test_windows_line_ends_tabs_and_nul_are_kept(code_llama):
    for text in ("a\r\nb", "\tx", "a\0b", "🦙\r", "x >\r\n"):
        assert code_llama.decode(code_llama.encode(text)) == text


def test_half_a_surrogate_pair_is_an_error_that_names_it():
    with pytest.raises(RequestError, match=r"character 2 is '\\ud800', half of a surrogate pair"):
        TINY.encode("a\ud800")


def test_control_tokens_are_silent_and_the_unknown_is_shown():
    infill = TINY.vocabulary.infill
    assert TINY.decode([1, infill.prefix, infill.end, 2, *TINY.encode("the")]) == "the"
    assert TINY.decode([0]) == " \u2047 "


def test_a_step_on_the_way_to_a_control_token_is_shown_as_the_text_it_spells():
    assert TINY.decode([TINY.control_id("▁<M"), TINY.control_id("▁<EOT")]) == "<M <EOT"


def test_only_a_piece_loses_its_space_at_the_start_not_the_byte_of_a_space():
    space_byte = 3 + ord(" ")
    assert TINY.decode([space_byte]) == " "
    assert TINY.decode([*TINY.encode("the"), space_byte]) == "the "


def test_the_end_of_a_middle_and_of_a_turn_end_any_text():
    assert TINY.stop_ids == {2, TINY.vocabulary.infill.end}
    pieces = [*TINY.vocabulary.pieces[:-1], "<step>"]
    turns = Tokenizer(dataclasses.replace(TINY.vocabulary, pieces=pieces, infill=None))
    assert turns.stop_ids == {2, turns.control_id("▁<EOT>"), len(pieces) - 1}


def test_a_programs_prompt_has_a_space_in_front_of_its_first_text_alone():
    assert TINY.encode_markup("the</s><s>the") == [
        *TINY.encode("the"),
        *(2, 1),
        *TINY.encode("the", continues=True),
    ]
    assert TINY.encode_markup("<s>the") == [1, *TINY.encode("the", continues=True)]
    assert TINY.encode_markup("") == []


def test_a_programs_prompt_may_have_a_space_in_front_of_every_text():
    ids = TINY.encode("the")
    assert TINY.encode_markup("the</s><s>the", spaced=True) == [*ids, 2, 1, *ids]
    assert TINY.encode_markup("<s></s>", spaced=True) == [1, 2]
    text = "<s>the"
    assert WITHOUT_SPACE.encode_markup(text, spaced=True) == WITHOUT_SPACE.encode_markup(text)


def test_of_two_control_tokens_that_begin_alike_the_longer_one_is_meant():
    ids = [TINY.control_id("▁<EOT><EOT>"), TINY.control_id("▁<EOT>"), TINY.control_id("▁<PRE>")]
    assert TINY.encode_markup("▁<EOT><EOT>▁<EOT>▁<PRE>") == ids


def test_the_marks_of_chatml_are_control_tokens_also_where_they_were_added_as_text():
    pieces = ["a", *CHATML_PIECES]
    kinds = [PieceKind.NORMAL, PieceKind.USER_DEFINED, PieceKind.USER_DEFINED]
    assert kinds_with_control(pieces, kinds) == (PieceKind.NORMAL, PieceKind.CONTROL, PieceKind.CONTROL)


def without_bytes():
    """The tiny vocabulary without the pieces that spell any byte."""
    vocabulary = tiny_llama_vocabulary()
    kept = [i for i, kind in enumerate(vocabulary.kinds) if kind != PieceKind.BYTE]
    parts = {name: [getattr(vocabulary, name)[i] for i in kept] for name in ("pieces", "kinds", "scores")}
    return Tokenizer(dataclasses.replace(vocabulary, **parts))


def test_without_bytes_a_character_that_no_piece_spells_is_an_error_that_names_it():
    tokenizer = without_bytes()
    assert tokenizer.decode(tokenizer.encode("the def")) == "the def"
    with pytest.raises(
        RequestError, match=r"^character 4 of the text is 'Ω' \(U\+03A9\), which this model's"
    ):
        tokenizer.encode("theΩ")


def test_a_piece_that_was_added_for_text_is_one_token():
    vocabulary = tiny_llama_vocabulary()
    added = dataclasses.replace(
        vocabulary,
        pieces=[*vocabulary.pieces, "<a tool>"],
        kinds=[*vocabulary.kinds, PieceKind.USER_DEFINED],
        scores=[*vocabulary.scores, 0.0],
    )
    tokenizer = Tokenizer(added)
    ids = tokenizer.encode("the <a tool>the")
    assert ids.count(len(added.pieces) - 1) == 1
    assert tokenizer.decode(ids) == "the <a tool>the"


def test_a_vocabulary_that_the_library_refuses_is_an_error_of_ours():
    vocabulary = tiny_llama_vocabulary()
    pieces = [*vocabulary.pieces[:-2], "a b", "a▁b"]
    kinds = [*vocabulary.kinds[:-2], PieceKind.USER_DEFINED, PieceKind.USER_DEFINED]
    with pytest.raises(TokenizerError, match="SentencePiece refuses this vocabulary"):
        Tokenizer(dataclasses.replace(vocabulary, pieces=pieces, kinds=kinds))
