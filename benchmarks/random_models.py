"""Models of full size with random weights: as fast and as large as real ones, and nothing to download."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from llamita.spec import PUBLISHED, ModelSpec, parameter_shapes
from llamita.weights.blocks import BLOCK_FORMATS, F32
from llamita.weights.checkpoint import Checkpoint, StoredTensor
from llamita.weights.gguf.writer import write_gguf
from tests.tiny import llama_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.weights.blocks import BlockFormat

# TinyLlama's numbers.
_SPEC_1B = ModelSpec(
    num_layers=22,
    width=2048,
    num_heads=32,
    num_kv_heads=4,
    head_width=64,
    feed_forward_width=5632,
    vocabulary_size=32_000,
    norm_epsilon=1e-5,
    rope_base=10_000.0,
    context_tokens=2048,
    tied_output=False,
    rope_scale=1.0,
    dialog=None,
)
SPECS = {"1.1b": _SPEC_1B} | {
    size: replace(PUBLISHED[f"codellama-{size}"].spec, dialog=None) for size in ("7b", "13b", "34b")
}
"""What is made, by size."""
# 256 bytes, and the three tokens before them.
_NUM_FIRST_PIECES = 259
# Blocks that repeat: no cache holds as many, and a file of gigabytes is made in seconds.
_NUM_BLOCKS = 1 << 20
# Of the scales: they make weights about as large as those of a trained model.
_SCALE = 4e-3
_K_SCALE = _SCALE / 32


def write_random_model(size: str, format_name: str, path: Path) -> None:
    """Write a GGUF file of random weights.

    Args:
        size: one of ``SPECS``.
        format_name: of the matrices, ``Q4_0`` or ``Q4_K``.
        path: nothing may be there yet.
    """
    spec = SPECS[size]
    format = next(format for format in BLOCK_FORMATS.values() if format.name == format_name)
    blocks = _random_blocks(format)
    fillers = [f"▁{index}" for index in range(spec.vocabulary_size - _NUM_FIRST_PIECES)]
    tensors = {
        name: StoredTensor(
            name=name,
            shape=shape,
            format=format if len(shape) > 1 else F32,
            read=partial(np.resize, blocks, format.size_bytes(math.prod(shape)))
            if len(shape) > 1
            else partial(_ones, shape[0]),
        )
        for name, shape in parameter_shapes(spec).items()
    }
    checkpoint = Checkpoint(
        path=path,
        name=f"random-{size}",
        spec=spec,
        vocabulary=llama_vocabulary(fillers),
        tensors=tensors,
        license=None,
    )
    write_gguf(checkpoint, path)


def _random_blocks(format: BlockFormat) -> np.ndarray:
    """Random bytes, with scales that are numbers of a sensible size."""
    random = np.random.default_rng(0)
    blocks = random.integers(0, 256, (_NUM_BLOCKS, format.block_size_bytes), np.uint8)
    if format.name == "Q4_K":
        # A minimum for each scale that moves the weights' mean to zero.
        scales = np.array([_K_SCALE, _K_SCALE * 7.5], "<f2")
    else:
        scales = np.array([_SCALE], "<f2")
    blocks[:, : scales.nbytes] = scales.view(np.uint8)
    return blocks.reshape(-1)


def _ones(length: int) -> np.ndarray:
    return np.ones(length, np.float32).view(np.uint8)
