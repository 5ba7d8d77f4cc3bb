"""The tokenizer in a model's folder, whichever of its forms the folder holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from llamita.errors import TokenizerError
from llamita.text.code_llama_pieces import infill_of, kinds_with_control
from llamita.text.sentencepiece_model import read_sentencepiece_model
from llamita.text.tokenizer_config import read_side_files, with_added
from llamita.text.tokenizer_json_reader import read_tokenizer_json
from llamita.text.vocabulary import SENTENCE_PIECE, Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

JSON_NAME: Final = "tokenizer.json"
MODEL_NAME: Final = "tokenizer.model"


def read_tokenizer(folder: Path, *, num_rows: int | None = None) -> Vocabulary:
    """The vocabulary in a folder of Hugging Face's or Meta's.

    ``tokenizer.json`` counts where there is one, with the scores of a ``tokenizer.model`` beside it;
    that file alone, with the tokens that were added to it, where there is none.

    Args:
        folder: of a model.
        num_rows: rows of the model's embedding, where they are known: transformers appends tokens for
            infilling to vocabularies of models that do not infill, and those beyond are left out.

    Raises:
        TokenizerError: there is none, it is damaged or not supported, or the two contradict each other.
    """
    json_path, model_path = folder / JSON_NAME, folder / MODEL_NAME
    if not json_path.exists():
        if not model_path.exists():
            raise TokenizerError(
                f"no tokenizer in `{folder}`: expected `{JSON_NAME}` or `{MODEL_NAME}`",
                hint="it stands beside the weights where they were published; copy it into the folder",
            )
        return _read_model_with_side_files(model_path, num_rows)
    vocabulary = read_tokenizer_json(json_path, num_rows=num_rows)
    if not model_path.exists() or vocabulary.model != SENTENCE_PIECE:
        return vocabulary
    return _with_scores_of(vocabulary, read_sentencepiece_model(model_path), json_path, model_path)


def _read_model_with_side_files(path: Path, num_rows: int | None) -> Vocabulary:
    vocabulary = read_sentencepiece_model(path)
    side = read_side_files(path.parent)
    try:
        pieces, kinds = with_added(vocabulary.pieces, vocabulary.kinds, side.added)
        size = side.num_kept(pieces, num_rows)
        pieces, kinds = pieces[:size], kinds[:size]
        begin_id = side.id_in(pieces, "bos_token", vocabulary.begin_id)
        return replace(
            vocabulary,
            pieces=pieces,
            kinds=kinds_with_control(pieces, kinds),
            scores=[*vocabulary.scores, *[0.0] * len(pieces)][: len(pieces)],
            begin_id=begin_id,
            end_id=side.id_in(pieces, "eos_token", vocabulary.end_id),
            padding_id=side.padding_id(pieces, vocabulary.padding_id),
            adds_begin=begin_id is not None and side.adds_begin is not False,
            adds_space=vocabulary.adds_space if side.adds_space is None else side.adds_space,
            infill=infill_of(pieces),
            chat_template=side.chat_template,
        )
    except TokenizerError as error:
        raise TokenizerError(
            f"`{path}` and the files beside it do not fit together: {error}", hint=error.hint
        ) from error


def _with_scores_of(
    vocabulary: Vocabulary, model: Vocabulary, json_path: Path, model_path: Path
) -> Vocabulary:
    """The vocabulary with the scores it was trained with: merges say almost, but not all of, the same."""
    size = len(model.pieces)
    if list(vocabulary.pieces[:size]) != list(model.pieces):
        raise TokenizerError(
            f"`{json_path}` and `{model_path}` contradict each other: {len(vocabulary.pieces)} and {size} "
            "pieces that are not the same",
            hint="remove the one that belongs to another model",
        )
    return replace(vocabulary, scores=[*model.scores, *vocabulary.scores[size:]])
