"""LoRA adapters, their sums computed here in NumPy; tests/parity holds them to PEFT itself."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
import torch

from llamita.errors import CheckpointError
from llamita.text.templates import template_of
from llamita.weights.adapter import base_of, with_adapter
from llamita.weights.blocks import BF16, BLOCK_FORMATS, F32
from llamita.weights.forms import read_checkpoint
from llamita.weights.hugging_face.reader import read_hugging_face
from llamita.weights.layout import converted
from tests.tiny import tiny_checkpoint
from tests.weights.hugging_face.folders import (
    lora_arrays,
    safetensors_bytes,
    tiny_arrays,
    write_adapter,
    write_folder,
)

ATTENTION = "model.layers.0.self_attn"
QUERY, VALUE = f"{ATTENTION}.q_proj", f"{ATTENTION}.v_proj"
ROWS_OF_A_HEAD = [0, 4, 1, 5, 2, 6, 3, 7]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return read_hugging_face(write_folder(tmp_path_factory.mktemp("base") / "tiny"))


def change(arrays, module, scale):
    a, b = (arrays[f"base_model.model.{module}.lora_{part}.weight"].astype(np.float64) for part in "AB")
    return scale * (b @ a)


def merged(arrays, module, scale):
    return tiny_arrays()[f"{module}.weight"] + change(arrays, module, scale)


def values(checkpoint, name):
    return checkpoint.tensors[name].dequantized()


def in_our_order(matrix):
    """Rows of queries or keys of four heads, or two, that are eight wide."""
    return matrix.reshape(-1, 8, 32)[:, ROWS_OF_A_HEAD].reshape(matrix.shape)


def test_the_product_is_added_and_the_rest_stays(base, tmp_path):
    arrays = lora_arrays()
    checkpoint = with_adapter(base, write_adapter(tmp_path / "lora", arrays))
    np.testing.assert_allclose(values(checkpoint, "layers.0.value"), merged(arrays, VALUE, 2), atol=1e-5)
    expected = in_our_order(merged(arrays, QUERY, 2))
    np.testing.assert_allclose(values(checkpoint, "layers.0.query"), expected, atol=1e-5)
    assert checkpoint.tensors["layers.0.key"] is base.tensors["layers.0.key"]
    assert checkpoint.name == "tiny with lora"
    assert (checkpoint.spec, checkpoint.vocabulary) == (base.spec, base.vocabulary)


@pytest.mark.parametrize(
    ("changes", "scale"),
    [
        ({}, 2),
        ({"lora_alpha": 1.5}, 0.5),
        ({"use_rslora": True}, 6 / np.sqrt(3)),
        ({"alpha_pattern": {"v_proj": 12}}, 4),
        ({"alpha_pattern": {"layers.0.self_attn.v_proj": 12}}, 4),
        ({"alpha_pattern": {"^model\\.layers\\.0\\.self_attn\\.v_proj$": 12}}, 4),
        ({"alpha_pattern": {"^v_proj": 12, "k_proj": 9, "_proj": 7}}, 2),
        ({"alpha_pattern": {"self_attn.v_proj": 3, "v_proj": 12}}, 1),
        ({"r": 8, "rank_pattern": {"q_proj": 3, "v_proj": 3}}, 2),
        ({"fan_in_fan_out": True, "init_lora_weights": "gaussian", "lora_dropout": 0.5}, 2),
    ],
    ids=str,
)
def test_the_scale_is_the_one_that_the_config_gives_the_module(base, tmp_path, changes, scale):
    arrays = lora_arrays()
    checkpoint = with_adapter(base, write_adapter(tmp_path, arrays, **changes))
    np.testing.assert_allclose(values(checkpoint, "layers.0.value"), merged(arrays, VALUE, scale), atol=1e-5)


def test_every_matrix_of_a_layer_and_the_output_can_be_changed(base, tmp_path):
    modules = [f"model.layers.1.self_attn.{part}_proj" for part in "qkvo"]
    modules += [f"model.layers.1.mlp.{part}_proj" for part in ("gate", "up", "down")] + ["lm_head"]
    arrays = lora_arrays(modules)
    targets = [module.rpartition(".")[2] for module in modules]
    folder = write_adapter(tmp_path, arrays, target_modules=targets, layers_to_transform=[1])
    checkpoint = with_adapter(base, folder)
    names = [
        f"layers.1.{part}" for part in ("query", "key", "value", "attention_output", "gate", "up", "down")
    ]
    for name, module in zip([*names, "output"], modules, strict=True):
        expected = merged(arrays, module, 2)
        expected = in_our_order(expected) if name.endswith(("query", "key")) else expected
        np.testing.assert_allclose(values(checkpoint, name), expected, atol=1e-5)
        assert checkpoint.tensors[name].format is F32


@pytest.mark.parametrize("prefix", ["", "base_layer.", "modules_to_save."])
def test_what_is_kept_whole_replaces_what_was_there(base, tmp_path, prefix):
    rows = np.random.default_rng(9).standard_normal((352, 32)).astype(np.float32)
    norm = np.full(32, 1.5, np.float32)
    whole = {
        f"base_model.model.model.embed_tokens.{prefix}weight": rows,
        f"base_model.model.model.norm.{prefix}weight": norm,
    }
    checkpoint = with_adapter(base, write_adapter(tmp_path, lora_arrays() | whole))
    np.testing.assert_array_equal(values(checkpoint, "token_embedding"), rows)
    np.testing.assert_array_equal(values(checkpoint, "output_norm"), norm)


def test_a_change_is_added_to_what_was_replaced(base, tmp_path):
    rows = np.random.default_rng(9).standard_normal((352, 32)).astype(np.float32)
    arrays = lora_arrays(["lm_head"]) | {"base_model.model.lm_head.base_layer.weight": rows}
    checkpoint = with_adapter(base, write_adapter(tmp_path, arrays, target_modules=["lm_head"]))
    np.testing.assert_allclose(values(checkpoint, "output"), rows + change(arrays, "lm_head", 2), atol=1e-5)


@pytest.mark.parametrize("format", [BF16, BLOCK_FORMATS[8]], ids=lambda format: format.name)
def test_a_base_in_any_format_is_dequantized_first(base, tmp_path, format):
    if format is BF16:
        tensor = converted(base.tensors["layers.0.value"], format)
    else:  # one block of Q8_0 a row: a scale of 0.5 and the bytes 0 to 31
        block = np.concatenate([np.float16([0.5]).view(np.uint8), np.arange(32, dtype=np.uint8)])
        tensor = replace(base.tensors["layers.0.value"], format=format, read=lambda: np.tile(block, 16))
    quantized = replace(base, tensors={**base.tensors, "layers.0.value": tensor})
    arrays = lora_arrays()
    checkpoint = with_adapter(quantized, write_adapter(tmp_path, arrays))
    expected = tensor.dequantized() + change(arrays, VALUE, 2)
    np.testing.assert_allclose(values(checkpoint, "layers.0.value"), expected, atol=1e-5)


def test_an_adapter_in_torchs_pickle_is_read(base, tmp_path):
    arrays = lora_arrays()
    folder = write_adapter(tmp_path, weights={})
    torch.save({name: torch.from_numpy(a) for name, a in arrays.items()}, folder / "adapter_model.bin")
    np.testing.assert_allclose(
        values(with_adapter(base, folder), "layers.0.value"), merged(arrays, VALUE, 2), atol=1e-5
    )


def test_nothing_is_computed_before_it_is_read(base, tmp_path):
    def never():
        raise AssertionError("read while opening")

    tensors = {name: replace(tensor, read=never) for name, tensor in base.tensors.items()}
    checkpoint = with_adapter(replace(base, tensors=tensors), write_adapter(tmp_path))
    assert checkpoint.tensors["layers.0.query"].size_bytes == 32 * 32 * 4
    with pytest.raises(AssertionError, match="read while opening"):
        checkpoint.tensors["layers.0.query"].dequantized()


def test_an_adapter_of_a_tied_model_cannot_change_the_output_alone(tmp_path):
    tied = tiny_checkpoint()
    arrays = {
        f"base_model.model.lm_head.lora_{part}.weight": np.zeros(shape, np.float32)
        for part, shape in {"A": (3, 32), "B": (tied.spec.vocabulary_size, 3)}.items()
    }
    with pytest.raises(CheckpointError, match=r"changes `lm_head`, which `tiny` does not have"):
        with_adapter(tied, write_adapter(tmp_path / "lora", arrays, target_modules=["lm_head"]))
    rows = np.zeros((tied.spec.vocabulary_size, 32), np.float32)
    whole = {"base_model.model.model.embed_tokens.weight": rows}
    with pytest.raises(CheckpointError, match="does not say whether the output follows"):
        with_adapter(tied, write_adapter(tmp_path / "whole", whole, target_modules=None))


def test_an_adapter_that_was_cut_short_names_what_is_missing(base, tmp_path):
    folder = write_adapter(tmp_path, lora_arrays([QUERY, VALUE]))
    message = f"`{folder}` holds nothing for `model.layers.1.self_attn.q_proj`, which"
    with pytest.raises(CheckpointError, match=re.escape(message)):
        with_adapter(base, folder)


def test_an_adapter_of_another_model_says_which(base, tmp_path):
    arrays = {
        name: np.zeros((a.shape[0], 64), np.float32) if "_A" in name else a
        for name, a in lora_arrays().items()
    }
    folder = write_adapter(tmp_path, arrays)
    message = (
        f"the adapter of `{folder / 'adapter_config.json'}` has `{QUERY}.lora_A.weight` in shape `(3, 64)`, "
    )
    with pytest.raises(CheckpointError, match=re.escape(message) + ".* need \\(3, 32\\)$") as caught:
        with_adapter(base, folder)
    assert caught.value.hint == "the adapter says that it belongs to `someone/base`"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"peft_type": "IA3"}, "cannot use `peft_type` of `PATH`: expected `LORA`, got `IA3`"),
        ({"use_dora": True}, "cannot use `use_dora` of `PATH`: expected a plain LoRA adapter, got `true`"),
        (
            {"bias": "lora_only"},
            "cannot use `bias` of `PATH`: expected a plain LoRA adapter, got `lora_only`",
        ),
        (
            {"init_lora_weights": "pissa_niter_4"},
            "cannot use `init_lora_weights` of `PATH`: "
            "expected an adapter that leaves the weights of its base alone, got `pissa_niter_4`",
        ),
    ],
    ids=str,
)
def test_another_kind_of_adapter_is_refused_by_name(base, tmp_path, changes, message):
    with pytest.raises(CheckpointError) as caught:
        with_adapter(base, write_adapter(tmp_path, **changes))
    assert str(caught.value) == message.replace("PATH", str(tmp_path / "adapter_config.json"))
    assert caught.value.hint is not None


@pytest.mark.parametrize(
    ("arrays", "changes"),
    [
        ({"base_model.model.model.embed_tokens.lora_embedding_A": np.zeros((3, 352), np.float32)}, {}),
        (None, {"rank_pattern": {"layers.0.*": 3}}),
    ],
)
def test_an_adapter_that_only_peft_can_merge_says_so(base, tmp_path, arrays, changes):
    with pytest.raises(CheckpointError) as caught:
        with_adapter(base, write_adapter(tmp_path, arrays, **changes))
    assert caught.value.hint == "merge it into its base with PEFT itself"


@pytest.mark.parametrize("module", ["model.embed_tokens", "lm_head"])
def test_an_adapter_for_which_tokens_were_added_says_so(base, tmp_path, module):
    whole = {f"base_model.model.{module}.weight": np.zeros((353, 32), np.float32)}
    folder = write_adapter(tmp_path, whole, target_modules=None)
    with pytest.raises(CheckpointError, match="is for `353` tokens, this model has 352$") as caught:
        with_adapter(base, folder)
    assert caught.value.hint.startswith("tokens were added when it was trained: merge it")


def test_the_template_that_an_adapter_was_trained_with_counts(base, tmp_path):
    folder = write_adapter(tmp_path)
    assert with_adapter(base, folder).spec.dialog is None
    (folder / "chat_template.jinja").write_text(template_of("llama-2"))
    checkpoint = with_adapter(base, folder)
    assert (checkpoint.spec.dialog, checkpoint.vocabulary.chat_template) == (
        "llama-2",
        template_of("llama-2"),
    )
    (folder / "chat_template.jinja").write_text("{{ messages }}")
    assert with_adapter(checkpoint, folder).spec.dialog is None


def test_an_adapter_names_its_base(tmp_path):
    assert base_of(write_adapter(tmp_path)) == "someone/base"


def test_an_adapter_that_names_no_base_says_so(tmp_path):
    with pytest.raises(CheckpointError, match="does not say which model it belongs to"):
        base_of(write_adapter(tmp_path, base_model_name_or_path=None))


def test_an_adapter_is_opened_with_its_base_where_that_is_on_this_disk(tmp_path):
    model = write_folder(tmp_path / "model")
    folder = write_adapter(tmp_path / "lora", base_model_name_or_path=str(model))
    arrays = lora_arrays()
    np.testing.assert_allclose(
        values(read_checkpoint(folder), "layers.0.value"), merged(arrays, VALUE, 2), atol=1e-5
    )


def test_the_config_that_a_fine_tune_of_code_llama_left_is_read(base, tmp_path):
    """Keys and values as PEFT 0.13 wrote them for a LoRA of CodeLlama-7b-Python, the rank made small."""
    config = {
        "alpha_pattern": {},
        "auto_mapping": None,
        "base_model_name_or_path": "codellama/CodeLlama-7b-Python-hf",
        "bias": "none",
        "fan_in_fan_out": False,
        "inference_mode": True,
        "init_lora_weights": True,
        "layer_replication": None,
        "layers_pattern": None,
        "layers_to_transform": None,
        "loftq_config": {},
        "lora_alpha": 6,
        "lora_dropout": 0.05,
        "megatron_config": None,
        "megatron_core": "megatron.core",
        "modules_to_save": None,
        "peft_type": "LORA",
        "r": 3,
        "rank_pattern": {},
        "revision": None,
        "target_modules": ["q_proj", "v_proj"],
        "task_type": "CAUSAL_LM",
        "use_dora": False,
        "use_rslora": False,
    }
    weights = {"adapter_model.safetensors": safetensors_bytes(lora_arrays())}
    folder = write_adapter(tmp_path, config=json.dumps(config).encode(), weights=weights)
    assert with_adapter(base, folder).tensors["layers.0.value"].format is F32
