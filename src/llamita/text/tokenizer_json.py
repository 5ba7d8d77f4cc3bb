"""Vocabulary -> a Hugging Face ``tokenizer.json`` that ``tokenizers`` encodes with as we do."""

from __future__ import annotations

from typing import Any, Final

from llamita.text.code_llama_pieces import STEP_PIECES
from llamita.text.merge_order import merges_of_scores
from llamita.text.vocabulary import BYTE_LEVEL, SPACE, PieceKind, Vocabulary

_BYTE_LEVEL_STEP: Final = {
    "type": "ByteLevel",
    "add_prefix_space": False,
    "trim_offsets": True,
    "use_regex": True,
}
_ADDED_KINDS: Final = (PieceKind.UNKNOWN, PieceKind.CONTROL, PieceKind.USER_DEFINED)


def tokenizer_json(vocabulary: Vocabulary) -> dict[str, Any]:
    """What a ``tokenizer.json`` with this vocabulary holds.

    Control tokens are special there; Code Llama's pieces on the way to one are pieces that no merge
    makes, so that text stays text.
    """
    is_byte_level = vocabulary.model == BYTE_LEVEL
    form = _byte_level_form(vocabulary) if is_byte_level else _sentence_piece_form(vocabulary)
    unknown_id = vocabulary.unknown_id
    merges = [merge.split(" ") for merge in vocabulary.merges] or merges_of_scores(vocabulary)
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": _added_tokens(vocabulary),
        "normalizer": form["normalizer"],
        "pre_tokenizer": form["pre_tokenizer"],
        "post_processor": _begin_template(vocabulary),
        "decoder": form["decoder"],
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None if is_byte_level or unknown_id is None else vocabulary.pieces[unknown_id],
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": not is_byte_level,
            "byte_fallback": PieceKind.BYTE in vocabulary.kinds,
            "ignore_merges": False,
            "vocab": {piece: token_id for token_id, piece in enumerate(vocabulary.pieces)},
            "merges": [list(pair) for pair in merges],
        },
    }


def _added_tokens(vocabulary: Vocabulary) -> list[dict[str, Any]]:
    return [
        {
            "id": token_id,
            "content": piece,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": kind != PieceKind.USER_DEFINED,
        }
        for token_id, (piece, kind) in enumerate(zip(vocabulary.pieces, vocabulary.kinds, strict=True))
        if kind in _ADDED_KINDS and piece not in STEP_PIECES
    ]


def _byte_level_form(vocabulary: Vocabulary) -> dict[str, Any]:
    digits = [{"type": "Digits", "individual_digits": True}] if vocabulary.split == "smollm" else []
    return {
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [*digits, _BYTE_LEVEL_STEP]},
        "decoder": _BYTE_LEVEL_STEP,
    }


def _sentence_piece_form(vocabulary: Vocabulary) -> dict[str, Any]:
    """As in the published files: a normalizer puts the space in front.

    The newer form, Metaspace, leaves it out in front of a text that starts with a space itself.
    """
    prepend = [{"type": "Prepend", "prepend": SPACE}] if vocabulary.adds_space else []
    strip = [{"type": "Strip", "content": " ", "start": 1, "stop": 0}] if vocabulary.adds_space else []
    escape = {"type": "Replace", "pattern": {"String": " "}, "content": SPACE}
    decoders = [
        {"type": "Replace", "pattern": {"String": SPACE}, "content": " "},
        {"type": "ByteFallback"},
        {"type": "Fuse"},
    ]
    return {
        "normalizer": {"type": "Sequence", "normalizers": [*prepend, escape]},
        "pre_tokenizer": None,
        "decoder": {"type": "Sequence", "decoders": [*decoders, *strip]},
    }


def _begin_template(vocabulary: Vocabulary) -> dict[str, Any] | None:
    if not vocabulary.adds_begin or vocabulary.begin_id is None:
        return None
    begin = vocabulary.pieces[vocabulary.begin_id]
    return {
        "type": "TemplateProcessing",
        "single": [
            {"SpecialToken": {"id": begin, "type_id": 0}},
            {"Sequence": {"id": "A", "type_id": 0}},
        ],
        "pair": [
            {"SpecialToken": {"id": begin, "type_id": 0}},
            {"Sequence": {"id": "A", "type_id": 0}},
            {"Sequence": {"id": "B", "type_id": 0}},
        ],
        "special_tokens": {begin: {"id": begin, "ids": [vocabulary.begin_id], "tokens": [begin]}},
    }
