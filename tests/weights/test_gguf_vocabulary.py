from pathlib import Path

import numpy as np
import pytest

from llamita.errors import CheckpointError, TokenizerError
from llamita.text.code_llama_pieces import PUBLISHED_PIECES
from llamita.text.vocabulary import InfillIds
from llamita.weights.gguf.metadata import Metadata
from llamita.weights.gguf.reader import read_gguf
from llamita.weights.gguf.vocabulary import read_vocabulary
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


NUM_TEXTS = len(PIECES) - 4
INFILL = InfillIds(prefix=NUM_TEXTS, suffix=NUM_TEXTS + 1, middle=NUM_TEXTS + 2, end=NUM_TEXTS + 3)
OLD, NEW = ("prefix", "suffix", "middle", "eot"), ("fim_pre", "fim_suf", "fim_mid", "eot")


def infill_keys(names, first_id=NUM_TEXTS):
    return {f"tokenizer.ggml.{name}_token_id": u32(first_id + index) for index, name in enumerate(names)}


def byte_level_infill_keys(kind=3):
    """The tiny model's keys, with tokens for infilling in the place of the last merges."""
    return {
        "tokenizer.ggml.tokens": texts([*PIECES[:-4], "<PRE>", "<SUF>", "<MID>", "<EOT>"]),
        "tokenizer.ggml.token_type": i32s([*KINDS[:-4], *[kind] * 4]),
        "tokenizer.ggml.merges": texts(MERGES[:-4]),
    }


@pytest.mark.parametrize("name", ["padding_token_id", "eos_token_id", "fim_pre_token_id"])
def test_an_id_that_an_older_converter_wrote_as_missing_is_none(path, name):
    missing = {f"tokenizer.ggml.{name}": u32(2**32 - 1)}
    assert read_with(path, missing) == read_with(path, {}, without=[f"tokenizer.ggml.{name}"])


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (NEW, INFILL),
        (OLD, INFILL),
        (("fim_pre", "fim_suf", "fim_mid", "eom"), None),
        (("fim_pre", "suffix", "middle", "eot"), None),
    ],
)
def test_infill_ids_are_read_under_old_and_new_names_all_four_or_none(path, names, expected):
    assert read_with(path, keys=byte_level_infill_keys() | infill_keys(names)).infill == expected


def test_tokens_for_infilling_that_were_added_as_text_are_out_of_its_reach(path):
    vocabulary = read_with(path, keys=byte_level_infill_keys(kind=4) | infill_keys(NEW))
    assert (vocabulary.infill, list(vocabulary.kinds[-4:])) == (INFILL, [3, 3, 3, 3])


def test_infill_ids_that_stand_for_text_are_not_believed(path):
    assert read_with(path, keys=infill_keys(OLD, first_id=5)).infill is None


def test_two_generations_of_infill_ids_that_differ_are_refused(path):
    keys = infill_keys(OLD) | {f"tokenizer.ggml.{k}_token_id": u32(i) for i, k in enumerate(NEW[:3])}
    with pytest.raises(TokenizerError, match="expected the tokens that `fim_pre_token_id` names"):
        read_with(path, keys=byte_level_infill_keys() | keys)


