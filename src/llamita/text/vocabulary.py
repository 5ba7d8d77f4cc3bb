"""Vocabulary: what a checkpoint says about its tokens, as plain data, whatever file it stood in.

A vocabulary that is damaged still reads and writes text, only wrong; so everything that one part of
it says about another is checked when it is made: pieces, kinds, merges, scores and ids.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from enum import IntEnum
from itertools import compress
from typing import TYPE_CHECKING, Final

from llamita.errors import TokenizerError
from llamita.text.byte_level import NUM_BYTES, byte_alphabet

if TYPE_CHECKING:
    from collections.abc import Sequence

BYTE_LEVEL: Final = "gpt2"
SENTENCE_PIECE: Final = "llama"

SPACE: Final = "▁"
"""How SentencePiece spells a space: U+2581."""


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
    space as ``Ġ``, SentencePiece as ``▁``). Ids that a file does not name are None, never 0.

    Raises:
        TokenizerError: its parts contradict each other.
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

    def __post_init__(self) -> None:
        _check_pieces(self)
        _check_ids(self)
        if self.model == BYTE_LEVEL:
            _check_alphabet(self)
            _check_merges(self)
        else:
            _check_bytes(self)
            _check_scores(self)

    def id_of(self, piece: str) -> int | None:
        """The id of a piece by its exact spelling; None where there is none, never 0."""
        try:
            return self.pieces.index(piece)
        except ValueError:
            return None


_BYTE_PIECE = re.compile(r"<0x[0-9A-F]{2}>")


def is_byte_piece(piece: str) -> bool:
    """Whether this is how SentencePiece spells a byte.

    >>> is_byte_piece("<0x0A>"), is_byte_piece("<0x0a>")
    (True, False)
    """
    return _BYTE_PIECE.fullmatch(piece) is not None


# Plain numbers, which compare faster: a vocabulary holds fifty thousand kinds.
_NORMAL, _UNKNOWN, _CONTROL, _BYTE = 1, 2, 3, 6
_TEXT_KINDS = (_NORMAL, int(PieceKind.USER_DEFINED))
_MAX_SHOWN_CHARACTERS = 60


def _refused(part: str, expected: str, got: str) -> TokenizerError:
    return TokenizerError(f"vocabulary contradicts itself in its `{part}`: expected {expected}, got {got}")


def _shown(text: str) -> str:
    cut = text if len(text) <= _MAX_SHOWN_CHARACTERS else text[:_MAX_SHOWN_CHARACTERS] + "..."
    return "`" + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cut) + "`"


def _check_pieces(vocabulary: Vocabulary) -> None:
    """Each piece once, written in Unicode, with a kind that is one."""
    if vocabulary.model not in (BYTE_LEVEL, SENTENCE_PIECE):
        raise _refused("model", f"`{BYTE_LEVEL}` or `{SENTENCE_PIECE}`", _shown(vocabulary.model))
    pieces, kinds = vocabulary.pieces, vocabulary.kinds
    if len(kinds) != len(pieces):
        raise _refused("kinds", f"{len(pieces)}, one for each piece", f"{len(kinds)}")
    if unknown := set(kinds) - set(PieceKind):
        wrong = min(unknown)
        raise _refused("kinds", "numbers from 1 to 6", f"{wrong} for piece {kinds.index(wrong)}")
    if len(set(pieces)) != len(pieces):
        twice = Counter(pieces).most_common(1)[0][0]
        raise _refused("pieces", "each once", f"{_shown(twice)} twice")
    try:
        "".join(pieces).encode()
    except UnicodeEncodeError as error:
        raise _refused("pieces", "valid Unicode", "half of a surrogate pair") from error


def _check_ids(vocabulary: Vocabulary) -> None:
    """Every id names a piece; a text begins, ends and is filled in with tokens that are no text."""
    kinds = vocabulary.kinds
    ids = {
        "begin_id": vocabulary.begin_id,
        "end_id": vocabulary.end_id,
        "unknown_id": vocabulary.unknown_id,
        "padding_id": vocabulary.padding_id,
    }
    for name, token_id in ids.items():
        if token_id is not None and not 0 <= token_id < len(kinds):
            raise _refused(name, f"an id from 0 to {len(kinds) - 1}", f"{token_id}")
    if vocabulary.adds_begin and vocabulary.begin_id is None:
        raise _refused("begin_id", "the token that its prompts start with", "none")
    if _CONTROL in kinds:
        for name in ("begin_id", "end_id"):
            token_id = ids[name]
            if token_id is not None and kinds[token_id] in (_NORMAL, _BYTE):
                raise _refused(name, "a control token", f"{token_id}, a piece of text")
    if vocabulary.infill is not None:
        _check_infill(vocabulary.infill, kinds)


def _check_infill(infill: InfillIds, kinds: Sequence[int]) -> None:
    ids = (infill.prefix, infill.suffix, infill.middle, infill.end)
    if len(set(ids)) != len(ids) or not all(0 <= i < len(kinds) and kinds[i] == _CONTROL for i in ids):
        raise _refused("infill", "four different control tokens", f"{', '.join(map(str, ids))}")


def _check_alphabet(vocabulary: Vocabulary) -> None:
    """Refuse text that is not in the byte alphabet, and bytes that are not text."""
    pieces, kinds = vocabulary.pieces, vocabulary.kinds
    alphabet = frozenset(byte_alphabet())
    normal = compress(pieces, [kind == _NORMAL for kind in kinds])
    if strangers := set("".join(normal)) - alphabet:
        raise _refused("pieces", "the byte alphabet", f"a piece with {_shown(min(strangers))}")
    for piece, kind in zip(pieces, kinds, strict=True):
        if kind not in _TEXT_KINDS and piece in alphabet:
            raise _refused("kinds", f"text for {_shown(piece)}, which is a byte", f"kind {int(kind)}")


def _check_merges(vocabulary: Vocabulary) -> None:
    """Hold that each merge joins two pieces of text into a third.

    A merge that made a control token would let plain text become one.
    """
    merges = vocabulary.merges
    if vocabulary.scores:
        raise _refused("scores", "none: merges rule", f"{len(vocabulary.scores)}")
    texts = set(compress(vocabulary.pieces, [kind == _NORMAL for kind in vocabulary.kinds]))
    made = set()
    for rank, merge in enumerate(merges):
        left, _, right = merge.partition(" ")
        joined = left + right
        if not (left in texts and right in texts and joined in texts):
            raise _refused("merges", "two pieces of text that make a third", f"{_shown(merge)} at {rank}")
        made.add(joined)
    if len(set(merges)) != len(merges):
        raise _refused("merges", "each once", "one twice")
    # Where there are as many merges as pieces to make, each is made once; a piece that is made twice
    # then shows a damaged merge, of which the text still made sense.
    num_long_pieces = sum(len(piece) > 1 for piece in texts)
    if len(made) < len(merges) == num_long_pieces:
        raise _refused("merges", "each piece made once", f"{len(merges) - len(made)} made twice")


def _check_bytes(vocabulary: Vocabulary) -> None:
    """Hold that bytes, and only bytes, are spelled as such: all of them or none."""
    pieces, kinds = vocabulary.pieces, vocabulary.kinds
    for piece, kind in zip(pieces, kinds, strict=True):
        if (kind == _BYTE) != is_byte_piece(piece):
            raise _refused("kinds", "bytes, and only bytes, spelled `<0x00>`", _shown(piece))
    num_bytes = sum(kind == _BYTE for kind in kinds)
    if num_bytes not in (0, NUM_BYTES):
        raise _refused("pieces", f"all {NUM_BYTES} bytes or none", f"{num_bytes}")
    if "" in pieces:
        raise _refused("pieces", "at least one character each", "an empty one")
    num_unknown = sum(kind == _UNKNOWN for kind in kinds)
    if num_unknown != 1:
        raise _refused("kinds", "one piece for the unknown", f"{num_unknown}")
    if vocabulary.unknown_id is not None and kinds[vocabulary.unknown_id] != _UNKNOWN:
        raise _refused("unknown_id", "the piece for the unknown", f"{vocabulary.unknown_id}, another one")


def _check_scores(vocabulary: Vocabulary) -> None:
    """Hold that each piece has a number to be compared by."""
    scores = vocabulary.scores
    if vocabulary.merges:
        raise _refused("merges", "none: scores rule", f"{len(vocabulary.merges)}")
    if len(scores) != len(vocabulary.pieces):
        raise _refused("scores", f"{len(vocabulary.pieces)}, one for each piece", f"{len(scores)}")
    if not all(map(math.isfinite, scores)):
        raise _refused("scores", "finite numbers", "others")
