"""Ids equal those of SentencePiece itself, for every file a vocabulary can come from."""

import dataclasses
import json
import random
import re
from pathlib import Path

import numpy as np
import pytest
import tokenizers
import transformers
from sentencepiece import SentencePieceProcessor
from transformers.tokenization_utils_base import generate_merges

from llamita.text import infill_prompt
from llamita.text.sentencepiece_model import read_sentencepiece_model, sentencepiece_model_bytes
from llamita.text.tokenizer import Tokenizer
from llamita.text.tokenizer_config import tokenizer_config
from llamita.text.tokenizer_files import read_tokenizer
from llamita.text.tokenizer_json import tokenizer_json
from llamita.weights.gguf.header import read_header
from llamita.weights.gguf.metadata import Metadata
from llamita.weights.gguf.vocabulary import read_vocabulary
from llamita.weights.mapped_file import map_file
from tests.fixtures import fixture
from tests.text.real_texts import random_texts
from tests.tiny import tiny_llama_vocabulary

NUM_TEXTS = 10_000
NUM_PAIRS = 1_000
PRE, SUF, MID = 32007, 32008, 32009
KINDS = ("model", "json", "gguf", "written-json", "written-model")


def model_path(name: str) -> Path:
    parts = {"llama2": "tokenizer.model", "codellama": "codellama32016.reconstructed.model"}
    return fixture("tokenizers", name, parts[name])


@pytest.fixture(scope="module")
def plain():
    """Llama 2's tokenizer, by the library alone."""
    return SentencePieceProcessor(model_file=str(model_path("llama2")))


@pytest.fixture(scope="module")
def reference():
    """Code Llama's tokenizer, by the library alone."""
    return SentencePieceProcessor(model_file=str(model_path("codellama")))


@pytest.fixture(scope="module")
def texts():
    return random_texts(NUM_TEXTS, seed=1)


def saved_by_transformers(name: str, folder: Path) -> Path:
    """A folder with the ``tokenizer.json`` that transformers makes of these pieces and scores."""
    library = SentencePieceProcessor(model_file=str(model_path(name)))
    ids = {library.id_to_piece(token_id): token_id for token_id in range(library.get_piece_size())}
    scores = {piece: library.get_score(token_id) for piece, token_id in ids.items()}
    kind = {"llama2": transformers.LlamaTokenizer, "codellama": transformers.CodeLlamaTokenizer}[name]
    kind(vocab=ids, merges=generate_merges(ids, scores)).save_pretrained(folder)
    return folder


def gguf_vocabulary(name: str, folder: Path):
    """The vocabulary of a GGUF file: a real one of Llama 2, and the keys of one of Code Llama."""
    if name == "llama2":
        raw = fixture("tokenizers", "llama.cpp-vocab", "ggml-vocab-llama-spm.gguf").read_bytes()
        # A file without any tensors ends without the zeros in front of them.
        path = folder / "vocabulary.gguf"
        path.write_bytes(raw + bytes(-len(raw) % 32))
        return read_vocabulary(Metadata(read_header(map_file(path, "GGUF"), path).metadata, path), 32000)
    library = SentencePieceProcessor(model_file=str(model_path(name)))
    ids = range(library.get_piece_size())
    keys = {
        "model": "llama",
        "tokens": [library.id_to_piece(token_id) for token_id in ids],
        "scores": np.array([library.get_score(token_id) for token_id in ids], np.float32),
        "token_type": np.array([2, 3, 3, *[6] * 256, *[1] * (len(ids) - 259)], np.int32),
        "bos_token_id": 1,
        "eos_token_id": 2,
    }
    path = Path("code-llama.gguf")
    return read_vocabulary(Metadata({f"tokenizer.ggml.{k}": v for k, v in keys.items()}, path), len(ids))


def written(name: str, kind: str, folder: Path):
    """The vocabulary, written by us in one of the forms and read again."""
    vocabulary = read_sentencepiece_model(model_path(name))
    if kind == "written-model":
        (folder / "tokenizer.model").write_bytes(sentencepiece_model_bytes(vocabulary))
    else:
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json(vocabulary)))
        (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer_config(vocabulary)))
    return read_tokenizer(folder)


