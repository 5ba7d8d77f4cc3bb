"""Vocabulary: what a checkpoint says about its tokens, as plain data, whatever file it stood in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class PieceKind(IntEnum):
    """What a piece is for; the numbers are GGUF's."""

    NORMAL = 1
    UNKNOWN = 2
    CONTROL = 3
    USER_DEFINED = 4
    UNUSED = 5
    BYTE = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class InfillIds:
    """The four tokens of a fill-in-the-middle prompt."""

    prefix: int
    suffix: int
    middle: int
    end: int
    """The model writes it when the middle is complete."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """Pieces, merges and special ids, as read from a checkpoint.

    ``pieces[i]`` is the spelling of token id i in the file's own alphabet (byte-level BPE writes a
    space as ``Ġ``). Ids that a file does not name are None, never 0.
    """

    model: str
    """How text becomes pieces: ``gpt2`` is byte-level BPE, ``llama`` SentencePiece BPE."""
    split: str
    """How text is cut before merging; GGUF's ``tokenizer.ggml.pre``."""
    pieces: Sequence[str]
    kinds: Sequence[int]
    """A ``PieceKind`` for each piece."""
    merges: Sequence[str]
    """``left right`` pairs, the most important first; empty where ``scores`` rule."""
    scores: Sequence[float]
    """A score for each piece; empty where ``merges`` rule."""
    begin_id: int | None
    end_id: int | None
    unknown_id: int | None
    padding_id: int | None
    adds_begin: bool
    """Whether a prompt starts with ``begin_id``."""
    adds_space: bool
    """Whether a space is put before a text that nothing precedes (SentencePiece's dummy prefix)."""
    infill: InfillIds | None
    """None where the model was not trained to infill."""
    chat_template: str | None
    """The template as the file spells it; it is compared, never executed."""
