"""Where in a text a slow pattern is worth a try: the lines around cheap marks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_BEFORE_CHARACTERS: Final = 200
_MAX_AFTER_CHARACTERS: Final = 400
# So much longer windows let the marks that follow at once go unread.
_SPARE_CHARACTERS: Final = 64
_MAX_WORD_CHARACTERS: Final = 96
_STEP_CHARACTERS: Final = 64
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
    words = set(_LETTERS.findall(lowered))
    for word in [word for word in words if len(word) > _MAX_WORD_CHARACTERS]:
        words.remove(word)
        # Pieces that share more than the longest mark has, so that what repeats itself is there but once.
        words.update(word[at : at + _MAX_WORD_CHARACTERS] for at in range(0, len(word), _STEP_CHARACTERS))
    return "\n".join(words)


@lru_cache(maxsize=64)
def _letters_of(marks: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Marks, each with its longest run of letters."""
    return tuple((mark, max(_LETTERS.findall(mark), key=len, default="")) for mark in marks)


def places(lowered: str, marks: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where marks stand in a text in lower case, from and to, in order; one may lie within another.

    Looking for each apart, where it can be, is several times as fast as one pattern of all.

    >>> places("to be by it", ("by ", "to"))
    [(0, 2), (6, 9)]
    """
    found: list[tuple[int, int]] = []
    known, vocabulary = _known(lowered), _vocabulary(lowered)
    for mark, letters in _letters_of(marks):
        if letters not in vocabulary:
            continue
        starts = known.get(mark)
        if starts is None:
            starts = known[mark] = _starts(lowered, mark)
        if starts:
            length = len(mark)
            found += [(start, start + length) for start in starts]
    found.sort()
    return found


@lru_cache(maxsize=1)
def _known(lowered: str) -> dict[str, list[int]]:  # noqa: ARG001 - the key of the cache
    """Where marks were found in a text so far: rules share many."""
    return {}


def _starts(lowered: str, mark: str) -> list[int]:
    found: list[int] = []
    place = lowered.find(mark)
    while place >= 0:
        found.append(place)
        place = lowered.find(mark, place + len(mark))
    return found


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

    A window begins at the start of the line, at most 200 characters before the mark, and ends 400 after it or
    a little later.

    Args:
        lowered: a text in lower case.
        marks: what is cheap to find, in lower case.
        followed: the text itself, and what must follow a mark there that counts.
    """
    start = stop = -1
    for mark_start, mark_stop in places(lowered, marks):
        if mark_stop + _MAX_AFTER_CHARACTERS <= stop:
            continue
        if followed and not followed[1].match(followed[0], mark_stop):
            continue
        if mark_start > stop:
            begin = line_start(lowered, mark_start, _MAX_BEFORE_CHARACTERS)
            if begin > stop:
                if start >= 0:
                    yield start, stop
                start = begin
        stop = max(stop, min(mark_stop + _MAX_AFTER_CHARACTERS + _SPARE_CHARACTERS, len(lowered)))
    if start >= 0:
        yield start, stop
