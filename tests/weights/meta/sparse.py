"""Full-size Meta folders that take no room: every number is a hole in the file."""

from __future__ import annotations

import json
import math
from pathlib import Path

from llamita.text.sentencepiece_model import sentencepiece_model_bytes
from tests.weights.meta.models import meta_vocabulary
from tests.weights.torch_files import Entry, dictionary, pickle_of, storage, tensor, write_archive

BF16_BYTES = 2

SIZES = {
    "7B": {"dim": 4096, "n_layers": 32, "n_heads": 32, "hidden": 11008, "vocabulary": 32016, "shards": 1},
    "34B": {"dim": 8192, "n_layers": 48, "n_heads": 64, "hidden": 22016, "vocabulary": 32000, "shards": 4},
    "70B": {"dim": 8192, "n_layers": 80, "n_heads": 64, "hidden": 28672, "vocabulary": 32016, "shards": 8},
}
EXTRA_PARAMS = {
    "7B": {"multiple_of": 256, "ffn_dim_multiplier": 1.0},
    "34B": {"multiple_of": 256, "ffn_dim_multiplier": 1.0, "n_kv_heads": 8},
    "70B": {"multiple_of": 4096, "ffn_dim_multiplier": 1.3, "n_kv_heads": 8},
}


def part_shapes(name: str) -> dict[str, tuple[int, ...]]:
    """What one shard of a published model holds: the shapes of the guide's section 2.1."""
    size = SIZES[name]
    width, shards, hidden = size["dim"], size["shards"], size["hidden"] // size["shards"]
    keys = EXTRA_PARAMS[name].get("n_kv_heads", size["n_heads"]) * width // size["n_heads"] // shards
    layer = {
        "attention.wq": (width // shards, width),
        "attention.wk": (keys, width),
        "attention.wv": (keys, width),
        "attention.wo": (width, width // shards),
        "feed_forward.w1": (hidden, width),
        "feed_forward.w2": (width, hidden),
        "feed_forward.w3": (hidden, width),
        "attention_norm": (width,),
        "ffn_norm": (width,),
    }
    shapes = {"tok_embeddings.weight": (size["vocabulary"], width // shards), "norm.weight": (width,)}
    shapes["output.weight"] = (size["vocabulary"] // shards, width)
    for index in range(size["n_layers"]):
        shapes |= {f"layers.{index}.{part}.weight": shape for part, shape in layer.items()}
    return shapes | {"rope.freqs": (width // size["n_heads"] // 2,)}


def write_sparse(folder: Path, name: str) -> Path:
    """A folder of a published size, `7B`, `34B` or `70B`."""
    size = SIZES[name]
    folder.mkdir()
    params = {key: size[key] for key in ("dim", "n_layers", "n_heads")} | EXTRA_PARAMS[name]
    params |= {"norm_eps": 1e-5, "rope_theta": 1_000_000}
    (folder / "params.json").write_text(json.dumps(params), encoding="utf-8")
    vocabulary = meta_vocabulary(size=size["vocabulary"])
    (folder / "tokenizer.model").write_bytes(sentencepiece_model_bytes(vocabulary))
    shapes = part_shapes(name)
    described = {
        tensor_name: tensor(storage(str(key), math.prod(shape), kind="BFloat16Storage"), shape)
        for key, (tensor_name, shape) in enumerate(shapes.items())
    }
    entries = [Entry("consolidated/data.pkl", pickle_of(dictionary(described)))]
    entries += [
        Entry(f"consolidated/data/{key}", sparse_bytes=BF16_BYTES * math.prod(shape))
        for key, shape in enumerate(shapes.values())
    ]
    for shard in range(size["shards"]):
        write_archive(folder / f"consolidated.{shard:02d}.pth", entries)
    return folder
