"""GGUF files and tokenizers that were made to harm: each is written below a folder and must be refused.

``damaged_gguf`` holds what bad disks and downloads do; here is what a person would do on purpose.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from tests.weights.gguf_files import (
    KINDS,
    MERGES,
    PIECES,
    WIDTH,
    Tensor,
    f32,
    f32s,
    gguf_bytes,
    i32s,
    packed,
    sentence_piece_keys,
    string,
    text,
    texts,
    tiny_keys,
    tiny_tensors,
    u16,
    u32,
    u64,
)

HUGE = 2**60
SIZES = (2**20, 2**31 - 1, 2**32, 2**40, HUGE, 2**63 - 1, 2**64 - 1)


def _changed(**keys: bytes) -> bytes:
    """The tiny model with keys replaced; ``__`` in a name stands for a dot."""
    named = {key.replace("__", "."): value for key, value in keys.items()}
    return gguf_bytes(tiny_keys() | named, tiny_tensors())


def _tokens(**keys: bytes) -> bytes:
    named = {f"tokenizer.ggml.{key}": value for key, value in keys.items()}
    return gguf_bytes(tiny_keys() | named, tiny_tensors())


def _sentence_piece(**keys: bytes) -> bytes:
    named = {f"tokenizer.ggml.{key}": value for key, value in keys.items()}
    return gguf_bytes(sentence_piece_keys() | named, tiny_tensors())


def _array_of(item_type: int, count: int) -> bytes:
    return struct.pack("<IIQ", 9, item_type, count)


def huge_numbers() -> dict[str, bytes]:
    """Numbers that would make a reader reserve, or loop over, more than there is."""
    names = ("block_count", "embedding_length", "feed_forward_length", "context_length")
    names += ("attention__head_count", "attention__head_count_kv")
    return {
        f"{name} {size}": _changed(**{f"llama__{name}": u64(size)}) for name in names for size in SIZES[1:]
    } | {f"vocab_size {size}": _changed(llama__vocab_size=u64(size)) for size in SIZES}


def huge_arrays() -> dict[str, bytes]:
    """Arrays that claim more items than the file has bytes, of every type there is."""
    return {
        f"{count} items of type {item_type}": _tokens(tokens=_array_of(item_type, count))
        for item_type in (*range(13), 255)
        for count in (2**32, 2**64 - 1)
    }


def deep_arrays() -> dict[str, bytes]:
    """Arrays within arrays, to exhaust the stack."""
    return {
        f"arrays {depth} deep": _tokens(tokens=struct.pack("<I", 9) + struct.pack("<IQ", 9, 1) * depth)
        for depth in (1, 100, 100_000)
    }


def lying_vocabularies() -> dict[str, bytes]:
    """Vocabularies whose parts contradict each other, or reach beyond each other."""
    control = next(index for index, kind in enumerate(KINDS) if kind == 3)
    names = ("bos", "eos", "unknown", "padding", "fim_pre", "prefix")
    files = {
        f"{name} id {token_id}": _tokens(**{f"{name}_token_id": u64(token_id)})
        for name in ("bos", "eos", "unknown", "padding")
        for token_id in (len(PIECES), 2**31, 2**64 - 1)
    }
    files |= {f"{name} id as text": _tokens(**{f"{name}_token_id": text("1")}) for name in names}
    files |= {
        "a giant piece": _tokens(tokens=texts([*PIECES[:-1], "a" * 2**20])),
        "a merge that makes a control token": _tokens(
            merges=texts([*MERGES, f"{PIECES[control][0]} {PIECES[control][1:]}"])
        ),
        "merges without a second half": _tokens(merges=texts(["h"] * 20)),
        "a million equal merges": _tokens(merges=texts(["h e"] * 1_000_000)),
        "a million pieces": _tokens(tokens=texts(["a"] * 1_000_000)),
        "pieces all empty": _tokens(tokens=texts([""] * len(PIECES))),
        "kinds out of range": _tokens(token_type=i32s([99] * len(PIECES))),
        "kinds below zero": _tokens(token_type=i32s([-1] * len(PIECES))),
        "scores that are no numbers": _sentence_piece(scores=f32s([np.nan] * len(PIECES))),
        "scores without end": _sentence_piece(scores=f32s([np.inf] * len(PIECES))),
        "bytes as text": _sentence_piece(token_type=i32s([2, 3, 3, *[1] * (len(PIECES) - 3)])),
        "another kind of tokenizer": _tokens(model=text("bert")),
        "a tokenizer named after a file": _tokens(model=text("../../etc/passwd")),
        "an unknown cut of texts": _tokens(tokens_pre=text("x")),
    }
    return files


def lying_numbers() -> dict[str, bytes]:
    """Fractions that are none, where the model divides by them or turns with them."""
    values = {"nan": np.nan, "inf": np.inf, "-inf": -np.inf, "negative": -1.0, "zero": 0.0}
    base = {
        f"rope base {name}": _changed(llama__rope__freq_base=f32(value)) for name, value in values.items()
    }
    scale = {
        f"rope scale {name}": _changed(llama__rope__scaling__factor=f32(value))
        for name, value in values.items()
        if name != "zero"
    }
    epsilon = {
        f"epsilon {name}": _changed(llama__attention__layer_norm_rms_epsilon=f32(value))
        for name, value in values.items()
    }
    kinds = {
        f"scaling {name}": _changed(llama__rope__scaling__type=text(name))
        for name in ("yarn", "longrope", "llama3", "dynamic", "")
    }
    return base | scale | epsilon | kinds


def lying_tensors() -> dict[str, bytes]:
    """Tensors under names that are none, of shapes that are not the model's, over one another."""
    tensors = tiny_tensors()
    norm = np.ones(WIDTH, np.float32)
    names = ("../../escape", "/etc/passwd", "blk.00.attn_norm.weight", "blk.-1.attn_norm.weight")
    names += ("blk.2.attn_norm.weight", f"blk.{HUGE}.attn_norm.weight", "blk.0.attn_norm.bias", "output.bias")
    files = {
        f"tensor {name}": gguf_bytes(tiny_keys(), [*tensors, packed(name, norm, "F32")]) for name in names
    }
    for tensor in tensors[:3]:
        shape = (*tensor.shape[:-1], tensor.shape[-1] * 2)
        wider = Tensor(tensor.name, shape, tensor.gguf_type, tensor.data * 2)
        rest = [wider if other is tensor else other for other in tensors]
        files[f"{tensor.name} twice as wide"] = gguf_bytes(tiny_keys(), rest)
        files[f"{tensor.name} over the first"] = gguf_bytes(
            tiny_keys(), tensors, offsets={tensors[-1].name: 0, tensor.name: 64}
        )
    factors = np.array([1.0, np.nan, 1, 1, 1, 1, 1, 1])
    files["rope factors that are no numbers"] = gguf_bytes(
        tiny_keys(), [*tensors, packed("rope_freqs.weight", factors, "F32")]
    )
    return files


