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

# Settings of the model that never change ids where every byte has a piece, and values that mean "off".
_HARMLESS = frozenset({"type", "vocab", "merges", "unk_token", "fuse_unk"})
_USUAL = (None, False, "", 0)


def read_tokenizer_json(path: Path) -> Vocabulary:
    """The vocabulary in ``path``; special ids and template from ``tokenizer_config.json`` beside it.

    Raises:
        TokenizerError: the file is missing, damaged, or describes a tokenizer not supported here.
    """
    data = _read_object(path)
    model = _byte_level_model(data, path)
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
        merges=_merges(model, path),
        scores=(),
        begin_id=_special_id(config, "bos_token", ids),
        end_id=_special_id(config, "eos_token", ids),
        unknown_id=_special_id(config, "unk_token", ids),
        padding_id=_special_id(config, "pad_token", ids),
        adds_begin=bool(config.get("add_bos_token", False)),
        adds_space=False,
        infill=None,
        chat_template=_chat_template(config, config_path),
    )


def _byte_level_model(data: dict[str, Any], path: Path) -> dict[str, Any]:
    """The part with pieces and merges; every setting that would change ids must be at its usual value."""
    model = data.get("model")
    vocabulary = model.get("vocab") if isinstance(model, dict) else None
    if not isinstance(model, dict) or model.get("type") != "BPE" or not isinstance(vocabulary, dict):
        raise TokenizerError(
            f"`{path}` describes no byte-level BPE: expected `model.type` = `BPE` with a `vocab`"
        )
    if not all(isinstance(token_id, int) for token_id in vocabulary.values()):
        raise TokenizerError(f"`model.vocab` in `{path}` must map pieces to whole numbers")
    unusual = [key for key, value in model.items() if key not in _HARMLESS and value not in _USUAL]
    if unusual:
        raise TokenizerError(f"`model.{unusual[0]}` = {model[unusual[0]]!r} in `{path}` is not supported")
    if data.get("normalizer") is not None:
        raise TokenizerError(f"`{path}` normalizes text before encoding, which byte-level BPE here does not")
    post_processor = data.get("post_processor")
    if post_processor is not None and _type_of(post_processor) != "ByteLevel":
        raise TokenizerError(f"`post_processor` in `{path}` is not supported: expected none, or ByteLevel")
    return model


def _type_of(part: object) -> object:
    return part.get("type") if isinstance(part, dict) else part


def _merges(model: dict[str, Any], path: Path) -> list[str]:
    merges = model.get("merges", [])
    if isinstance(merges, list) and all(isinstance(merge, str) or _is_pair(merge) for merge in merges):
        return [merge if isinstance(merge, str) else " ".join(merge) for merge in merges]
    raise TokenizerError(f"`model.merges` in `{path}` must be a list of pairs of pieces")


def _is_pair(merge: object) -> bool:
    return isinstance(merge, list) and [type(side) for side in merge] == [str, str]


def _chat_template(config: dict[str, Any], path: Path) -> str | None:
    template = config.get("chat_template")
    if template is not None and not isinstance(template, str):
        kind = type(template).__name__
        raise TokenizerError(f"`chat_template` in `{path}` must be one template, got {kind}")
    return template


def _read_object(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise TokenizerError(f"no tokenizer at `{path}`") from error
    except OSError as error:
        raise TokenizerError(f"cannot read `{path}`: {error.strerror}") from error
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
    """Recognize the two ways of cutting text that ``text.tokenizer`` knows, by their settings."""
    steps = pre_tokenizer.get("pretokenizers", [pre_tokenizer]) if isinstance(pre_tokenizer, dict) else []
    # trim_offsets only moves the borders that are reported, never the ids.
    plain = [
        {key: value for key, value in step.items() if key != "trim_offsets"}
        if isinstance(step, dict)
        else step
        for step in (steps if isinstance(steps, list) else [])
    ]
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
