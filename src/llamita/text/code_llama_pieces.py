"""The pieces that Code Llama added to Llama 2's: where infilling starts and ends, and what leads there.

In Meta's reference the sixteen are ordinary pieces, so that a text with `` <PRE>`` in it becomes a
prompt to infill. Here they are control tokens wherever a vocabulary holds them, and text stays text.
So are the marks of ChatML, which many fine-tunes added as if they were text.

Source:
    Roziere et al. 2023, "Code Llama: Open Foundation Models for Code", sec. 2.3; the spellings are
    those of the published ``tokenizer.model``, ids 32000 to 32015.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.text.vocabulary import InfillIds, PieceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIX_PIECE: Final = "▁<PRE>"
SUFFIX_PIECE: Final = "▁<SUF>"
MIDDLE_PIECE: Final = "▁<MID>"
END_PIECE: Final = "▁<EOT>"

STEP_PIECES: Final = ("▁<SU", "▁<SUF", "▁<PRE", "▁<M", "▁<MID", "▁<E", "▁<EOT")
"""What merging passes through on its way to the four; a model that writes one means its letters."""

PUBLISHED_PIECES: Final = (
    *STEP_PIECES,
    *(PREFIX_PIECE, SUFFIX_PIECE, MIDDLE_PIECE, END_PIECE),
    *("▁" + "<EOT>" * count for count in range(2, 7)),
)
"""The sixteen, in the order of their ids; the last five only fill up to a multiple of sixteen."""

TURN_PIECE: Final = "<step>"
"""Ends a turn in Code Llama 70B Instruct, in the place of the last filler."""

CHATML_PIECES: Final = ("<|im_start|>", "<|im_end|>")
"""Begin and end a message in ChatML."""

_CONTROL_PIECES = frozenset({*PUBLISHED_PIECES, TURN_PIECE, *CHATML_PIECES})
_INFILL_PIECES = frozenset({*STEP_PIECES, PREFIX_PIECE, SUFFIX_PIECE, MIDDLE_PIECE, END_PIECE})


def kinds_with_control(pieces: Sequence[str], kinds: Sequence[int]) -> Sequence[int]:
    """The kinds of a SentencePiece vocabulary, with the pieces that must never be text as control tokens.

    >>> kinds_with_control(["a", "▁<PRE>"], [1, 1])
    (1, <PieceKind.CONTROL: 3>)
    """
    if _CONTROL_PIECES.isdisjoint(pieces):
        return kinds
    return tuple(
        PieceKind.CONTROL if piece in _CONTROL_PIECES else kind
        for piece, kind in zip(pieces, kinds, strict=True)
    )


def infill_of(pieces: Sequence[str]) -> InfillIds | None:
    """The tokens of an infilling prompt, by their spelling; None where the model does not infill.

    Two vocabularies hold the four and do not infill: 70B Instruct's, known by ``<step>``, and those
    that a library has appended them to, known by the missing steps in between.

    >>> infill_of(["▁<PRE>", "▁<SUF>", "▁<MID>", "▁<EOT>"]) is None
    True
    """
    if PREFIX_PIECE not in pieces:
        return None
    ids = {piece: token_id for token_id, piece in enumerate(pieces) if piece in _CONTROL_PIECES}
    if TURN_PIECE in ids or not ids.keys() >= _INFILL_PIECES:
        return None
    return InfillIds(
        prefix=ids[PREFIX_PIECE], suffix=ids[SUFFIX_PIECE], middle=ids[MIDDLE_PIECE], end=ids[END_PIECE]
    )
