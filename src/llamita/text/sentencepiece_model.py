"""SentencePiece's ``tokenizer.model`` <-> Vocabulary, as data.

Meta's folders hold such a file, and so do Hugging Face's older ones. It is a protocol buffer message;
what in it would change how text is encoded, and is not kept by a ``Vocabulary``, is refused by name.

Source: https://github.com/google/sentencepiece/blob/master/src/sentencepiece_model.proto
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.errors import TokenizerError
from llamita.text.bounded_file import read_bounded_file
from llamita.text.code_llama_pieces import PUBLISHED_PIECES, infill_of, kinds_with_control
from llamita.text.protobuf import (
    bytes_field,
    field_of,
    float_field,
    float_of,
    last_fields,
    read_fields,
    signed,
    varint_field,
)
from llamita.text.vocabulary import SENTENCE_PIECE, SPACE, PieceKind, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from llamita.text.protobuf import FieldValue

MAX_FILE_BYTES: Final = 16 * 2**20
MAX_PIECES: Final = 1_000_000

# The parts of the model, and those of its parts that matter here.
_PIECES, _TRAINER, _NORMALIZER, _SELF_TEST, _DENORMALIZER = 1, 2, 3, 4, 5
_PIECE, _SCORE, _KIND = 1, 2, 3
_MODEL_TYPE, _VOCABULARY_SIZE, _SPACE_AS_SUFFIX, _BYTE_FALLBACK = 3, 4, 24, 35
_UNKNOWN_ID, _BEGIN_ID, _END_ID, _PADDING_ID = 40, 41, 42, 43
_UNKNOWN_SURFACE, _UNKNOWN_PIECE, _BEGIN_PIECE, _END_PIECE, _PADDING_PIECE = 44, 45, 46, 47, 48
_NAME, _CHARACTER_MAP, _DUMMY_PREFIX, _EXTRA_SPACES, _ESCAPED_SPACES = 1, 2, 3, 4, 5

_FIRST_EXTENSION: Final = 200

_MODEL_NAMES = {1: "UNIGRAM", 2: "BPE", 3: "WORD", 4: "CHAR"}
_UNIGRAM, _BPE = 1, 2

UNKNOWN_SURFACE: Final = " \u2047 "
"""What an unknown piece is shown as."""


def read_sentencepiece_model(path: Path) -> Vocabulary:
    """The vocabulary in a ``tokenizer.model``; its prompts start with the begin token, as Llama's do.

    Raises:
        TokenizerError: the file is missing, damaged, or describes a tokenizer not supported here.
    """
    data = read_bounded_file(path, MAX_FILE_BYTES)
    try:
        return _vocabulary_of(data)
    except TokenizerError as error:
        raise TokenizerError(f"cannot use `{path}`: {error}", hint=error.hint) from error


def _vocabulary_of(data: bytes) -> Vocabulary:
    pieces: list[str] = []
    scores: list[float] = []
    kinds: list[int] = []
    parts: dict[int, dict[int, FieldValue]] = {}
    for number, value in read_fields(data):
        if number == _PIECES and isinstance(value, bytes):
            _read_piece(value, pieces, scores, kinds)
        elif number not in (_TRAINER, _NORMALIZER, _SELF_TEST, _DENORMALIZER) or number in parts:
            _refuse_stranger(number, "the model")
        else:
            parts[number] = last_fields(field_of({number: value}, number, b"", f"part {number}"))
    if not pieces:
        raise TokenizerError("it is no SentencePiece model: it holds no pieces")
    trainer, normalizer = parts.get(_TRAINER, {}), parts.get(_NORMALIZER, {})
    _refuse_other_models(trainer, has_bytes=PieceKind.BYTE in kinds)
    _refuse_normalizing(normalizer, parts.get(_DENORMALIZER, {}))
    return Vocabulary(
        model=SENTENCE_PIECE,
        split="default",
        pieces=pieces,
        kinds=kinds_with_control(pieces, kinds),
        merges=(),
        scores=scores,
        begin_id=_id_in(trainer, _BEGIN_ID, 1),
        end_id=_id_in(trainer, _END_ID, 2),
        unknown_id=_id_in(trainer, _UNKNOWN_ID, 0),
        padding_id=_id_in(trainer, _PADDING_ID, -1),
        adds_begin=_id_in(trainer, _BEGIN_ID, 1) is not None,
        adds_space=bool(field_of(normalizer, _DUMMY_PREFIX, 1, "add_dummy_prefix")),
        infill=infill_of(pieces),
        chat_template=None,
    )


def _read_piece(message: bytes, pieces: list[str], scores: list[float], kinds: list[int]) -> None:
    text, score, kind = b"", b"\0\0\0\0", int(PieceKind.NORMAL)
    for number, value in read_fields(message):
        if number == _PIECE and isinstance(value, bytes):
            text = value
        elif number == _SCORE and isinstance(value, bytes):
            score = value
        elif number == _KIND and isinstance(value, int):
            kind = value
        else:
            _refuse_stranger(number, f"piece {len(pieces)}")
    try:
        pieces.append(text.decode())
    except UnicodeDecodeError as error:
        raise TokenizerError(f"damaged message: piece {len(pieces)} is not UTF-8") from error
    scores.append(float_of(score))
    kinds.append(kind)
    if len(pieces) > MAX_PIECES:
        raise TokenizerError(f"expected at most {MAX_PIECES} pieces, got more")


def _refuse_stranger(number: int, place: str) -> None:
    """Refuse a field that is not expected there; those that anybody may add mean nothing here."""
    if number < _FIRST_EXTENSION:
        raise TokenizerError(f"damaged message: unexpected field {number} in {place}")


def _refuse_other_models(trainer: dict[int, FieldValue], *, has_bytes: bool) -> None:
    model_type = field_of(trainer, _MODEL_TYPE, _UNIGRAM, "model_type")
    if model_type != _BPE:
        name = _MODEL_NAMES.get(model_type, str(model_type))
        raise TokenizerError(f"`model_type` {name} is not supported: expected BPE")
    if field_of(trainer, _SPACE_AS_SUFFIX, 0, "treat_whitespace_as_suffix"):
        raise TokenizerError("`treat_whitespace_as_suffix` is not supported: expected a space in front")
    falls_back = bool(field_of(trainer, _BYTE_FALLBACK, 0, "byte_fallback"))
    if falls_back != has_bytes:
        raise TokenizerError(
            f"`byte_fallback` is {falls_back}, but there are {'' if has_bytes else 'no '}bytes"
        )


def _refuse_normalizing(normalizer: dict[int, FieldValue], denormalizer: dict[int, FieldValue]) -> None:
    for name, part in (("normalizer", normalizer), ("denormalizer", denormalizer)):
        if field_of(part, _CHARACTER_MAP, b"", "precompiled_charsmap"):
            raise TokenizerError(f"its {name} (`precompiled_charsmap`) changes text, which is not supported")
    if field_of(normalizer, _EXTRA_SPACES, 1, "remove_extra_whitespaces"):
        raise TokenizerError("`remove_extra_whitespaces` is not supported: code needs its spaces")
    if not field_of(normalizer, _ESCAPED_SPACES, 1, "escape_whitespaces"):
        raise TokenizerError("`escape_whitespaces` is false, which is not supported: expected `▁` for spaces")


def _id_in(trainer: dict[int, FieldValue], number: int, default: int) -> int | None:
    token_id = signed(field_of(trainer, number, default, f"trainer_spec.{number}"))
    return None if token_id == -1 else token_id


def sentencepiece_model_bytes(vocabulary: Vocabulary) -> bytes:
    """A ``tokenizer.model`` with this vocabulary, as SentencePiece itself reads it.

    Code Llama's own pieces are written as the ordinary ones that they are in Meta's file.

    Raises:
        TokenizerError: the vocabulary is byte-level.
    """
    return model_message(vocabulary, reference_kinds(vocabulary), adds_space=vocabulary.adds_space)


def reference_kinds(vocabulary: Vocabulary) -> Sequence[int]:
    """The kinds with Code Llama's sixteen pieces as ordinary ones, which Meta's file has them as."""
    if not set(PUBLISHED_PIECES) & set(vocabulary.pieces):
        return vocabulary.kinds
    return [
        PieceKind.NORMAL if piece in PUBLISHED_PIECES else kind
        for piece, kind in zip(vocabulary.pieces, vocabulary.kinds, strict=True)
    ]


def model_message(vocabulary: Vocabulary, kinds: Sequence[int], *, adds_space: bool) -> bytes:
    """The message that SentencePiece takes, with these kinds in place of the vocabulary's.

    Raises:
        TokenizerError: the vocabulary is byte-level.
    """
    if vocabulary.model != SENTENCE_PIECE:
        raise TokenizerError("a byte-level vocabulary cannot be written as a SentencePiece model")
    kind_fields: dict[int, bytes] = {kind: varint_field(_KIND, kind) for kind in PieceKind}
    kind_fields[PieceKind.NORMAL] = b""
    pieces = [
        bytes_field(
            _PIECES,
            bytes_field(_PIECE, _escaped(piece, kind)) + float_field(_SCORE, score) + kind_fields[kind],
        )
        for piece, score, kind in zip(vocabulary.pieces, vocabulary.scores, kinds, strict=True)
    ]
    trainer = bytes_field(_TRAINER, _trainer_message(vocabulary))
    normalizer = (
        bytes_field(_NAME, b"identity")
        + bytes_field(_CHARACTER_MAP, b"")
        + varint_field(_DUMMY_PREFIX, adds_space)
        + varint_field(_EXTRA_SPACES, 0)
        + varint_field(_ESCAPED_SPACES, 1)
    )
    return b"".join([*pieces, trainer, bytes_field(_NORMALIZER, normalizer)])


def _escaped(piece: str, kind: int) -> bytes:
    """A piece as the library looks for it in a text, where spaces are escaped."""
    return (piece.replace(" ", SPACE) if kind == PieceKind.USER_DEFINED else piece).encode()


def _trainer_message(vocabulary: Vocabulary) -> bytes:
    named = (
        (_UNKNOWN_ID, _UNKNOWN_PIECE, vocabulary.unknown_id),
        (_BEGIN_ID, _BEGIN_PIECE, vocabulary.begin_id),
        (_END_ID, _END_PIECE, vocabulary.end_id),
        (_PADDING_ID, _PADDING_PIECE, vocabulary.padding_id),
    )
    return b"".join(
        [
            varint_field(_MODEL_TYPE, _BPE),
            varint_field(_VOCABULARY_SIZE, len(vocabulary.pieces)),
            varint_field(_BYTE_FALLBACK, PieceKind.BYTE in vocabulary.kinds),
            *(varint_field(number, -1 if token_id is None else token_id) for number, _, token_id in named),
            bytes_field(_UNKNOWN_SURFACE, UNKNOWN_SURFACE.encode()),
            *(
                bytes_field(number, vocabulary.pieces[token_id].encode())
                for _, number, token_id in named
                if token_id is not None
            ),
        ]
    )
