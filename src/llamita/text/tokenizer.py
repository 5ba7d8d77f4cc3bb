"""Tokenizer: characters <-> token ids, exactly as the model was trained.

Text is only ever text here: the spelling of a control token inside what a user wrote is encoded
letter by letter. Control tokens enter a prompt by their id (``control_id``), never by their name.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tokenizers import AddedToken, models, pre_tokenizers
from tokenizers import Tokenizer as Encoder

from llamita.errors import RequestError, TokenizerError, UnsupportedByModel
from llamita.text.byte_level import NUM_BYTES, byte_alphabet, piece_to_bytes
from llamita.text.stream import TextStream
from llamita.text.vocabulary import PieceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llamita.text.vocabulary import Vocabulary

# How text is cut before merging, by the name GGUF gives it. "smollm" splits every digit off first,
# so that numbers are read digit by digit; both then cut as GPT-2 did.
_SPLITS = {"gpt-2": (), "smollm": (pre_tokenizers.Digits(individual_digits=True),)}

# Control tokens that end a text, by their spelling: chat models name only one of them as their end.
_END_PIECES = frozenset({"<|endoftext|>", "<|im_end|>", "<EOT>", "</s>"})


class Tokenizer:
    """One model's tokenizer.

    Args:
        vocabulary: what the checkpoint says about its tokens.

    Raises:
        TokenizerError: the vocabulary contradicts itself or is of a kind not read here.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        if vocabulary.adds_begin and vocabulary.begin_id is None:
            raise TokenizerError("vocabulary says that prompts start with a begin token, but names none")
        if vocabulary.model != "gpt2":
            raise TokenizerError(
                f"tokenizer model `{vocabulary.model}` is not supported: expected `gpt2` (byte-level BPE)"
            )
        self.vocabulary = vocabulary
        self._encoder = _byte_level_encoder(vocabulary)
        self._bytes_without_token = _bytes_without_token(vocabulary)

    @property
    def size(self) -> int:
        """How many token ids there are."""
        return len(self.vocabulary.pieces)

    @cached_property
    def stop_ids(self) -> frozenset[int]:
        """Ids that end any text of this model: the end it names, and control tokens that mean one."""
        vocabulary = self.vocabulary
        ends = {
            token_id
            for token_id, piece in enumerate(vocabulary.pieces)
            if piece in _END_PIECES and vocabulary.kinds[token_id] == PieceKind.CONTROL
        }
        return frozenset(ends | {token_id for token_id in [vocabulary.end_id] if token_id is not None})

    def encode(self, text: str, *, continues: bool = False) -> list[int]:
        """The ids of ``text``; the spelling of a control token stays text.

        Args:
            text: what to encode.
            continues: it stands behind other text, so it does not get the space that SentencePiece puts
                in front of a text; without meaning where the vocabulary adds none.

        Raises:
            RequestError: ``text`` holds a character the vocabulary cannot spell.
        """
        if self.vocabulary.adds_space and text and not continues:
            text = f" {text}"
        data = self._utf8(text)
        if data.translate(None, delete=self._bytes_with_token):
            raise self._unspellable(text)
        ids: list[int] = self._encoder.encode(text, add_special_tokens=False).ids
        return ids

    def prompt(self, text: str) -> list[int]:
        """The ids a model reads to continue ``text``: its begin token first, where it has one."""
        return [*self.begin_ids, *self.encode(text)]

    @property
    def begin_ids(self) -> tuple[int, ...]:
        """What every prompt starts with: the begin token, or nothing."""
        begin_id = self.vocabulary.begin_id
        return (begin_id,) if self.vocabulary.adds_begin and begin_id is not None else ()

    def decode(self, token_ids: Iterable[int], *, continues: bool = False) -> str:
        """The text of ``token_ids``; control tokens are silent, broken UTF-8 becomes U+FFFD.

        Args:
            token_ids: what to decode.
            continues: the ids stand behind other text: a space at their start belongs to them, and is
                not the one that ``encode`` put in front.
        """
        stream = self.stream(continues=continues)
        return "".join([*map(stream.push, token_ids), stream.finish()])

    def stream(self, *, continues: bool = False) -> TextStream:
        """A decoder that takes ids one at a time and never shows half a character; see ``decode``."""
        return TextStream(self.piece_bytes, drops_space=self.vocabulary.adds_space and not continues)

    def piece_bytes(self, token_id: int) -> bytes:
        """The bytes a token stands for; none for a control token.

        Raises:
            RequestError: there is no such id.
        """
        if not 0 <= token_id < self.size:
            raise RequestError(f"token id {token_id} is not in this vocabulary of {self.size} pieces")
        piece = self.vocabulary.pieces[token_id]
        if self.vocabulary.kinds[token_id] == PieceKind.NORMAL:
            return piece_to_bytes(piece)
        if self.vocabulary.kinds[token_id] == PieceKind.USER_DEFINED:
            return piece.encode()
        return b""

    def control_id(self, piece: str) -> int:
        """The id of a control token, by its exact spelling.

        Raises:
            UnsupportedByModel: the vocabulary has no such control token.
        """
        token_id = self._control_ids.get(piece)
        if token_id is None:
            raise UnsupportedByModel(f"this model's vocabulary has no control token `{piece}`")
        return token_id

    @cached_property
    def _control_ids(self) -> dict[str, int]:
        kinds = self.vocabulary.kinds
        return {
            piece: token_id
            for token_id, piece in enumerate(self.vocabulary.pieces)
            if kinds[token_id] == PieceKind.CONTROL
        }

    @cached_property
    def _bytes_with_token(self) -> bytes:
        return bytes(set(range(NUM_BYTES)) - self._bytes_without_token)

    def _utf8(self, text: str) -> bytes:
        try:
            return text.encode()
        except UnicodeEncodeError as error:
            raise RequestError(
                f"text is not valid Unicode: character {error.start + 1} is {text[error.start]!r}, "
                "half of a surrogate pair"
            ) from error

    def _unspellable(self, text: str) -> RequestError:
        """The error for the first character that needs a byte without a token."""
        index, character = next(
            (index, character)
            for index, character in enumerate(text)
            if self._bytes_without_token & set(character.encode())
        )
        return RequestError(
            f"character {index + 1} of the text is {character!r} (U+{ord(character):04X}), "
            "which this model's vocabulary cannot spell",
            hint="remove or replace it; the model has never seen it",
        )


