"""Tokenizer: characters <-> token ids, exactly as the model was trained.

Text is only ever text here: the spelling of a control token inside what a user wrote is encoded
letter by letter. Control tokens enter a prompt by their id (``control_id``), never by their name.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from llamita.errors import RequestError, UnsupportedByModel
from llamita.text.code_llama_pieces import END_PIECE, TURN_PIECE
from llamita.text.stream import TextStream
from llamita.text.vocabulary import BYTE_LEVEL, PieceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llamita.text.vocabulary import Vocabulary

# Control tokens that end a text, by their spelling: chat models name only one of them as their end.
_END_PIECES = frozenset({"<|endoftext|>", "<|im_end|>", "<EOT>", "</s>", END_PIECE, TURN_PIECE})


class Tokenizer:
    """One model's tokenizer.

    Args:
        vocabulary: what the checkpoint says about its tokens.
        reference_compatible: let text that spells one of Code Llama's sixteen pieces become it, as in
            Meta's reference, where a file that contains `` <PRE>`` turns into a prompt to infill.

    Raises:
        TokenizerError: the vocabulary is of a kind not read here.
    """

    def __init__(self, vocabulary: Vocabulary, *, reference_compatible: bool = False) -> None:
        self.vocabulary = vocabulary
        self._encoder = _encoder_of(vocabulary, reference_compatible=reference_compatible)

    @property
    def size(self) -> int:
        """How many token ids there are."""
        return len(self.vocabulary.pieces)

    @cached_property
    def stop_ids(self) -> frozenset[int]:
        """Ids that end any text of this model: the end it names, and control tokens that mean one.

        Meta's reference stops a middle at ``▁<EOT>`` only, and an answer of the 70B at ``<step>`` only.
        """
        ends = {token_id for piece, token_id in self._control_ids.items() if piece in _END_PIECES}
        return frozenset(ends | {token_id for token_id in [self.vocabulary.end_id] if token_id is not None})

    def encode(self, text: str, *, continues: bool = False) -> list[int]:
        """The ids of ``text``; the spelling of a control token stays text.

        Args:
            text: what to encode.
            continues: it stands behind other text, so it does not get the space that SentencePiece puts
                in front of a text; without meaning where the vocabulary adds none.

        Raises:
            RequestError: ``text`` holds a character the vocabulary cannot spell.
        """
        _refuse_half_a_pair(text)
        is_spaced = self.vocabulary.adds_space and text and not continues
        ids = self._encoder.encode(f" {text}" if is_spaced else text)
        if ids is None:
            raise self._unspellable(text)
        return ids

    def encode_markup(self, text: str, *, spaced: bool = False) -> list[int]:
        """The ids of a prompt that a program wrote: control tokens that it spells become their ids.

        Never for what a user wrote, or for a file: with this, either could give orders to the model.
        They are found by their exact spelling, as in ``<s>`` or ``▁<PRE>``; no begin token is added.

        Args:
            text: the prompt.
            spaced: put the space that SentencePiece puts in front of a text also behind each control
                token, ``<s>`` included, and not only in front of a prompt that begins with text. Without
                it, ids are those of ``legacy=False`` in transformers; with it, those of the
                ``tokenizer.json`` that Llama 2 and Code Llama were published with, and of Meta's
                reference, which encodes each turn as a text of its own. ``<s>[INST] hi [/INST]`` is what
                the dialog ``llama-2`` reads only when spaced, and so are prompts in ChatML. Without
                meaning where the vocabulary adds no space.

        Raises:
            RequestError: ``text`` holds a character the vocabulary cannot spell.
        """
        ids = []
        end = 0
        for found in self._control_spellings.finditer(text):
            ids += self.encode(text[end : found.start()], continues=end > 0 and not spaced)
            ids.append(self._control_ids[found.group()])
            end = found.end()
        return ids + self.encode(text[end:], continues=end > 0 and not spaced)

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

        Raises:
            RequestError: an id is not in the vocabulary.
        """
        stream = self.stream(continues=continues)
        return "".join([*map(stream.push, token_ids), stream.finish()])

    def stream(self, *, continues: bool = False) -> TextStream:
        """A decoder that takes ids one at a time and never shows half a character; see ``decode``."""
        drops_space = self.vocabulary.adds_space and not continues
        return TextStream(
            self.piece_bytes, opens_with_space=self._encoder.opens_with_space if drops_space else None
        )

    def piece_bytes(self, token_id: int) -> bytes:
        """The bytes a token stands for; none for a control token.

        Raises:
            RequestError: there is no such id.
        """
        if not 0 <= token_id < self.size:
            raise RequestError(f"token id {token_id} is not in this vocabulary of {self.size} pieces")
        return self._encoder.piece_bytes(token_id)

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
    def _control_spellings(self) -> re.Pattern[str]:
        """Any control token, the longest first; a vocabulary without any matches nowhere."""
        spellings = sorted(filter(None, self._control_ids), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, spellings)) or r"(?!)")

    def _unspellable(self, text: str) -> RequestError:
        """The error for the first character that the pieces cannot spell."""
        unspellable = (
            character for character in dict.fromkeys(text) if self._encoder.encode(character) is None
        )
        # Where every character can be spelled, it is the space in front that cannot.
        character = next(unspellable, " ")
        return RequestError(
            f"character {max(0, text.find(character)) + 1} of the text is {character!r} "
            f"(U+{ord(character):04X}), which this model's vocabulary cannot spell",
            hint="remove or replace it; the model has never seen it",
        )


class _Encoder(Protocol):
    """What the two kinds of vocabularies do differently."""

    def encode(self, text: str) -> list[int] | None: ...

    def piece_bytes(self, token_id: int) -> bytes: ...

    def opens_with_space(self, token_id: int) -> bool: ...


def _encoder_of(vocabulary: Vocabulary, *, reference_compatible: bool) -> _Encoder:
    # Imported late: each kind brings a library along, and a model needs one of them.
    if vocabulary.model == BYTE_LEVEL:
        from llamita.text.byte_level_encoder import ByteLevelEncoder  # noqa: PLC0415

        return ByteLevelEncoder(vocabulary)
    from llamita.text.sentencepiece_encoder import SentencePieceEncoder  # noqa: PLC0415

    return SentencePieceEncoder(vocabulary, reference_compatible=reference_compatible)


def _refuse_half_a_pair(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise RequestError(
            f"text is not valid Unicode: character {error.start + 1} is {text[error.start]!r}, "
            "half of a surrogate pair"
        ) from error
