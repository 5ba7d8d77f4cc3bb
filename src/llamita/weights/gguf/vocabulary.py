"""What a GGUF file's keys say about its tokens, as a Vocabulary.

The keys are read here and held against each other there: a damaged vocabulary still reads and writes
text, only wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.errors import CheckpointError, TokenizerError, shown
from llamita.text.code_llama_pieces import PREFIX_PIECE, TURN_PIECE, infill_of, kinds_with_control
from llamita.text.vocabulary import BYTE_LEVEL, SENTENCE_PIECE, InfillIds, PieceKind, Vocabulary
from llamita.weights.mapped_file import DAMAGED_HINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llamita.weights.gguf.metadata import Metadata

# Two generations of names for the tokens of an infilling prompt.
_INFILL_KEYS: Final = (
    ("fim_pre_token_id", "fim_suf_token_id", "fim_mid_token_id", "eot_token_id"),
    ("prefix_token_id", "suffix_token_id", "middle_token_id", "eot_token_id"),
)


def read_vocabulary(metadata: Metadata, vocabulary_size: int) -> Vocabulary:
    """The file's tokens, one for each of ``vocabulary_size`` ids.

    Raises:
        CheckpointError: a key is missing or has another type.
        TokenizerError: what the keys say does not fit together, or is not supported.
    """
    model = metadata.required("tokenizer.ggml.model", str)
    if model not in (BYTE_LEVEL, SENTENCE_PIECE):
        raise _refused(metadata, "model", f"`{BYTE_LEVEL}` or `{SENTENCE_PIECE}`", shown(model))
    is_byte_level = model == BYTE_LEVEL
    pieces = metadata.required("tokenizer.ggml.tokens", list)
    if len(pieces) != vocabulary_size:
        expected = f"{vocabulary_size} pieces, one for each row of `token_embd.weight`"
        raise _refused(metadata, "tokens", expected, f"{len(pieces)}")
    kinds = _read_kinds(metadata)
    begin_id = _read_id(metadata, "bos_token_id")
    if not is_byte_level:
        kinds = kinds_with_control(pieces, kinds)
    infill = _read_infill(metadata, pieces, kinds)
    try:
        return Vocabulary(
            model=model,
            split=_read_split(metadata, is_byte_level=is_byte_level),
            pieces=pieces,
            kinds=_kinds_with_infill(kinds, infill),
            merges=metadata.required("tokenizer.ggml.merges", list) if is_byte_level else (),
            scores=() if is_byte_level else _read_scores(metadata),
            begin_id=begin_id,
            end_id=_read_id(metadata, "eos_token_id"),
            unknown_id=_read_unknown_id(metadata, kinds),
            padding_id=_read_id(metadata, "padding_token_id"),
            adds_begin=_read_adds_begin(metadata, begin_id, is_byte_level=is_byte_level),
            adds_space=not is_byte_level and _read_adds_space(metadata),
            infill=infill,
            chat_template=metadata.optional("tokenizer.chat_template", str),
        )
    except TokenizerError as error:
        raise TokenizerError(
            f"cannot use the tokens of `{metadata.path}`: {error}", hint=DAMAGED_HINT
        ) from error


def _refused(metadata: Metadata, name: str, expected: str, got: str) -> TokenizerError:
    return TokenizerError(
        f"cannot use `tokenizer.ggml.{name}` of `{metadata.path}`: expected {expected}, got {got}",
        hint=DAMAGED_HINT,
    )


def _read_kinds(metadata: Metadata) -> Sequence[int]:
    kinds = metadata.required("tokenizer.ggml.token_type", np.ndarray)
    if kinds.dtype.kind not in "iu":
        raise _refused(metadata, "token_type", "whole numbers", f"an array of {kinds.dtype}")
    return tuple(kinds.tolist())


def _read_scores(metadata: Metadata) -> Sequence[float]:
    scores = metadata.required("tokenizer.ggml.scores", np.ndarray)
    if scores.dtype.kind != "f":
        raise _refused(metadata, "scores", "fractions", f"an array of {scores.dtype}")
    return tuple(scores.tolist())


def _read_id(metadata: Metadata, name: str) -> int | None:
    """An id; older converters wrote a missing one as -1 into 32 unsigned bits."""
    found = metadata.optional(f"tokenizer.ggml.{name}", int)
    return None if found in (-1, 2**32 - 1) else found


def _read_unknown_id(metadata: Metadata, kinds: Sequence[int]) -> int | None:
    """The id for what cannot be spelled; files that leave it out still have a piece of that kind."""
    stated = _read_id(metadata, "unknown_token_id")
    if stated is None and PieceKind.UNKNOWN in kinds:
        return kinds.index(PieceKind.UNKNOWN)
    return stated


def _read_split(metadata: Metadata, *, is_byte_level: bool) -> str:
    """How text is cut first; SentencePiece does not, and its files need not say so."""
    if is_byte_level:
        return metadata.required("tokenizer.ggml.pre", str)
    return metadata.optional("tokenizer.ggml.pre", str) or "default"


def _read_adds_begin(metadata: Metadata, begin_id: int | None, *, is_byte_level: bool) -> bool:
    stated = metadata.optional("tokenizer.ggml.add_bos_token", bool)
    adds_begin = not is_byte_level if stated is None else stated
    if adds_begin and begin_id is None:
        raise CheckpointError(
            f"`{metadata.path}` has no key `tokenizer.ggml.bos_token_id`: its prompts start with that token"
        )
    return adds_begin


def _read_adds_space(metadata: Metadata) -> bool:
    if metadata.optional("tokenizer.ggml.remove_extra_whitespaces", bool):
        raise _refused(metadata, "remove_extra_whitespaces", "`False`: code needs its spaces", "`True`")
    return metadata.optional("tokenizer.ggml.add_space_prefix", bool) is not False


def _read_infill(metadata: Metadata, pieces: Sequence[str], kinds: Sequence[int]) -> InfillIds | None:
    """The tokens of an infilling prompt: by their spelling in Code Llama, else by the file's keys.

    Some converters wrote the ids that Code Llama 7B has into the files of other models: ids that stand
    for text there are not believed.
    """
    infill = infill_of(pieces)
    if infill is not None or PREFIX_PIECE in pieces or TURN_PIECE in pieces:
        return infill
    stated = {ids for names in _INFILL_KEYS if (ids := _read_infill_ids(metadata, names, kinds))}
    if len(stated) > 1:
        raise _refused(metadata, "prefix_token_id", "the tokens that `fim_pre_token_id` names", "others")
    for prefix, suffix, middle, end in stated:
        return InfillIds(prefix=prefix, suffix=suffix, middle=middle, end=end)
    return None


def _read_infill_ids(
    metadata: Metadata, names: Sequence[str], kinds: Sequence[int]
) -> tuple[int, ...] | None:
    """The ids under four keys, where all four are there, different, and no text."""
    found: list[int] = []
    for name in names:
        token_id = _read_id(metadata, name)
        if token_id is None:
            return None
        if not 0 <= token_id < len(kinds):
            raise _refused(metadata, name, f"an id below {len(kinds)}", f"{token_id}")
        if kinds[token_id] in (PieceKind.CONTROL, PieceKind.USER_DEFINED) and token_id not in found:
            found.append(token_id)
    return tuple(found) if len(found) == len(names) else None


def _kinds_with_infill(kinds: Sequence[int], infill: InfillIds | None) -> Sequence[int]:
    """The kinds, with the tokens of an infilling prompt out of reach for text."""
    if infill is None:
        return kinds
    all_kinds = list(kinds)
    for token_id in (infill.prefix, infill.suffix, infill.middle, infill.end):
        all_kinds[token_id] = PieceKind.CONTROL
    return all_kinds