def test_an_infill_id_beyond_the_vocabulary_is_refused(path):
    with pytest.raises(TokenizerError, match=f"expected an id below {len(PIECES)}, got {len(PIECES)}"):
        read_with(path, keys=byte_level_infill_keys() | infill_keys(NEW, first_id=NUM_TEXTS + 1))


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("model", text("bert"), "expected `gpt2` or `llama`, got `bert`"),
        ("tokens", texts(PIECES[:-1]), f"expected {len(PIECES)} pieces, one for each row"),
        ("tokens", texts([*PIECES[:-1], "he"]), "expected each once, got `he` twice"),
        (
            "token_type",
            i32s(KINDS[:-1]),
            f"expected {len(PIECES)}, one for each piece, got {len(PIECES) - 1}",
        ),
        (
            "token_type",
            i32s([*KINDS[:-1], 7]),
            f"expected numbers from 1 to 6, got 7 for piece {len(PIECES) - 1}",
        ),
        ("token_type", f32s(KINDS), "expected whole numbers, got an array of float32"),
        ("token_type", i32s([*KINDS[:-1], 3]), "expected two pieces of text that make a third, got `Ġ in`"),
        ("merges", texts([*MERGES[:-1], "Ġ zz"]), "expected two pieces of text that make a third, got"),
        (
            "merges",
            texts([*MERGES[:-1], "i"]),
            "expected two pieces of text that make a third, got `i` at 19",
        ),
        ("merges", texts([*MERGES, "h e"]), "expected each once, got one twice"),
        ("tokens", texts([*PIECES[:-1], "é€"]), "expected the byte alphabet, got a piece with `€`"),
        (
            "token_type",
            i32s([*KINDS[:9], 3, *KINDS[10:]]),
            "expected text for `Ć`, which is a byte, got kind 3",
        ),
        ("eos_token_id", u32(len(PIECES)), f"expected an id from 0 to {len(PIECES) - 1}, got {len(PIECES)}"),
        ("eos_token_id", u32(70), "expected a control token, got 70, a piece of text"),
    ],
)
def test_a_vocabulary_that_contradicts_itself_is_refused(path, name, value, message):
    with pytest.raises(TokenizerError, match=r"^cannot use .* of `.*tiny.gguf`: ") as caught:
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


def test_a_space_in_front_is_left_out_where_the_file_says_so(path):
    assert read_sentence_piece(path).adds_space
    assert not read_sentence_piece(path, {"tokenizer.ggml.add_space_prefix": flag(0)}).adds_space


def code_llama_keys(pieces=PUBLISHED_PIECES, kind=1):
    """Keys of a SentencePiece vocabulary that ends in these pieces."""
    fillers = [f"▁{index}" for index in range(len(PIECES) - 259 - len(pieces))]
    specials = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    kinds = [2, 3, 3, *[6] * 256, *[1] * len(fillers), *[kind] * len(pieces)]
    return {
        "tokenizer.ggml.tokens": texts([*specials, *fillers, *pieces]),
        "tokenizer.ggml.token_type": i32s(kinds),
    }


@pytest.mark.parametrize("kind", [1, 3, 4])
@pytest.mark.parametrize("keys", [{}, infill_keys(OLD, first_id=260)])
def test_trap_45_code_llamas_infill_tokens_are_found_by_their_spelling_whatever_the_keys_say(
    path, kind, keys
):
    vocabulary = read_sentence_piece(path, code_llama_keys(kind=kind) | keys)
    first = len(PIECES) - len(PUBLISHED_PIECES)
    assert vocabulary.infill == InfillIds(
        prefix=first + 7, suffix=first + 8, middle=first + 9, end=first + 10
    )
    assert list(vocabulary.kinds[first:]) == [3] * len(PUBLISHED_PIECES)


@pytest.mark.parametrize(
    "pieces",
    [(*PUBLISHED_PIECES[:-1], "<step>"), PUBLISHED_PIECES[7:11]],
    ids=["70B-Instruct", "appended"],
)
def test_a_model_that_was_not_trained_to_infill_does_not_whatever_the_keys_say(path, pieces):
    keys = code_llama_keys(pieces, kind=3) | infill_keys(NEW)
    assert read_sentence_piece(path, keys).infill is None


def test_the_unknown_piece_is_found_by_its_kind_where_no_key_names_it(path):
    assert read_sentence_piece(path).unknown_id == 0


def test_trap_08_a_vocabulary_of_another_size_than_the_embedding_is_refused():
    metadata = Metadata({"tokenizer.ggml.model": "llama", "tokenizer.ggml.tokens": ["a"] * 32016}, Path("x"))
    with pytest.raises(TokenizerError, match=r"expected 32000 pieces, one for each row .* got 32016$"):
        read_vocabulary(metadata, 32000)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("scores", f32s([0.0]), f"expected {len(PIECES)}, one for each piece, got 1"),
        ("scores", f32s([np.nan] * len(PIECES)), "expected finite numbers, got others"),
        ("remove_extra_whitespaces", flag(1), "expected `False`: code needs its spaces, got `True`"),
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
