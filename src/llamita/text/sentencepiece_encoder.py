"""SentencePiece BPE: text -> ids by the library itself, from the pieces and scores of a vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentencepiece import SentencePieceProcessor

from llamita.errors import TokenizerError
from llamita.text.code_llama_pieces import STEP_PIECES
from llamita.text.sentencepiece_model import UNKNOWN_SURFACE, model_message, reference_kinds
from llamita.text.vocabulary import SPACE, PieceKind

if TYPE_CHECKING:
    from llamita.text.vocabulary import Vocabulary


class SentencePieceEncoder:
    """Encodes as ``sentencepiece`` does, but puts no space in front: that is up to the caller.

    Args:
        vocabulary: pieces with scores.
        reference_compatible: let text become Code Llama's sixteen pieces, as Meta's reference does.

    Raises:
        TokenizerError: the library refuses the vocabulary.
    """

    def __init__(self, vocabulary: Vocabulary, *, reference_compatible: bool) -> None:
        self._pieces = vocabulary.pieces
        self._kinds = reference_kinds(vocabulary) if reference_compatible else vocabulary.kinds
        self._unknown_id = self._kinds.index(PieceKind.UNKNOWN)
        message = model_message(vocabulary, self._kinds, adds_space=False)
        try:
            self._processor = SentencePieceProcessor(model_proto=message)
        except RuntimeError as error:
            raise TokenizerError(f"SentencePiece refuses this vocabulary: {error}") from error

    def encode(self, text: str) -> list[int] | None:
        """The ids of a text that is valid Unicode; None where the pieces cannot spell it."""
        ids: list[int] = self._processor.encode(text)
        return None if self._unknown_id in ids else ids

    def piece_bytes(self, token_id: int) -> bytes:
        """What a token stands for; nothing for a control token, `` ⁇ `` for the unknown."""
        piece, kind = self._pieces[token_id], self._kinds[token_id]
        if kind == PieceKind.BYTE:
            return bytes([int(piece[3:5], 16)])
        if kind == PieceKind.UNKNOWN:
            return UNKNOWN_SURFACE.encode()
        if kind == PieceKind.CONTROL and piece not in STEP_PIECES:
            return b""
        return piece.replace(SPACE, " ").encode()

    def opens_with_space(self, token_id: int) -> bool:
        """Whether the token is a piece with a space in front, and not the byte of one."""
        return self._pieces[token_id].startswith(SPACE)
