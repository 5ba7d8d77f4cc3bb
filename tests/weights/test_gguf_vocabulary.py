import numpy as np
import pytest

from llamita.errors import CheckpointError, TokenizerError
from llamita.text.vocabulary import InfillIds
from llamita.weights.gguf.reader import read_gguf
from tests.weights.gguf_files import (
    KINDS,
    MERGES,
    PIECES,
    f32s,
    flag,
    i32s,
    sentence_piece_keys,
    text,
    texts,
    tiny_keys,
    tiny_tensors,
    u32,
    write_gguf,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tiny.gguf"


def read_with(path, keys, without=()):
    """Reads the vocabulary of the tiny model with some keys replaced or left out."""
    changed = {key: value for key, value in (tiny_keys() | keys).items() if key not in without}
    return read_gguf(write_gguf(path, changed, tiny_tensors())).vocabulary


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("fim_pre", "fim_suf", "fim_mid", "eot"), InfillIds(prefix=5, suffix=6, middle=7, end=8)),
        (("prefix", "suffix", "middle", "eot"), InfillIds(prefix=5, suffix=6, middle=7, end=8)),
        (("fim_pre", "fim_suf", "fim_mid", "eom"), None),
        (("fim_pre", "suffix", "middle", "eot"), None),
    ],
)
def test_infill_ids_are_read_under_old_and_new_names_all_four_or_none(path, names, expected):
    keys = {f"tokenizer.ggml.{name}_token_id": u32(5 + index) for index, name in enumerate(names)}
    assert read_with(path, keys=keys).infill == expected


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("model", text("bert"), "expected `gpt2` or `llama`, got `bert`"),
        ("tokens", texts(PIECES[:-1]), f"expected {len(PIECES)} pieces, one for each row"),
        ("tokens", texts([*PIECES[:-1], "he"]), "expected each piece once, got `he` twice"),
        ("token_type", i32s(KINDS[:-1]), f"expected {len(PIECES)} kinds, got {len(PIECES) - 1}"),
        (
            "token_type",
            i32s([*KINDS[:-1], 7]),
            f"expected kinds from 1 to 6, got 7 for piece {len(PIECES) - 1}",
        ),
        ("token_type", f32s(KINDS), "expected whole numbers, got an array of float32"),
        ("token_type", i32s([*KINDS[:-1], 3]), "expected two pieces that make a third, got `Ġ in`"),
        ("merges", texts([*MERGES[:-1], "Ġ zz"]), "expected two pieces that make a third, got"),
        ("merges", texts([*MERGES[:-1], "i"]), "expected two pieces that make a third, got `i` at 19"),
        ("merges", texts([*MERGES, "h e"]), "expected each merge once, got one twice"),
        ("tokens", texts([*PIECES[:-1], "é€"]), "expected the byte alphabet, got a piece with `€`"),
        (
            "token_type",
            i32s([*KINDS[:9], 3, *KINDS[10:]]),
            "expected text for `Ć`, which is a byte, got kind 3",
        ),
        ("eos_token_id", u32(len(PIECES)), f"expected an id below {len(PIECES)}, got {len(PIECES)}"),
        ("eos_token_id", u32(70), "expected a control token, got 70, a piece of text"),
    ],
)
def test_a_vocabulary_that_contradicts_itself_is_refused(path, name, value, message):
    with pytest.raises(TokenizerError, match=r"^cannot use `tokenizer.ggml.") as caught:
        read_with(path, keys={f"tokenizer.ggml.{name}": value})
    assert message in str(caught.value)


def test_a_merge_that_makes_what_another_makes_shows_that_one_is_damaged(path):
    keys = {
        "tokenizer.ggml.tokens": texts([*PIECES[:-1], "ef"]),
        "tokenizer.ggml.merges": texts([*MERGES[:-1], "d ef"]),
    }
    with pytest.raises(TokenizerError, match=r"expected each piece made once, got 1 made twice$"):
        read_with(path, keys=keys)


def read_sentence_piece(path, keys=None):
    return read_gguf(write_gguf(path, sentence_piece_keys() | (keys or {}), tiny_tensors())).vocabulary


def test_a_sentence_piece_vocabulary_is_read_with_scores_and_adds_begin(path):
    vocabulary = read_sentence_piece(path)
    assert (vocabulary.model, vocabulary.split, vocabulary.adds_begin) == ("llama", "default", True)
    assert (len(vocabulary.scores), vocabulary.scores[260], tuple(vocabulary.merges)) == (
        len(PIECES),
        -1.0,
        (),
    )


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("scores", f32s([0.0]), f"expected {len(PIECES)} scores, got 1"),
        ("scores", f32s([np.nan] * len(PIECES)), "expected finite fractions, got others"),
        ("add_space_prefix", flag(0), "expected `True`, as Llama has it, got `False`"),
        ("token_type", i32s([2, 3, 3] + [6] * 255 + [1] * 21), "spelled `<0x00>`, got `<0xFF>`"),
    ],
)
def test_a_sentence_piece_vocabulary_that_cannot_be_kept_exactly_is_refused(path, name, value, message):
    with pytest.raises(TokenizerError, match=message):
        read_sentence_piece(path, {f"tokenizer.ggml.{name}": value})


def test_a_prompt_that_starts_with_a_token_nobody_names_is_refused(path):
    keys = {"tokenizer.ggml.add_bos_token": flag(1)}
    with pytest.raises(CheckpointError, match="has no key `tokenizer.ggml.bos_token_id`"):
        read_with(path, keys=keys, without=["tokenizer.ggml.bos_token_id"])
