"""Hugging Face folders that mean harm: what was done to each, and a function that builds it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from tests.weights.hugging_face.broken_json import broken_texts
from tests.weights.hugging_face.folders import (
    CONFIG,
    entries_of,
    safetensors_bytes,
    sharded,
    tiny_arrays,
    write_folder,
)
from tests.weights.hugging_face.hostile_adapters import hostile_adapters, with_base_inside

Build = Callable[[Path], object]

HUGE = 2**60
EMBEDDING = "model.embed_tokens.weight"
QUERY = "model.layers.0.self_attn.q_proj.weight"


def hostile_folders() -> Iterator[tuple[str, Build]]:
    """Every hostile folder: its name, and what builds it in a folder that does not exist yet."""
    for family in (
        _lying_configs,
        _broken_json,
        _lying_headers,
        _lying_entries,
        _cut_files,
        _lying_indexes,
        _odd_files,
        _other_tensors,
    ):
        yield from family()
    for name, build in hostile_adapters():
        yield f"adapter, {name}", partial(with_base_inside, build)


def _lying_configs() -> Iterator[tuple[str, Build]]:
    counts = ("num_hidden_layers", "hidden_size", "num_attention_heads", "num_key_value_heads")
    counts += ("intermediate_size", "vocab_size", "max_position_embeddings", "head_dim")
    for key in counts:
        for lie in (-1, 0, True, "4", 4.5, HUGE, 10**4000, [2]):
            yield f"{key} = {lie!r:.20}", partial(write_folder, **{key: lie})
    for key, lies in {
        "rms_norm_eps": (0, -1e-5, 1, 10**400, "1e-5", False),
        "rope_theta": (0, 1, -1e6, 10**400, "1000000", True, [1e6]),
        "model_type": (None, "mistral", "gemma", "", 7, "llama\n"),
        "hidden_act": ("gelu", "relu", 1),
        "architectures": (["LlamaForSequenceClassification"], "LlamaForCausalLM", [7]),
        "attention_bias": (True, 1),
        "mlp_bias": (True,),
        "tie_word_embeddings": (True, "yes", 1),
        "partial_rotary_factor": (0.5,),
        "quantization_config": ({"quant_method": "gptq"}, {"quant_method": "\x1b[2J"}, {}, "gptq", [1]),
        "rope_scaling": (
            {"type": "dynamic", "factor": 2.0},
            {"rope_type": "llama3", "factor": 8.0},
            {"rope_type": "linear", "type": "yarn", "factor": 8.0},
            {"type": "linear"},
            {"type": "linear", "factor": 0},
            {"type": "linear", "factor": -4},
            {"type": "linear", "factor": 10**400},
            {"type": "linear", "factor": 2.0, "short_factor": [1.0]},
            {"type": 3},
            "linear",
        ),
        "rope_parameters": ({"rope_theta": 5e5}, {"full_attention": {"rope_theta": 1e6}}, [1]),
    }.items():
        for lie in lies:
            yield f"{key} = {lie!r:.60}", partial(write_folder, **{key: lie})
    for key in ("model_type", "num_hidden_layers", "hidden_size", "intermediate_size", "vocab_size"):
        yield f"config without {key}", partial(write_folder, without=[key])


def _broken_json() -> Iterator[tuple[str, Build]]:
    for name, text in broken_texts(json.dumps(CONFIG).encode()).items():
        yield f"config.json is {name}", partial(write_folder, config=text)
    files = sharded(tiny_arrays())
    index = "model.safetensors.index.json"
    for name, text in broken_texts(files[index]).items():
        yield f"the index is {name}", partial(write_folder, weights={**files, index: text})
    header = json.dumps(entries_of(tiny_arrays())).encode()
    for name, text in broken_texts(header).items():
        broken = safetensors_bytes(tiny_arrays(), text)
        yield f"a header is {name}", partial(write_folder, weights={"model.safetensors": broken})


def _one_file(content: bytes) -> Build:
    return partial(write_folder, weights={"model.safetensors": content})


def _lying_headers() -> Iterator[tuple[str, Build]]:
    whole = safetensors_bytes(tiny_arrays())
    for length in (0, 1, 7, len(whole), 100_000_001, 2**31, 2**63, 2**64 - 1):
        yield f"header of {length} bytes", _one_file(length.to_bytes(8, "little") + whole[8:])
    entries = entries_of(tiny_arrays())
    yield "a header of nothing", _one_file((2).to_bytes(8, "little") + b"{}")
    yield "no tensors", _one_file(safetensors_bytes({}, {}))
    yield "metadata alone", _one_file(safetensors_bytes({}, {"__metadata__": {"format": "pt"}}))
    yield "an entry that is a list", _one_file(safetensors_bytes(tiny_arrays(), entries | {EMBEDDING: []}))
    yield "an entry that is null", _one_file(safetensors_bytes(tiny_arrays(), entries | {EMBEDDING: None}))
    for key in ("dtype", "shape", "data_offsets"):
        entry = {name: value for name, value in entries[EMBEDDING].items() if name != key}
        yield (
            f"an entry without {key}",
            _one_file(safetensors_bytes(tiny_arrays(), entries | {EMBEDDING: entry})),
        )


_DTYPE_LIES = ("F64", "I32", "F8_E4M3", "BOOL", "f32", "", "F32\n", 7, None, "F16", "BF16")


def _shape_lies(rows: int, columns: int) -> list[Any]:
    vectors = [[], [0], [rows], [1] * 100_000, [HUGE, HUGE], [2**64, 0], [10**4000] * 8, None]
    swapped = [[columns, rows], [rows, columns, 1], [rows + 1, columns], [-rows, -columns]]
    return [*vectors, *swapped, [float(rows), columns], [True, rows * columns], [str(rows), columns]]


def _offset_lies(begin: int, end: int) -> list[Any]:
    size = end - begin
    moved = [[end, begin], [begin, begin], [begin - 8, end - 8], [begin + 8, end + 8], [begin, end + 8]]
    far = [[HUGE, HUGE + size], [-size, 0]]
    return [*moved, *far, [begin], [begin, end, end], [float(begin), float(end)], ["0", "8"], {"begin": 0}]


def _lying_entries() -> Iterator[tuple[str, Build]]:
    entries = entries_of(tiny_arrays())
    rows, columns = entries[EMBEDDING]["shape"]
    begin, end = entries[EMBEDDING]["data_offsets"]
    lies = [{"shape": shape} for shape in _shape_lies(rows, columns)]
    lies += [{"data_offsets": offsets} for offsets in _offset_lies(begin, end)]
    lies += [{"dtype": dtype} for dtype in _DTYPE_LIES]
    for lie in lies:
        header = entries | {EMBEDDING: entries[EMBEDDING] | lie}
        yield f"a tensor with {lie!r:.60}", _one_file(safetensors_bytes(tiny_arrays(), header))
    norm = "model.norm.weight"
    for name, span in {"the first": [0, 128], "the second": entries[QUERY]["data_offsets"]}.items():
        header = entries | {norm: entries[norm] | {"data_offsets": span}}
        yield f"a tensor over {name}", _one_file(safetensors_bytes(tiny_arrays(), header))
    gap = {name: entry for name, entry in entries.items() if name != QUERY}
    yield "bytes of no tensor", _one_file(safetensors_bytes(tiny_arrays(), gap))
    yield "bytes behind the last tensor", _one_file(safetensors_bytes(tiny_arrays()) + bytes(64))


def _cut_files() -> Iterator[tuple[str, Build]]:
    whole = safetensors_bytes(tiny_arrays())
    for length in (0, 1, 7, 8, 9, 100, 1000, len(whole) // 2, len(whole) - 1):
        yield f"cut to {length} bytes", _one_file(whole[:length])


def _lying_indexes() -> Iterator[tuple[str, Build]]:
    first = "model-00001-of-00003.safetensors"
    for file in (
        f"../{first}",
        "/etc/passwd",
        "/dev/zero",
        "..",
        ".",
        "",
        f"./{first}",
        f"..\\{first}",
        f"C:{first}",
        f"base/{first}",
        f"{first}\0",
        "config.json",
        "gone.safetensors",
        "x" * 300,
        7,
        None,
        [first],
    ):
        yield (
            f"an index with {file!r:.40}",
            partial(write_folder, weights=sharded(tiny_arrays(), **{EMBEDDING: file})),
        )
    files = sharded(tiny_arrays())
    without = {name: content for name, content in files.items() if name != first}
    yield "a shard is missing", partial(write_folder, weights=without)
    last = "model-00003-of-00003.safetensors"
    yield (
        "a tensor in another shard",
        partial(write_folder, weights=sharded(tiny_arrays(), **{EMBEDDING: last})),
    )
    yield "a tensor in no shard", partial(write_folder, weights=sharded(tiny_arrays(), **{"x.weight": last}))
    for name, weight_map in {"nothing": {}, "a list": [], "null": None}.items():
        index = json.dumps({"weight_map": weight_map}).encode()
        lying = {**files, "model.safetensors.index.json": index}
        yield f"an index of {name}", partial(write_folder, weights=lying)
    swapped = {**files, first: files[last]}
    yield "one shard twice", partial(write_folder, weights=swapped)


def _odd_files() -> Iterator[tuple[str, Build]]:
    for name in ("config.json", "model.safetensors", "tokenizer.model"):
        yield f"{name} is a folder", partial(_with_file, name, lambda path: path.mkdir())
        yield f"{name} leads to itself", partial(_with_file, name, lambda path: path.symlink_to(path.name))
        yield f"{name} leads nowhere", partial(_with_file, name, lambda path: path.symlink_to("gone"))
        if hasattr(os, "mkfifo"):
            yield f"{name} is a pipe", partial(_with_file, name, os.mkfifo)
        if os.path.exists("/dev/zero"):  # noqa: PTH110
            yield f"{name} never ends", partial(_with_file, name, lambda path: path.symlink_to("/dev/zero"))
    yield "weights that are none", _one_file(b"\x80\x04\x95cos\nsystem\n")


def _with_file(name: str, make: Callable[[Path], object], folder: Path) -> None:
    write_folder(folder)
    if name == "tokenizer.model":
        (folder / "tokenizer.json").unlink()
    (folder / name).unlink()
    make(folder / name)


def _other_tensors() -> Iterator[tuple[str, Build]]:
    whole = tiny_arrays()
    for name in (EMBEDDING, QUERY, "model.norm.weight", "lm_head.weight"):
        yield f"without {name}", _one_file(safetensors_bytes({k: a for k, a in whole.items() if k != name}))
        if name == QUERY:  # which is square
            continue
        turned = whole | {name: np.ascontiguousarray(np.atleast_2d(whole[name]).T)}
        yield f"{name} on its side", _one_file(safetensors_bytes(turned))
    for name in (
        "model.layers.2.mlp.up_proj.weight",
        "model.layers.00.mlp.up_proj.weight",
        "model.layers.0.self_attn.q_proj.bias",
        "model.layers.0.self_attn.rotary_emb.inv_freq.weight",
        "lm_head.bias",
        "a\nb",
        "x" * 100_000,
    ):
        stranger = whole | {name: np.zeros(8, np.float32)}
        yield f"a stranger {name!r:.60}", _one_file(safetensors_bytes(stranger))
    for suffix, dtype in {
        "qweight": np.int32,
        "qzeros": np.int32,
        "g_idx": np.int32,
        "absmax": np.uint8,
    }.items():
        quantized = {k: a for k, a in whole.items() if k != QUERY}
        quantized[QUERY.replace("weight", suffix)] = np.zeros(64, dtype)
        yield f"a tensor in {suffix}", _one_file(safetensors_bytes(quantized))
