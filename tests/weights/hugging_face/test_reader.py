import json
import os
import re
import shutil
import sys
import time

import numpy as np
import pytest
import torch

from llamita.engines.reference import ReferenceEngine
from llamita.errors import CheckpointError
from llamita.spec import PUBLISHED, differences
from llamita.text.tokenizer import Tokenizer
from llamita.weights.blocks import BF16
from llamita.weights.hugging_face.names import tensor_name
from llamita.weights.hugging_face.reader import read_hugging_face
from llamita.weights.hugging_face.writer import write_hugging_face
from tests.fixtures import fixture
from tests.tiny import checkpoint_of, tiny_llama_vocabulary, tiny_parameters, tiny_spec
from tests.weights.hugging_face.folders import (
    CONFIG,
    SPEC,
    arrays_of,
    safetensors_bytes,
    sharded,
    tiny_arrays,
    write_folder,
    write_sparse_safetensors,
)
from tests.weights.sparse_checkpoints import sparse_checkpoint, write_sparse_hugging_face
from tests.weights.tiny_code_llama import tiny_code_llama_vocabulary

EMBEDDING, OUTPUT = "model.embed_tokens.weight", "lm_head.weight"
INV_FREQ = {
    f"model.layers.{layer}.self_attn.rotary_emb.inv_freq": np.ones(4, np.float32) for layer in range(2)
}


def values_of(checkpoint):
    return {name: tensor.dequantized() for name, tensor in checkpoint.tensors.items()}


def assert_is_the_tiny_model(checkpoint):
    expected = tiny_parameters(SPEC)
    assert checkpoint.spec == SPEC
    assert set(checkpoint.tensors) == set(expected)
    for name, values in values_of(checkpoint).items():
        np.testing.assert_array_equal(values, expected[name])


def torch_file(path, arrays):
    torch.save({name: torch.from_numpy(array.copy()) for name, array in arrays.items()}, path)


def test_a_folder_with_one_file_is_read(tmp_path):
    checkpoint = read_hugging_face(write_folder(tmp_path / "tiny-7b"))
    assert_is_the_tiny_model(checkpoint)
    assert (checkpoint.name, checkpoint.path) == ("tiny-7b", tmp_path / "tiny-7b")
    tokenizer = Tokenizer(checkpoint.vocabulary)
    assert tokenizer.encode("the") == Tokenizer(tiny_code_llama_vocabulary()).encode("the")
    assert checkpoint.vocabulary.infill is not None


def test_several_files_with_an_index_are_read(tmp_path):
    assert_is_the_tiny_model(read_hugging_face(write_folder(tmp_path, weights=sharded(tiny_arrays()))))


def test_torchs_pickles_are_read_where_there_are_no_safetensors(tmp_path):
    write_folder(tmp_path, weights={})
    torch_file(tmp_path / "pytorch_model.bin", tiny_arrays() | INV_FREQ)
    assert_is_the_tiny_model(read_hugging_face(tmp_path))


def test_torchs_pickles_in_several_files_are_read(tmp_path):
    write_folder(tmp_path, weights={})
    names = list(tiny_arrays())
    parts = {"pytorch_model-1.bin": names[::2], "pytorch_model-2.bin": names[1::2]}
    for file, part in parts.items():
        torch_file(tmp_path / file, {name: tiny_arrays()[name] for name in part})
    weight_map = {name: file for file, part in parts.items() for name in part}
    (tmp_path / "pytorch_model.bin.index.json").write_text(json.dumps({"weight_map": weight_map}))
    assert_is_the_tiny_model(read_hugging_face(tmp_path))


def test_safetensors_count_before_pickles(tmp_path):
    write_folder(tmp_path)
    (tmp_path / "pytorch_model.bin").write_bytes(b"never looked at")
    assert_is_the_tiny_model(read_hugging_face(tmp_path))


@pytest.mark.parametrize(("dtype", "format"), [(np.float16, "F16"), (np.uint16, "BF16")])
def test_16_bit_numbers_stay_as_they_are(tmp_path, dtype, format):
    arrays = {
        name: a.astype(np.float16) if dtype is np.float16 else (a.view(np.uint32) >> 16).astype(np.uint16)
        for name, a in tiny_arrays().items()
    }
    checkpoint = read_hugging_face(
        write_folder(tmp_path, weights={"model.safetensors": safetensors_bytes(arrays)})
    )
    assert {tensor.format.name for tensor in checkpoint.tensors.values()} == {format}
    name = "model.layers.0.mlp.up_proj.weight"
    assert checkpoint.tensors["layers.0.up"].data.tobytes() == arrays[name].tobytes()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there; not checked here")
