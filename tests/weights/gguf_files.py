"""Writes GGUF files byte by byte, whole ones and damaged ones, for tests."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np

from llamita.text.byte_level import byte_alphabet

WIDTH = 64
NUM_LAYERS = 2
NUM_HEADS = 4
NUM_KV_HEADS = 2
HEAD_WIDTH = 16
FEED_FORWARD_WIDTH = 96
CONTEXT_TOKENS = 256

CONTROL_PIECES = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
MERGES = (
    *("Ġ t", "h e", "i n", "d e", "de f", "r e", "Ġ Ġ", "Ġt he", "re t", "u r"),
    *("ur n", "ret urn", "p r", "in t", "pr int", "Ġ de", "Ġ =", "o r", "f or", "Ġ in"),
)
PIECES = (*CONTROL_PIECES, *byte_alphabet(), *(merge.replace(" ", "") for merge in MERGES))
KINDS = (*[3] * len(CONTROL_PIECES), *[1] * (len(PIECES) - len(CONTROL_PIECES)))


@dataclass(frozen=True)
class Tensor:
    """One tensor as it is to stand in the file; shape rows first."""

    name: str
    shape: tuple[int, ...]
    gguf_type: int
    data: bytes


def u16(value: int) -> bytes:
    return struct.pack("<IH", 2, value)


def u32(value: int) -> bytes:
    return struct.pack("<II", 4, value)


def u64(value: int) -> bytes:
    return struct.pack("<IQ", 10, value)


def f32(value: float) -> bytes:
    return struct.pack("<If", 6, value)


def flag(value: int) -> bytes:
    return struct.pack("<IB", 7, value)


def text(value: str) -> bytes:
    return struct.pack("<I", 8) + string(value.encode())


def texts(values: Sequence[str]) -> bytes:
    return struct.pack("<IIQ", 9, 8, len(values)) + b"".join(string(value.encode()) for value in values)


def i32s(values: Sequence[int]) -> bytes:
    return struct.pack("<IIQ", 9, 5, len(values)) + np.asarray(values, "<i4").tobytes()


def f32s(values: Sequence[float]) -> bytes:
    return struct.pack("<IIQ", 9, 6, len(values)) + np.asarray(values, "<f4").tobytes()


def string(raw: bytes) -> bytes:
    return struct.pack("<Q", len(raw)) + raw


def tiny_keys() -> dict[str, bytes]:
    """The keys of the tiny model, each with its type and value as bytes."""
    return {
        "general.architecture": text("llama"),
        "general.name": text("Tiny"),
        "general.license": text("apache-2.0"),
        "llama.block_count": u32(NUM_LAYERS),
        "llama.context_length": u32(CONTEXT_TOKENS),
        "llama.embedding_length": u32(WIDTH),
        "llama.feed_forward_length": u32(FEED_FORWARD_WIDTH),
        "llama.attention.head_count": u32(NUM_HEADS),
        "llama.attention.head_count_kv": u32(NUM_KV_HEADS),
        "llama.attention.layer_norm_rms_epsilon": f32(1e-5),
        "llama.rope.freq_base": f32(10_000.0),
        "llama.rope.dimension_count": u32(HEAD_WIDTH),
        "llama.vocab_size": u32(len(PIECES)),
        "tokenizer.ggml.model": text("gpt2"),
        "tokenizer.ggml.pre": text("smollm"),
        "tokenizer.ggml.tokens": texts(PIECES),
        "tokenizer.ggml.token_type": i32s(KINDS),
        "tokenizer.ggml.merges": texts(MERGES),
        "tokenizer.ggml.bos_token_id": u32(1),
        "tokenizer.ggml.eos_token_id": u32(2),
        "tokenizer.ggml.add_bos_token": flag(0),
    }


def sentence_piece_keys() -> dict[str, bytes]:
    """The keys of the tiny model, with a vocabulary like Llama's in place of the byte-level one."""
    keys = tiny_keys()
    for name in ("merges", "pre", "add_bos_token"):
        del keys[f"tokenizer.ggml.{name}"]
    fillers = [f"▁{index}" for index in range(len(PIECES) - 259)]
    return keys | {
        "tokenizer.ggml.model": text("llama"),
        "tokenizer.ggml.tokens": texts(
            ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), *fillers]
        ),
        "tokenizer.ggml.token_type": i32s([2, 3, 3, *[6] * 256, *[1] * len(fillers)]),
        "tokenizer.ggml.scores": f32s([0.0] * 259 + [-float(index) for index in range(len(fillers))]),
    }


