"""Hugging Face folders and LoRA adapters for tests, their weights and configs written by hand."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from llamita.text.sentencepiece_model import sentencepiece_model_bytes
from llamita.text.tokenizer_config import tokenizer_config
from llamita.text.tokenizer_json import tokenizer_json
from llamita.weights.checkpoint import StoredTensor
from llamita.weights.hugging_face.names import tensor_name
from tests.tiny import tiny_parameters
from tests.weights.tiny_code_llama import tiny_code_llama_spec, tiny_code_llama_vocabulary

Arrays = Mapping[str, np.ndarray]

SPEC = tiny_code_llama_spec(
    width=32, num_heads=4, num_kv_heads=2, head_width=8, feed_forward_width=48, context_tokens=512
)

CONFIG: dict[str, Any] = {
    "_name_or_path": "/home/someone/models/base",
    "architectures": ["LlamaForCausalLM"],
    "bos_token_id": 1,
    "eos_token_id": 2,
    "hidden_act": "silu",
    "hidden_size": 32,
    "initializer_range": 0.02,
    "intermediate_size": 48,
    "max_position_embeddings": 512,
    "model_type": "llama",
    "num_attention_heads": 4,
    "num_hidden_layers": 2,
    "num_key_value_heads": 2,
    "pretraining_tp": 1,
    "rms_norm_eps": 1e-05,
    "rope_scaling": None,
    "rope_theta": 1000000,
    "tie_word_embeddings": False,
    "torch_dtype": "float32",
    "use_cache": True,
    "vocab_size": SPEC.vocabulary_size,
}

DTYPES = {
    "float32": "F32",
    "float16": "F16",
    "uint16": "BF16",
    "int32": "I32",
    "float64": "F64",
    "uint8": "U8",
}


def arrays_of(parameters: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Our parameters under Hugging Face's names, queries and keys in its order of rows."""
    return {tensor_name(name): _in_their_order(name, a) for name, a in parameters.items()}


