"""Patterns: which paths are meant, in the words of ``.gitignore``; fast for any path."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from llamita.errors import RequestError, shown

_ANY_FOLDERS: Final = "**"
_MAX_CHARACTERS: Final = 200


@dataclass(frozen=True)
class Patterns:
    """Patterns of paths inside a project.

    ``*`` is any characters but `/`, ``?`` one of them, ``[ab]`` one of several; ``**`` any folders. A pattern
    without `/` is looked for in every folder, one with `/` from the top; one that ends in `/` means all
    below.

    >>> patterns = Patterns(("*.py", "docs/**/*.rst", "legacy/"))
    >>> [patterns.match(path) for path in ("a/b.py", "docs/a/b.rst", "legacy/x/y.c", "docs/a.txt")]
    [True, True, True, False]
    """

    texts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no pattern.

        Raises:
            RequestError: a pattern is too long, or has ``**`` as a part of a name.
        """
        for text in self.texts:
            if not text.strip("/") or len(text) > _MAX_CHARACTERS:
                raise RequestError(f"a pattern has 1 to {_MAX_CHARACTERS} characters, got {shown(text)}")
            if any(_ANY_FOLDERS in name and name != _ANY_FOLDERS for name in text.split("/")):
                raise RequestError(
                    f"in a pattern `**` stands between `/`, got {shown(text)}", hint="write `dir/**/*.py`"
                )

    def match(self, path: str) -> bool:
        """Whether one of them means this path."""
        names = path.split("/")
        return any(_is_name(names[-1], names_pattern) for names_pattern in self._of_names) or any(
            _is_path(names, groups) for groups in self._of_paths
        )

    @cached_property
    def _of_names(self) -> list[re.Pattern[str]]:
        return [_compiled(text) for text in self.texts if "/" not in text]

    @cached_property
    def _of_paths(self) -> list[list[list[re.Pattern[str]]]]:
        """Of every pattern with `/`, the runs of names between one ``**`` and the next."""
        return [_groups(text) for text in self.texts if "/" in text]


def _groups(text: str) -> list[list[re.Pattern[str]]]:
    whole = text.removeprefix("/") + (_ANY_FOLDERS if text.endswith("/") else "")
    groups: list[list[re.Pattern[str]]] = [[]]
    for name in whole.split("/"):
        if name == _ANY_FOLDERS:
            groups.append([])
        else:
            groups[-1].append(_compiled(name))
    return groups


def _compiled(text: str) -> re.Pattern[str]:
    # The translation never goes back over a star: a name takes time in proportion to its length.
    return re.compile(fnmatch.translate(text))


def _is_name(name: str, pattern: re.Pattern[str]) -> bool:
    return pattern.match(name) is not None


def _is_path(names: list[str], groups: list[list[re.Pattern[str]]]) -> bool:
    first, *rest = groups
    if not rest:
        return len(names) == len(first) and _stands_at(names, 0, first)
    if not _stands_at(names, 0, first):
        return False
    *between, last = rest
    start = len(first)
    for group in between:
        # The earliest place is as good as any: what follows has the more names left.
        found = next((at for at in range(start, len(names)) if _stands_at(names, at, group)), None)
        if found is None:
            return False
        start = found + len(group)
    end = len(names) - len(last)
    # `dir/**` is what lies below `dir`, not `dir` itself.
    return end >= start + (not last) and _stands_at(names, end, last)


def _stands_at(names: list[str], start: int, group: list[re.Pattern[str]]) -> bool:
    part = names[start : start + len(group)]
    return len(part) == len(group) and all(map(_is_name, part, group))
