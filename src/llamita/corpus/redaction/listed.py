"""Handles in lists: those who review, own or are assigned something, and who contributed to a plug-in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.name_form import is_author_handle, is_nobody
from llamita.corpus.redaction.nearby import places
from llamita.corpus.redaction.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# In lower case.
_MARKS: Final = (
    "reviewers",
    "assignees",
    "approvers",
    "maintainers",
    "owners",
    "contributors",
    "authors",
    "developers",
)
_AUTHORS: Final = ("contributors", "authors", "developers")
_HEAD: Final = re.compile(r"""["']?\s?(?:=|:)[ \t]{0,8}""")
_HANDLE: Final = r"@?(?P<handle>[A-Za-z][A-Za-z0-9_-]{1,38})"
# An item of a list on lines of its own, of one in brackets, and of a row with commas.
_ITEM: Final = re.compile(
    rf"""\n[ \t]{{0,16}}-[ \t]{{1,4}}["']?{_HANDLE}["']?[ \t]{{0,8}}(?:\#[^\n]{{0,80}})?(?=\n|\Z)"""
)
_BRACKETED: Final = re.compile(rf"""[\[,]\s{{0,24}}["']?{_HANDLE}["']?\s{{0,24}}(?=[\],])""")
_ROW: Final = re.compile(rf"(?:, ?)?{_HANDLE}(?=,|[ \t]{{0,4}}(?:\n|\Z))")
_TEAM: Final = re.compile(
    r"(?i)team|(?:^|[-_])(?:sig|wg|reviewers|approvers|maintainers|owners|leads|group)(?:$|[-_])"
)
_MAX_ITEMS: Final = 64


def find_listed(text: str, lowered: str) -> Iterator[Span]:
    r"""Handles in lists of people; in order.

    Args:
        text: a whole file.
        lowered: the same in lower case.

    >>> text = "reviewers:\n  - zquib\n"
    >>> [text[span.start : span.stop] for span in find_listed(text, text.lower())]
    ['zquib']
    """
    for start, stop in places(lowered, _MARKS):
        is_row = lowered.startswith("contributors:", start)
        head = None if is_row else _HEAD.match(text, stop)
        if is_row and text[start - 1 : start] in ("", "\n"):
            place = stop + 1 + len(text[stop + 1 : stop + 9]) - len(text[stop + 1 : stop + 9].lstrip(" "))
            yield from _items(text, place, _ROW, is_any=False)
        if head and not is_row:
            is_bracketed = text.startswith("[", head.end())
            yield from _items(
                text,
                head.end(),
                _BRACKETED if is_bracketed else _ITEM,
                is_any=not lowered.startswith(_AUTHORS, start),
            )


def _items(text: str, place: int, pattern: re.Pattern[str], *, is_any: bool) -> Iterator[Span]:
    for _ in range(_MAX_ITEMS):
        item = pattern.match(text, place)
        if item is None:
            return
        if _is_somebody(item["handle"], is_any=is_any):
            yield Span(*item.span("handle"), "handle", "listed")
        place = item.end()


def _is_somebody(word: str, *, is_any: bool) -> bool:
    return (not is_nobody(word) if is_any else is_author_handle(word)) and not _TEAM.search(word)
