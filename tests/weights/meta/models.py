"""A tiny model with grouped queries that divides into eight shards, and its folders as torch writes them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch

from llamita.spec import ModelSpec
from llamita.text import Vocabulary
from llamita.text.sentencepiece_model import sentencepiece_model_bytes
from llamita.weights.checkpoint import Checkpoint
from tests.tiny import checkpoint_of, llama_vocabulary, tiny_parameters

LETTERS = ("▁", "e", "t", "a", "o", "i", "n", "▁t", "he", "▁the", "in", "an", "re")

# Independent of `llamita.weights.meta.parts`: from the guide's tables.
NAMES = {
    "attention_norm": "attention_norm.weight",
    "query": "attention.wq.weight",
    "key": "attention.wk.weight",
    "value": "attention.wv.weight",
    "attention_output": "attention.wo.weight",
    "feed_forward_norm": "ffn_norm.weight",
    "gate": "feed_forward.w1.weight",
    "up": "feed_forward.w3.weight",
    "down": "feed_forward.w2.weight",
}
MODEL_NAMES = {
    "token_embedding": "tok_embeddings.weight",
    "output_norm": "norm.weight",
    "output": "output.weight",
}


def meta_vocabulary(*, size: int = 272) -> Vocabulary:
    """As Llama's: three special tokens, every byte, letters, and made-up pieces up to the size."""
    made_up = [f"piece{259 + index}" for index in range(len(LETTERS), size - 259)]
    return llama_vocabulary([*LETTERS, *made_up])


def meta_spec(**changes) -> ModelSpec:
    numbers = {
        "num_layers": 2,
        "width": 64,
        "num_heads": 16,
        "num_kv_heads": 8,
        "head_width": 4,
        "feed_forward_width": 256,
        "vocabulary_size": 272,
        "norm_epsilon": 1e-5,
        "rope_base": 1_000_000.0,
        "context_tokens": 16_384,
        "tied_output": False,
        "rope_scale": 1.0,
        "dialog": None,
    }
    return ModelSpec(**(numbers | changes))


def meta_checkpoint(seed: int = 0, **changes) -> Checkpoint:
    spec = meta_spec(**changes)
    return checkpoint_of(spec, tiny_parameters(spec, seed), meta_vocabulary(size=spec.vocabulary_size))


def meta_params(spec: ModelSpec, **changes) -> dict:
    numbers = {
        "dim": spec.width,
        "n_layers": spec.num_layers,
        "n_heads": spec.num_heads,
        "n_kv_heads": spec.num_kv_heads,
        "multiple_of": 256,
        "norm_eps": spec.norm_epsilon,
        "rope_theta": spec.rope_base,
    }
    return {key: value for key, value in (numbers | changes).items() if value is not ...}


def state_dict(checkpoint: Checkpoint) -> dict[str, torch.Tensor]:
    """The tensors under Meta's names."""
    named = {}
    for ours, stored in checkpoint.tensors.items():
        _, _, part = ours.split(".") if "." in ours else ("", "", ours)
        name = MODEL_NAMES.get(ours) or f"layers.{ours.split('.')[1]}.{NAMES[part]}"
        named[name] = torch.from_numpy(stored.dequantized())
    return named


def cut(name: str, whole: torch.Tensor, shard: int, num_shards: int) -> torch.Tensor:
    """A shard's part, by the guide's table: columns of embedding, wo and w2; rows of other matrices."""
    if whole.dim() == 1:
        return whole
    by_columns = name.startswith("tok_embeddings") or name.endswith(("attention.wo.weight", "w2.weight"))
    return whole.chunk(num_shards, dim=1 if by_columns else 0)[shard]


def shards_of(tensors: dict[str, torch.Tensor], num_shards: int) -> list[dict[str, torch.Tensor]]:
    return [
        {name: cut(name, whole, shard, num_shards).clone() for name, whole in tensors.items()}
        | {"rope.freqs": torch.ones(2)}
        for shard in range(num_shards)
    ]


def write_folder(folder: Path, checkpoint: Checkpoint, *, num_shards: int = 1, **changes) -> Path:
    """A folder as Meta's, its shards written by torch; ``changes`` go into ``params.json``."""
    return write_shards(folder, checkpoint, shards_of(state_dict(checkpoint), num_shards), **changes)


def write_shards(folder: Path, checkpoint: Checkpoint, shards: list[dict], **changes) -> Path:
    folder.mkdir(parents=True)
    params = meta_params(checkpoint.spec, **changes)
    (folder / "params.json").write_text(json.dumps(params), encoding="utf-8")
    (folder / "tokenizer.model").write_bytes(sentencepiece_model_bytes(checkpoint.vocabulary))
    for index, shard in enumerate(shards):
        torch.save(shard, folder / f"consolidated.{index:02d}.pth")
    return folder


def assert_same_tensors(left: Checkpoint, right: Checkpoint) -> None:
    assert left.tensors.keys() == right.tensors.keys()
    for name, tensor in left.tensors.items():
        assert tensor.format is right.tensors[name].format, name
        np.testing.assert_array_equal(tensor.data, right.tensors[name].data, err_msg=name)
