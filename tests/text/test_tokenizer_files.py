import dataclasses
import json
import os

import pytest

from llamita.errors import TokenizerError
from llamita.text import PieceKind
from llamita.text.code_llama_pieces import PUBLISHED_PIECES
from llamita.text.sentencepiece_model import read_sentencepiece_model, sentencepiece_model_bytes
from llamita.text.tokenizer import Tokenizer
from llamita.text.tokenizer_config import tokenizer_config
from llamita.text.tokenizer_files import read_tokenizer
from llamita.text.tokenizer_json import tokenizer_json
from tests.fixtures import fixture
from tests.tiny import tiny_llama_vocabulary, tiny_vocabulary

TINY = tiny_llama_vocabulary(can_infill=True)
SIZE = len(TINY.pieces)


def write_model(folder, vocabulary=TINY, **side_files):
    """A folder with a ``tokenizer.model`` and JSON files beside it."""
    (folder / "tokenizer.model").write_bytes(sentencepiece_model_bytes(vocabulary))
    return write_side_files(folder, **side_files)


def write_json(folder, vocabulary=TINY, **side_files):
    """A folder with a ``tokenizer.json`` and JSON files beside it."""
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json(vocabulary)))
    return write_side_files(folder, **({"tokenizer_config": tokenizer_config(vocabulary)} | side_files))


def write_side_files(folder, **contents):
    for name, content in contents.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    return folder


def added(token_id, piece, *, special=False):
    return {"added_tokens_decoder": {str(token_id): {"content": piece, "special": special}}}


def test_a_folder_of_metas_holds_a_model_alone(tmp_path):
    vocabulary = read_tokenizer(write_model(tmp_path))
    assert (list(vocabulary.pieces), vocabulary.infill) == (list(TINY.pieces), TINY.infill)
    assert (vocabulary.adds_begin, vocabulary.chat_template) == (True, None)


def test_a_folder_without_a_tokenizer_is_an_error_that_says_where_to_find_it(tmp_path):
    with pytest.raises(TokenizerError, match="expected `tokenizer.json` or `tokenizer.model`") as caught:
        read_tokenizer(tmp_path)
    assert "beside the weights" in caught.value.hint


@pytest.mark.parametrize("write", [write_model, write_json])
def test_tokens_that_were_added_get_the_next_ids(tmp_path, write):
    config = tokenizer_config(TINY) | added(SIZE, "<tool>")
    if write is write_json:
        parts = {name: [*getattr(TINY, name)] for name in ("pieces", "kinds", "scores")}
        more = {"pieces": "<tool>", "kinds": PieceKind.USER_DEFINED, "scores": 0.0}
        grown = dataclasses.replace(TINY, **{name: [*parts[name], more[name]] for name in parts})
        vocabulary = read_tokenizer(write(tmp_path, grown, tokenizer_config=config))
    else:
        vocabulary = read_tokenizer(write(tmp_path, tokenizer_config=config))
    assert (vocabulary.pieces[SIZE], vocabulary.kinds[SIZE]) == ("<tool>", PieceKind.USER_DEFINED)
    assert Tokenizer(vocabulary).encode("x<tool>").count(SIZE) == 1


def test_a_padding_token_of_an_older_folder_is_a_control_token(tmp_path):
    side = {"added_tokens": {"[PAD]": SIZE}, "special_tokens_map": {"pad_token": "[PAD]"}}
    vocabulary = read_tokenizer(write_model(tmp_path, **side))
    assert (vocabulary.padding_id, vocabulary.kinds[SIZE]) == (SIZE, PieceKind.CONTROL)


@pytest.mark.parametrize("write", [write_model, write_json])
def test_a_padding_token_without_a_row_in_the_embedding_is_left_out(tmp_path, write):
    side = {"added_tokens": {"[PAD]": SIZE}, "special_tokens_map": {"pad_token": "[PAD]"}}
    parts = {"pieces": "[PAD]", "kinds": PieceKind.CONTROL, "scores": 0.0}
    grown = dataclasses.replace(TINY, **{name: [*getattr(TINY, name), more] for name, more in parts.items()})
    written = grown if write is write_json else TINY
    assert read_tokenizer(write(tmp_path, written, **side)).padding_id == SIZE
    vocabulary = read_tokenizer(tmp_path, num_rows=SIZE)
    assert (len(vocabulary.pieces), vocabulary.padding_id) == (SIZE, None)


