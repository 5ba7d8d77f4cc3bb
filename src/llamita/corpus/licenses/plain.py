"""Comments as running text, with the way back to their lines."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

_MARKS = " \t\r\f\v/*#-;%!|=~<>'\"\ufeff"
LINE_CHARACTERS = 2000
"""What of a line is read; minified code has lines without end."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Lines joined by one space each, without comment marks."""

    said: str
    """As written."""
    lower: str
    """The same in lower case, of the same length, with `license` spelled so."""
    _starts: tuple[int, ...]
    _first_line: int

    def line_of(self, position: int) -> int:
        """Give the line of the file, counted from 1, in which a character stands."""
        return self._first_line + bisect_right(self._starts, position) - 1

    def from_line_start(self, position: int) -> int:
        """Give where the line begins in which a character stands."""
        return self._starts[bisect_right(self._starts, position) - 1] if self._starts else position


def plain_of(text: str, start: int, end: int) -> Plain:
    """Read a part of a file as running text."""
    lines: list[str] = []
    starts: list[int] = []
    position = 0
    for line in text[start:end].split("\n"):
        words = " ".join(line[:LINE_CHARACTERS].strip(_MARKS).split())
        if words.startswith(("rem ", "dnl ")):
            words = words[len("rem ") :]
        starts.append(position)
        if words:
            lines.append(words)
            position += len(words) + 1
    said = " ".join(lines)
    lower = said.lower()
    if len(lower) != len(said):
        lower = "".join(small if len(small := letter.lower()) == 1 else letter for letter in said)
    lower = lower.replace("licence", "license")  # codespell:ignore licence
    return Plain(said, lower, tuple(starts), text.count("\n", 0, start) + 1)
