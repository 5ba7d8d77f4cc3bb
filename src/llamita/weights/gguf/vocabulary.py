"""What a GGUF file's keys say about its tokens, as a Vocabulary whose parts fit each other.

A vocabulary that is damaged still reads and writes text, only wrong; so everything that one part of
it says about another is checked: pieces, kinds, merges, scores and ids.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.errors import CheckpointError, TokenizerError
from llamita.text.byte_level import byte_alphabet
from llamita.text.vocabulary import InfillIds, PieceKind, Vocabulary
from llamita.weights.gguf.cursor import shown
from llamita.weights.mapped_file import DAMAGED_HINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llamita.weights.gguf.metadata import Metadata

_BYTE_LEVEL: Final = "gpt2"
_SENTENCE_PIECE: Final = "llama"

# Two generations of names for the tokens of an infilling prompt.
_INFILL_KEYS: Final = (
    ("fim_pre_token_id", "fim_suf_token_id", "fim_mid_token_id", "eot_token_id"),
    ("prefix_token_id", "suffix_token_id", "middle_token_id", "eot_token_id"),
)
# Plain numbers, which compare faster: a vocabulary holds fifty thousand kinds.
_TEXT_KINDS = (int(PieceKind.NORMAL), int(PieceKind.USER_DEFINED))
_BYTE_PIECE = re.compile(r"<0x[0-9A-F]{2}>")


def read_vocabulary(metadata: Metadata, vocabulary_size: int) -> Vocabulary:
    """The file's tokens, one for each of ``vocabulary_size`` ids.

    Raises:
        CheckpointError: a key is missing or has another type.
        TokenizerError: what the keys say does not fit together, or is not supported.
    """
    model = metadata.required("tokenizer.ggml.model", str)
    if model not in (_BYTE_LEVEL, _SENTENCE_PIECE):
        raise _refused(metadata, "model", f"`{_BYTE_LEVEL}` or `{_SENTENCE_PIECE}`", shown(model))
    pieces = _read_pieces(metadata, vocabulary_size)
    kinds = _read_kinds(metadata, vocabulary_size)
    is_byte_level = model == _BYTE_LEVEL
    begin_id = _read_id(metadata, "bos_token_id", vocabulary_size)
    end_id = _read_id(metadata, "eos_token_id", vocabulary_size)
    _check_ends_are_no_text(metadata, kinds, begin_id, end_id)
    if is_byte_level:
        _check_byte_level(metadata, pieces, kinds)
    else:
        _check_sentence_piece(metadata, pieces, kinds)
    return Vocabulary(
        model=model,
        split=_read_split(metadata, is_byte_level=is_byte_level),
        pieces=pieces,
        kinds=kinds,
        merges=_read_merges(metadata, pieces, kinds) if is_byte_level else (),
        scores=() if is_byte_level else _read_scores(metadata, vocabulary_size),
        begin_id=begin_id,
        end_id=end_id,
        unknown_id=_read_id(metadata, "unknown_token_id", vocabulary_size),
        padding_id=_read_id(metadata, "padding_token_id", vocabulary_size),
        adds_begin=_read_adds_begin(metadata, begin_id, is_byte_level=is_byte_level),
        adds_space=not is_byte_level,
        infill=_read_infill(metadata, vocabulary_size),
        chat_template=metadata.optional("tokenizer.chat_template", str),
    )


def _refused(metadata: Metadata, name: str, expected: str, got: str) -> TokenizerError:
    return TokenizerError(
        f"cannot use `tokenizer.ggml.{name}` of `{metadata.path}`: expected {expected}, got {got}",
        hint=DAMAGED_HINT,
    )


def _read_pieces(metadata: Metadata, vocabulary_size: int) -> Sequence[str]:
    pieces = tuple(metadata.required("tokenizer.ggml.tokens", list))
    if len(pieces) != vocabulary_size:
        expected = f"{vocabulary_size} pieces, one for each row of `token_embd.weight`"
        raise _refused(metadata, "tokens", expected, f"{len(pieces)}")
    if len(set(pieces)) != len(pieces):
        twice = Counter(pieces).most_common(1)[0][0]
        raise _refused(metadata, "tokens", "each piece once", f"{shown(twice)} twice")
    return pieces


def _read_kinds(metadata: Metadata, vocabulary_size: int) -> Sequence[int]:
    kinds = metadata.required("tokenizer.ggml.token_type", np.ndarray)
    if len(kinds) != vocabulary_size:
        raise _refused(metadata, "token_type", f"{vocabulary_size} kinds", f"{len(kinds)}")
    if kinds.dtype.kind not in "iu":
        raise _refused(metadata, "token_type", "whole numbers", f"an array of {kinds.dtype}")
    known = np.isin(kinds, list(PieceKind))
    if not known.all():
        wrong = kinds[int(known.argmin())]
        raise _refused(metadata, "token_type", "kinds from 1 to 6", f"{wrong} for piece {known.argmin()}")
    return tuple(kinds.astype(np.int64).tolist())


def _read_scores(metadata: Metadata, vocabulary_size: int) -> Sequence[float]:
    scores = metadata.required("tokenizer.ggml.scores", np.ndarray)
    if len(scores) != vocabulary_size:
        raise _refused(metadata, "scores", f"{vocabulary_size} scores", f"{len(scores)}")
    if scores.dtype.kind != "f" or not np.isfinite(scores).all():
        raise _refused(metadata, "scores", "finite fractions", f"others, in an array of {scores.dtype}")
    return tuple(scores.tolist())


def _read_merges(metadata: Metadata, pieces: Sequence[str], kinds: Sequence[int]) -> Sequence[str]:
    """The merges; each joins two pieces of text into a third.

    A merge that made a control token would let plain text become one.
    """
    merges = tuple(metadata.required("tokenizer.ggml.merges", list))
    texts = {piece for piece, kind in zip(pieces, kinds, strict=True) if kind in _TEXT_KINDS}
    made = set()
    for rank, merge in enumerate(merges):
        left, _, right = merge.partition(" ")
        joined = left + right
        if not (left in texts and right in texts and joined in texts):
            raise _refused(metadata, "merges", "two pieces that make a third", f"{shown(merge)} at {rank}")
        made.add(joined)
    if len(set(merges)) != len(merges):
        raise _refused(metadata, "merges", "each merge once", "one twice")
    # Where there are as many merges as pieces to make, each is made once; a piece that is made twice
    # then shows a damaged merge, of which the text still made sense.
    num_long_pieces = sum(len(piece) > 1 for piece in texts)
    if len(made) < len(merges) == num_long_pieces:
        raise _refused(metadata, "merges", "each piece made once", f"{len(merges) - len(made)} made twice")
    return merges


def _read_id(metadata: Metadata, name: str, vocabulary_size: int) -> int | None:
    found = metadata.optional(f"tokenizer.ggml.{name}", int)
    if found is not None and not 0 <= found < vocabulary_size:
        raise _refused(metadata, name, f"an id below {vocabulary_size}", f"{found}")
    return found


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


def _read_infill(metadata: Metadata, vocabulary_size: int) -> InfillIds | None:
    for names in _INFILL_KEYS:
        prefix, suffix, middle, end = (_read_id(metadata, name, vocabulary_size) for name in names)
        if prefix is not None and suffix is not None and middle is not None and end is not None:
            return InfillIds(prefix=prefix, suffix=suffix, middle=middle, end=end)
    return None


def _check_ends_are_no_text(
    metadata: Metadata, kinds: Sequence[int], begin_id: int | None, end_id: int | None
) -> None:
    """Refuse a begin or end that stands for text, in a vocabulary that has control tokens."""
    if PieceKind.CONTROL not in kinds:
        return
    for name, token_id in (("bos_token_id", begin_id), ("eos_token_id", end_id)):
        if token_id is not None and kinds[token_id] in (PieceKind.NORMAL, PieceKind.BYTE):
            raise _refused(metadata, name, "a control token", f"{token_id}, a piece of text")


def _check_byte_level(metadata: Metadata, pieces: Sequence[str], kinds: Sequence[int]) -> None:
    """Refuse text that is not in the byte alphabet, and bytes that are not text."""
    alphabet = frozenset(byte_alphabet())
    normal = [piece for piece, kind in zip(pieces, kinds, strict=True) if kind == PieceKind.NORMAL]
    if strangers := set("".join(normal)) - alphabet:
        raise _refused(metadata, "tokens", "the byte alphabet", f"a piece with {shown(min(strangers))}")
    for piece, kind in zip(pieces, kinds, strict=True):
        if kind not in _TEXT_KINDS and piece in alphabet:
            raise _refused(
                metadata, "token_type", f"text for {shown(piece)}, which is a byte", f"kind {kind}"
            )


def _check_sentence_piece(metadata: Metadata, pieces: Sequence[str], kinds: Sequence[int]) -> None:
    """Refuse byte pieces under wrong names, and text that is read without the space in front."""
    for piece, kind in zip(pieces, kinds, strict=True):
        if (kind == PieceKind.BYTE) != bool(_BYTE_PIECE.fullmatch(piece)):
            raise _refused(metadata, "token_type", "bytes, and only bytes, spelled `<0x00>`", shown(piece))
    for name, usual in (("add_space_prefix", True), ("remove_extra_whitespaces", False)):
        if metadata.optional(f"tokenizer.ggml.{name}", bool) not in (None, usual):
            raise _refused(metadata, name, f"`{usual}`, as Llama has it", f"`{not usual}`")
