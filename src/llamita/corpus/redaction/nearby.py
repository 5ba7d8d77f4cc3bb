"""Where in a text a slow pattern is worth a try: the lines around cheap marks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_BEFORE_CHARACTERS: Final = 200
_MAX_AFTER_CHARACTERS: Final = 400
_LETTERS: Final = re.compile(r"[a-z]{2,}")
_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


@lru_cache(maxsize=1)
def ascii_lowered(text: str) -> str:
    """A text in lower case that has as many characters.

    >>> len(ascii_lowered("İSTANBUL"))
    8
    """
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text.translate(_LOWER)


@lru_cache(maxsize=1)
def _vocabulary(lowered: str) -> str:
    """The runs of letters of a text, each once, in no order: far shorter than the text.

    A mark whose letters are not in here is not in the text.
    """
    return "\n".join(set(_LETTERS.findall(lowered)))


@lru_cache(maxsize=64)
def _letters_of(marks: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((mark, max(_LETTERS.findall(mark), key=len, default="")) for mark in marks)


def places(lowered: str, marks: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where marks stand in a text in lower case, from and to, in order; one may lie within another.

    Looking for each apart, where it can be, is several times as fast as one pattern of all.

    >>> places("to be by it", ("by ", "to"))
    [(0, 2), (6, 9)]
    """
    found: list[tuple[int, int]] = []
    vocabulary = _vocabulary(lowered)
    for mark, letters in _letters_of(marks):
        place = lowered.find(mark) if letters in vocabulary else -1
        while place >= 0:
            found.append((place, place + len(mark)))
            place = lowered.find(mark, place + len(mark))
    return sorted(found)


def line_start(text: str, place: int, max_characters: int) -> int:
    r"""Where the line of a place begins, or so many characters before the place where that is later.

    >>> line_start("one\ntwo", 6, 99), line_start("one\ntwo", 6, 1)
    (4, 5)
    """
    begin = max(0, place - max_characters)
    return max(text.rfind("\n", begin, place) + 1, begin)


def windows(
    lowered: str, marks: tuple[str, ...], *, followed: tuple[str, re.Pattern[str]] | None = None
) -> Iterator[tuple[int, int]]:
    """From where to where marks have something near them, in order, none overlapping another.

    A window begins at the line's start, at most 200 characters before the mark, and ends 400 after it.

    Args:
        lowered: a text in lower case.
        marks: what is cheap to find, in lower case.
        followed: the text itself, and what must follow a mark there that counts.
    """
    start = stop = -1
    for mark_start, mark_stop in places(lowered, marks):
        if followed and not followed[1].match(followed[0], mark_stop):
            continue
        begin = line_start(lowered, mark_start, _MAX_BEFORE_CHARACTERS)
        if begin > stop:
            if start >= 0:
                yield start, stop
            start = begin
        stop = max(stop, min(mark_stop + _MAX_AFTER_CHARACTERS, len(lowered)))
    if start >= 0:
        yield start, stop
