"""JSON files of a corpus, as the dataclasses they were written from: strict, bounded, the same to the byte.

A key that is missing, unknown or stands twice, and a value of another type, is an error that names it.
Nothing is guessed: a reader that skips what it does not know would call a damaged file whole.
"""

from __future__ import annotations

import dataclasses
import json
import stat
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar, get_args, get_origin, get_type_hints

from llamita.errors import CorpusError, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")

_NAMES: Final[Mapping[object, str]] = {
    str: "a text",
    int: "a whole number from 0",
    float: "a number",
    bool: "true or false",
    NoneType: "null",
}


def plain(value: object) -> Any:  # noqa: ANN401
    """What JSON has for a value made of dataclasses, tuples, dicts, texts and numbers."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    return value


def canonical_json(value: object) -> str:
    """One spelling for one meaning: keys in order, no space, ASCII; what digests are taken of."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), allow_nan=False)


def pretty_json(value: object) -> str:
    """For people to read; keys in the order of the dataclasses."""
    return json.dumps(plain(value), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read_record(path: Path, kind: type[Record], *, max_bytes: int) -> Record:
    """The record that a JSON file holds.

    Args:
        path: the file.
        kind: the dataclass it was written from.
        max_bytes: how large it can be.

    Raises:
        CorpusError: it is missing, too large, damaged, or holds something else.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CorpusError(f"`{path}` is a folder, a device or a pipe: expected a file")
        if status.st_size > max_bytes:
            raise CorpusError(
                f"`{path}` is too large: expected at most {max_bytes} bytes, got {status.st_size}"
            )
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise CorpusError(f"no file `{path}`: it belongs to every corpus of this form") from error
    except OSError as error:
        raise CorpusError(f"cannot read `{path}`: {(error.strerror or str(error)).lower()}") from error
    return parsed_record(raw, kind, place=f"`{path}`")


def parsed_record(raw: bytes, kind: type[Record], *, place: str) -> Record:
    """The record that a JSON text in UTF-8 spells.

    Args:
        raw: the text.
        kind: the dataclass it was written from.
        place: what messages call it.

    Raises:
        CorpusError: it is not valid JSON, or holds something else.
    """
    try:
        values = json.loads(raw, object_pairs_hook=_with_distinct_keys, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise CorpusError(f"cannot read {place}: it is not valid JSON: {reason}") from error
    record: Record = _record(values, kind, place)
    return record


def _record(values: object, kind: type, place: str) -> Any:  # noqa: ANN401
    if not isinstance(values, dict):
        raise _refused(place, "an object", values)
    types = get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    if unknown := sorted(set(values) - set(fields)):
        raise CorpusError(f"key {shown(unknown[0])} in {place} is unknown: expected {', '.join(fields)}")
    if missing := [name for name in fields if name not in values]:
        raise CorpusError(f"{place} has no key `{missing[0]}`")
    return kind(**{name: _value(values[name], types[name], f"`{name}` of {place}") for name in fields})


def _value(value: object, kind: Any, place: str) -> Any:  # noqa: ANN401
    """A value as its type has it; ``tuple[X, ...]``, ``dict[str, X]`` and ``X | None`` among them."""
    if dataclasses.is_dataclass(kind):
        return _record(value, kind, place)  # type: ignore[arg-type]
    origin, parts = get_origin(kind), get_args(kind)
    if origin is UnionType:
        inner = next(part for part in parts if part is not NoneType)
        return None if value is None else _value(value, inner, place)
    if origin is tuple:
        if not isinstance(value, list):
            raise _refused(place, "a list", value)
        return tuple(_value(part, parts[0], f"item {i} of {place}") for i, part in enumerate(value))
    if origin is dict:
        if not isinstance(value, dict):
            raise _refused(place, "an object", value)
        return {key: _value(part, parts[1], f"{shown(key)} of {place}") for key, part in value.items()}
    return _plain_value(value, kind, place)


def _plain_value(value: object, kind: type, place: str) -> object:
    if kind is float and type(value) is int:
        return float(value)
    # Not isinstance: true and false would pass as the numbers 1 and 0.
    if type(value) is not kind or (kind is int and isinstance(value, int) and value < 0):
        raise _refused(place, _NAMES[kind], value)
    return value


def _refused(place: str, expected: str, got: object) -> CorpusError:
    return CorpusError(f"cannot use {place}: expected {expected}, got {shown(got)}")


def _with_distinct_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"key {shown(next(key for key in keys if keys.count(key) > 1))} stands there twice")
    return values


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
