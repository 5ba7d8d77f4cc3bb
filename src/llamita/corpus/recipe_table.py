"""Table: a table of a recipe, read key by key; what nobody reads is refused."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from llamita.errors import RequestError, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TYPES: Final[Mapping[type, str]] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "a table",
}


@dataclass(slots=True)
class Table:
    """One table of a TOML file."""

    values: Mapping[str, Any]
    where: str
    """What messages call it: the file, then the keys that lead to the table."""
    read: list[str] = field(default_factory=list)
    """The keys that were asked for so far."""

    def text(self, key: str, default: str | None = None, *, one_of: Sequence[str] = ()) -> str:
        """A text that is not empty.

        Args:
            key: its name.
            default: what it is where the table does not say; None: it must.
            one_of: what it may be; anything where this is empty.

        Raises:
            RequestError: it is missing or something else.
        """
        text: str = self._value(key, str, default)
        if not text.strip() or any(not character.isprintable() for character in text):
            raise self.wrong(key, "a text on one line", text)
        if one_of and text not in one_of:
            raise self.wrong(key, " or ".join(f"`{choice}`" for choice in one_of), text)
        return text

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the table does not say.

        Raises:
            RequestError: it is something else.
        """
        self.read.append(key)
        return self.text(key) if key in self.values else None

    def number(self, key: str, default: float, *, least: float, most: float) -> float:
        """A number from ``least`` to ``most``.

        Raises:
            RequestError: it is something else.
        """
        number: float = self._value(key, float, default)
        if not isfinite(number) or not least <= number <= most:
            raise self.wrong(key, f"a number from {least:g} to {most:g}", number)
        return number

    def count(self, key: str, default: int, *, least: int, most: int) -> int:
        """A whole number from ``least`` to ``most``.

        Raises:
            RequestError: it is something else.
        """
        number: int = self._value(key, int, default)
        if not least <= number <= most:
            raise self.wrong(key, f"a whole number from {least} to {most}", number)
        return number

    def optional_count(self, key: str, *, least: int, most: int) -> int | None:
        """A whole number from ``least`` to ``most``, or None where the table does not say.

        Raises:
            RequestError: it is something else.
        """
        self.read.append(key)
        return self.count(key, 0, least=least, most=most) if key in self.values else None

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false.

        Raises:
            RequestError: it is something else.
        """
        flag: bool = self._value(key, bool, default)
        return flag

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where the table does not say.

        Raises:
            RequestError: it is something else, or holds a text twice.
        """
        texts = self._value(key, list, [])
        for text in texts:
            if not isinstance(text, str) or not text:
                raise self.wrong(key, "a list of texts", text)
            if texts.count(text) > 1:
                raise self.wrong(key, "each text once", text)
        return tuple(texts)

    def numbers(self, key: str, default: Mapping[str, float]) -> dict[str, float]:
        """A table of numbers under any names.

        Raises:
            RequestError: it is something else.
        """
        table = self.table(key) if key in self.values else Table(default, f"{self.where}: {key}")
        return {name: table.number(name, 0, least=-1e18, most=1e18) for name in table.values}

    def table(self, key: str) -> Table:
        """A table below this one, empty where this one does not say.

        Raises:
            RequestError: it is something else.
        """
        return Table(self._value(key, dict, {}), f"{self.where}: {key}")

    def tables(self, key: str) -> list[Table]:
        """A list of at least one table.

        Raises:
            RequestError: it is missing, empty or something else.
        """
        values = self._value(key, list, None)
        if not values:
            raise self.wrong(key, "at least one table", values)
        for value in values:
            if not isinstance(value, dict):
                raise self.wrong(key, "a list of tables", value)
        return [Table(value, f"{self.where}: {key}[{index}]") for index, value in enumerate(values)]

    def end(self) -> None:
        """All that there may be has been read.

        Raises:
            RequestError: there is more.
        """
        for key in self.values:
            if key not in self.read:
                near = difflib.get_close_matches(key, self.read, n=1)
                known = ", ".join(f"`{name}`" for name in sorted(self.read))
                raise RequestError(
                    f"{self.where}: unknown key {shown(key)}",
                    hint=f"did you mean `{near[0]}`?" if near else f"the keys here are {known}",
                )

    def wrong(self, key: str, expected: str, value: object) -> RequestError:
        """The error for a key that holds something else than ``expected``."""
        return RequestError(f"{self.where}: `{key}` must be {expected}, got {shown(value)}")

    def _value(self, key: str, of: type, default: object) -> Any:  # noqa: ANN401
        self.read.append(key)
        if key not in self.values:
            if default is None:
                raise RequestError(f"{self.where}: `{key}` is missing")
            return default
        value = self.values[key]
        # A bool is an int to Python, and no number to a person.
        if of is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if type(value) is not of:
            raise self.wrong(key, _TYPES[of], value)
        return value
