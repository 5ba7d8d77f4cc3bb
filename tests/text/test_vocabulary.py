import dataclasses

import pytest

from llamita.errors import TokenizerError
from llamita.text import InfillIds, PieceKind
from llamita.text.code_llama_pieces import PUBLISHED_PIECES, STEP_PIECES, infill_of, kinds_with_control
from tests.tiny import tiny_llama_vocabulary, tiny_vocabulary

BYTE_LEVEL = tiny_vocabulary(missing=b"")
LLAMA = tiny_llama_vocabulary(can_infill=True)


def changed_at(values, place, value):
    """A copy with one item replaced."""
    return [*values[:place], value, *values[place:][1:]]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model": "bert"}, "`model`: expected `gpt2` or `llama`, got `bert`"),
        ({"pieces": BYTE_LEVEL.pieces[1:]}, "`kinds`: expected"),
        ({"pieces": [*BYTE_LEVEL.pieces[:-1], BYTE_LEVEL.pieces[0]]}, "`pieces`: expected each once, got"),
        ({"pieces": [*BYTE_LEVEL.pieces[:-1], "a b"]}, "expected the byte alphabet, got a piece with ` `"),
        ({"pieces": changed_at(BYTE_LEVEL.pieces, 0, "\ud800")}, "expected valid Unicode"),
        ({"kinds": changed_at(BYTE_LEVEL.kinds, 0, 7)}, "expected numbers from 1 to 6, got 7 for piece 0"),
        ({"kinds": changed_at(BYTE_LEVEL.kinds, 20, 3)}, "which is a byte, got kind 3"),
        ({"merges": ("a zz",)}, "expected two pieces of text that make a third, got `a zz` at 0"),
        ({"merges": ("ab",)}, "expected two pieces of text that make a third, got `ab` at 0"),
        ({"merges": ("h e", "h e")}, "`merges`: expected each once, got one twice"),
        ({"scores": (1.0,)}, "`scores`: expected none: merges rule, got 1"),
        ({"adds_begin": True, "begin_id": None}, "the token that its prompts start with, got none"),
        ({"begin_id": 40}, "`begin_id`: expected a control token, got 40, a piece of text"),
        ({"end_id": 10**6}, "`end_id`: expected an id from 0 to"),
        ({"padding_id": -1}, "`padding_id`: expected an id from 0 to"),
        ({"infill": InfillIds(prefix=3, suffix=3, middle=5, end=6)}, "four different control tokens"),
        ({"infill": InfillIds(prefix=3, suffix=4, middle=5, end=60)}, "four different control tokens"),
    ],
)
def test_a_byte_level_vocabulary_that_contradicts_itself_is_refused(changes, message):
    with pytest.raises(TokenizerError) as caught:
        dataclasses.replace(BYTE_LEVEL, **changes)
    assert message in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"scores": LLAMA.scores[1:]}, "one for each piece, got"),
        ({"scores": changed_at(LLAMA.scores, 300, float("nan"))}, "`scores`: expected finite numbers"),
        ({"scores": changed_at(LLAMA.scores, 300, -float("inf"))}, "`scores`: expected finite numbers"),
        ({"merges": ("h e",)}, "`merges`: expected none: scores rule, got 1"),
        ({"kinds": changed_at(LLAMA.kinds, 5, 1)}, "bytes, and only bytes, spelled `<0x00>`, got `<0x02>`"),
        ({"kinds": changed_at(LLAMA.kinds, 300, 6)}, "bytes, and only bytes, spelled `<0x00>`"),
        ({"kinds": changed_at(LLAMA.kinds, 0, 3), "unknown_id": None}, "one piece for the unknown, got 0"),
        ({"kinds": changed_at(LLAMA.kinds, 1, 2), "begin_id": 2}, "one piece for the unknown, got 2"),
        ({"unknown_id": 1}, "the piece for the unknown, got 1, another one"),
        ({"pieces": changed_at(LLAMA.pieces, 300, "")}, "at least one character each, got an empty one"),
        ({"begin_id": 20}, "`begin_id`: expected a control token, got 20, a piece of text"),
    ],
)
def test_a_sentence_piece_vocabulary_that_contradicts_itself_is_refused(changes, message):
    with pytest.raises(TokenizerError) as caught:
        dataclasses.replace(LLAMA, **changes)
    assert message in str(caught.value)


def test_some_bytes_without_the_others_are_refused():
    parts = {name: list(getattr(LLAMA, name)) for name in ("pieces", "kinds", "scores")}
    for values in parts.values():
        del values[5]
    with pytest.raises(TokenizerError, match="expected all 256 bytes or none, got 255"):
        dataclasses.replace(LLAMA, **parts, infill=None)


def test_a_piece_that_is_not_there_has_no_id():
    assert (LLAMA.id_of("<s>"), LLAMA.id_of("▁<NOPE>")) == (1, None)


def test_the_sixteen_pieces_and_the_end_of_a_turn_are_control_tokens():
    pieces = ["a", *PUBLISHED_PIECES, "<step>"]
    assert list(kinds_with_control(pieces, [1] * len(pieces))) == [1, *[PieceKind.CONTROL] * 17]


def test_the_model_with_turns_does_not_infill_though_it_has_the_pieces():
    assert infill_of(PUBLISHED_PIECES) == InfillIds(prefix=7, suffix=8, middle=9, end=10)
    assert infill_of([*PUBLISHED_PIECES[:-1], "<step>"]) is None


def test_pieces_that_a_library_appended_do_not_make_a_model_infill():
    assert infill_of([piece for piece in PUBLISHED_PIECES if piece not in STEP_PIECES]) is None
