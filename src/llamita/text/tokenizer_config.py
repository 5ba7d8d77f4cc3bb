"""What stands beside a tokenizer: special tokens, tokens added later, the chat template.

Hugging Face's folders say it in ``tokenizer_config.json``, older ones also in ``added_tokens.json`` and
``special_tokens_map.json``, newer ones keep the template in ``chat_template.jinja``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from llamita.errors import TokenizerError
from llamita.text.bounded_file import read_bounded_file
from llamita.text.json_file import read_json_object
from llamita.text.vocabulary import BYTE_LEVEL, PieceKind, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

CONFIG_NAME: Final = "tokenizer_config.json"
_ADDED_NAME: Final = "added_tokens.json"
_SPECIAL_NAME: Final = "special_tokens_map.json"
_TEMPLATE_NAME: Final = "chat_template.jinja"

_INFILL_KEYS: Final = ("prefix_token", "suffix_token", "middle_token", "eot_token")

FILL_PIECE: Final = "<FILL_ME>"
"""Where transformers cuts a text in two before it encodes it; the model never sees it."""
_APPENDED_PIECES: Final = frozenset({FILL_PIECE, "▁<PRE>", "▁<SUF>", "▁<MID>", "▁<EOT>"})

SpecialIds = dict[str, int | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class AddedPiece:
    """A token that was added to a vocabulary after training."""

    id: int
    piece: str
    special: bool
    """A control token; the others are cut out of texts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SideFiles:
    """What the files beside a tokenizer say; None where they say nothing."""

    specials: dict[str, str]
    """``bos_token`` and its kin, by their piece."""
    added: Sequence[AddedPiece]
    adds_begin: bool | None
    adds_space: bool | None
    chat_template: str | None

    def id_in(self, pieces: Sequence[str], name: str, default: int | None = None) -> int | None:
        """The id of a special token such as ``bos_token``.

        Raises:
            TokenizerError: its piece is not in the vocabulary.
        """
        piece = self.specials.get(name)
        if piece is None:
            return default
        if piece not in pieces:
            raise TokenizerError(f"`{name}` is {piece!r}, which is no piece of the vocabulary")
        return pieces.index(piece)

    def padding_id(self, pieces: Sequence[str], default: int | None = None) -> int | None:
        """The id of the padding token; no text needs it, so that a model may have none for it."""
        piece = self.specials.get("pad_token")
        return pieces.index(piece) if piece in pieces else default

    def num_kept(self, pieces: Sequence[str], num_rows: int | None) -> int:
        """How many pieces are the model's, without those that were only added to its tokenizer.

        Args:
            pieces: all of them.
            num_rows: rows of the model's embedding; a padding token, and those that transformers appends
                for infilling, are left out only beyond them.
        """
        size = len(pieces)
        while size and pieces[size - 1] in (*_APPENDED_PIECES, self.specials.get("pad_token")):
            is_marker = num_rows is None and pieces[size - 1] == FILL_PIECE
            if not is_marker and (num_rows is None or size <= num_rows):
                break
            size -= 1
        return size

    def infill_ids(self, pieces: Sequence[str]) -> tuple[int, ...] | None:
        """The four tokens of an infilling prompt, where the files name all of them."""
        ids = [self.id_in(pieces, key) for key in _INFILL_KEYS if self.specials.get(key) in pieces]
        found = tuple(token_id for token_id in ids if token_id is not None)
        return found if len(found) == len(_INFILL_KEYS) else None


def read_side_files(folder: Path) -> SideFiles:
    """What the files in a folder say about its tokenizer; all of them may be missing.

    Raises:
        TokenizerError: one is damaged, or holds something of another type.
    """
    config = _read_optional(folder / CONFIG_NAME)
    specials = _read_specials(_read_optional(folder / _SPECIAL_NAME), folder / _SPECIAL_NAME)
    specials |= _read_specials(config, folder / CONFIG_NAME)
    return SideFiles(
        specials=specials,
        added=_read_added(config, folder, frozenset(specials.values())),
        adds_begin=_flag(config, "add_bos_token", folder),
        adds_space=_flag(config, "add_prefix_space", folder),
        chat_template=_read_template(config, folder),
    )


def _read_optional(path: Path) -> dict[str, Any]:
    return read_json_object(path) if path.exists() else {}


def _read_specials(data: dict[str, Any], path: Path) -> dict[str, str]:
    names = ("bos_token", "eos_token", "unk_token", "pad_token", *_INFILL_KEYS)
    return {
        name: _content_of(data[name], f"`{name}` in `{path}`") for name in names if data.get(name) is not None
    }


def _content_of(token: object, what: str) -> str:
    content = token.get("content") if isinstance(token, dict) else token
    if not isinstance(content, str):
        raise TokenizerError(f"{what} must be a token, got {type(content).__name__}")
    return content


