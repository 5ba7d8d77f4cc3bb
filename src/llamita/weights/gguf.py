"""Reads a GGUF file of architecture `llama` as a Checkpoint; the numbers stay in the mapped file.

GGUF keeps the rows of the query and key matrices in Meta's order, as we do: they are not touched.
"""

from __future__ import annotations

import mmap
import re
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.errors import CheckpointError
from llamita.weights.checkpoint import Checkpoint, StoredTensor
from llamita.weights.gguf_cursor import DAMAGED_HINT, shown
from llamita.weights.gguf_header import TensorEntry, read_header
from llamita.weights.gguf_metadata import Metadata
from llamita.weights.gguf_spec import read_spec
from llamita.weights.gguf_vocabulary import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ROPE_FACTORS: Final = "rope_freqs.weight"

_MODEL_NAMES: Final[Mapping[str, str]] = {
    "token_embd.weight": "token_embedding",
    "output_norm.weight": "output_norm",
    "output.weight": "output",
}
_LAYER_NAMES: Final[Mapping[str, str]] = {
    "attn_norm": "attention_norm",
    "attn_q": "query",
    "attn_k": "key",
    "attn_v": "value",
    "attn_output": "attention_output",
    "ffn_norm": "feed_forward_norm",
    "ffn_gate": "gate",
    "ffn_up": "up",
    "ffn_down": "down",
}
_LAYER_TENSOR = re.compile(r"blk\.(0|[1-9][0-9]*)\.([a-z_]+)\.weight")

# What people save in place of a model, and how it begins.
_FOREIGN_BEGINNINGS: Final = (
    (b"version https://git-lfs", "a Git LFS pointer, not the file it points to", "run `git lfs pull`"),
    (b"<!doctype html", "a web page", "the download link led to a page: fetch the file itself"),
    (b"<html", "a web page", "the download link led to a page: fetch the file itself"),
)
_LONGEST_BEGINNING_BYTES = 64


def read_gguf(path: Path) -> Checkpoint:
    """Open a GGUF file: its description is read and checked, its numbers are only mapped.

    Takes the time of reading the vocabulary, whatever the size of the model. The file must not be
    changed or cut short while the checkpoint is in use.

    Raises:
        CheckpointError: the file is missing, foreign, damaged, or of a model that is not supported.
        TokenizerError: its vocabulary is damaged or not supported.
    """
    mapped = _map_file(path)
    header = read_header(mapped, path)
    metadata = Metadata(header.metadata, path)
    spec = read_spec(metadata, header.tensors)
    data = np.frombuffer(mapped, np.uint8)
    stored = [_stored_tensor(entry, data, path) for entry in header.tensors.values()]
    return Checkpoint(
        path=path,
        name=metadata.optional("general.name", str) or path.stem,
        spec=spec,
        vocabulary=read_vocabulary(metadata, spec.vocabulary_size),
        tensors={tensor.name: tensor for tensor in stored if tensor.name != _ROPE_FACTORS},
        license=metadata.optional("general.license", str),
    )


def _map_file(path: Path) -> mmap.mmap:
    try:
        _refuse_what_is_no_file(path)
        with path.open("rb") as file:
            _refuse_foreign(file.read(_LONGEST_BEGINNING_BYTES), path)
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise CheckpointError(f"no file at `{path}`: expected a GGUF file") from None
    except OSError as error:
        raise CheckpointError(f"cannot open `{path}`: {(error.strerror or str(error)).lower()}") from error


def _refuse_what_is_no_file(path: Path) -> None:
    if path.is_dir():
        raise CheckpointError(f"`{path}` is a folder: expected a GGUF file", hint=_files_inside(path))
    if path.exists() and not path.is_file():
        raise CheckpointError(f"`{path}` is a device or a pipe: expected a GGUF file")


def _files_inside(folder: Path) -> str | None:
    found = sorted(file.name for file in folder.glob("*.gguf"))
    return f"it holds {', '.join(f'`{name}`' for name in found[:3])}" if found else None


def _refuse_foreign(beginning: bytes, path: Path) -> None:
    if not beginning:
        raise CheckpointError(f"`{path}` is empty: expected a GGUF file", hint=DAMAGED_HINT)
    for known, what, hint in _FOREIGN_BEGINNINGS:
        if beginning.lstrip().lower().startswith(known):
            raise CheckpointError(f"`{path}` is {what}: expected a GGUF file", hint=hint)


def _stored_tensor(entry: TensorEntry, data: np.ndarray, path: Path) -> StoredTensor:
    tensor = StoredTensor(
        name=_our_name(entry.name, path),
        shape=entry.shape,
        format=entry.format,
        data=data[entry.start_bytes : entry.start_bytes + entry.size_bytes],
    )
    if entry.name == _ROPE_FACTORS and not (tensor.dequantized() == 1).all():
        raise CheckpointError(
            f"tensor `{_ROPE_FACTORS}` in `{path}` scales the rotary positions: expected all ones",
            hint="models with scaled positions, such as Llama 3.1, are not supported",
        )
    return tensor


def _our_name(name: str, path: Path) -> str:
    if name in _MODEL_NAMES:
        return _MODEL_NAMES[name]
    layer_tensor = _LAYER_TENSOR.fullmatch(name)
    if layer_tensor and layer_tensor[2] in _LAYER_NAMES:
        return f"layers.{layer_tensor[1]}.{_LAYER_NAMES[layer_tensor[2]]}"
    if name == _ROPE_FACTORS:
        return name
    raise CheckpointError(f"tensor {shown(name)} in `{path}` is no part of a `llama` model")
