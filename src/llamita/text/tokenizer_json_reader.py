"""A Hugging Face ``tokenizer.json`` -> Vocabulary, read as data; nothing in it is executed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from llamita.errors import TokenizerError
from llamita.text.code_llama_pieces import infill_of, kinds_with_control
from llamita.text.json_file import read_json_object
from llamita.text.merge_order import scores_of_merges
from llamita.text.tokenizer_config import (
    AddedPiece,
    SideFiles,
    read_side_files,
    refuse_stripping,
    with_added,
)
from llamita.text.vocabulary import (
    BYTE_LEVEL,
    SENTENCE_PIECE,
    SPACE,
    InfillIds,
    PieceKind,
    Vocabulary,
    is_byte_piece,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_BYTE_CUT: Final = {"type": "ByteLevel", "add_prefix_space": False, "use_regex": True}
_DIGIT_CUT: Final = {"type": "Digits", "individual_digits": True}
_SPACE_IN_FRONT: Final = {"type": "Prepend", "prepend": SPACE}
_SPACE_ESCAPED: Final = {"type": "Replace", "pattern": {"String": " "}, "content": SPACE}

# Settings of the model that never change ids where every byte has a piece, and values that mean "off".
_HARMLESS: Final = frozenset({"type", "vocab", "merges", "unk_token", "fuse_unk"})
_USUAL: Final = (None, False, "", 0)


def read_tokenizer_json(path: Path, *, num_rows: int | None = None) -> Vocabulary:
    """The vocabulary in ``path``; special ids and template from the files beside it.

    Args:
        path: the file.
        num_rows: rows of the model's embedding; tokens for infilling that transformers appended beyond
            them are left out.

    Raises:
        TokenizerError: the file is missing, damaged, or describes a tokenizer not supported here.
    """
    data = read_json_object(path)
    side = read_side_files(path.parent)
    try:
        return _vocabulary_of(data, side, num_rows)
    except TokenizerError as error:
        raise TokenizerError(f"cannot use `{path}`: {error}", hint=error.hint) from error


def _vocabulary_of(data: dict[str, Any], side: SideFiles, num_rows: int | None) -> Vocabulary:
    model = _bpe_model(data)
    split = _split_name(data.get("pre_tokenizer"))
    added = _added_pieces(data)
    pieces = _pieces_in_order(model["vocab"], added)
    pieces = pieces[: side.num_kept(pieces, num_rows)]
    added = [token for token in [*added, *side.added] if token.id < len(pieces)]
    if split is not None:
        return _byte_level(data, model, pieces, added, side, split)
    return _sentence_piece(data, model, pieces, added, side)


def _byte_level(
    data: dict[str, Any],
    model: dict[str, Any],
    pieces: list[str],
    added: list[AddedPiece],
    side: SideFiles,
    split: str,
) -> Vocabulary:
    _refuse_unusual(model, _HARMLESS)
    if data.get("normalizer") is not None:
        raise TokenizerError("its `normalizer` normalizes text before encoding: expected none")
    begin_piece = _begin_piece(data.get("post_processor"))
    pieces, kinds = with_added(pieces, [PieceKind.NORMAL] * len(pieces), added)
    infill = side.infill_ids(pieces)
    adds_begin = begin_piece is not None if side.adds_begin is None else side.adds_begin
    return Vocabulary(
        model=BYTE_LEVEL,
        split=split,
        pieces=pieces,
        kinds=kinds,
        merges=[" ".join(pair) for pair in _merges(model)],
        scores=(),
        begin_id=_begin_id(pieces, begin_piece, side),
        end_id=side.id_in(pieces, "eos_token"),
        unknown_id=side.id_in(pieces, "unk_token"),
        padding_id=side.padding_id(pieces),
        adds_begin=adds_begin,
        adds_space=False,
        infill=None
        if infill is None
        else InfillIds(prefix=infill[0], suffix=infill[1], middle=infill[2], end=infill[3]),
        chat_template=side.chat_template,
    )


def _sentence_piece(
    data: dict[str, Any], model: dict[str, Any], pieces: list[str], added: list[AddedPiece], side: SideFiles
) -> Vocabulary:
    _refuse_unusual(model, _HARMLESS | {"byte_fallback"})
    adds_space = _adds_space(data.get("normalizer"), data.get("pre_tokenizer"))
    begin_piece = _begin_piece(data.get("post_processor"))
    unknown = side.specials.get("unk_token") or model.get("unk_token") or "<unk>"
    kinds = [
        PieceKind.BYTE
        if is_byte_piece(piece)
        else PieceKind.UNKNOWN
        if piece == unknown
        else PieceKind.NORMAL
        for piece in pieces
    ]
    pieces, all_kinds = with_added(pieces, kinds, added)
    if (PieceKind.BYTE in all_kinds) != bool(model.get("byte_fallback")):
        raise TokenizerError(
            f"`model.byte_fallback` is {model.get('byte_fallback')}, which its pieces contradict"
        )
    kinds_here = kinds_with_control(pieces, all_kinds)
    begin_id = _begin_id(pieces, begin_piece, side)
    return Vocabulary(
        model=SENTENCE_PIECE,
        split="default",
        pieces=pieces,
        kinds=kinds_here,
        merges=(),
        scores=scores_of_merges(pieces, kinds_here, _merges(model)),
        begin_id=begin_id,
        end_id=side.id_in(pieces, "eos_token"),
        unknown_id=pieces.index(unknown) if unknown in pieces else None,
        padding_id=side.padding_id(pieces),
        # A file without a begin token in its prompts says little: transformers 5 writes such files for
        # models that were trained with one.
        adds_begin=begin_id is not None and side.adds_begin is not False,
        adds_space=adds_space,
        infill=infill_of(pieces),
        chat_template=side.chat_template,
    )


def _bpe_model(data: dict[str, Any]) -> dict[str, Any]:
    model = data.get("model")
    ids = model.get("vocab") if isinstance(model, dict) else None
    # The type is not written in files before 2023.
    if not isinstance(model, dict) or model.get("type", "BPE") != "BPE" or not isinstance(ids, dict):
        raise TokenizerError("it describes no BPE: expected `model.type` = `BPE` with a `vocab`")
    if not all(type(token_id) is int for token_id in ids.values()):
        raise TokenizerError("`model.vocab` must map pieces to whole numbers")
    return model


def _refuse_unusual(model: dict[str, Any], harmless: frozenset[str]) -> None:
    """Every setting of the model that would change ids must be at its usual value."""
    unusual = [key for key, value in model.items() if key not in harmless and value not in _USUAL]
    if unusual:
        raise TokenizerError(f"`model.{unusual[0]}` = {model[unusual[0]]!r:.60} is not supported")


def _merges(model: dict[str, Any]) -> list[tuple[str, str]]:
    merges = model.get("merges", [])
    pairs = [merge.split(" ") if isinstance(merge, str) else merge for merge in _listed(merges)]
    if not all(isinstance(pair, list) and [type(side) for side in pair] == [str, str] for pair in pairs):
        raise TokenizerError("`model.merges` must be a list of pairs of pieces")
    return [(left, right) for left, right in pairs]


def _listed(part: object) -> list[Any]:
    """A list that the file may hold there; anything else holds nothing usable."""
    return part if isinstance(part, list) else [None]


def _added_pieces(data: dict[str, Any]) -> list[AddedPiece]:
    added = data.get("added_tokens", [])
    usable = isinstance(added, list) and all(
        isinstance(token, dict) and isinstance(token.get("content"), str) and type(token.get("id")) is int
        for token in added
    )
    if not usable:
        raise TokenizerError("its `added_tokens` must be a list of objects with `id` and `content`")
    for token in added:
        if not token.get("special"):
            refuse_stripping(token, token["content"])
    return [
        AddedPiece(id=token["id"], piece=token["content"], special=bool(token.get("special")))
        for token in added
    ]


def _pieces_in_order(vocab: dict[str, int], added: Sequence[AddedPiece]) -> list[str]:
    ids = dict(vocab)
    for token in added:
        if ids.setdefault(token.piece, token.id) != token.id:
            raise TokenizerError(
                f"added token {token.piece!r:.60} has two ids: {ids[token.piece]}, {token.id}"
            )
    pieces = sorted(ids, key=lambda piece: ids[piece])
    if [ids[piece] for piece in pieces] != list(range(len(pieces))):
        raise TokenizerError(f"its token ids are not 0 to {len(pieces) - 1}, each once")
    return pieces


def _begin_id(pieces: Sequence[str], begin_piece: str | None, side: SideFiles) -> int | None:
    if begin_piece is None:
        return side.id_in(pieces, "bos_token")
    if begin_piece not in pieces:
        raise TokenizerError(
            f"its prompts start with {begin_piece!r:.60}, which is no piece of the vocabulary"
        )
    return pieces.index(begin_piece)


def _steps(part: object, name: str) -> list[Any]:
    """A step, or the steps of a sequence, each without what only moves reported borders."""
    if part is None:
        return []
    found = part.get(name, [part]) if isinstance(part, dict) else [part]
    return [
        {key: value for key, value in step.items() if key != "trim_offsets"}
        if isinstance(step, dict)
        else step
        for step in _listed(found)
    ]


def _split_name(pre_tokenizer: object) -> str | None:
    """Which of the ways of cutting text that byte-level BPE has; None for SentencePiece's, which has none."""
    steps = _steps(pre_tokenizer, "pretokenizers")
    if steps == [_BYTE_CUT]:
        return "gpt-2"
    if steps == [_DIGIT_CUT, _BYTE_CUT]:
        return "smollm"
    if not steps or _is_metaspace(steps):
        return None
    raise TokenizerError(
        "its `pre_tokenizer` is not supported: expected ByteLevel, alone or after Digits, or Metaspace, "
        f"got {pre_tokenizer!r:.200}"
    )


