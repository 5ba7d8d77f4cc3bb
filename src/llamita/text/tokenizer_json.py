"""A Hugging Face ``tokenizer.json`` -> Vocabulary, read as data; nothing in it is executed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from llamita.errors import TokenizerError
from llamita.text.vocabulary import PieceKind, Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

_BYTE_LEVEL = {"type": "ByteLevel", "add_prefix_space": False, "use_regex": True}
_DIGITS = {"type": "Digits", "individual_digits": True}


def read_tokenizer_json(path: Path) -> Vocabulary:
    """The vocabulary in ``path``; special ids and template from ``tokenizer_config.json`` beside it.

    Raises:
        TokenizerError: the file is missing, damaged, or describes a tokenizer not supported here.
    """
    data = _read_object(path)
    model = data.get("model")
    if not isinstance(model, dict) or model.get("type") != "BPE" or not isinstance(model.get("vocab"), dict):
        raise TokenizerError(
            f"`{path}` describes no byte-level BPE: expected `model.type` = `BPE` with a `vocab`"
        )
    if data.get("normalizer") is not None:
        raise TokenizerError(f"`{path}` normalizes text before encoding, which byte-level BPE here does not")
    added = _added_tokens(data, path)
    ids: dict[str, int] = model["vocab"] | {token["content"]: token["id"] for token in added}
    pieces = _pieces_in_order(ids, path)
    kinds = [PieceKind.NORMAL] * len(pieces)
    for token in added:
        kinds[token["id"]] = PieceKind.CONTROL if token.get("special") else PieceKind.USER_DEFINED
    config_path = path.with_name("tokenizer_config.json")
    config = _read_object(config_path) if config_path.exists() else {}
    return Vocabulary(
        model="gpt2",
        split=_split_name(data.get("pre_tokenizer"), path),
        pieces=pieces,
        kinds=kinds,
        merges=[merge if isinstance(merge, str) else " ".join(merge) for merge in model.get("merges", [])],
        scores=(),
        begin_id=_special_id(config, "bos_token", ids),
        end_id=_special_id(config, "eos_token", ids),
        unknown_id=_special_id(config, "unk_token", ids),
        padding_id=_special_id(config, "pad_token", ids),
        adds_begin=bool(config.get("add_bos_token", False)),
        infill=None,
        chat_template=config.get("chat_template"),
    )


def _read_object(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise TokenizerError(f"no tokenizer at `{path}`") from error
    except (ValueError, RecursionError) as error:
        raise TokenizerError(f"`{path}` is not valid JSON: {error}") from error
    if not isinstance(data, dict):
        raise TokenizerError(f"`{path}` holds a {type(data).__name__}, expected a JSON object")
    return data


def _added_tokens(data: dict[str, Any], path: Path) -> list[dict[str, Any]]:
    added = data.get("added_tokens", [])
    usable = isinstance(added, list) and all(
        isinstance(token, dict) and isinstance(token.get("content"), str) and isinstance(token.get("id"), int)
        for token in added
    )
    if not usable:
        raise TokenizerError(f"`added_tokens` in `{path}` must be a list of objects with `id` and `content`")
    return list(added)


def _pieces_in_order(ids: dict[str, int], path: Path) -> list[str]:
    pieces = sorted(ids, key=lambda piece: ids[piece])
    if [ids[piece] for piece in pieces] != list(range(len(pieces))):
        raise TokenizerError(f"token ids in `{path}` are not 0 to {len(pieces) - 1}, each once")
    return pieces


def _split_name(pre_tokenizer: object, path: Path) -> str:
    """Recognise the two ways of cutting text that ``text.tokenizer`` knows, by their settings."""
    steps = pre_tokenizer.get("pretokenizers", [pre_tokenizer]) if isinstance(pre_tokenizer, dict) else []
    # trim_offsets only moves the borders that are reported, never the ids.
    plain = [{key: value for key, value in step.items() if key != "trim_offsets"} for step in steps]
    if plain == [_BYTE_LEVEL]:
        return "gpt-2"
    if plain == [_DIGITS, _BYTE_LEVEL]:
        return "smollm"
    raise TokenizerError(
        f"`pre_tokenizer` in `{path}` is not supported: expected ByteLevel, alone or after Digits, "
        f"got {pre_tokenizer!r}"
    )


def _special_id(config: dict[str, Any], key: str, ids: dict[str, int]) -> int | None:
    token = config.get(key)
    content = token.get("content") if isinstance(token, dict) else token
    return ids.get(content) if isinstance(content, str) else None
