"""Writes a Checkpoint as a Hugging Face folder that transformers loads; one tensor in memory at a time."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from llamita.errors import RequestError
from llamita.files.new_file import new_folder
from llamita.files.progress import SilentProgress, adding_up, piece_of_work
from llamita.spec import parameter_shapes
from llamita.text.sentencepiece_model import sentencepiece_model_bytes
from llamita.text.templates import template_of
from llamita.text.tokenizer_config import tokenizer_config
from llamita.text.tokenizer_json import tokenizer_json
from llamita.text.vocabulary import SENTENCE_PIECE
from llamita.weights.blocks import BF16, F16, F32
from llamita.weights.hugging_face.config import config_of
from llamita.weights.hugging_face.names import order_when_written, tensor_name
from llamita.weights.layout import reordered
from llamita.weights.safetensors_file import write_safetensors_file
from llamita.weights.training_record import write_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from llamita.files.progress import ProgressSink
    from llamita.spec import ModelSpec
    from llamita.weights.blocks import BlockFormat
    from llamita.weights.checkpoint import Checkpoint, StoredTensor

MAX_FILE_BYTES: Final = 5_000_000_000
"""How large a file becomes at the most: what the Hub takes, and what transformers writes."""

_DTYPES: Final[Mapping[str, str]] = {F32.name: "float32", F16.name: "float16", BF16.name: "bfloat16"}
# Roughly what header, config and tokenizer take together.
_DESCRIPTION_BYTES: Final = 8 << 20


def write_hugging_face(
    checkpoint: Checkpoint,
    folder: Path,
    *,
    max_file_bytes: int = MAX_FILE_BYTES,
    progress: ProgressSink | None = None,
) -> None:
    """Write a folder that transformers and everything built on it loads; there whole or not at all.

    Args:
        checkpoint: the model, each tensor in F32, F16 or BF16, which it keeps.
        folder: the folder to make; nothing may be there yet.
        max_file_bytes: how many bytes of tensors a file may hold; a larger tensor gets one of its own.
        progress: is told how much is written.

    Raises:
        RequestError: the model is quantized, or ``folder`` is taken or cannot be written.
        CapacityError: the disk is full.
    """
    sink = progress or SilentProgress()
    parameters = [checkpoint.tensors[name] for name in parameter_shapes(checkpoint.spec)]
    for tensor in parameters:
        _require_floats(tensor, checkpoint.path)
    files = _files([_as_written(tensor, checkpoint.spec) for tensor in parameters], max_file_bytes)
    size_bytes = sum(tensor.size_bytes for tensor in parameters)
    with new_folder(folder, size_bytes + _DESCRIPTION_BYTES) as part:
        _write_description(checkpoint, parameters[0].format, part)
        if len(files) > 1:
            _write_json(part / "model.safetensors.index.json", _index(files, size_bytes))
        for name, tensors in files.items():
            with piece_of_work(sink, f"writing {name}", sum(tensor.size_bytes for tensor in tensors)):
                write_safetensors_file(part / name, tensors, adding_up(sink))


def _require_floats(tensor: StoredTensor, path: Path) -> None:
    if tensor.format.name not in _DTYPES:
        raise RequestError(
            f"cannot write `{tensor.name}` of `{path}` as {tensor.format.name}: "
            f"a Hugging Face folder holds {', '.join(_DTYPES)}",
            hint="convert the weights to one of them first",
        )


def _as_written(tensor: StoredTensor, spec: ModelSpec) -> StoredTensor:
    order = order_when_written(tensor.name, spec)
    named = replace(tensor, name=tensor_name(tensor.name))
    return named if order is None else reordered(named, order)


def _files(tensors: Sequence[StoredTensor], max_file_bytes: int) -> dict[str, list[StoredTensor]]:
    """Which tensors go into which file, in their order: the next begins where one would be too large."""
    parts: list[list[StoredTensor]] = [[]]
    filled_bytes = 0
    for tensor in tensors:
        if parts[-1] and filled_bytes + tensor.size_bytes > max_file_bytes:
            parts.append([])
            filled_bytes = 0
        parts[-1].append(tensor)
        filled_bytes += tensor.size_bytes
    if len(parts) == 1:
        return {"model.safetensors": parts[0]}
    return {
        f"model-{index:05d}-of-{len(parts):05d}.safetensors": part
        for index, part in enumerate(parts, start=1)
    }


def _index(files: Mapping[str, Sequence[StoredTensor]], size_bytes: int) -> dict[str, Any]:
    weight_map = {tensor.name: file for file, tensors in files.items() for tensor in tensors}
    return {"metadata": {"total_size": size_bytes}, "weight_map": weight_map}


def _write_description(checkpoint: Checkpoint, format: BlockFormat, folder: Path) -> None:
    """Write all but the weights; a form of dialog that only the spec tells becomes a template."""
    spec, vocabulary = checkpoint.spec, checkpoint.vocabulary
    if vocabulary.chat_template is None and spec.dialog is not None:
        vocabulary = replace(vocabulary, chat_template=template_of(spec.dialog))
    config = config_of(spec, vocabulary, _DTYPES[format.name])
    special_ids = {key: config[key] for key in ("bos_token_id", "eos_token_id", "pad_token_id")}
    _write_json(folder / "config.json", config)
    _write_json(folder / "generation_config.json", {"_from_model_config": True, **special_ids})
    _write_json(folder / "tokenizer.json", tokenizer_json(vocabulary))
    _write_json(folder / "tokenizer_config.json", tokenizer_config(vocabulary))
    if vocabulary.model == SENTENCE_PIECE:
        (folder / "tokenizer.model").write_bytes(sentencepiece_model_bytes(vocabulary))
    write_manifest(checkpoint.corpus_manifest, folder)


def _write_json(path: Path, values: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
