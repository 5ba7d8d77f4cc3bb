"""Byte-level BPE: text -> ids by merging bytes, as GPT-2 began it."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Final

from tokenizers import AddedToken, models, pre_tokenizers
from tokenizers import Tokenizer as Encoder

from llamita.errors import TokenizerError
from llamita.text.byte_level import byte_alphabet, piece_to_bytes
from llamita.text.vocabulary import PieceKind

if TYPE_CHECKING:
    from llamita.text.vocabulary import Vocabulary

# How text is cut before merging, by the name GGUF gives it. "smollm" splits every digit off first,
# so that numbers are read digit by digit; both then cut as GPT-2 did.
_SPLITS: Final = {"gpt-2": (), "smollm": (pre_tokenizers.Digits(individual_digits=True),)}


class ByteLevelEncoder:
    """Encodes bytes by merges, after cutting the text as the vocabulary says.

    Args:
        vocabulary: pieces with merges.

    Raises:
        TokenizerError: its way of cutting text is not known here.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._pieces, self._kinds = vocabulary.pieces, vocabulary.kinds
        first_cuts = _SPLITS.get(vocabulary.split)
        if first_cuts is None:
            known = ", ".join(f"`{name}`" for name in _SPLITS)
            raise TokenizerError(f"text split `{vocabulary.split}` is not supported: expected one of {known}")
        ids = {piece: token_id for token_id, piece in enumerate(vocabulary.pieces)}
        merges = [(left, right) for left, _, right in (merge.partition(" ") for merge in vocabulary.merges)]
        self._encoder = Encoder(models.BPE(vocab=ids, merges=merges))
        self._encoder.pre_tokenizer = pre_tokenizers.Sequence(
            [*first_cuts, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)]
        )
        # Pieces the vocabulary's maker added are cut out of the text before all else; control tokens
        # are not.
        is_added = [kind == PieceKind.USER_DEFINED for kind in vocabulary.kinds]
        self._encoder.add_tokens(
            [
                AddedToken(piece, special=False, normalized=False)
                for piece in compress(vocabulary.pieces, is_added)
            ]
        )
        self._bytes_with_token = bytes(
            byte
            for byte, character in enumerate(byte_alphabet())
            if character in ids and vocabulary.kinds[ids[character]] == PieceKind.NORMAL
        )

    def encode(self, text: str) -> list[int] | None:
        """The ids of a text that is valid Unicode; None where the pieces cannot spell it."""
        if text.encode().translate(None, delete=self._bytes_with_token):
            return None
        ids: list[int] = self._encoder.encode(text, add_special_tokens=False).ids
        return ids

    def piece_bytes(self, token_id: int) -> bytes:
        """What a token stands for; nothing for a control token."""
        piece, kind = self._pieces[token_id], self._kinds[token_id]
        if kind == PieceKind.NORMAL:
            return piece_to_bytes(piece)
        return piece.encode() if kind == PieceKind.USER_DEFINED else b""

    def opens_with_space(self, token_id: int) -> bool:
        """Whether the token begins with a space."""
        return self.piece_bytes(token_id).startswith(b" ")