def _flag(config: dict[str, Any], name: str, folder: Path) -> bool | None:
    value = config.get(name)
    if value is not None and not isinstance(value, bool):
        raise TokenizerError(f"`{name}` in `{folder / CONFIG_NAME}` must be true or false, got {value!r:.60}")
    return value


def _read_added(config: dict[str, Any], folder: Path, specials: frozenset[str]) -> list[AddedPiece]:
    path = folder / CONFIG_NAME
    decoder = config.get("added_tokens_decoder") or {}
    if not isinstance(decoder, dict):
        raise TokenizerError(f"`added_tokens_decoder` in `{path}` must be an object")
    added = {}
    for text, token in decoder.items():
        if not (text.isascii() and text.isdecimal() and len(text) < len("1000000000")):
            raise TokenizerError(f"`added_tokens_decoder` in `{path}` must be under ids, got {text!r:.60}")
        piece = _content_of(token, f"`added_tokens_decoder` in `{path}`")
        is_special = isinstance(token, dict) and token.get("special") is True
        added[piece] = AddedPiece(id=int(text), piece=piece, special=is_special)
        if not is_special:
            refuse_stripping(token, piece)
    for piece, token_id in _read_optional(folder / _ADDED_NAME).items():
        if type(token_id) is not int or token_id < 0:
            raise TokenizerError(f"`{folder / _ADDED_NAME}` must map pieces to ids, got {token_id!r:.60}")
        if piece not in added:
            added[piece] = AddedPiece(id=token_id, piece=piece, special=piece in specials)
        elif added[piece].id != token_id:
            raise TokenizerError(
                f"`{path}` and `{folder / _ADDED_NAME}` contradict each other: {piece!r:.60}"
            )
    return list(added.values())


def refuse_stripping(token: object, piece: str) -> None:
    """Refuse an added token of text that eats spaces around it, or wants to stand alone.

    Raises:
        TokenizerError: it does.
    """
    for name in ("lstrip", "rstrip", "single_word"):
        if isinstance(token, dict) and token.get(name):
            raise TokenizerError(f"added token {piece!r:.60} has `{name}`, which is not supported")


def _read_template(config: dict[str, Any], folder: Path) -> str | None:
    path = folder / _TEMPLATE_NAME
    if path.exists():
        try:
            return read_bounded_file(path).decode()
        except UnicodeDecodeError as error:
            raise TokenizerError(f"`{path}` is not UTF-8: {error}") from error
    template = config.get("chat_template")
    if template is not None and not isinstance(template, str):
        kind = type(template).__name__
        raise TokenizerError(f"`chat_template` in `{folder / CONFIG_NAME}` must be one template, got {kind}")
    return template


def with_added(
    pieces: Sequence[str], kinds: Sequence[int], added: Iterable[AddedPiece]
) -> tuple[list[str], list[int]]:
    """Pieces and kinds, with the tokens that were added later.

    Raises:
        TokenizerError: an id has another piece already, or leaves a gap.
    """
    all_pieces, all_kinds = list(pieces), list(kinds)
    for token in sorted(added, key=lambda token: token.id):
        kind = PieceKind.CONTROL if token.special else PieceKind.USER_DEFINED
        if token.id == len(all_pieces):
            all_pieces.append(token.piece)
            all_kinds.append(kind)
        elif token.id > len(all_pieces):
            raise TokenizerError(
                f"added token {token.piece!r:.60} has id {token.id}: ids end at {len(all_pieces)}"
            )
        elif all_pieces[token.id] != token.piece:
            raise TokenizerError(
                f"added token {token.piece!r:.60} has id {token.id}, which is {all_pieces[token.id]!r:.60}"
            )
        elif all_kinds[token.id] in (PieceKind.NORMAL, PieceKind.USER_DEFINED):
            all_kinds[token.id] = kind
    return all_pieces, all_kinds


def tokenizer_config(vocabulary: Vocabulary) -> dict[str, Any]:
    """What a ``tokenizer_config.json`` beside a ``tokenizer.json`` with this vocabulary says.

    It names the class that takes all from the ``tokenizer.json`` and adds nothing of its own.
    """
    config: dict[str, Any] = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "add_bos_token": vocabulary.adds_begin,
        "add_eos_token": False,
        "clean_up_tokenization_spaces": False,
    }
    if vocabulary.model != BYTE_LEVEL:
        config["add_prefix_space"] = vocabulary.adds_space
    ids: SpecialIds = {
        "bos_token": vocabulary.begin_id,
        "eos_token": vocabulary.end_id,
        "unk_token": vocabulary.unknown_id,
        "pad_token": vocabulary.padding_id,
    }
    if vocabulary.infill is not None:
        infill = vocabulary.infill
        ids |= dict(zip(_INFILL_KEYS, (infill.prefix, infill.suffix, infill.middle, infill.end), strict=True))
    config |= {name: vocabulary.pieces[token_id] for name, token_id in ids.items() if token_id is not None}
    if vocabulary.chat_template is not None:
        config["chat_template"] = vocabulary.chat_template
    return config