@pytest.fixture(scope="module")
def vocabularies(tmp_path_factory):
    """By name and kind of file."""
    found = {}
    for name in ("llama2", "codellama"):
        found[name, "model"] = read_sentencepiece_model(model_path(name))
        found[name, "json"] = read_tokenizer(saved_by_transformers(name, tmp_path_factory.mktemp("saved")))
        found[name, "gguf"] = gguf_vocabulary(name, tmp_path_factory.mktemp("gguf"))
        for kind in ("written-json", "written-model"):
            found[name, kind] = written(name, kind, tmp_path_factory.mktemp("written"))
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["llama2", "codellama"])
def test_ten_thousand_texts_have_the_ids_that_plain_llama_2_gives_them(
    vocabularies, name, kind, texts, plain
):
    tokenizer = Tokenizer(vocabularies[name, kind])
    assert [text for text in texts if tokenizer.encode(text) != plain.encode(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_texts_have_the_ids_of_the_reference_where_that_is_asked_for(
    vocabularies, kind, texts, reference
):
    tokenizer = Tokenizer(vocabularies["codellama", kind], reference_compatible=True)
    assert [text for text in texts if tokenizer.encode(text) != reference.encode(text)] == []


def test_some_of_the_texts_tell_the_reference_from_plain_llama_2(texts, plain, reference):
    assert sum(plain.encode(text) != reference.encode(text) for text in texts) > 100


@pytest.mark.parametrize("kind", KINDS)
def test_all_files_of_a_model_hold_the_same_vocabulary(vocabularies, kind):
    for name in ("llama2", "codellama"):
        found, expected = vocabularies[name, kind], vocabularies[name, "model"]
        assert (list(found.pieces), list(found.kinds)) == (list(expected.pieces), list(expected.kinds))
        assert (found.begin_id, found.end_id, found.unknown_id, found.padding_id) == (1, 2, 0, None)
        assert (found.adds_begin, found.adds_space, found.infill) == (True, True, expected.infill)


def test_texts_decode_to_themselves(vocabularies, texts, plain):
    tokenizer = Tokenizer(vocabularies["codellama", "model"])
    # SentencePiece spells a space with U+2581, so that one in a text comes back as a space.
    expected = [text.replace("▁", " ") for text in texts]
    assert [tokenizer.decode(plain.encode(text)) for text in texts] == expected


def test_any_ids_decode_as_sentencepiece_decodes_them(vocabularies, reference):
    """But broken UTF-8: we write one U+FFFD where a decoder of the Unicode standard does, it one a byte."""
    drawn = random.Random(5)
    tokenizer = Tokenizer(vocabularies["codellama", "model"], reference_compatible=True)
    for _ in range(3000):
        ids = [
            drawn.choice((drawn.randrange(32016), drawn.randrange(300))) for _ in range(drawn.randrange(9))
        ]
        ids = [token_id for token_id in ids if token_id not in (1, 2)]
        ids = [*drawn.choice(([], [1], [1, 2])), *ids, *drawn.choice(([], [2]))]
        expected = re.sub("\ufffd+", "\ufffd", reference.decode(ids))
        assert re.sub("\ufffd+", "\ufffd", tokenizer.decode(ids)) == expected, ids


def test_a_thousand_infill_prompts_are_those_of_the_published_rules(vocabularies, plain):
    """Computed here by plain SentencePiece, with the detour of the reference: a sign in front, cut off."""
    tokenizer = Tokenizer(vocabularies["codellama", "model"])
    parts = random_texts(2 * NUM_PAIRS, seed=2)
    for prefix, suffix in zip(parts[:NUM_PAIRS], parts[NUM_PAIRS:], strict=True):
        before, behind = plain.encode(prefix), plain.encode(f"☺{suffix}")[2:]
        psm = [1, PRE, *before, SUF, *behind, MID]
        spm = [1, PRE, SUF, *behind, MID, *before]
        assert infill_prompt(tokenizer, prefix, suffix) == psm
        assert infill_prompt(tokenizer, prefix, suffix, order="spm") == spm


@pytest.mark.parametrize("name", ["llama2", "codellama"])
def test_the_tokenizers_library_gives_the_same_ids_from_what_we_write(vocabularies, name, texts, plain):
    library = tokenizers.Tokenizer.from_str(json.dumps(tokenizer_json(vocabularies[name, "model"])))
    # A special token that a text spells is cut out of it there.
    usual = [text for text in texts[:3000] if not re.search("<s>|</s>|<unk>|▁<", text)]
    assert [text for text in usual if library.encode(text).ids != [1, *plain.encode(text)]] == []


def test_pieces_of_one_score_are_joined_in_the_order_that_sentencepiece_has():
    tiny = tiny_llama_vocabulary()
    pieces = ["xyxy" if piece == "▁▁▁▁" else piece for piece in tiny.pieces]
    scores = [
        -1000.0 if piece in ("▁▁", "▁▁▁") else score for piece, score in zip(pieces, tiny.scores, strict=True)
    ]
    vocabulary = dataclasses.replace(tiny, pieces=pieces, scores=scores)
    library = tokenizers.Tokenizer.from_str(json.dumps(tokenizer_json(vocabulary)))
    for count in range(12):
        text = " " * count + "x"
        assert library.encode(text).ids == Tokenizer(vocabulary).prompt(text)


@pytest.mark.parametrize("legacy", [False, True])
def test_control_tokens_in_a_prompt_are_followed_by_a_space_as_in_transformers(vocabularies, legacy):
    vocabulary = vocabularies["llama2", "model"]
    scores = dict(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    ids = {piece: token_id for token_id, piece in enumerate(vocabulary.pieces)}
    library = transformers.LlamaTokenizer(vocab=ids, merges=generate_merges(ids, scores), legacy=legacy)
    tokenizer = Tokenizer(vocabulary)
    for text in ("<s>[INST] hi [/INST]", "a</s><s>b", "x", "<s>\n</s>", "<s>[INST] a [/INST] b </s><s>c"):
        expected = library.encode(text, add_special_tokens=False)
        assert tokenizer.encode_markup(text, spaced=legacy) == expected, text


def test_transformers_gives_the_same_ids_from_the_folder_we_write(vocabularies, texts, plain, tmp_path):
    vocabulary = dataclasses.replace(vocabularies["codellama", "model"], chat_template="{{ bos_token }}")
    (tmp_path / "tokenizer.json").write_text(json.dumps(tokenizer_json(vocabulary)))
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(tokenizer_config(vocabulary)))
    library = transformers.AutoTokenizer.from_pretrained(tmp_path)
    usual = [text for text in texts[:500] if not re.search("<s>|</s>|<unk>|▁<", text)]
    assert [text for text in usual if library.encode(text) != [1, *plain.encode(text)]] == []
    assert (library.bos_token, library.eos_token, library.chat_template) == ("<s>", "</s>", "{{ bos_token }}")


def test_sentencepiece_reads_what_we_write_as_it_reads_the_original(vocabularies, texts, reference):
    library = SentencePieceProcessor(model_proto=sentencepiece_model_bytes(vocabularies["codellama", "gguf"]))
    assert [text for text in texts[:2000] if library.encode(text) != reference.encode(text)] == []
    assert (library.unk_id(), library.bos_id(), library.eos_id(), library.pad_id()) == (0, 1, 2, -1)
