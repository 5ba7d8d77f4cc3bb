import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llamita.errors import TokenizerError
from llamita.text.tokenizer import Tokenizer
from llamita.text.tokenizer_json import read_tokenizer_json
from tests.tiny import tiny_tokenizer, tiny_vocabulary

BYTE_LEVEL = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
DIGITS = {"type": "Digits", "individual_digits": True}


def file_contents():
    vocabulary = tiny_vocabulary()
    ids = {piece: token_id for token_id, piece in enumerate(vocabulary.pieces)}
    return {
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [DIGITS, BYTE_LEVEL]},
        "added_tokens": [{"id": i, "content": vocabulary.pieces[i], "special": True} for i in range(7)],
        "model": {"type": "BPE", "vocab": ids, "merges": list(vocabulary.merges)},
    }


def write(folder, contents, config=None):
    path = folder / "tokenizer.json"
    path.write_text(json.dumps(contents))
    if config is not None:
        (folder / "tokenizer_config.json").write_text(json.dumps(config))
    return path


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_it_encodes_like_the_same_vocabulary_from_another_file(text, tmp_path_factory):
    path = write(tmp_path_factory.mktemp("tokenizer"), file_contents())
    if "\x04" not in text:
        assert Tokenizer(read_tokenizer_json(path)).encode(text) == tiny_tokenizer().encode(text)


def test_special_ids_and_template_come_from_the_config_beside_it(tmp_path):
    config = {"eos_token": "<|im_end|>", "bos_token": {"content": "<|im_start|>"}, "chat_template": "{{ x }}"}
    vocabulary = read_tokenizer_json(write(tmp_path, file_contents(), config))
    assert (vocabulary.end_id, vocabulary.begin_id, vocabulary.unknown_id) == (2, 1, None)
    assert vocabulary.chat_template == "{{ x }}"


def test_merges_written_as_pairs_are_read_too(tmp_path):
    contents = file_contents()
    contents["model"]["merges"] = [merge.split(" ") for merge in contents["model"]["merges"]]
    assert list(read_tokenizer_json(write(tmp_path, contents)).merges) == list(tiny_vocabulary().merges)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("model", {"type": "Unigram"}, "describes no byte-level BPE"),
        ("normalizer", {"type": "NFC"}, "normalizes text before encoding"),
        ("pre_tokenizer", {"type": "Whitespace"}, "`pre_tokenizer` in"),
        ("added_tokens", [{"id": "x"}], "`added_tokens` in"),
    ],
)
def test_a_tokenizer_of_another_kind_is_refused(tmp_path, key, value, message):
    with pytest.raises(TokenizerError, match=message):
        read_tokenizer_json(write(tmp_path, file_contents() | {key: value}))


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("ignore_merges", True, "`model.ignore_merges` = True"),
        ("dropout", 0.1, "`model.dropout` = 0.1"),
        ("end_of_word_suffix", "</w>", "`model.end_of_word_suffix`"),
        ("byte_fallback", True, "`model.byte_fallback`"),
        ("merges", [["a"]], "`model.merges` in .* must be a list of pairs"),
        ("merges", "a b", "`model.merges` in .* must be a list of pairs"),
        ("vocab", {"a": "0"}, "`model.vocab` in .* must map pieces to whole numbers"),
    ],
)
def test_a_setting_that_would_change_ids_is_refused_by_name(tmp_path, key, value, message):
    contents = file_contents()
    contents["model"][key] = value
    with pytest.raises(TokenizerError, match=message):
        read_tokenizer_json(write(tmp_path, contents))


@pytest.mark.parametrize("key", ["model", "normalizer", "pre_tokenizer", "post_processor", "added_tokens"])
@pytest.mark.parametrize("value", [7, "x", [1], {"type": "Sequence", "pretokenizers": 3}, {"x": [None]}])
def test_nonsense_in_any_part_is_refused_with_our_error(tmp_path, key, value):
    with pytest.raises(TokenizerError, match=r"tokenizer\.json"):
        read_tokenizer_json(write(tmp_path, file_contents() | {key: value}))


def test_several_chat_templates_are_refused(tmp_path):
    with pytest.raises(TokenizerError, match="`chat_template` in .* must be one template, got list"):
        read_tokenizer_json(write(tmp_path, file_contents(), {"chat_template": [{"name": "default"}]}))


def test_a_folder_is_an_error_that_names_it(tmp_path):
    with pytest.raises(TokenizerError, match="cannot read"):
        read_tokenizer_json(tmp_path)


def test_a_gap_in_the_ids_is_refused(tmp_path):
    contents = file_contents()
    contents["model"]["vocab"]["zz"] = 9999
    with pytest.raises(TokenizerError, match="are not 0 to"):
        read_tokenizer_json(write(tmp_path, contents))


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000])
def test_a_damaged_file_is_an_error_that_names_it(tmp_path, text):
    path = tmp_path / "tokenizer.json"
    path.write_text(text)
    with pytest.raises(TokenizerError, match=r"tokenizer\.json"):
        read_tokenizer_json(path)


def test_a_missing_file_is_an_error_that_names_it(tmp_path):
    with pytest.raises(TokenizerError, match="no tokenizer at"):
        read_tokenizer_json(tmp_path / "tokenizer.json")
