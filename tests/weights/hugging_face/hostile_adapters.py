"""LoRA adapters that mean harm, for the tiny model: what was done to each, and a function that builds it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from tests.weights.hugging_face.broken_json import broken_texts
from tests.weights.hugging_face.folders import (
    ADAPTER_CONFIG,
    lora_arrays,
    safetensors_bytes,
    write_adapter,
    write_folder,
)

Build = Callable[[Path], object]

HUGE = 2**60


def hostile_adapters() -> Iterator[tuple[str, Build]]:
    """Every hostile adapter for the tiny model: its name, and what builds it."""
    for family in (_lying_adapter_configs, _other_adapters, _lying_adapter_tensors, _odd_adapter_files):
        yield from family()


def with_base_inside(build: Build, folder: Path) -> None:
    build(folder)
    write_folder(folder / "base")
    path = folder / "adapter_config.json"
    if path.is_file() and not path.is_symlink():
        content = path.read_bytes()
        path.write_bytes(content.replace(b'"someone/base"', json.dumps(str(folder / "base")).encode()))


def _lying_adapter_configs() -> Iterator[tuple[str, Build]]:
    for name, text in broken_texts(json.dumps(ADAPTER_CONFIG).encode()).items():
        yield f"its config is {name}", partial(write_adapter, config=text)
    for key, lies in {
        "r": (0, -3, True, "3", 3.5, 4, HUGE, 10**4000, None),
        "lora_alpha": (None, "6", True, 10**400, [6]),
        "use_rslora": ("yes", 1),
        "rank_pattern": ({"q_proj": 0}, {"q_proj": 8}, {"(a+)+$": 3}, {"q_proj": "3"}, [3], {".*": 3}),
        "alpha_pattern": ({"q_proj": "1"}, {"q_proj": None}, {"((a*)*)*b": 2}, 7),
        "target_modules": (["q_proj", 7], ["q_proj", "v_proj", "o_proj"], 7),
    }.items():
        for lie in lies:
            yield f"{key} = {lie!r:.40}", partial(write_adapter, **{key: lie})


def _other_adapters() -> Iterator[tuple[str, Build]]:
    for kind in ("LOHA", "LOKR", "IA3", "ADALORA", "PROMPT_TUNING", "BOFT", None, "lora", 7):
        yield f"of kind {kind!r}", partial(write_adapter, peft_type=kind)
    for key, value in {
        "use_dora": True,
        "use_qalora": True,
        "lora_bias": True,
        "use_bdlora": True,
        "bias": "all",
        "layer_replication": [[0, 2], [1, 2]],
        "trainable_token_indices": [3],
        "target_parameters": ["mlp.experts"],
        "alora_invocation_tokens": [1, 2],
        "a_setting_of_the_future": 1,
        "init_lora_weights": "pissa",
    }.items():
        yield f"with {key}", partial(write_adapter, **{key: value})


def _lying_adapter_tensors() -> Iterator[tuple[str, Build]]:
    whole = lora_arrays()
    first_a, first_b = (next(name for name in whole if f"lora_{part}" in name) for part in "AB")
    for name in (first_a, first_b):
        yield (
            f"without {name[-13:]}",
            partial(write_adapter, arrays={k: a for k, a in whole.items() if k != name}),
        )
        yield f"{name[-13:]} on its side", partial(write_adapter, arrays=whole | {name: whole[name].T.copy()})
        yield f"{name[-13:]} cut", partial(write_adapter, arrays=whole | {name: whole[name][:-1].copy()})
        yield f"{name[-13:]} a vector", partial(write_adapter, arrays=whole | {name: whole[name].reshape(-1)})
    for name in (
        "base_model.model.model.layers.9.self_attn.q_proj.lora_A.weight",
        "base_model.model.model.layers.0.self_attn.q_proj.lora_magnitude_vector",
        "base_model.model.model.layers.0.self_attn.q_proj.lora_A.bias",
        "base_model.model.model.layers.0.mlp.experts.lora_A.weight",
        "base_model.model.model.embed_tokens.lora_embedding_A",
        "base_model.model.model.norm.lora_A.weight",
        "model.layers.0.self_attn.q_proj.lora_A.weight",
        "base_model.model.model.layers.0.self_attn.q_proj.base_layer.lora_A.weight",
        "base_model.model.lm_head.weight",
        "x",
    ):
        yield f"with {name}", partial(write_adapter, arrays=whole | {name: np.zeros((3, 32), np.float32)})
    embedding = {
        f"base_model.model.model.embed_tokens.lora_{part}.weight": a
        for part, a in zip("AB", whole.values(), strict=False)
    }
    yield "for the embedding", partial(write_adapter, arrays=embedding, target_modules=["embed_tokens"])
    yield (
        "with 64-bit numbers",
        partial(write_adapter, arrays={k: a.astype(np.float64) for k, a in whole.items()}),
    )


def _odd_adapter_files() -> Iterator[tuple[str, Build]]:
    content = safetensors_bytes(lora_arrays())
    yield "without weights", partial(write_adapter, weights={})
    yield "without tensors", partial(write_adapter, arrays={})
    yield "cut", partial(write_adapter, weights={"adapter_model.safetensors": content[:-1]})
    yield (
        "a pickle that runs",
        partial(write_adapter, weights={"adapter_model.bin": b"cos\nsystem\n(S'true'\ntR."}),
    )
    yield "its weights are a folder", partial(_with_weights_folder)


def _with_weights_folder(folder: Path) -> None:
    write_adapter(folder, weights={})
    (folder / "adapter_model.safetensors").mkdir()
