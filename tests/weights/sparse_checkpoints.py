"""Checkpoints of full size whose numbers are holes in a file: nothing but their descriptions is written."""

from __future__ import annotations

import json
import math
import os
import shutil
from functools import partial
from pathlib import Path

import numpy as np

from llamita.spec import PUBLISHED, parameter_shapes
from llamita.text.sentencepiece_model import read_sentencepiece_model
from llamita.text.tokenizer_json import tokenizer_json
from llamita.weights.blocks import BlockFormat
from llamita.weights.checkpoint import Checkpoint, StoredTensor
from llamita.weights.gguf.header import DEFAULT_ALIGNMENT_BYTES
from llamita.weights.gguf.writer import gguf_tensors, write_header
from llamita.weights.hugging_face.names import tensor_name
from tests.fixtures import fixture

# The tokenizers that models of these sizes were published with, by how many pieces they have.
TOKENIZERS = {
    32_000: ("tokenizers", "llama2", "tokenizer.model"),
    32_016: ("tokenizers", "codellama", "codellama32016.reconstructed.model"),
}


def zeros(size_bytes: int) -> np.ndarray:
    return np.zeros(size_bytes, np.uint8)


def sparse_checkpoint(name: str, format: BlockFormat) -> Checkpoint:
    """A published model with its own vocabulary; every weight is 0, and is made when it is read."""
    spec = PUBLISHED[name].spec
    tensors = {
        parameter: StoredTensor(
            name=parameter,
            shape=shape,
            format=format,
            read=partial(zeros, format.size_bytes(math.prod(shape))),
        )
        for parameter, shape in parameter_shapes(spec).items()
    }
    return Checkpoint(
        path=Path(name),
        name=name,
        spec=spec,
        vocabulary=read_sentencepiece_model(fixture(*TOKENIZERS[spec.vocabulary_size])),
        tensors=tensors,
        license=None,
    )


def write_sparse_gguf(checkpoint: Checkpoint, path: Path) -> Path:
    """A GGUF file with a hole where the numbers would be; the path again."""
    tensors = gguf_tensors(checkpoint)
    write_header(path, checkpoint, tensors)
    sizes_bytes = [path.stat().st_size, *(tensor.size_bytes for tensor in tensors)]
    os.truncate(
        path, sum(-(-size // DEFAULT_ALIGNMENT_BYTES) * DEFAULT_ALIGNMENT_BYTES for size in sizes_bytes)
    )
    return path


def write_sparse_hugging_face(checkpoint: Checkpoint, folder: Path) -> Path:
    """A Hugging Face folder of one safetensors file with a hole in it; the folder again."""
    folder.mkdir()
    spec = checkpoint.spec
    config = {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "hidden_size": spec.width,
        "intermediate_size": spec.feed_forward_width,
        "num_hidden_layers": spec.num_layers,
        "num_attention_heads": spec.num_heads,
        "num_key_value_heads": spec.num_kv_heads,
        "vocab_size": spec.vocabulary_size,
        "rms_norm_eps": spec.norm_epsilon,
        "rope_theta": spec.rope_base,
        "rope_scaling": None,
        "max_position_embeddings": spec.context_tokens,
        "tie_word_embeddings": False,
        "hidden_act": "silu",
        "torch_dtype": "bfloat16",
    }
    (folder / "config.json").write_text(json.dumps(config))
    # Folders on the hub have both, and both are read.
    shutil.copy(fixture(*TOKENIZERS[spec.vocabulary_size]), folder / "tokenizer.model")
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json(checkpoint.vocabulary)))
    header, end_bytes = {}, 0
    for name, tensor in checkpoint.tensors.items():
        places = [end_bytes, end_bytes + tensor.size_bytes]
        header[tensor_name(name)] = {
            "dtype": tensor.format.name,
            "shape": tensor.shape,
            "data_offsets": places,
        }
        end_bytes += tensor.size_bytes
    described = json.dumps(header).encode()
    path = folder / "model.safetensors"
    path.write_bytes(len(described).to_bytes(8, "little") + described)
    os.truncate(path, 8 + len(described) + end_bytes)
    return folder