def _in_their_order(name: str, array: np.ndarray) -> np.ndarray:
    if not name.endswith(("query", "key")):
        return array
    heads = array.reshape(-1, SPEC.head_width // 2, 2, array.shape[1])
    return heads.swapaxes(1, 2).reshape(array.shape)


@cache
def tiny_arrays() -> dict[str, np.ndarray]:
    """The weights of the tiny model as they stand in its files."""
    return arrays_of(tiny_parameters(SPEC))


def entries_of(arrays: Arrays) -> dict[str, Any]:
    """The header of a file with these tensors, one behind the other."""
    header, end = {}, 0
    for name, array in arrays.items():
        header[name] = {
            "dtype": DTYPES[array.dtype.name],
            "shape": list(array.shape),
            "data_offsets": [end, end + array.nbytes],
        }
        end += array.nbytes
    return header


def safetensors_bytes(arrays: Arrays, header: object = None) -> bytes:
    """A safetensors file; a header that is given stands in place of the true one."""
    described = entries_of(arrays) if header is None else header
    raw = described if isinstance(described, bytes) else json.dumps(described).encode()
    return len(raw).to_bytes(8, "little") + raw + b"".join(array.tobytes() for array in arrays.values())


def write_sparse_safetensors(path: Path, tensors: Iterable[StoredTensor]) -> None:
    """A file with these tensors under their names, a hole where the numbers would be."""
    header, end = {}, 0
    for tensor in tensors:
        places = [end, end + tensor.size_bytes]
        described = {"dtype": tensor.format.name, "shape": tensor.shape, "data_offsets": places}
        header[tensor_name(tensor.name)] = described
        end += tensor.size_bytes
    path.write_bytes(safetensors_bytes({}, header))
    os.truncate(path, path.stat().st_size + end)


@cache
def tokenizer_files() -> dict[str, bytes]:
    vocabulary = tiny_code_llama_vocabulary()
    return {
        "tokenizer.model": sentencepiece_model_bytes(vocabulary),
        "tokenizer.json": json.dumps(tokenizer_json(vocabulary)).encode(),
        "tokenizer_config.json": json.dumps(tokenizer_config(vocabulary)).encode(),
    }


def write_folder(
    folder: Path,
    *,
    without: Iterable[str] = (),
    config: Mapping[str, Any] | bytes | None = None,
    weights: Mapping[str, bytes] | None = None,
    **changes: Any,
) -> Path:
    """A whole folder with one safetensors file, but for what is said; the folder again.

    Args:
        folder: where to write; made where it is not there.
        without: keys to leave out of config.json.
        config: in place of the usual one.
        weights: files in place of model.safetensors.
        changes: of values in config.json.
    """
    folder.mkdir(parents=True, exist_ok=True)
    described = dict(CONFIG if config is None or isinstance(config, bytes) else config) | changes
    for key in without:
        del described[key]
    raw = config if isinstance(config, bytes) else json.dumps(described).encode()
    files = {"config.json": raw, **tokenizer_files()}
    files |= {"model.safetensors": safetensors_bytes(tiny_arrays())} if weights is None else weights
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def sharded(arrays: Arrays, num_files: int = 3, **changes: Any) -> dict[str, bytes]:
    """The weights in several files with an index; ``changes`` go into its weight_map."""
    names = list(arrays)
    files, weight_map = {}, {}
    for index in range(num_files):
        part = names[index::num_files]
        file = f"model-{index + 1:05d}-of-{num_files:05d}.safetensors"
        files[file] = safetensors_bytes({name: arrays[name] for name in part})
        weight_map |= dict.fromkeys(part, file)
    index_file = {"metadata": {"total_size": 1}, "weight_map": weight_map | changes}
    return {"model.safetensors.index.json": json.dumps(index_file).encode(), **files}


ADAPTER_CONFIG: dict[str, Any] = {
    "alpha_pattern": {},
    "auto_mapping": None,
    "base_model_name_or_path": "someone/base",
    "bias": "none",
    "fan_in_fan_out": False,
    "inference_mode": True,
    "init_lora_weights": True,
    "layer_replication": None,
    "layers_pattern": None,
    "layers_to_transform": None,
    "lora_alpha": 6,
    "lora_dropout": 0.05,
    "modules_to_save": None,
    "peft_type": "LORA",
    "r": 3,
    "rank_pattern": {},
    "target_modules": ["q_proj", "v_proj"],
    "task_type": "CAUSAL_LM",
    "use_dora": False,
    "use_rslora": False,
}


def lora_arrays(modules: Iterable[str] | None = None, rank: int = 3, seed: int = 5) -> dict[str, np.ndarray]:
    """Random A and B for modules of the tiny model; by default all queries and values."""
    random = np.random.default_rng(seed)
    base = tiny_arrays()
    usual = [f"model.layers.{layer}.self_attn.{part}_proj" for layer in range(2) for part in "qv"]
    arrays = {}
    for module in usual if modules is None else modules:
        num_rows, num_columns = base[f"{module}.weight"].shape
        for part, shape in (("A", (rank, num_columns)), ("B", (num_rows, rank))):
            name = f"base_model.model.{module}.lora_{part}.weight"
            arrays[name] = random.standard_normal(shape).astype(np.float32)
    return arrays


def write_adapter(
    folder: Path,
    arrays: Arrays | None = None,
    *,
    config: bytes | None = None,
    weights: Mapping[str, bytes] | None = None,
    **changes: Any,
) -> Path:
    """A LoRA adapter for the tiny model; ``changes`` go into its config; the folder again."""
    folder.mkdir(parents=True, exist_ok=True)
    raw = json.dumps(ADAPTER_CONFIG | changes).encode() if config is None else config
    (folder / "adapter_config.json").write_bytes(raw)
    usual = {"adapter_model.safetensors": safetensors_bytes(lora_arrays() if arrays is None else arrays)}
    for name, content in (usual if weights is None else weights).items():
        (folder / name).write_bytes(content)
    return folder