def tiny_shapes(*, tied: bool = True) -> dict[str, tuple[int, ...]]:
    """The tensors of the tiny model under GGUF's names, rows first."""
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (len(PIECES), WIDTH)}
    for layer in range(NUM_LAYERS):
        shapes |= {
            f"blk.{layer}.attn_norm.weight": (WIDTH,),
            f"blk.{layer}.attn_q.weight": (NUM_HEADS * HEAD_WIDTH, WIDTH),
            f"blk.{layer}.attn_k.weight": (NUM_KV_HEADS * HEAD_WIDTH, WIDTH),
            f"blk.{layer}.attn_v.weight": (NUM_KV_HEADS * HEAD_WIDTH, WIDTH),
            f"blk.{layer}.attn_output.weight": (WIDTH, NUM_HEADS * HEAD_WIDTH),
            f"blk.{layer}.ffn_norm.weight": (WIDTH,),
            f"blk.{layer}.ffn_gate.weight": (FEED_FORWARD_WIDTH, WIDTH),
            f"blk.{layer}.ffn_up.weight": (FEED_FORWARD_WIDTH, WIDTH),
            f"blk.{layer}.ffn_down.weight": (WIDTH, FEED_FORWARD_WIDTH),
        }
    shapes["output_norm.weight"] = (WIDTH,)
    return shapes if tied else shapes | {"output.weight": (len(PIECES), WIDTH)}


def tiny_values(seed: int = 0, *, tied: bool = True) -> dict[str, np.ndarray]:
    """Random numbers of a sensible size for each tensor of the tiny model."""
    random = np.random.default_rng(seed)
    return {
        name: (
            random.normal(size=shape) / np.sqrt(shape[-1])
            if len(shape) > 1
            else random.uniform(0.5, 1.5, shape)
        )
        for name, shape in tiny_shapes(tied=tied).items()
    }


def tiny_tensors(seed: int = 0, format: str = "F32", *, tied: bool = True) -> list[Tensor]:
    """The tensors of the tiny model; matrices in the format, norms in F32, as converters do."""
    return [
        packed(name, values, format if values.ndim > 1 else "F32")
        for name, values in tiny_values(seed, tied=tied).items()
    ]


def packed(name: str, values: np.ndarray, format: str) -> Tensor:
    """Numbers as a tensor of a format."""
    gguf_type = gguf.GGMLQuantizationType[format]
    data = gguf.quants.quantize(values.astype(np.float32), gguf_type).tobytes()
    return Tensor(name, values.shape, int(gguf_type), data)


def gguf_bytes(
    keys: Mapping[str, bytes],
    tensors: Sequence[Tensor],
    *,
    version: int = 3,
    alignment_bytes: int = 32,
    num_tensors: int | None = None,
    num_keys: int | None = None,
    offsets: Mapping[str, int] | None = None,
) -> bytes:
    """A GGUF file; what is given at the end replaces the truth, to make a damaged one."""
    header = b"GGUF" + struct.pack(
        "<IQQ",
        version,
        len(tensors) if num_tensors is None else num_tensors,
        len(keys) if num_keys is None else num_keys,
    )
    header += b"".join(string(key.encode()) + value for key, value in keys.items())
    data = b""
    for tensor in tensors:
        offset = (offsets or {}).get(tensor.name, len(data))
        header += string(tensor.name.encode()) + struct.pack("<I", len(tensor.shape))
        header += b"".join(struct.pack("<Q", length) for length in reversed(tensor.shape))
        header += struct.pack("<IQ", tensor.gguf_type, offset)
        data += _padded(tensor.data, alignment_bytes)
    return _padded(header, alignment_bytes) + data


def _padded(raw: bytes, alignment_bytes: int) -> bytes:
    return raw + bytes(-len(raw) % alignment_bytes)


def write_gguf(path: Path, keys: Mapping[str, bytes], tensors: Sequence[Tensor]) -> Path:
    """Write a GGUF file; the path again."""
    path.write_bytes(gguf_bytes(keys, tensors))
    return path


def write_tiny_gguf(path: Path, seed: int = 0, format: str = "F32", tied: bool = True) -> Path:
    """Write a random 2-layer Llama with a byte-level vocabulary; the path again.

    Formats: F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0 (rows are too short for K formats).
    """
    return write_gguf(path, tiny_keys(), tiny_tensors(seed, format, tied=tied))
