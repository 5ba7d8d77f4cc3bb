"""People in records: the objects of package metadata, and elements of XML with a name within.

`"author": {"email": …, "name": "Zelda Quibbleton"}`, `<owner name="Zelda Quibbleton"/>`,
`developer { id 'zquib' }`: whatever else a record says first, its names and handles go.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.name_form import OPEN_LOGIN, TURNED, WHOLE, is_author_handle, is_login, is_name
from llamita.corpus.redaction.nearby import places
from llamita.corpus.redaction.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# In lower case.
_MARKS: Final = ("author", "maintainer", "contributor", "creator", "developer", "_npmuser", "publisher")
_HEAD: Final = re.compile(r"s?[\"']?(?:\s?[:=]\s?(?=[\[{\n])|\s?(?=\{))")
_VALUE: Final = re.compile(
    r"(?<![\w.-])(?P<field>id|login|alias|username|(?:full_?)?name)[\"']?(?:\s?[:=]\s?[\"']?|\s[\"'])"
    rf"(?P<value>{WHOLE}|{TURNED}|{OPEN_LOGIN})(?=[\"']|[ \t]{{0,8}}\n)",
    re.IGNORECASE,
)
_OPENING: Final = {"[": "]", "{": "}"}
_MAX_CHARACTERS: Final = 4000
# An item of a list in YAML or what it goes on with.
_ITEMS: Final = re.compile(r"\n(?:[ \t]{0,16}-[ ][^\n]{0,200}\n?|[ \t]{1,24}\w+:[^\n]{0,200}\n?){1,24}")
_ELEMENT_MARKS: Final = (
    "<author", "<owner", "<maintainer", "<contributor", "<developer", "<lead", "<person", "<creator",
    "<editor", "<translator", "<reviewer",
)  # fmt: skip
_ELEMENT: Final = re.compile(
    r"<\w{4,12}(?:"
    rf"\s[^<>]{{0,120}}?\b[Nn]ame=[\"'](?P<attribute>{WHOLE})[\"']"
    rf"|\s[^<>]{{1,120}}>\s{{0,24}}(?P<content>{WHOLE})(?=\s{{0,24}}<)"
    rf"|[^<>]{{0,120}}>\s{{0,24}}<name>(?P<named>{WHOLE})"
    rf"|[^<>]{{0,120}}>\s{{0,24}}<(?:id|user|login)>(?P<id>{OPEN_LOGIN})(?=</)"
    r")"
)
_MORE: Final = re.compile(rf"\s{{0,24}}<(?:user|id|login)>(?P<id>{OPEN_LOGIN})(?=</)")


def find_in_fields(text: str, lowered: str) -> Iterator[Span]:
    """Names and handles in records of people; not in order, and one may be found twice.

    Args:
        text: a whole file.
        lowered: the same in lower case.

    >>> text = '"author": {"email": "me@example.com", "name": "Zelda Quibbleton"}'
    >>> [text[span.start : span.stop] for span in find_in_fields(text, text.lower())]
    ['Zelda Quibbleton']
    """
    looked = 0
    for start, stop in places(lowered, _MARKS):
        head = _HEAD.match(text, stop) if start >= looked else None
        if head:
            looked = _end(text, head.end())
            yield from _values(text, head.end(), looked)
    for start, _ in places(lowered, _ELEMENT_MARKS) if "<" in text else ():
        match = _ELEMENT.match(text, start)
        if match:
            group = match.lastgroup or "id"
            if group == "id":
                if is_author_handle(match["id"]):
                    yield Span(*match.span("id"), "handle", "field")
            elif is_name(match[group]):
                yield Span(*match.span(group), "name", "field")


_HANDLE_FIELDS: Final = ("id", "login", "alias", "username")


def _end(text: str, place: int) -> int:
    """Where a record ends that begins there."""
    limit = min(len(text), place + _MAX_CHARACTERS)
    opening = text[place : place + 1]
    if opening not in _OPENING:
        items = _ITEMS.match(text, place, limit)
        return items.end() if items else place
    closing, depth, at = _OPENING[opening], 0, place
    for mark in re.finditer(r"[\[\]{}]", text[place:limit]):
        depth += (mark[0] == opening) - (mark[0] == closing)
        at = place + mark.end()
        if depth == 0:
            return at
    return at


def _values(text: str, start: int, stop: int) -> Iterator[Span]:
    for match in _VALUE.finditer(text, start, stop):
        value = match["value"]
        if " " in value:
            if match["field"].lower() not in ("id", "login") and is_name(value):
                yield Span(*match.span("value"), "name", "field")
        elif is_login(value) or (match["field"] in _HANDLE_FIELDS and is_author_handle(value)):
            yield Span(*match.span("value"), "handle", "field")
