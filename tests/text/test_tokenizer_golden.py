"""Published and recorded ids of the Llama and Code Llama tokenizers."""

import json

import pytest

from llamita.text import infill_prompt
from llamita.text.sentencepiece_model import read_sentencepiece_model
from llamita.text.tokenizer import Tokenizer
from tests.fixtures import fixture


@pytest.fixture(scope="module")
def tokenizer():
    path = fixture("tokenizers", "codellama", "codellama32016.reconstructed.model")
    return Tokenizer(read_sentencepiece_model(path))


def vectors(name: str):
    return json.loads(fixture("tokenizers", "codellama", name).read_text(encoding="utf-8"))


def test_texts_have_their_recorded_ids_with_and_without_a_space_in_front(tokenizer):
    cases = [case for case in vectors("golden_tokens.json")["encode"] if "ids" in case]
    assert len(cases) > 10
    for case in cases:
        assert tokenizer.encode(case["text"]) == case["ids"]
        assert tokenizer.encode(case["text"], continues=True) == case["ids_no_dummy_prefix"]


def test_middles_have_their_recorded_ids(tokenizer):
    cases = [case for case in vectors("golden_tokens.json")["encode"] if "infilling_ids" in case]
    assert len(cases) > 5
    for case in cases:
        assert tokenizer.encode(case["text"], continues=True) == case["infilling_ids"]
        assert tokenizer.decode(case["infilling_ids"], continues=True) == case["text"]


def test_infill_prompts_have_their_recorded_ids(tokenizer):
    for case in vectors("golden_tokens.json")["infill"]:
        assert infill_prompt(tokenizer, case["prefix"], case["suffix"]) == case["psm"]
        assert infill_prompt(tokenizer, case["prefix"], case["suffix"], order="spm") == case["spm"]


def test_texts_of_programs_have_the_ids_that_transformers_tests_for(tokenizer):
    for case in vectors("golden_ids.json")["cases"]:
        begin = [1] if case.get("add_special_tokens", True) else []
        assert begin + tokenizer.encode_markup(case["text"]) == case["ids"], case


def test_ids_decode_to_the_texts_that_transformers_tests_for(tokenizer):
    for case in vectors("golden_ids.json")["decode_cases"]:
        assert tokenizer.decode(case["ids"]) == case["text"]


def test_the_infill_tokens_have_their_published_ids(tokenizer):
    golden = vectors("golden_ids.json")
    assert {piece: tokenizer.control_id(piece) for piece in golden["fim_ids"]} == golden["fim_ids"]
    assert list(tokenizer.vocabulary.pieces[32000:]) == golden["extra_pieces_32000_32015"]


def test_texts_have_the_ids_that_llama_cpp_tests_for(tokenizer):
    name = "ggml-vocab-llama-spm.gguf"
    folder = fixture("tokenizers", "llama.cpp-vocab", name).parent
    texts = (folder / f"{name}.inp").read_bytes().decode().split("\n__ggml_vocab_test__\n")
    ids = [[int(word) for word in line.split()] for line in (folder / f"{name}.out").read_text().splitlines()]
    # Behind the last mark stands one more text, the empty one, and no line for it.
    assert len(texts) == 47
    assert list(map(tokenizer.encode, texts)) == [*ids, []]