@pytest.mark.parametrize("piece", ["<tool>", "<|im_end|>"])
def test_another_token_without_a_row_stays_for_whoever_compares_the_two(tmp_path, piece):
    side = {"tokenizer_config": {"pad_token": "[PAD]"}, "added_tokens": {piece: SIZE}}
    assert len(read_tokenizer(write_model(tmp_path, **side), num_rows=SIZE).pieces) == SIZE + 1


def test_a_fine_tune_may_end_its_texts_with_a_token_of_its_own(tmp_path):
    config = added(SIZE, "<|im_end|>") | {"eos_token": "<|im_end|>"}
    vocabulary = read_tokenizer(write_model(tmp_path, tokenizer_config=config))
    assert (vocabulary.end_id, vocabulary.kinds[SIZE]) == (SIZE, PieceKind.CONTROL)
    assert SIZE not in Tokenizer(vocabulary).encode("x<|im_end|>")


def test_a_step_token_that_was_added_means_that_the_model_does_not_infill(tmp_path):
    side = {"tokenizer_config": added(SIZE, "<step>", special=True)}
    assert read_tokenizer(write_model(tmp_path, **side)).infill is None


def test_an_added_token_is_a_control_token_if_either_file_says_so(tmp_path):
    parts = {"pieces": "<tool>", "kinds": PieceKind.USER_DEFINED, "scores": 0.0}
    grown = dataclasses.replace(TINY, **{name: [*getattr(TINY, name), more] for name, more in parts.items()})
    config = tokenizer_config(grown) | added(SIZE, "<tool>", special=True)
    assert read_tokenizer(write_json(tmp_path, grown, tokenizer_config=config)).kinds[SIZE] == (
        PieceKind.CONTROL
    )


@pytest.mark.parametrize(
    ("side_files", "message"),
    [
        ({"tokenizer_config": added(3, "<tool>")}, "added token '<tool>' has id 3, which is '<0x00>'"),
        ({"tokenizer_config": added(SIZE + 5, "<tool>")}, f"has id {SIZE + 5}: ids end at {SIZE}"),
        ({"tokenizer_config": {"bos_token": "<no>"}}, "`bos_token` is '<no>', which is no piece"),
        ({"tokenizer_config": {"bos_token": 5}}, "`bos_token` in .* must be a token, got int"),
        ({"tokenizer_config": {"add_bos_token": "yes"}}, "`add_bos_token` in .* must be true or false"),
        ({"tokenizer_config": {"added_tokens_decoder": [1]}}, "`added_tokens_decoder` in .* must be an obj"),
        ({"tokenizer_config": {"added_tokens_decoder": {"x": "a"}}}, "must be under ids, got 'x'"),
        ({"added_tokens": {"<a>": "x"}}, "added_tokens.json` must map pieces to ids, got 'x'"),
        ({"tokenizer_config": added(SIZE, "<a>"), "added_tokens": {"<a>": 5}}, "contradict each other"),
        ({"tokenizer_config": [1]}, "holds a list, expected a JSON object"),
    ],
)
def test_side_files_that_do_not_fit_are_refused_and_named(tmp_path, side_files, message):
    with pytest.raises(TokenizerError, match=message) as caught:
        read_tokenizer(write_model(tmp_path, **side_files))
    assert str(tmp_path) in str(caught.value)


def test_the_config_says_whether_a_begin_token_and_a_space_stand_in_front(tmp_path):
    config = {"add_bos_token": False, "add_prefix_space": False}
    vocabulary = read_tokenizer(write_model(tmp_path, tokenizer_config=config))
    assert (vocabulary.adds_begin, vocabulary.adds_space) == (False, False)


def test_a_template_in_a_file_of_its_own_counts(tmp_path):
    (tmp_path / "chat_template.jinja").write_text("{{ x }}")
    assert read_tokenizer(write_model(tmp_path, tokenizer_config={"chat_template": "old"})).chat_template == (
        "{{ x }}"
    )


@pytest.mark.parametrize(
    "name", ["tokenizer.json", "tokenizer.model", "tokenizer_config.json", "chat_template.jinja"]
)
def test_a_file_that_is_none_or_endless_is_refused_before_it_is_read(tmp_path, name):
    path = write_model(tmp_path) / name
    path.unlink(missing_ok=True)
    path.mkdir()
    with pytest.raises(TokenizerError, match=f"{name}` is a folder, a device or a pipe: expected a file"):
        read_tokenizer(tmp_path)
    path.rmdir()
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(TokenizerError, match=f"{name}` is no tokenizer's: expected at most"):
        read_tokenizer(tmp_path)
    path.unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(path)
        with pytest.raises(TokenizerError, match=f"{name}` is a folder, a device or a pipe"):
            read_tokenizer(tmp_path)