def _is_metaspace(steps: list[Any]) -> bool:
    return len(steps) == 1 and isinstance(steps[0], dict) and steps[0].get("type") == "Metaspace"


def _adds_space(normalizer: object, pre_tokenizer: object) -> bool:
    """Whether a space goes in front of a text; recognized in the two forms that transformers writes.

    The newer one, Metaspace, puts none in front of a text that starts with a space. SentencePiece does,
    by which the model was trained, and so do we.
    """
    normal_steps = _steps(normalizer, "normalizers")
    cuts = _steps(pre_tokenizer, "pretokenizers")
    if not cuts and normal_steps == [_SPACE_IN_FRONT, _SPACE_ESCAPED]:
        return True
    if not cuts and normal_steps == [_SPACE_ESCAPED]:
        return False
    if not normal_steps and _is_metaspace(cuts):
        metaspace = cuts[0]
        scheme = metaspace.get("prepend_scheme")
        is_whole = metaspace.get("replacement") == SPACE and metaspace.get("split") is False
        if is_whole and scheme in ("first", "always", "never"):
            return bool(scheme != "never")
    raise TokenizerError(
        "its `normalizer` and `pre_tokenizer` are not supported: expected spaces written as `▁`, perhaps "
        f"with one in front, and no cuts; got {normalizer!r:.200} and {pre_tokenizer!r:.200}"
    )


def _begin_piece(post_processor: object) -> str | None:
    """The control token that a template puts in front of a prompt; one behind it is never used here."""
    for step in _steps(post_processor, "processors"):
        kind = step.get("type") if isinstance(step, dict) else None
        if kind == "ByteLevel":
            continue
        single = step.get("single") if kind == "TemplateProcessing" else None
        names = [
            next(iter(part.items())) if isinstance(part, dict) and part else ("", None)
            for part in _listed(single)
        ]
        kinds = [name for name, _ in names]
        if "Sequence" not in kinds[:2] or kinds[0] not in ("Sequence", "SpecialToken"):
            raise TokenizerError(
                "its `post_processor` is not supported: expected none, ByteLevel, or a template of one begin "
                f"token and the text, got {step!r:.200}"
            )
        token = names[0][1]
        if kinds[0] == "SpecialToken":
            piece = token.get("id") if isinstance(token, dict) else None
            if not isinstance(piece, str):
                raise TokenizerError("its `post_processor` names no begin token")
            return piece
    return None
