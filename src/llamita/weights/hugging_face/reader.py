"""Reads a Hugging Face folder as a Checkpoint; the numbers stay in the mapped files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from llamita.errors import CheckpointError, shown
from llamita.spec import parameter_shapes
from llamita.text.tokenizer_files import read_tokenizer
from llamita.weights.checkpoint import Checkpoint
from llamita.weights.hugging_face.config import read_config, read_spec
from llamita.weights.hugging_face.names import order_when_read, tensor_name
from llamita.weights.hugging_face.weight_files import read_weight_files
from llamita.weights.layout import reordered
from llamita.weights.training_record import read_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.spec import ModelSpec
    from llamita.text.vocabulary import Vocabulary
    from llamita.weights.checkpoint import StoredTensor


def read_hugging_face(folder: Path, *, rope_base: float | None = None) -> Checkpoint:
    """Open a folder as transformers writes it: descriptions are read and checked, numbers only mapped.

    Takes the time of reading the vocabulary, whatever the size of the model. The files must not be
    changed or cut short while the checkpoint is in use.

    Args:
        folder: with config.json, tokenizer files, and weights as safetensors or as torch's pickles.
        rope_base: the base of the rotary positions, for a config that does not state it or states a
            wrong one.

    Raises:
        CheckpointError: a file is missing, foreign, damaged, or of a model that is not supported.
        TokenizerError: the vocabulary is damaged or not supported.
        RequestError: ``rope_base`` is none.
    """
    config = read_config(folder / "config.json")
    stored = read_weight_files(folder)
    vocabulary = read_tokenizer(folder, num_rows=config.positive("vocab_size"))
    spec = read_spec(config, vocabulary, num_tensors=len(stored), rope_base=rope_base)
    if spec.tied_output:
        stored = _without_tied_copy(stored, folder)
    parameters = _parameters(stored, spec, folder)
    _require_piece_for_each_row(vocabulary, spec.vocabulary_size, folder)
    return Checkpoint(
        path=folder,
        name=_name(folder),
        spec=spec,
        vocabulary=vocabulary,
        tensors=parameters,
        license=None,
        corpus_manifest=read_manifest(folder),
    )


def _name(folder: Path) -> str:
    """The folder's name; in a cache of the Hub the repository's, where the folder's is a commit.

    What config.json calls the model is the path it was fine-tuned from, on a stranger's disk.
    """
    place = folder.absolute()
    repository = place.parent.parent.name
    if place.parent.name == "snapshots" and repository.startswith("models--"):
        return repository.removeprefix("models--").replace("--", "/")
    return place.name


def _without_tied_copy(stored: dict[str, StoredTensor], folder: Path) -> dict[str, StoredTensor]:
    """Leave out the output where it only repeats the embedding, as torch's pickles do.

    Raises:
        CheckpointError: it does not.
    """
    embedding, output = (stored.get(tensor_name(name)) for name in ("token_embedding", "output"))
    if embedding is None or output is None:
        return stored
    alike = (output.shape, output.format) == (embedding.shape, embedding.format)
    if not alike or output.data.data != embedding.data.data:
        raise CheckpointError(
            f"`{folder}` holds an output of its own, `{tensor_name('output')}`, "
            "though its config says that the embedding is the output",
            hint="set `tie_word_embeddings` to false in config.json if the model was trained so",
        )
    return {name: tensor for name, tensor in stored.items() if tensor is not output}


def _parameters(stored: dict[str, StoredTensor], spec: ModelSpec, folder: Path) -> dict[str, StoredTensor]:
    """The tensors under our names and in our order of rows; each there, with its shape, and no stranger."""
    rest = dict(stored)
    parameters: dict[str, StoredTensor] = {}
    for parameter, shape in parameter_shapes(spec).items():
        name = tensor_name(parameter)
        tensor = rest.pop(name, None)
        if tensor is None:
            raise CheckpointError(f"tensor `{name}` is missing from `{folder}`: expected shape {shape}")
        if tensor.shape != shape:
            raise CheckpointError(
                f"tensor `{name}` in `{folder}` has shape {shown(tensor.shape)}, this model needs {shape}"
            )
        order = order_when_read(parameter, spec)
        named = replace(tensor, name=parameter)
        parameters[parameter] = named if order is None else reordered(named, order)
    if rest:
        raise CheckpointError(
            f"`{folder}` holds tensors this model does not have: {', '.join(map(shown, sorted(rest)[:5]))}"
        )
    return parameters


def _require_piece_for_each_row(vocabulary: Vocabulary, num_rows: int, folder: Path) -> None:
    num_pieces = len(vocabulary.pieces)
    if num_pieces != num_rows:
        hint = (
            "the tokenizer files are another model's, or some are missing: take all of them from where "
            "the weights are from"
        )
        if num_pieces < num_rows:
            hint += (
                "; if the last rows only fill the embedding up, cut them off: "
                f"`resize_token_embeddings({num_pieces})` in transformers"
            )
        raise CheckpointError(
            f"the tokenizer in `{folder}` has {num_pieces} pieces, the model's embedding {num_rows} rows",
            hint=hint,
        )
