"""Reads a GGUF file of architecture `llama` as a Checkpoint; the numbers stay in the mapped file.

GGUF keeps the rows of the query and key matrices in Meta's order, as we do: they are not touched.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.errors import CheckpointError, shown
from llamita.weights.checkpoint import Checkpoint, StoredTensor
from llamita.weights.gguf.header import TensorEntry, read_header
from llamita.weights.gguf.metadata import Metadata
from llamita.weights.gguf.names import parameter_name
from llamita.weights.gguf.spec import read_spec, refuse_other_models, vocabulary_size
from llamita.weights.gguf.vocabulary import read_vocabulary
from llamita.weights.mapped_file import map_file
from llamita.weights.training_record import GGUF_KEY

if TYPE_CHECKING:
    from pathlib import Path

_ROPE_FACTORS: Final = "rope_freqs.weight"


def read_gguf(path: Path, *, rope_base: float | None = None) -> Checkpoint:
    """Open a GGUF file: its description is read and checked, its numbers are only mapped.

    Takes the time of reading the vocabulary, whatever the size of the model. The file must not be
    changed or cut short while the checkpoint is in use.

    Args:
        path: the file.
        rope_base: the base of the rotary positions, for a file that does not state it or states a wrong
            one.

    Raises:
        CheckpointError: the file is missing, foreign, damaged, or of a model that is not supported.
        TokenizerError: its vocabulary is damaged or not supported.
        RequestError: ``rope_base`` is none.
    """
    mapped = map_file(path, "a GGUF file")
    header = read_header(mapped, path)
    metadata = Metadata(header.metadata, path)
    refuse_other_models(metadata)
    vocabulary = read_vocabulary(metadata, vocabulary_size(metadata, header.tensors))
    spec = read_spec(metadata, header.tensors, vocabulary, rope_base=rope_base)
    data = np.frombuffer(mapped, np.uint8)
    stored = [_stored_tensor(entry, data, path) for entry in header.tensors.values()]
    return Checkpoint(
        path=path,
        name=metadata.optional("general.name", str) or path.stem,
        spec=spec,
        vocabulary=vocabulary,
        tensors={tensor.name: tensor for tensor in stored if tensor.name != _ROPE_FACTORS},
        license=metadata.optional("general.license", str),
        corpus_manifest=metadata.optional(GGUF_KEY, str),
    )


def _stored_tensor(entry: TensorEntry, data: np.ndarray, path: Path) -> StoredTensor:
    tensor = StoredTensor(
        name=_our_name(entry.name, path),
        shape=entry.shape,
        format=entry.format,
        read=partial(data.__getitem__, slice(entry.start_bytes, entry.start_bytes + entry.size_bytes)),
    )
    if entry.name == _ROPE_FACTORS and not (tensor.dequantized() == 1).all():
        raise CheckpointError(
            f"tensor `{_ROPE_FACTORS}` in `{path}` scales the rotary positions: expected all ones",
            hint="models with scaled positions, such as Llama 3.1, are not supported",
        )
    return tensor


def _our_name(name: str, path: Path) -> str:
    if name == _ROPE_FACTORS:
        return name
    if ours := parameter_name(name):
        return ours
    raise CheckpointError(f"tensor {shown(name)} in `{path}` is no part of a `llama` model")