def _byte_level_encoder(vocabulary: Vocabulary) -> Encoder:
    first_cuts = _SPLITS.get(vocabulary.split)
    if first_cuts is None:
        known = ", ".join(f"`{name}`" for name in _SPLITS)
        raise TokenizerError(f"text split `{vocabulary.split}` is not supported: expected one of {known}")
    ids = {piece: token_id for token_id, piece in enumerate(vocabulary.pieces)}
    if len(ids) != len(vocabulary.pieces):
        raise TokenizerError(
            f"vocabulary repeats itself: {len(vocabulary.pieces)} pieces, only {len(ids)} of them different"
        )
    _check_spellings(vocabulary)
    encoder = Encoder(models.BPE(vocab=ids, merges=_merge_pairs(vocabulary, ids)))
    encoder.pre_tokenizer = pre_tokenizers.Sequence(
        [*first_cuts, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)]
    )
    # Pieces the vocabulary's maker added are cut out of the text before all else; control tokens are not.
    added = [
        AddedToken(piece, special=False, normalized=False)
        for piece, kind in zip(vocabulary.pieces, vocabulary.kinds, strict=True)
        if kind == PieceKind.USER_DEFINED
    ]
    encoder.add_tokens(added)
    return encoder


def _check_spellings(vocabulary: Vocabulary) -> None:
    alphabet = frozenset(byte_alphabet())
    for piece, kind in zip(vocabulary.pieces, vocabulary.kinds, strict=True):
        if kind == PieceKind.NORMAL and not alphabet.issuperset(piece):
            raise TokenizerError(f"piece {piece!r} is not spelled in the byte-level alphabet")


def _merge_pairs(vocabulary: Vocabulary, ids: dict[str, int]) -> list[tuple[str, str]]:
    kinds = vocabulary.kinds
    text_pieces = {piece for piece, token_id in ids.items() if kinds[token_id] == PieceKind.NORMAL}
    pairs = []
    for merge in vocabulary.merges:
        left, _, right = merge.partition(" ")
        # A merge that made a control token would let text become one.
        if not left or not right or not text_pieces.issuperset((left, right, left + right)):
            raise TokenizerError(f"merge {merge!r} does not join two text pieces into a third")
        pairs.append((left, right))
    return pairs


def _bytes_without_token(vocabulary: Vocabulary) -> frozenset[int]:
    # A byte whose piece is a control token counts as missing: text must not become one.
    single = {
        piece
        for piece, kind in zip(vocabulary.pieces, vocabulary.kinds, strict=True)
        if len(piece) == 1 and kind == PieceKind.NORMAL
    }
    return frozenset(byte for byte, character in enumerate(byte_alphabet()) if character not in single)