def test_the_cache_of_the_hub_is_read_through_its_links_and_names_the_repository(tmp_path):
    cache = tmp_path / "models--codellama--CodeLlama-7b-hf"
    blobs = write_folder(cache / "blobs")
    snapshot = cache / "snapshots" / "6c284d1468fe6c413cf56183e69b194dcfa27fe6"
    snapshot.mkdir(parents=True)
    for blob in blobs.iterdir():
        (snapshot / blob.name).symlink_to(f"../../blobs/{blob.name}")
    checkpoint = read_hugging_face(snapshot)
    assert_is_the_tiny_model(checkpoint)
    assert checkpoint.name == "codellama/CodeLlama-7b-hf"


def test_what_old_files_hold_of_the_rotary_positions_is_left_out(tmp_path):
    files = sharded(tiny_arrays() | INV_FREQ)
    assert_is_the_tiny_model(read_hugging_face(write_folder(tmp_path, weights=files)))


@pytest.mark.parametrize(
    ("changes", "without", "expected"),
    [
        ({}, ["num_key_value_heads"], {"num_kv_heads": 4}),
        ({}, ["rms_norm_eps"], {"norm_epsilon": 1e-6}),
        ({}, ["max_position_embeddings"], {"context_tokens": 2048}),
        ({}, ["tie_word_embeddings", "hidden_act", "architectures"], {}),
        ({"head_dim": 8}, [], {}),
        ({"rope_theta": 10_000.0}, [], {"rope_base": 10_000.0}),
        ({"rope_scaling": {"type": "linear", "factor": 4.0}}, [], {"rope_scale": 4.0}),
        ({"rope_scaling": {"rope_type": "linear", "type": "linear", "factor": 2}}, [], {"rope_scale": 2.0}),
        ({"rope_scaling": {"rope_type": "default"}}, [], {}),
        (
            {"rope_parameters": {"rope_type": "default", "rope_theta": 5e5}},
            ["rope_theta"],
            {"rope_base": 5e5},
        ),
        (
            {"rope_parameters": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1e4}},
            ["rope_theta", "rope_scaling"],
            {"rope_scale": 8.0, "rope_base": 1e4},
        ),
        ({"unsloth_version": "2024.9", "pretraining_tp": 2, "use_cache": False}, [], {}),
    ],
    ids=str,
)
def test_a_config_says_what_transformers_takes_it_to_say(tmp_path, changes, without, expected):
    arrays = tiny_arrays()
    if "num_kv_heads" in expected:
        parameters = tiny_parameters(SPEC)
        parameters |= {n: np.tile(a, (2, 1)) for n, a in parameters.items() if n.endswith(("key", "value"))}
        arrays = arrays_of(parameters)
    weights = {"model.safetensors": safetensors_bytes(arrays)}
    spec = read_hugging_face(write_folder(tmp_path, weights=weights, without=without, **changes)).spec
    assert {name: getattr(spec, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("changes", "message", "hint"),
    [
        (
            {"model_type": "mistral"},
            "cannot use `model_type` of `PATH`: expected `llama`, got `mistral`",
            None,
        ),
        (
            {"quantization_config": {"quant_method": "awq", "bits": 4}},
            "`PATH` describes a quantized model (`awq`), which cannot be read",
            "take the same model in a float format, or as a quantized GGUF file",
        ),
        (
            {"rope_scaling": {"type": "dynamic", "factor": 2.0}},
            "cannot use `rope_type` of `rope_scaling` of `PATH`: "
            "expected `default` or `linear`, got `dynamic`",
            "models with positions scaled in another way, such as Llama 3.1, are not supported",
        ),
        (
            {"num_attention_heads": "4"},
            "cannot use `num_attention_heads` of `PATH`: expected a whole number, got `4`",
            None,
        ),
        (
            {"rms_norm_eps": 7},
            "cannot use `rms_norm_eps` of `PATH`: expected a number between 0 and 1, got `7.0`",
            None,
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_config_of_another_model_is_refused_by_key_and_value(tmp_path, changes, message, hint):
    with pytest.raises(CheckpointError) as caught:
        read_hugging_face(write_folder(tmp_path, **changes))
    assert str(caught.value) == message.replace("PATH", str(tmp_path / "config.json"))
    assert caught.value.hint == hint


def test_a_model_without_a_language_head_names_what_is_missing(tmp_path):
    arrays = {name: array for name, array in tiny_arrays().items() if name != OUTPUT}
    write_folder(tmp_path, weights={"model.safetensors": safetensors_bytes(arrays)})
    message = f"tensor `lm_head.weight` is missing from `{tmp_path}`: expected shape (352, 32)"
    with pytest.raises(CheckpointError, match=re.escape(message)):
        read_hugging_face(tmp_path)


def test_a_tied_model_has_no_output_of_its_own(tmp_path):
    arrays = {name: array for name, array in tiny_arrays().items() if name != OUTPUT}
    weights = {"model.safetensors": safetensors_bytes(arrays)}
    checkpoint = read_hugging_face(write_folder(tmp_path, weights=weights, tie_word_embeddings=True))
    assert checkpoint.spec.tied_output
    assert "output" not in checkpoint.tensors


def test_a_tied_model_may_repeat_its_embedding_as_torchs_pickles_do(tmp_path):
    arrays = tiny_arrays() | {OUTPUT: tiny_arrays()[EMBEDDING]}
    weights = {"model.safetensors": safetensors_bytes(arrays)}
    assert read_hugging_face(
        write_folder(tmp_path, weights=weights, tie_word_embeddings=True)
    ).spec.tied_output


def test_a_tied_model_with_another_output_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match=r"holds an output of its own, `lm_head.weight`") as caught:
        read_hugging_face(write_folder(tmp_path, tie_word_embeddings=True))
    assert "tie_word_embeddings" in caught.value.hint


def test_a_missing_shard_is_named(tmp_path):
    write_folder(tmp_path, weights=sharded(tiny_arrays()))
    (tmp_path / "model-00002-of-00003.safetensors").unlink()
    with pytest.raises(CheckpointError, match=r"^`model-00002-of-00003.safetensors` is missing from"):
        read_hugging_face(tmp_path)


def test_a_tensor_that_the_index_does_not_know_is_named(tmp_path):
    files = sharded(tiny_arrays())
    index = json.loads(files["model.safetensors.index.json"])
    del index["weight_map"][OUTPUT]
    write_folder(tmp_path, weights=files | {"model.safetensors.index.json": json.dumps(index).encode()})
    with pytest.raises(
        CheckpointError, match=f"holds tensor `{OUTPUT}`, of which .* knows nothing"
    ) as caught:
        read_hugging_face(tmp_path)
    assert "different downloads" in caught.value.hint


@pytest.mark.skipif(sys.platform != "linux", reason="files with holes: Linux only; not checked here")
def test_code_llama_70b_in_fifteen_files_opens(tmp_path):
    published = sparse_checkpoint("codellama-70b", BF16)
    folder = write_sparse_hugging_face(published, tmp_path / "70b")
    tensors = list(published.tensors.values())
    weight_map = {}
    for index in range(15):
        part, file = tensors[index::15], f"model-{index + 1:05d}-of-00015.safetensors"
        write_sparse_safetensors(folder / file, part)
        weight_map |= {tensor_name(tensor.name): file for tensor in part}
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": weight_map}))
    started_s = time.perf_counter()
    checkpoint = read_hugging_face(folder)
    assert time.perf_counter() - started_s < 1
    assert differences(checkpoint.spec, PUBLISHED["codellama-70b"].spec) == []
    assert sum(tensor.size_bytes for tensor in checkpoint.tensors.values()) == 2 * 68_976_910_336


def test_trap_01_the_rotary_base_is_read_and_a_code_llama_without_one_is_refused(tmp_path):
    assert read_hugging_face(write_folder(tmp_path / "with")).spec.rope_base == 1_000_000
    folder = write_folder(tmp_path / "without", without=["rope_theta"])
    with pytest.raises(CheckpointError, match="key `rope_theta` of .* is missing") as caught:
        read_hugging_face(folder)
    assert "--rope-base 1000000" in caught.value.hint
    assert read_hugging_face(folder, rope_base=1_000_000.0).spec.rope_base == 1_000_000


def test_trap_01_a_config_like_llama_2s_needs_no_base_and_one_with_a_longer_context_warns(tmp_path):
    vocabulary = tiny_llama_vocabulary()
    spec = tiny_spec(vocabulary_size=len(vocabulary.pieces), context_tokens=4096)
    write_hugging_face(checkpoint_of(spec, tiny_parameters(spec), vocabulary), tmp_path / "llama-2")
    config_path = tmp_path / "llama-2" / "config.json"
    config = {
        key: value for key, value in json.loads(config_path.read_text()).items() if not key.startswith("rope")
    }
    config_path.write_text(json.dumps(config))
    assert read_hugging_face(tmp_path / "llama-2").spec.rope_base == 10_000
    config_path.write_text(json.dumps(config | {"max_position_embeddings": 16_384}))
    with pytest.warns(UserWarning, match="key `rope_theta` of .* is missing: taking 10000"):
        read_hugging_face(tmp_path / "llama-2")


def test_trap_03_queries_and_keys_are_turned_into_our_order_and_nothing_else_is(tmp_path):
    values = values_of(read_hugging_face(write_folder(tmp_path)))
    theirs = tiny_arrays()
    for name, module in {"query": "q_proj", "key": "k_proj"}.items():
        head = theirs[f"model.layers.0.self_attn.{module}.weight"][:8]
        np.testing.assert_array_equal(values[f"layers.0.{name}"][:8], head[[0, 4, 1, 5, 2, 6, 3, 7]])
    for name, module in {"value": "v_proj", "attention_output": "o_proj"}.items():
        np.testing.assert_array_equal(
            values[f"layers.0.{name}"], theirs[f"model.layers.0.self_attn.{module}.weight"]
        )


@pytest.mark.parametrize("num_rows", [320, 384])
def test_trap_08_an_embedding_and_a_tokenizer_that_disagree_are_refused_with_both_counts(tmp_path, num_rows):
    arrays = tiny_arrays() | {
        name: np.resize(tiny_arrays()[name], (num_rows, 32)) for name in (EMBEDDING, OUTPUT)
    }
    write_folder(tmp_path, weights={"model.safetensors": safetensors_bytes(arrays)}, vocab_size=num_rows)
    message = f"the tokenizer in `{tmp_path}` has 352 pieces, the model's embedding {num_rows} rows"
    with pytest.raises(CheckpointError, match=re.escape(message)) as caught:
        read_hugging_face(tmp_path)
    assert "from where the weights are from" in caught.value.hint
    assert ("resize_token_embeddings(352)" in caught.value.hint) == (num_rows > 352)


def test_trap_09_a_dropped_tensor_is_missed_and_a_stranger_is_named(tmp_path):
    for index, name in enumerate(tiny_arrays()):
        rest = {other: array for other, array in tiny_arrays().items() if other != name}
        folder = write_folder(tmp_path / str(index), weights={"model.safetensors": safetensors_bytes(rest)})
        with pytest.raises(CheckpointError, match=re.escape(f"tensor `{name}` is missing")):
            read_hugging_face(folder)
    more = tiny_arrays() | {"model.layers.0.self_attn.q_proj.bias": np.zeros(32, np.float32)}
    folder = write_folder(tmp_path / "more", weights={"model.safetensors": safetensors_bytes(more)})
    with pytest.raises(
        CheckpointError, match=r"this model does not have: `model.layers.0.self_attn.q_proj.bias`"
    ):
        read_hugging_face(folder)


def test_trap_31_query_heads_read_the_key_heads_of_their_group(tmp_path):
    """Four key/value heads, each of the two repeated, compute the same as two."""
    parameters = tiny_parameters(SPEC)
    expanded = {
        name: np.repeat(a.reshape(2, 8, 32), 2, axis=0).reshape(32, 32)
        if name.endswith(("key", "value"))
        else a
        for name, a in parameters.items()
    }
    weights = {"model.safetensors": safetensors_bytes(arrays_of(expanded))}
    grouped = read_hugging_face(write_folder(tmp_path / "grouped"))
    alone = read_hugging_face(write_folder(tmp_path / "alone", weights=weights, num_key_value_heads=4))
    rows = []
    for checkpoint in (grouped, alone):
        engine = ReferenceEngine(checkpoint)
        rows.append(engine.extend(engine.new_cache(64), list(range(300, 340)), logits="all"))
    np.testing.assert_allclose(rows[0], rows[1], atol=1e-5, rtol=0)


def test_trap_32_the_epsilon_is_the_configs_and_not_the_classs(tmp_path):
    assert read_hugging_face(write_folder(tmp_path)).spec.norm_epsilon == 1e-5


def test_trap_46_a_tokenizer_of_another_variant_is_refused(tmp_path):
    """Code Llama 34B's tokenizer beside 7B's weights: 32,000 pieces, 32,016 rows."""
    rows = np.zeros((32_016, 32), np.float16)
    arrays = tiny_arrays() | {EMBEDDING: rows, OUTPUT: rows}
    write_folder(tmp_path, weights={"model.safetensors": safetensors_bytes(arrays)}, vocab_size=32_016)
    (tmp_path / "tokenizer.json").unlink()
    (tmp_path / "tokenizer_config.json").unlink()
    shutil.copy(fixture("tokenizers", "llama2", "tokenizer.model"), tmp_path / "tokenizer.model")
    with pytest.raises(CheckpointError, match="has 32000 pieces, the model's embedding 32016 rows"):
        read_hugging_face(tmp_path)


def test_the_config_of_code_llama_7b_is_read(tmp_path):
    config = json.loads(fixture("tokenizers", "codellama", "CodeLlama-7b-hf.config.json").read_bytes())
    small = {key: CONFIG[key] for key in ("hidden_size", "intermediate_size", "vocab_size")}
    small |= {"num_attention_heads": 4, "num_key_value_heads": 2, "num_hidden_layers": 2}
    spec = read_hugging_face(write_folder(tmp_path, config=config | small)).spec
    assert (spec.rope_base, spec.norm_epsilon, spec.context_tokens) == (1_000_000, 1e-5, 16_384)
