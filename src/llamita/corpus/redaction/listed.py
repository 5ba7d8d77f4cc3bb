"""Handles in lists: those who review, own or are assigned something, and who contributed to a plug-in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.nearby import places
from llamita.corpus.redaction.span import Span
from llamita.corpus.redaction.words import NO_HANDLES, NO_NAMES, NO_TASK_OWNERS

if TYPE_CHECKING:
    from collections.abc import Iterator

# In lower case.
_MARKS: Final = ("reviewers", "assignees", "approvers", "maintainers", "owners", "contributors:")
_HEAD: Final = re.compile(r"""["']?\s?(?:=|:)[ \t]{0,8}""")
_HANDLE: Final = r"@?(?P<handle>[A-Za-z][A-Za-z0-9_-]{1,38})"
# An item of a list on lines of its own, of one in brackets, and of a row with commas.
_ITEM: Final = re.compile(
    rf"""\n[ \t]{{0,16}}-[ \t]{{1,4}}["']?{_HANDLE}["']?[ \t]{{0,8}}(?:\#[^\n]{{0,80}})?(?=\n|\Z)"""
)
_BRACKETED: Final = re.compile(rf"""[\[,]\s{{0,24}}["']?{_HANDLE}["']?\s{{0,24}}(?=[\],])""")
_ROW: Final = re.compile(rf"(?:, ?)?{_HANDLE}(?=,|[ \t]{{0,4}}(?:\n|\Z))")
_CAMEL: Final = re.compile(r"(?:[A-Z][a-z]{2,14}){2}\d{0,4}$")
_NO_CAMEL: Final = re.compile(
    r"(?i)team|group|soft|labs?\b|tech|corp|project|framework|source|systems?|company|studio|media|net$|works|github"
    r"|google|brains|script|java|code|dev|api|org$|data|open|free|apache|unknown|generator|auto|tool|user|your|name|test"
)
_MAX_ITEMS: Final = 64


def is_camel_handle(word: str) -> bool:
    """Whether a word is a given and a family name in one: no team's, company's or tool's.

    >>> is_camel_handle("ZeldaQuibbleton"), is_camel_handle("OpenSource")
    (True, False)
    """
    return _CAMEL.match(word) is not None and not _NO_CAMEL.search(word)


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
            place = stop + len(text[stop : stop + 8]) - len(text[stop : stop + 8].lstrip(" "))
            yield from _items(text, place, _ROW)
        elif head:
            is_bracketed = text.startswith("[", head.end())
            yield from _items(text, head.end(), _BRACKETED if is_bracketed else _ITEM)


def _items(text: str, place: int, pattern: re.Pattern[str]) -> Iterator[Span]:
    for _ in range(_MAX_ITEMS):
        item = pattern.match(text, place)
        if item is None:
            return
        if _is_somebody(item["handle"]):
            yield Span(*item.span("handle"), "handle", "listed")
        place = item.end()


def _is_somebody(word: str) -> bool:
    lowered = word.lower()
    return (
        lowered not in NO_TASK_OWNERS
        and lowered not in NO_HANDLES
        and word.capitalize() not in NO_NAMES
        and not re.search(
            r"(?i)team|(?:^|[-_])(?:sig|wg|reviewers|approvers|maintainers|owners|leads|group)(?:$|[-_])",
            word,
        )
    )
