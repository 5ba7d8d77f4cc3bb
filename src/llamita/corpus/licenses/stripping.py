"""Files without what they say of their license: what two files are compared by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llamita.corpus.licenses.header import LONGEST_WORDS_AWAY, license_header_end

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD_CHARACTERS = 8000
"""So far behind the header, license comments are looked for: after includes, a title, a docstring."""
PARAGRAPH_CHARACTERS = 2000
"""The longest paragraph of prose that is cut, the terms of BSD in one: without blank lines a file is one."""

_PROSE = frozenset({"markdown", "mdx", "restructuredtext", "text", "asciidoc", "org", "rdoc", "textile"})
_WORDS = (
    "licen",
    "redistribut",
    "rights reserved",
    "copyright",
    "warrant",
    "neither the name",
    "event shall",
)
"""Where none of these stands there are no terms: cheaper to look for than the terms."""
_TERMS = re.compile(
    r"""licen[sc]e[ds]~(?:under|to~the~apache|this~(?:file|work|software))
    | (?:distributed|released|available|governed|covered|used|subject)~(?:only~)?(?:under|by|to)~
      (?:[^\W_]{1,20}~){0,8}?licen[sc]e
    | licen[sc]e~information | spdx~licen[sc]e~identifier | all~rights~(?:are~)?reserved
    | permission~(?:is~hereby~granted|to~use~copy)
    | redistributions?~(?:and~use|of~source~code|in~binary~form|must)
    | above~copyright~notice | may~not~use~this~file~except | obtain~a~copy~of~the~licen[sc]e
    | unless~required~by~applicable~law | distributed~on~an~as~is | specific~language~governing
    | software~is~provided~(?:as~is|by~the) | neither~the~names?~of | event~shall~the
    | warrant(?:y|ies)~of~merchantability""".replace("~", r"[\W_]{1,20}"),
    re.IGNORECASE | re.VERBOSE,
)
_COPYRIGHT_LINE = re.compile(r"(?:copyright|\(c\)|©)[\s(c)©]{1,12}\d{4}", re.IGNORECASE)
"""By itself a line of few words: in prose it goes, a comment behind code it does not take along."""
_PARAGRAPH_END = re.compile(r"\n(?:[ \t\r]{0,200}\n|(?=[ \t]{0,20}(?:[-*+]|\d{1,3}[.)])[ \t]))")
"""A blank line, or the next item of a list."""
_MARKS = ("//", "#", "--", ";", "%", "dnl ", "rem ", "@rem ", "::", ".. ")
_BLOCKS = (
    ("/*", "*/"),
    ("<!--", "-->"),
    ('"""', '"""'),
    ("'''", "'''"),
    ("(*", "*)"),
    ("{-", "-}"),
    ("<#", "#>"),
    ("--[[", "]]"),
)
"""Comments of all languages: files are not always in the language that they pass for."""
_STATEMENTS_CUT = 40
_LINE_START_CHARACTERS = 80


def without_license(text: str, language: str) -> str:
    r"""Leave out what a file says of its license.

    The license header goes with what stands before it (``license_header_end``). Behind it, where some write
    `package x;`, an include guard or a title first, comments in the next ``HEAD_CHARACTERS`` go if they state
    terms: one that merely has a word of licenses may be a class's documentation. In prose every paragraph
    that states terms goes. Of a file that is nothing but a license no words may be left, or a few.

    Args:
        text: The file.
        language: What it is written in, by linguist's name in lower case.

    Returns:
        The rest of the file, in its order.

    >>> without_license("# x\n\nMakes y.\n\n## License\n\nLicensed under the MIT license.\n", "markdown")
    '# x\n\nMakes y.\n\n## License\n\n'
    """
    start = license_header_end(text, language)
    spans = _paragraphs(text, start) if language in _PROSE else _comments(text, start)
    kept = []
    for begin, end in spans:
        kept.append(text[start:begin])
        start = end
    return "".join((*kept, text[start:]))


def _has_words(part: str) -> bool:
    lowered = part.lower()
    return any(word in lowered for word in _WORDS)


def _paragraphs(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The paragraphs that state terms; the blank line after each stays."""
    if not _has_words(text[start:]):
        return
    while start < len(text):
        blank = _PARAGRAPH_END.search(text, start)
        end = blank.start() if blank else len(text)
        paragraph = text[start:end]
        if len(paragraph) <= PARAGRAPH_CHARACTERS and _states_terms(paragraph):
            yield start, end
        start = blank.end() if blank else end


def _states_terms(paragraph: str) -> bool:
    """Whether a paragraph of prose is about the license or says whose the file is."""
    return _has_words(paragraph) and any(each.search(paragraph) for each in (_TERMS, _COPYRIGHT_LINE))


def _comments(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The comments that state terms, from a file's head."""
    limit = min(len(text), start + HEAD_CHARACTERS)
    if not _has_words(text[start:limit]):
        return
    for _ in range(_STATEMENTS_CUT):
        terms = _TERMS.search(text, start, limit)
        if terms is None:
            return
        begin, end = _comment_around(text, start, terms.start())
        if begin < end:
            yield begin, end
        start = max(end, terms.end())


def _comment_around(text: str, start: int, place: int) -> tuple[int, int]:
    """Where the comment that a place stands in begins, not before `start`, and ends; no length if in none."""
    line = max(start, text.rfind("\n", start, place) + 1)
    if mark := _mark_at(text, line):
        return _lines_around(text, start, line, mark)
    for opening, closing in _BLOCKS:
        begin = text.rfind(opening, start, place)
        if begin < 0 or place - begin > LONGEST_WORDS_AWAY or not _is_first_in_line(text, begin):
            continue
        if opening == closing and text.count(opening, 0, begin) % 2:
            continue
        end = text.find(closing, begin + len(opening))
        if end < 0 or end > place:
            return begin, len(text) if end < 0 else end + len(closing)
    return place, place


def _lines_around(text: str, start: int, line: int, mark: str) -> tuple[int, int]:
    """Where the lines around one that are comments by the same mark begin and end."""
    begin = end = line
    while begin > start:
        before = max(start, text.rfind("\n", start, begin - 1) + 1)
        if _mark_at(text, before) != mark:
            break
        begin = before
    while end < len(text) and _mark_at(text, end) == mark:
        end = text.find("\n", end) + 1 or len(text)
    return begin, end


def _mark_at(text: str, start: int) -> str | None:
    """What makes the line at `start` a comment; `#define` is none."""
    line = text[start : start + _LINE_START_CHARACTERS].lstrip(" \t").lower()
    if line[:1] == "#" and line[1:2].isalpha():
        return None
    return next((mark for mark in _MARKS if line.startswith(mark)), None)


def _is_first_in_line(text: str, place: int) -> bool:
    line = text.rfind("\n", 0, place) + 1
    return place - line < _LINE_START_CHARACTERS and not text[line:place].strip(" \trR")
