"""Tiny real things: a model of a few thousand numbers that runs every engine in milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from llamita.spec import ModelSpec, parameter_shapes
from llamita.text import InfillIds, PieceKind, Vocabulary
from llamita.text.byte_level import byte_alphabet
from llamita.text.code_llama_pieces import PUBLISHED_PIECES, infill_of
from llamita.text.tokenizer import Tokenizer
from llamita.weights.blocks import F32
from llamita.weights.checkpoint import Checkpoint, StoredTensor

CONTROL_PIECES = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<PRE>", "<SUF>", "<MID>", "<EOT>")
MERGES = ("Ġ t", "h e", "i n", "d e", "de f", "Ġ Ġ", "ĠĠ ĠĠ", "r e")

LLAMA_MERGED = (
    *("▁t", "he", "in", "re", "▁the", "de", "def", "▁def", "▁re", "tu", "rn", "▁retu", "▁return", "▁a"),
    *("▁<", "RE", "PRE", "SU", "ID", "▁▁", "▁▁▁", "▁▁▁▁"),
)
LLAMA_LETTERS = ("▁", *"abcdefhilnoprstuxyDEFIMOPRSTU0123<>()[]/:=+,.é語")


def tiny_spec(**changes) -> ModelSpec:
    numbers = {
        "num_layers": 2,
        "width": 32,
        "num_heads": 4,
        "num_kv_heads": 2,
        "head_width": 8,
        "feed_forward_width": 48,
        "vocabulary_size": len(tiny_vocabulary().pieces),
        "norm_epsilon": 1e-5,
        "rope_base": 10_000.0,
        "context_tokens": 512,
        "tied_output": True,
        "rope_scale": 1.0,
        "dialog": None,
    }
    return ModelSpec(**(numbers | changes))


def tiny_vocabulary(
    *, can_infill: bool = True, missing: bytes = b"\x04", template: str | None = None
) -> Vocabulary:
    """Control tokens, every byte but ``missing``, and a few merges."""
    letters = [character for byte, character in enumerate(byte_alphabet()) if byte not in missing]
    pieces = [*CONTROL_PIECES, *letters, *(merge.replace(" ", "") for merge in MERGES)]
    kinds = [PieceKind.CONTROL] * len(CONTROL_PIECES) + [PieceKind.NORMAL] * (len(letters) + len(MERGES))
    return Vocabulary(
        model="gpt2",
        split="smollm",
        pieces=pieces,
        kinds=kinds,
        merges=MERGES,
        scores=(),
        begin_id=1,
        end_id=2,
        unknown_id=0,
        padding_id=2,
        adds_begin=False,
        adds_space=False,
        infill=InfillIds(prefix=3, suffix=4, middle=5, end=6) if can_infill else None,
        chat_template=template,
    )


def tiny_tokenizer(**options) -> Tokenizer:
    return Tokenizer(tiny_vocabulary(**options))


def llama_vocabulary(
    texts: Sequence[str], *, can_infill: bool = False, adds_space: bool = True, template: str | None = None
) -> Vocabulary:
    """A SentencePiece vocabulary like Llama's: 256 bytes, these texts, perhaps Code Llama's sixteen."""
    published = PUBLISHED_PIECES if can_infill else ()
    pieces = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), *texts, *published]
    kinds = [PieceKind.UNKNOWN, PieceKind.CONTROL, PieceKind.CONTROL, *[PieceKind.BYTE] * 256]
    scores = [0.0] * len(kinds) + [-float(1 + index) for index in range(len(texts) + len(published))]
    return Vocabulary(
        model="llama",
        split="default",
        pieces=pieces,
        kinds=[*kinds, *[PieceKind.NORMAL] * len(texts), *[PieceKind.CONTROL] * len(published)],
        merges=(),
        scores=scores,
        begin_id=1,
        end_id=2,
        unknown_id=0,
        padding_id=None,
        adds_begin=True,
        adds_space=adds_space,
        infill=infill_of(pieces),
        chat_template=template,
    )


def tiny_llama_vocabulary(**options) -> Vocabulary:
    return llama_vocabulary((*LLAMA_MERGED, *LLAMA_LETTERS), **options)


def tiny_llama_tokenizer(**options) -> Tokenizer:
    return Tokenizer(tiny_llama_vocabulary(**options))


def tiny_parameters(spec: ModelSpec, seed: int = 0) -> dict[str, np.ndarray]:
    """Random weights, large enough that neighbors in the vocabulary do not tie."""
    random = np.random.default_rng(seed)
    return {
        name: (
            1 + 0.1 * random.standard_normal(shape) if "norm" in name else 0.3 * random.standard_normal(shape)
        ).astype(np.float32)
        for name, shape in parameter_shapes(spec).items()
    }


def as_bytes(array: np.ndarray) -> np.ndarray:
    return array.reshape(-1).view(np.uint8)


def checkpoint_of(spec: ModelSpec, parameters: dict[str, np.ndarray], vocabulary: Vocabulary | None = None):
    tensors = {
        name: StoredTensor(name=name, shape=array.shape, format=F32, read=partial(as_bytes, array))
        for name, array in parameters.items()
    }
    return Checkpoint(
        path=Path("tiny.gguf"),
        name="tiny",
        spec=spec,
        vocabulary=vocabulary or tiny_vocabulary(),
        tensors=tensors,
        license=None,
    )


def tiny_checkpoint(seed: int = 0, **changes) -> Checkpoint:
    spec = tiny_spec(**changes)
    return checkpoint_of(spec, tiny_parameters(spec, seed))
