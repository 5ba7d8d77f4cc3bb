"""JSON files that describe a model: bounded, strict, and asked for by key and type.

A key that stands twice, a number that is none and a nesting without end are refused: readers disagree
about what such files mean, and whoever writes one means harm.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from llamita.errors import CheckpointError, shown
from llamita.weights.mapped_file import DAMAGED_HINT, map_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Value = TypeVar("Value", bool, int, float, str, dict[str, Any], list[Any])

MAX_JSON_BYTES: Final = 1 << 20
"""Ten times what the names in the largest Llama take, too little to fill the memory with nonsense."""

_MAX_COUNT: Final = 2**31 - 1
# A safetensors header of 70B has 1,500. Far more of them only keep the garbage collector busy.
_MAX_BRACKETS: Final = 50_000

_KINDS: Final[Mapping[type, str]] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
    dict: "an object",
    list: "a list",
}


class JsonObject:
    """A JSON object; a missing key or a wrong type is an error that names it.

    Attributes:
        place: what messages call it.
        values: what it holds.
    """

    def __init__(self, values: Mapping[str, Any], place: str) -> None:
        self.place = place
        self.values = values

    def required(self, key: str, kind: type[Value]) -> Value:
        """The value of a key that has to be there.

        Raises:
            CheckpointError: it is not, or has another type.
        """
        found = self.optional(key, kind)
        if found is None:
            raise CheckpointError(f"{self.place} has no key `{key}`: expected {_KINDS[kind]}")
        return found

    def optional(self, key: str, kind: type[Value]) -> Value | None:
        """The value of a key, or None where it is null or not there; any finite number is a float.

        Raises:
            CheckpointError: the value has another type.
        """
        value = self.values.get(key)
        if kind is float and isinstance(value, (int, float)) and not isinstance(value, bool):
            value = self._finite(key, value)
        # Not isinstance: true and false would pass as the numbers 1 and 0.
        if value is not None and type(value) is not kind:
            raise self.refused(key, _KINDS[kind], described(value))
        found: Value | None = value
        return found

    def positive(self, key: str, default: int | None = None) -> int:
        """A whole number above 0 that counts something, and so has a usual size.

        Raises:
            CheckpointError: it is none, or missing without a default.
        """
        number = self.required(key, int) if default is None else self.optional(key, int)
        if number is None and default is not None:
            return default
        if number is None or not 0 < number <= _MAX_COUNT:
            raise self.refused(key, f"a number from 1 to {_MAX_COUNT}", described(number))
        return number

    def _finite(self, key: str, value: float) -> float:
        with suppress(OverflowError):
            if math.isfinite(value):
                return float(value)
        raise self.refused(key, "a finite number", described(value))

    def refused(self, key: str, expected: str, got: str, *, hint: str | None = None) -> CheckpointError:
        """The error to raise where a key's value cannot be used."""
        return CheckpointError(
            f"cannot use {shown(key)} of {self.place}: expected {expected}, got {got}", hint=hint
        )


def read_json_object(path: Path, expected: str) -> JsonObject:
    """Read a JSON file that holds one object.

    Args:
        path: the file.
        expected: what it should be, for errors: ``the description of a model``.

    Raises:
        CheckpointError: it is missing, foreign, larger than ``MAX_JSON_BYTES``, or not valid.
    """
    with map_file(path, expected) as mapped:
        if len(mapped) > MAX_JSON_BYTES:
            raise CheckpointError(
                f"`{path}` has {len(mapped)} bytes: expected {expected}, which takes {MAX_JSON_BYTES} at most"
            )
        return parsed_json_object(mapped[:], f"`{path}`")


def parsed_json_object(raw: bytes, place: str) -> JsonObject:
    """The object that a JSON text in UTF-8 spells.

    Raises:
        CheckpointError: it is not valid JSON, nested too deep, of far too many parts, or no object.
    """
    num_brackets = raw.count(b"[") + raw.count(b"{")
    if num_brackets > _MAX_BRACKETS:
        raise CheckpointError(
            f"cannot read {place}: expected at most {_MAX_BRACKETS} objects and lists, got {num_brackets}",
            hint=DAMAGED_HINT,
        )
    try:
        values = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_with_distinct_keys, parse_constant=_refuse_constant
        )
    except RecursionError:
        raise CheckpointError(f"cannot read {place}: it is nested too deep", hint=DAMAGED_HINT) from None
    except ValueError as error:
        raise CheckpointError(
            f"cannot read {place}: it is not valid JSON: {error}", hint=DAMAGED_HINT
        ) from error
    if not isinstance(values, dict):
        raise CheckpointError(f"cannot read {place}: expected an object, got {described(values)}")
    return JsonObject(values, place)


def described(value: object) -> str:
    """A JSON value, fit for a message: spelled out where it is short, else its kind."""
    if isinstance(value, (dict, list)):
        return _KINDS[type(value)]
    return shown(value) if isinstance(value, str) else shown(json.dumps(value))


def _with_distinct_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise ValueError(f"key {shown(twice)} stands there twice")
    return values


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
