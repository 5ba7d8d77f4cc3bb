"""Which paragraph of `debian/copyright` speaks of which file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PATTERN_CHARACTERS = 1000


@dataclass(slots=True)
class Globs:
    """Patterns in the order in which they were added; the last that matches a path wins.

    `*` stands for any characters, `/` included, `?` for one; a backslash takes the next one's meaning away.
    Paths and folders are looked up, so that a hundred thousand of them cost nothing per file.
    """

    _exact: dict[str, tuple[int, int]] = field(default_factory=dict)
    _below: dict[str, tuple[int, int]] = field(default_factory=dict)
    _others: list[tuple[tuple[int, int], tuple[str, ...]]] = field(default_factory=list)
    _added: int = 0

    def add(self, pattern: str, value: int) -> None:
        """Add a pattern.

        Args:
            pattern: As in a `Files` field.
            value: What `find` gives for a path that it matches.
        """
        pattern = pattern[:PATTERN_CHARACTERS].removeprefix("./").lstrip("/")
        self._added += 1
        order = (self._added, value)
        wild = re.search(r"[*?\\]", pattern)
        if not wild:
            self._exact[pattern] = order
            self._below[pattern.rstrip("/") + "/"] = order
        elif pattern.endswith("/*") and wild.start() == len(pattern) - 1:
            self._below[pattern[:-1]] = order
        elif pattern == "*":
            self._below[""] = order
        else:
            self._others.append((order, _segments(pattern)))

    def find(self, path: str) -> int | None:
        """Give the value of the last pattern that matches a path; None where none does."""
        best = max(self._exact.get(path, (0, 0)), self._below.get("", (0, 0)))
        end = path.find("/")
        while end >= 0:
            best = max(best, self._below.get(path[: end + 1], (0, 0)))
            end = path.find("/", end + 1)
        for order, segments in reversed(self._others):
            if order < best:
                break
            if _matches(path, segments):
                best = order
                break
        return best[1] if best[0] else None


def _segments(pattern: str) -> tuple[str, ...]:
    """Cut a pattern at its stars; `?` becomes a character that no path has."""
    segments = [""]
    letters = iter(pattern)
    for letter in letters:
        if letter == "*":
            segments.append("")
        else:
            taken = next(letters, "\\") if letter == "\\" else "\0" if letter == "?" else letter
            segments[-1] += taken
    return tuple(segments)


def _matches(path: str, segments: tuple[str, ...]) -> bool:
    """Whether the segments stand in a path in their order, the first at its start, the last at its end."""
    first, last = segments[0], segments[-1]
    if len(segments) == 1:
        return len(path) == len(first) and _stands_at(path, first, 0)
    if len(path) < len(first) + len(last) or not _stands_at(path, first, 0):
        return False
    end = len(path) - len(last)
    if not _stands_at(path, last, end):
        return False
    position = len(first)
    for segment in segments[1:-1]:
        position = _find(path, segment, position, end)
        if position < 0:
            return False
        position += len(segment)
    return True


def _stands_at(path: str, segment: str, position: int) -> bool:
    """Whether a segment stands at a position."""
    if "\0" not in segment:
        return path.startswith(segment, position)
    here = path[position : position + len(segment)]
    return len(here) == len(segment) and all(
        wanted in ("\0", letter) for wanted, letter in zip(segment, here, strict=True)
    )


def _find(path: str, segment: str, start: int, end: int) -> int:
    """Give where a segment first stands between two positions; -1 where it does not."""
    if "\0" not in segment:
        return path.find(segment, start, end)
    places = range(start, end - len(segment) + 1)
    return next((place for place in places if _stands_at(path, segment, place)), -1)