def test_a_template_that_is_no_text_is_refused_and_named(tmp_path):
    (tmp_path / "chat_template.jinja").write_bytes(b"\xff")
    with pytest.raises(TokenizerError, match="chat_template.jinja` is not UTF-8"):
        read_tokenizer(write_model(tmp_path))


def test_both_files_together_give_the_scores_of_training(tmp_path):
    vocabulary = read_tokenizer(write_model(write_json(tmp_path)))
    assert list(vocabulary.scores) == list(TINY.scores)


def test_trap_46_a_tokenizer_of_another_model_beside_it_is_refused_and_both_are_named(tmp_path):
    write_json(tmp_path, tiny_llama_vocabulary())
    write_model(tmp_path, TINY)
    with pytest.raises(TokenizerError, match="contradict each other") as caught:
        read_tokenizer(tmp_path)
    assert "tokenizer.json" in str(caught.value)
    assert "tokenizer.model" in str(caught.value)


def test_trap_46_each_variant_has_the_tokenizer_of_its_own_folder(tmp_path):
    sizes = {}
    for name, file in (("llama2", "tokenizer.model"), ("codellama", "codellama32016.reconstructed.model")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "tokenizer.model").symlink_to(fixture("tokenizers", name, file))
        vocabulary = read_tokenizer(folder)
        sizes[name] = (len(vocabulary.pieces), vocabulary.infill is not None)
    assert sizes == {"llama2": (32000, False), "codellama": (32016, True)}


def grown_like_transformers(vocabulary, *pieces):
    """A folder's vocabulary with the tokens that transformers' Code Llama class appends."""
    count = len(pieces)
    return dataclasses.replace(
        vocabulary,
        pieces=[*vocabulary.pieces, *pieces],
        kinds=[*vocabulary.kinds, *[PieceKind.CONTROL] * count],
        scores=[*vocabulary.scores, *[0.0] * count],
    )


def test_the_marker_that_transformers_appends_is_no_piece_of_the_model(tmp_path):
    write_json(tmp_path, grown_like_transformers(TINY, "<FILL_ME>"))
    assert len(read_tokenizer(tmp_path).pieces) == SIZE
    assert len(read_tokenizer(tmp_path, num_rows=SIZE + 1).pieces) == SIZE + 1  # it has a row


def test_infill_tokens_that_transformers_appended_are_left_out_beyond_the_embedding(tmp_path):
    plain = tiny_llama_vocabulary()
    four = PUBLISHED_PIECES[7:11]
    write_json(tmp_path, grown_like_transformers(plain, *four, "<FILL_ME>"))
    kept, cut = read_tokenizer(tmp_path), read_tokenizer(tmp_path, num_rows=len(plain.pieces))
    assert (len(kept.pieces), kept.infill) == (len(plain.pieces) + 4, None)
    assert list(cut.pieces) == list(plain.pieces)


def test_nothing_but_those_tokens_is_left_out(tmp_path):
    assert len(read_tokenizer(write_json(tmp_path), num_rows=SIZE - 16).pieces) == SIZE


@pytest.mark.parametrize("vocabulary", [TINY, tiny_vocabulary(template="{{ x }}")], ids=["llama", "gpt2"])
def test_what_is_written_is_read_again_as_it_was(tmp_path, vocabulary):
    back = read_tokenizer(write_json(tmp_path, vocabulary))
    for field in dataclasses.fields(vocabulary):
        found, expected = getattr(back, field.name), getattr(vocabulary, field.name)
        if field.name != "scores":
            assert (list(found) if isinstance(found, list | tuple) else found) == (
                list(expected) if isinstance(expected, list | tuple) else expected
            ), field.name


def test_a_model_that_is_damaged_is_named(tmp_path):
    (tmp_path / "tokenizer.model").write_bytes(b"\x0b")
    with pytest.raises(TokenizerError, match="tokenizer.model"):
        read_tokenizer(tmp_path)
    with pytest.raises(TokenizerError):
        read_sentencepiece_model(tmp_path / "tokenizer.model")
