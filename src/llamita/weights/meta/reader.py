"""Reads a folder as Meta publishes models: shards merged, names ours, the numbers still in the files.

Rows of the query and key matrices stay as they are: their order is ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.errors import CheckpointError, shown
from llamita.spec import ModelSpec, parameter_shapes
from llamita.text.dialog import recognized_dialog
from llamita.text.sentencepiece_model import read_sentencepiece_model
from llamita.weights.checkpoint import Checkpoint
from llamita.weights.layout import COLUMNS, ROWS, joined
from llamita.weights.meta.params import read_params
from llamita.weights.meta.parts import is_rope_frequencies, meta_part
from llamita.weights.rope_base import resolved_rope_base
from llamita.weights.torch_file import read_torch_file
from llamita.weights.training_record import read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from llamita.text.vocabulary import Vocabulary
    from llamita.weights.checkpoint import StoredTensor
    from llamita.weights.meta.params import Params

_SHARD_NAME = re.compile(r"consolidated\.([0-9]{2})\.pth")
_TOKENIZER: Final = "tokenizer.model"
_EMBEDDING: Final = "tok_embeddings.weight"
_GATE: Final = "layers.0.feed_forward.w1.weight"
_AXIS_NAMES: Final = {ROWS: "rows", COLUMNS: "columns"}
_MATRIX_AXES: Final = 2

# As Hugging Face's conversion of Meta's files sets it: a base above Llama 2's means Code Llama.
_LLAMA_2_ROPE_BASE: Final = 10_000.0
_LLAMA_2_CONTEXT_TOKENS: Final = 4096
_CODE_LLAMA_CONTEXT_TOKENS: Final = 16_384


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shard:
    path: Path
    tensors: Mapping[str, StoredTensor]


def read_meta(folder: Path, *, rope_base: float | None = None) -> Checkpoint:
    """Open a folder with ``params.json``, ``consolidated.NN.pth`` and ``tokenizer.model``.

    The tokenizer may also lie beside the folder, as Meta's download of Llama 2 leaves it. Takes the time
    of reading the vocabulary, whatever the size of the model; only tensors that every shard repeats are
    read, to compare them. The files must not be changed or cut short while the checkpoint is in use.

    ``context_tokens`` stands in none of these files. It is what Hugging Face's conversion gives them:
    16,384 where the rope base is above 10,000 (Code Llama), otherwise 4,096 (Llama 2).

    Args:
        folder: where the files are.
        rope_base: the base of the rotary positions, instead of what ``params.json`` says.

    Raises:
        CheckpointError: a file is missing or damaged, or the files contradict each other.
        TokenizerError: the vocabulary is damaged or not supported.
        RequestError: ``rope_base`` is no base.

    Source: `convert_llama_weights_to_hf.py` of Hugging Face's `transformers`, for the context.
    """
    params = read_params(folder / "params.json")
    shards = [_Shard(path=path, tensors=read_torch_file(path)) for path in _shard_paths(folder)]
    vocabulary_size = _vocabulary_size(params, shards, folder)
    _check_feed_forward_width(params, shards, folder)
    if params.num_layers > len(shards[0].tensors):
        raise CheckpointError(
            f"cannot use key `n_layers` of `{folder / 'params.json'}`: expected no more layers than "
            f"{len(shards[0].tensors)} tensors, got {params.num_layers}"
        )
    vocabulary = _vocabulary(folder, vocabulary_size)
    # Meta's own files of Code Llama state it from their first day, those of Llama 2 never do.
    base = resolved_rope_base(
        params.rope_base,
        rope_base,
        vocabulary,
        f"key `rope_theta` of `{folder / 'params.json'}`",
        default_is_usual=True,
    )
    is_llama_2 = base <= _LLAMA_2_ROPE_BASE
    spec = ModelSpec(
        num_layers=params.num_layers,
        width=params.width,
        num_heads=params.num_heads,
        num_kv_heads=params.num_kv_heads,
        head_width=params.width // params.num_heads,
        feed_forward_width=params.feed_forward_width,
        vocabulary_size=vocabulary_size,
        norm_epsilon=params.norm_epsilon,
        rope_base=base,
        context_tokens=_LLAMA_2_CONTEXT_TOKENS if is_llama_2 else _CODE_LLAMA_CONTEXT_TOKENS,
        tied_output=False,
        rope_scale=1.0,
        dialog=recognized_dialog(vocabulary),
    )
    return Checkpoint(
        path=folder,
        name=folder.resolve().name,
        spec=spec,
        vocabulary=vocabulary,
        tensors=_merged(spec, shards),
        license=None,
        corpus_manifest=read_manifest(folder),
    )


def _shard_paths(folder: Path) -> list[Path]:
    """The shards in their order, none left out."""
    try:
        found = sorted(path.name for path in folder.iterdir() if _SHARD_NAME.fullmatch(path.name))
    except OSError as error:
        raise CheckpointError(f"cannot open `{folder}`: {(error.strerror or str(error)).lower()}") from error
    expected = [f"consolidated.{index:02d}.pth" for index in range(len(found))]
    if not found:
        raise CheckpointError(
            f"no weights in `{folder}`: expected `consolidated.00.pth`",
            hint="a folder in another form is read by the form that its files have",
        )
    for name, expected_name in zip(found, expected, strict=True):
        if name != expected_name:
            raise CheckpointError(
                f"`{expected_name}` is missing from `{folder}`: found `{name}`", hint="fetch the missing file"
            )
    return [folder / name for name in found]


def _vocabulary_size(params: Params, shards: list[_Shard], folder: Path) -> int:
    """The rows of the embedding, once its columns tell that all shards are there."""
    num_rows, num_columns = _matrix_shape(_EMBEDDING, shards[0])
    if num_columns * len(shards) != params.width:
        if num_columns == params.width:
            raise CheckpointError(
                f"tensor `{_EMBEDDING}` in `{shards[0].path}` has all {params.width} columns, in each of "
                f"{len(shards)} shards: expected it cut by its columns",
                hint="an embedding cut by its rows is a Llama 3, which is not supported",
            )
        raise CheckpointError(
            f"the shards in `{folder}` hold {len(shards)} times {num_columns} columns of `{_EMBEDDING}`: "
            f"expected {params.width} in all",
            hint="one or more of the files `consolidated.NN.pth` are missing, or of another model",
        )
    if params.vocabulary_size not in (None, num_rows):
        raise CheckpointError(
            f"cannot use key `vocab_size` of `{folder / 'params.json'}`: expected {num_rows}, "
            f"the rows of `{_EMBEDDING}`, got {params.vocabulary_size}"
        )
    return num_rows


def _check_feed_forward_width(params: Params, shards: list[_Shard], folder: Path) -> None:
    num_rows, _ = _matrix_shape(_GATE, shards[0])
    if num_rows * len(shards) != params.feed_forward_width:
        raise CheckpointError(
            f"`{folder / 'params.json'}` gives a feed-forward width of {params.feed_forward_width} "
            f"(dim {params.width}, multiple_of {params.multiple_of}, ffn_dim_multiplier "
            f"{params.ffn_dim_multiplier}): `{_GATE}` has {num_rows * len(shards)} rows in all shards",
            hint="take the `params.json` that belongs to these weights",
        )


def _matrix_shape(name: str, shard: _Shard) -> tuple[int, int]:
    tensor = shard.tensors.get(name)
    if tensor is None:
        raise _missing(name, shard)
    if len(tensor.shape) != _MATRIX_AXES:
        raise CheckpointError(
            f"tensor `{name}` in `{shard.path}` has shape {tensor.shape}: expected a matrix"
        )
    return tensor.shape[0], tensor.shape[1]


def _vocabulary(folder: Path, vocabulary_size: int) -> Vocabulary:
    inside, beside = folder / _TOKENIZER, folder.resolve().parent / _TOKENIZER
    path = beside if beside.exists() and not inside.exists() else inside
    vocabulary = read_sentencepiece_model(path)
    if len(vocabulary.pieces) != vocabulary_size:
        raise CheckpointError(
            f"the tokenizer of `{folder}` has {len(vocabulary.pieces)} pieces, "
            f"`{_EMBEDDING}` has {vocabulary_size} rows: expected the same",
            hint=f"take the `{_TOKENIZER}` that belongs to these weights",
        )
    return vocabulary


def _merged(spec: ModelSpec, shards: list[_Shard]) -> dict[str, StoredTensor]:
    shapes = parameter_shapes(spec)
    names = {meta_part(parameter)[0] for parameter in shapes}
    for shard in shards:
        strangers = sorted(name for name in set(shard.tensors) - names if not is_rope_frequencies(name))
        if strangers:
            raise CheckpointError(
                f"tensor {shown(strangers[0])} in `{shard.path}` is no part of a Llama model "
                f"with {spec.num_layers} layers"
            )
    for name in filter(is_rope_frequencies, shards[0].tensors):
        _repeated(name, name, (spec.head_width // 2,), shards)
    return {parameter: _whole(parameter, shape, shards) for parameter, shape in shapes.items()}


def _whole(parameter: str, shape: tuple[int, ...], shards: list[_Shard]) -> StoredTensor:
    """One parameter, put together from its part in each shard."""
    name, axis = meta_part(parameter)
    if axis is None:
        return _repeated(parameter, name, shape, shards)
    length, rest = divmod(shape[axis], len(shards))
    if rest:
        raise CheckpointError(
            f"tensor `{name}` cannot stand in {len(shards)} equal shards: "
            f"it has {shape[axis]} {_AXIS_NAMES[axis]} in all"
        )
    part_shape = (*shape[:axis], length, *shape[axis + 1 :])
    parts = [_part(name, part_shape, shard) for shard in shards]
    for part, shard in zip(parts, shards, strict=True):
        if part.format is not parts[0].format:
            raise CheckpointError(
                f"tensor `{name}` is {parts[0].format.name} in `{shards[0].path}` and "
                f"{part.format.name} in `{shard.path}`: expected the same in all shards"
            )
    return joined(parameter, parts, axis)


def _repeated(parameter: str, name: str, shape: tuple[int, ...], shards: list[_Shard]) -> StoredTensor:
    """One of the copies of a tensor that every shard has whole, once they are known to be equal."""
    first, *others = (_part(name, shape, shard) for shard in shards)
    for copy, shard in zip(others, shards[1:], strict=True):
        if copy.format is not first.format or not np.array_equal(copy.data, first.data):
            raise CheckpointError(
                f"tensor `{name}` differs between `{shards[0].path}` and `{shard.path}`: "
                "expected the same in all shards",
                hint="the files belong to different models, or one of them is damaged",
            )
    return joined(parameter, [first], ROWS)


def _part(name: str, shape: tuple[int, ...], shard: _Shard) -> StoredTensor:
    tensor = shard.tensors.get(name)
    if tensor is None:
        raise _missing(name, shard)
    if tensor.shape != shape:
        raise CheckpointError(f"tensor `{name}` in `{shard.path}` has shape {tensor.shape}: expected {shape}")
    return tensor


def _missing(name: str, shard: _Shard) -> CheckpointError:
    return CheckpointError(
        f"tensor `{name}` is missing from `{shard.path}`",
        hint="the file is not whole, or was saved without some of its weights",
    )