def other_models() -> dict[str, bytes]:
    """Whole files of models that are not read, which must not be read as something else."""
    return {
        "architecture": _changed(general__architecture=text("gptneox")),
        "architecture in capitals": _changed(general__architecture=text("LLAMA")),
        "experts": _changed(llama__expert_count=u32(8)),
        "a part of two": _changed(split__count=u16(2)),
        "an adapter": _changed(adapter__type=text("lora"), general__architecture=text("llama-lora")),
        "a key that is unknown": _changed(llama__attention__sliding_window=u32(4096)),
        "a sliding window of floats": _changed(llama__attention__clamp_kqv=f32(1.0)),
        "a name of a megabyte": gguf_bytes({("a" * 2**20): u32(1), **tiny_keys()}, tiny_tensors()),
        "a name with an escape": gguf_bytes({"general.\x1b[2J": u32(1), **tiny_keys()}, tiny_tensors()),
        "a string without UTF-8": gguf_bytes(
            tiny_keys() | {"tokenizer.chat_template": struct.pack("<I", 8) + string(b"\xff" * 8)},
            tiny_tensors(),
        ),
    }


def _files() -> dict[str, bytes]:
    return {
        **huge_numbers(),
        **huge_arrays(),
        **deep_arrays(),
        **lying_vocabularies(),
        **lying_numbers(),
        **lying_tensors(),
        **other_models(),
    }


def _writer(content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "model.gguf"
        path.write_bytes(content)
        return path

    return write


def _folder_writer(files: Mapping[str, bytes]) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        target = folder / "model"
        target.mkdir()
        for name, content in files.items():
            (target / name).write_bytes(content)
        return target

    return write


def _linked(folder: Path) -> Path:
    (folder / "model.gguf").symlink_to("model.gguf")
    return folder / "model.gguf"


def _adapter_of(base: str | None) -> Callable[[Path], Path]:
    """An adapter whose base is at a place of its choice; None is the adapter itself."""

    def write(folder: Path) -> Path:
        config = {
            "peft_type": "LORA",
            "base_model_name_or_path": base or str(folder),
            "r": 4,
            "lora_alpha": 8,
        }
        (folder / "adapter_config.json").write_text(json.dumps(config))
        (folder / "adapter_model.safetensors").write_bytes(b"")
        return folder

    return write


FOLDERS: Mapping[str, Callable[[Path], Path]] = {
    "an empty folder": _folder_writer({}),
    "a folder of noise": _folder_writer({"noise": bytes(range(256))}),
    "two GGUF files": _folder_writer({"a.gguf": b"GGUF", "b.gguf": b"GGUF"}),
    "a GGUF file of four bytes": _folder_writer({"a.gguf": b"GGUF"}),
    "a config that is no JSON": _folder_writer({"config.json": b"{", "model.safetensors": b""}),
    "a config 100,000 deep": _folder_writer({"config.json": b"[" * 100_000, "model.safetensors": b""}),
    "parameters that are no JSON": _folder_writer({"params.json": b"\xff", "consolidated.00.pth": b""}),
    "parameters 100,000 deep": _folder_writer({"params.json": b"[" * 100_000, "consolidated.00.pth": b""}),
    "a link to itself": _linked,
    "an adapter of itself": _adapter_of(None),
    "an adapter of a device": _adapter_of("/dev/zero"),
    "an adapter of the password file": _adapter_of("/etc/passwd"),
    "an adapter of a name too long": _adapter_of("a" * 100_000),
    "an adapter of a name with a zero": _adapter_of("a\0b"),
}

HOSTILE: Mapping[str, Callable[[Path], Path]] = {
    **{name: _writer(content) for name, content in _files().items()},
    **FOLDERS,
}
"""What it is called -> writes it below a folder that is empty, and says what to open."""
