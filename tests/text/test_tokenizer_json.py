import json

import pytest
import tokenizers
from hypothesis import assume, given
from hypothesis import strategies as st

from llamita.errors import TokenizerError
from llamita.text.code_llama_pieces import PUBLISHED_PIECES, STEP_PIECES
from llamita.text.merge_order import scores_of_merges
from llamita.text.tokenizer import Tokenizer
from llamita.text.tokenizer_json import tokenizer_json
from llamita.text.tokenizer_json_reader import read_tokenizer_json
from tests.tiny import CONTROL_PIECES, tiny_llama_vocabulary, tiny_tokenizer, tiny_vocabulary

ESCAPE = {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
LIBRARY = tokenizers.Tokenizer.from_str(json.dumps(tokenizer_json(tiny_vocabulary())))
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
        ("model", {"type": "Unigram"}, "it describes no BPE"),
        ("normalizer", {"type": "NFC"}, "normalizes text before encoding"),
        ("pre_tokenizer", {"type": "Whitespace"}, "its `pre_tokenizer` is not"),
        ("added_tokens", [{"id": "x"}], "its `added_tokens` must"),
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
        ("byte_fallback", True, "`model.byte_fallback` = True"),
        ("merges", [["a"]], "`model.merges` must be a list of pairs"),
        ("merges", "a b", "`model.merges` must be a list of pairs"),
        ("vocab", {"a": "0"}, "`model.vocab` must map pieces to whole numbers"),
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


def llama_contents(**changes):
    return tokenizer_json(tiny_llama_vocabulary()) | changes


def metaspace(scheme, **changes):
    part = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": False} | changes
    return {"normalizer": None, "pre_tokenizer": part}


def read_llama(folder, contents):
    return read_tokenizer_json(write(folder, contents, {"bos_token": "<s>", "eos_token": "</s>"}))


@pytest.mark.parametrize(
    ("form", "adds_space"),
    [
        ({}, True),
        ({"normalizer": {"type": "Sequence", "normalizers": [ESCAPE]}}, False),
        ({"normalizer": ESCAPE}, False),
        (metaspace("first"), True),
        (metaspace("always"), True),
        (metaspace("never"), False),
    ],
)
def test_the_space_in_front_is_recognized_in_every_form(tmp_path, form, adds_space):
    assert read_llama(tmp_path, llama_contents(**form)).adds_space is adds_space


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"normalizer": {"type": "NFKC"}}, "its `normalizer` and `pre_tokenizer` are not supported"),
        (metaspace("first", split=True), "its `normalizer` and `pre_tokenizer` are not supported"),
        (metaspace("last"), "its `normalizer` and `pre_tokenizer` are not supported"),
        (metaspace("first", replacement="_"), "its `normalizer` and `pre_tokenizer` are not supported"),
        ({"post_processor": {"type": "BertProcessing"}}, "its `post_processor` is not supported"),
        (
            {
                "post_processor": {
                    "type": "TemplateProcessing",
                    "single": [{"SpecialToken": {"id": "<s>"}}] * 2,
                }
            },
            "a template of one begin token and the text",
        ),
        (
            {
                "post_processor": {
                    "type": "TemplateProcessing",
                    "single": [{"SpecialToken": {"id": "<no>"}}, {"Sequence": {"id": "A"}}],
                }
            },
            "its prompts start with '<no>', which is no piece",
        ),
    ],
)
def test_a_form_of_sentencepiece_that_is_not_known_is_refused(tmp_path, changes, message):
    with pytest.raises(TokenizerError, match=message):
        read_llama(tmp_path, llama_contents(**changes))


def without_merge(contents, *pair):
    contents["model"]["merges"].remove(list(pair))


def of_no_piece(contents):
    contents["model"]["merges"].append(["h", "é"])


def of_a_byte(contents):
    contents["model"]["vocab"] |= {"<0x": len(contents["model"]["vocab"])}
    contents["model"]["merges"].append(["<0x", "0A>"])


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda contents: without_merge(contents, "▁t", "he"), "'▁t' and 'he' are not joined, though '▁the'"),
        (of_no_piece, "'h' and 'é' are joined, and are not two texts that make a third"),
        (of_a_byte, "are joined, and are not two texts that make a third"),
    ],
)
def test_merges_that_no_scores_can_say_are_refused(tmp_path, damage, message):
    contents = llama_contents()
    damage(contents)
    with pytest.raises(TokenizerError, match=message) as caught:
        read_llama(tmp_path, contents)
    assert "tokenizer.model" in caught.value.hint


def test_pieces_too_long_to_look_at_every_way_to_cut_them_are_refused(tmp_path):
    contents = llama_contents()
    contents["model"]["vocab"]["x" * 1_000_000] = len(contents["model"]["vocab"])
    with pytest.raises(TokenizerError, match="its pieces are no words: expected at most 512 characters"):
        read_llama(tmp_path, contents)


def test_pieces_whose_merges_overlap_share_a_score():
    pieces, kinds = ["a", "b", "ab", "ba", "aba"], [1] * 5
    apart = scores_of_merges(pieces, kinds, [("a", "b"), ("b", "a"), ("ab", "a"), ("a", "ba")])
    mixed = [("a", "b"), ("ab", "a"), ("b", "a"), ("a", "ba")]
    assert apart == [-3.0, -3.0, -1.0, -2.0, -3.0]
    assert scores_of_merges(pieces, kinds, mixed) == [-3.0, -3.0, -1.0, -2.0, -2.0]


@pytest.mark.parametrize("setting", ["lstrip", "rstrip", "single_word"])
def test_an_added_token_that_eats_spaces_or_stands_alone_is_refused(tmp_path, setting):
    contents = file_contents()
    contents["added_tokens"][0] |= {"special": False, setting: True}
    with pytest.raises(TokenizerError, match=rf"added token '<\|endoftext\|>' has `{setting}`"):
        read_tokenizer_json(write(tmp_path, contents))


def test_a_step_on_the_way_to_a_control_token_is_written_as_none_itself():
    written = tokenizer_json(tiny_llama_vocabulary(can_infill=True))
    added = {token["content"] for token in written["added_tokens"]}
    assert added == {"<unk>", "<s>", "</s>", *PUBLISHED_PIECES} - set(STEP_PIECES)


def test_an_added_token_with_two_ids_is_refused(tmp_path):
    contents = file_contents()
    contents["added_tokens"][0]["id"] = 5
    with pytest.raises(TokenizerError, match="has two ids: 0, 5"):
        read_tokenizer_json(write(tmp_path, contents))


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_the_tokenizers_library_encodes_what_is_written_as_we_do(text):
    # The library takes a special token that a text spells for the token.
    assume(not any(piece in text for piece in ("\x04", *CONTROL_PIECES)))
    assert LIBRARY.encode(text).ids == tiny_tokenizer().encode(text)


def test_several_chat_templates_are_refused(tmp_path):
    with pytest.raises(TokenizerError, match="`chat_template` in .* must be one template, got list"):
        read_tokenizer_json(write(tmp_path, file_contents(), {"chat_template": [{"name": "default"}]}))


def test_a_folder_is_an_error_that_names_it(tmp_path):
    with pytest.raises(TokenizerError, match="is a folder, a device or a pipe: expected a file"):
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
