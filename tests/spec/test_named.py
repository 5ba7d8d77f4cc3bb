import json
from dataclasses import replace

import pytest

from llamita.spec import PUBLISHED, differences, feed_forward_width, published_like
from llamita.weights.gguf.reader import read_gguf
from tests.default_model import installed_default_model
from tests.fixtures import fixture


def test_every_published_model_is_there_under_its_name_and_says_where_its_numbers_come_from():
    code_llama = {
        f"codellama-{size}{variant}"
        for size in ("7b", "13b", "34b", "70b")
        for variant in ("", "-python", "-instruct")
    }
    llama_2 = {f"llama-2-{size}{variant}" for size in ("7b", "13b", "70b") for variant in ("", "-chat")}
    assert set(PUBLISHED) == code_llama | llama_2 | {"smollm2-135m-instruct"}
    assert all(model.name == name and model.sources for name, model in PUBLISHED.items())


@pytest.mark.parametrize(
    ("width", "multiplier", "multiple_of", "expected"),
    [
        (4096, None, 256, 11_008),
        (4096, 1.0, 256, 11_008),
        (5120, 1.0, 256, 13_824),
        (8192, 1.0, 256, 22_016),
        (8192, 1.3, 4096, 28_672),
        (8192, None, 4096, 24_576),
        (5120, 1.3, 256, 17_920),
        # Cut to a whole number only once, these would be 23 of 23.47 and 34 of 34.67.
        (8, 1.1, 1, 23),
        (10, 1.3, 1, 33),
    ],
)
def test_trap_06_the_feed_forward_width_is_cut_twice_then_rounded_up(
    width, multiplier, multiple_of, expected
):
    assert feed_forward_width(width, multiplier, multiple_of) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("codellama-7b", 11_008),
        ("codellama-13b", 13_824),
        ("codellama-34b", 22_016),
        ("codellama-70b", 28_672),
    ],
)
def test_trap_06_the_four_sizes_have_their_widths(name, expected):
    assert PUBLISHED[name].spec.feed_forward_width == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("llama-2-7b", 6_738_415_616),
        ("llama-2-13b", 13_015_864_320),
        ("codellama-34b", 33_743_970_304),
        ("llama-2-70b", 68_976_648_192),
        ("codellama-7b", 6_738_546_688),
        ("codellama-13b", 13_016_028_160),
        ("codellama-70b", 68_976_910_336),
        ("smollm2-135m-instruct", 134_515_008),
    ],
)
def test_a_published_model_has_as_many_parameters_as_were_counted(name, expected):
    assert PUBLISHED[name].spec.num_parameters == expected


@pytest.mark.parametrize("name", [name for name in PUBLISHED if name.startswith("codellama")])
def test_vocabulary_base_and_context_of_code_llama_are_those_of_its_variant(name):
    model = PUBLISHED[name]
    has_plain_vocabulary = "34b" in name or (name.endswith("-python") and "70b" not in name)
    is_short = name in ("codellama-70b-python", "codellama-70b-instruct")
    assert model.spec.vocabulary_size == (32_000 if has_plain_vocabulary else 32_016)
    assert model.spec.rope_base == (10_000 if is_short else 1_000_000)
    assert model.spec.context_tokens == (4096 if is_short else 16_384)
    assert model.infills == (not has_plain_vocabulary and not is_short)
    assert model.num_shards == {"7b": 1, "13b": 2, "34b": 4, "70b": 8}[name.split("-")[1]]
    assert (model.spec.dialog is not None) == name.endswith("-instruct")


def test_llama_2_has_its_own_base_and_context():
    for name in ("llama-2-7b", "llama-2-13b-chat", "llama-2-70b-chat"):
        spec = PUBLISHED[name].spec
        assert (spec.rope_base, spec.context_tokens, spec.vocabulary_size) == (10_000, 4096, 32_000)


def test_the_config_that_was_published_with_7b_agrees():
    path = fixture("tokenizers", "codellama", "CodeLlama-7b-hf.config.json")
    config = json.loads(path.read_text())
    spec = PUBLISHED["codellama-7b"].spec
    ours = {
        "hidden_size": spec.width,
        "num_hidden_layers": spec.num_layers,
        "num_attention_heads": spec.num_heads,
        "num_key_value_heads": spec.num_kv_heads,
        "intermediate_size": spec.feed_forward_width,
        "vocab_size": spec.vocabulary_size,
        "rms_norm_eps": spec.norm_epsilon,
        "rope_theta": spec.rope_base,
        "max_position_embeddings": spec.context_tokens,
        "tie_word_embeddings": spec.tied_output,
    }
    assert {key: config[key] for key in ours} == ours


def test_the_default_model_agrees():
    checkpoint = read_gguf(installed_default_model())
    assert differences(checkpoint.spec, PUBLISHED["smollm2-135m-instruct"].spec) == []


def test_what_differs_is_said_with_both_numbers():
    published = PUBLISHED["codellama-7b"].spec
    assert differences(published, published) == []
    changed = replace(published, rope_base=10_000.0, num_layers=31)
    assert differences(changed, published) == [
        "num_layers is 31, published 32",
        "rope_base is 10000, published 1000000",
    ]


def test_a_form_of_conversation_that_a_file_does_not_tell_is_no_difference():
    published = PUBLISHED["codellama-7b-instruct"].spec
    assert differences(replace(published, dialog=None), published) == []
    assert differences(replace(published, dialog="chatml"), published) == [
        f"dialog is chatml, published {published.dialog}"
    ]


def test_models_of_the_same_shape_are_found_whatever_their_base_and_context():
    python = PUBLISHED["codellama-7b-python"].spec
    spec = replace(python, rope_base=5.0, context_tokens=7, dialog="chatml", tied_output=True)
    assert published_like(spec) == ["codellama-7b-python", "llama-2-7b", "llama-2-7b-chat"]
    assert published_like(replace(spec, num_layers=31)) == []
    assert published_like(PUBLISHED["codellama-70b"].spec) == [
        "codellama-70b",
        "codellama-70b-python",
        "codellama-70b-instruct",
    ]
