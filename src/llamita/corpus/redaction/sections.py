"""People under a heading that says they are: authors, contributors, credits, in any file of prose or comment.

Under `Authors` every item that begins with a name counts; under `Credits` and `Thanks`, where tools and
companies stand too, only names that begin with a common given name, or which an address follows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.name_form import OPEN_LOGIN, WHOLE, has_given_name, is_login, is_name, is_nobody
from llamita.corpus.redaction.nearby import line_start, places
from llamita.corpus.redaction.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# In lower case.
_MARKS: Final = (
    "author", "contribut", "maintainer", "developer", "development lead", "credit", "acknowledg", "thanks",
    "translator", "committer", "core team", "the team", "people",
)  # fmt: skip
_TITLE: Final = (
    r"(?:the[ ]|our[ ]|all[ ]|main[ ]|lead[ ]|core[ ]|original[ ]|current[ ]|past[ ]|former[ ]|other[ ]"
    r"|special[ ]|project[ ]|code[ ]|active[ ]|primary[ ]|about[ ]the[ ]|list[ ]of[ ]){0,2}"
    r"(?:(?:co-?)?(?:authors?|contributors?|maintainers?|developers?|translators?|committers?"
    r"|development[ ]leads?"
    r"|core[ ]team)(?:\(s\))?|credits?|acknowledge?ments?|thanks(?:[ ]to)?|the[ ]team|people)"
    r"(?:[ ](?:and|&)[ ](?:authors|contributors|maintainers|thanks|acknowledge?ments?|credits"
    r"|developers|license|contact))?"
)
_PREFIX: Final = r"[ \t]{0,8}(?:(?:\#(?!\#)|//+|;+|--|%+|\*|\|)[ \t]{0,4})?"
# A heading: of Markdown, underlined, in bold, or a line that is nothing else.
_HEADING: Final = re.compile(
    rf"(?im)^(?:\#{{1,6}}[ \t]{{1,4}}(?P<marked>{_TITLE})[ ]?:?[ \t]{{0,8}}\#{{0,6}}[ \t]{{0,8}}\n"
    rf"|\.\.[ ]rubric::[ ](?P<rubric>{_TITLE})[ \t]{{0,8}}\n"
    rf"|(?P<lined>{_TITLE})[ ]?:?[ \t]{{0,8}}\n[=\-~^\"*+#]{{4,80}}[ \t]{{0,8}}\n"
    rf"|(?P<prefix>{_PREFIX})(?P<loud>\*\*)?(?P<plain>{_TITLE}|[^\n]{{0,40}}\b(?:people|persons"
    rf"|individuals|contributors|developers|authors)\b[^\n:]{{0,60}}(?=:))"
    r"(?P<colon>[ ]?:)?(?(loud)\*\*:?)[ \t]{0,8}\n)"
)
_NEXT_HEADING: Final = re.compile(r"(?m)^\#{1,6}[ ]|^[^\s\n][^\n]{0,80}\n[=\-~^\"*+#]{4,80}[ \t]{0,8}$")
_BULLET: Final = r"(?:[-*+•|][ \t]{1,4}|\d{1,3}[.)][ ]|[ ]?[@\[*_`]{1,3})"
_LINE: Final = re.compile(
    rf"^{_PREFIX}(?P<bullet>{_BULLET}{{0,3}})(?P<name>{WHOLE}|@?{OPEN_LOGIN})"
    r"(?P<after>[*_`\]]{0,3}(?P<mail>[ \t]{0,4}(?:<|\(\S{1,60}@|\(@)|\()?)"
    r"(?=[ \t]{0,8}(?:$|[,;<(\[*|:@\])\u2013\u2014-]|for\b|who\b|and\b|from\b|made\b|wrote\b|created\b"
    r"|reported\b|implemented\b"
    r"|contributed\b|provided\b|fixed\b|added\b|helped\b|at\b))",
    re.MULTILINE,
)
_BLANK: Final = re.compile(rf"{_PREFIX}\n")
_LOOSE: Final = re.compile(r"(?i)credit|acknowledg|thanks|people|team")
_MAX_CHARACTERS: Final = 20_000
_MAX_LINE_CHARACTERS: Final = 80
_MAX_PLAIN_LINES: Final = 200


def find_in_sections(text: str, lowered: str) -> Iterator[Span]:
    r"""Names and handles under headings of people; in order.

    Args:
        text: a whole file.
        lowered: the same in lower case.

    >>> text = "## Author\n\nZelda Quibbleton\n"
    >>> [text[span.start : span.stop] for span in find_in_sections(text, text.lower())]
    ['Zelda Quibbleton']
    """
    looked, last, deep = 0, -1, -1
    for start, _ in places(lowered, _MARKS):
        if start < looked:
            continue
        # A heading is short, and one that a mark is deep in is none; nor is what goes on there.
        if deep >= 0 and start - deep < _MAX_LINE_CHARACTERS and text.find("\n", deep, start) < 0:
            deep = start
            continue
        line = line_start(text, start, _MAX_LINE_CHARACTERS)
        deep = start if start - line >= _MAX_LINE_CHARACTERS else -1
        if line == last or deep >= 0:
            continue
        last = line
        heading = _HEADING.match(text, line)
        if heading is None or heading.end() <= start:
            continue
        looked = heading.end()
        yield from _listed(text, heading) if heading["plain"] else _under(text, heading)


def _under(text: str, heading: re.Match[str]) -> Iterator[Span]:
    """People down to the next heading."""
    limit = min(len(text), heading.end() + _MAX_CHARACTERS)
    following = _NEXT_HEADING.search(text, heading.end(), limit)
    stop = following.start() if following else limit
    is_loose = _LOOSE.search(heading[0]) is not None
    for line in _LINE.finditer(text, heading.end(), stop):
        yield from _person(line, is_loose=is_loose)


def _listed(text: str, heading: re.Match[str]) -> Iterator[Span]:
    """People on the lines behind a label, as long as each is one."""
    place = heading.end()
    is_loose = _LOOSE.search(heading[0]) is not None or not heading["colon"]
    # A label without a colon is a heading only where an empty line follows, and in capitals or alone.
    blank = _BLANK.match(text, place)
    if not heading["colon"] and blank is None and not heading["loud"] and not heading["plain"].isupper():
        return
    place = blank.end() if blank else place
    for _ in range(_MAX_PLAIN_LINES):
        line = _LINE.match(text, place)
        if line is None:
            return
        people = list(_person(line, is_loose=is_loose))
        if not people:
            return
        yield from people
        end = text.find("\n", line.end())
        if end < 0:
            return
        place = end + 1


def _person(line: re.Match[str], *, is_loose: bool) -> Iterator[Span]:
    start, stop = line.span("name")
    start += line["name"].startswith("@")
    is_called = line["bullet"].endswith("@") or start > line.start("name")
    written = line["name"].lstrip("@")
    if " " in written:
        if has_given_name(written) or ((not is_loose or line["mail"]) and is_name(written)):
            yield Span(start, stop, "name", "section")
    elif is_login(written) or (is_called and not is_nobody(written)):
        yield Span(start, stop, "handle", "section")
