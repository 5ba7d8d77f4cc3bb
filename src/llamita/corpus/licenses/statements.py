"""What a file itself says of its license."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llamita.corpus.licenses.comments import leading_comments, style_of_path
from llamita.corpus.licenses.expressions import is_choice, joined, normalized
from llamita.corpus.licenses.finding import (
    COPYRIGHTS_KEPT,
    NEAR_FILE,
    QUOTE_CHARACTERS,
    Claim,
    quoted,
)
from llamita.corpus.licenses.foreign import foreign_parts
from llamita.corpus.licenses.grants import Grant, expression_of, grants_in
from llamita.corpus.licenses.header import has_license_words
from llamita.corpus.licenses.names import spdx_of
from llamita.corpus.licenses.plain import Plain, plain_of
from llamita.corpus.licenses.texts import families_of

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD_CHARACTERS = 6000
TAGS_READ = 20
UNKNOWN = "LicenseRef-unknown"

_TAG = re.compile(r"SPDX-License-Identifier:[ \t]{0,8}([^\n\r]{1,300})", re.IGNORECASE)
_TAG_END = re.compile(r"\*/|-->|[\"'`<>;,\\]|\s{2}|\|| #|\*\)|\s$|\.$|\s[#%*/-]+\s*$")
_ANNOTATION = re.compile(
    r"(?:@licen[sc]es?\b[ \t]{0,8}:?|__licen[sc]e__[ \t]{0,8}=[ \t]{0,8}[\"'])[ \t]{0,8}([^\n\r]{1,160})",
    re.I,
)
_LABEL = re.compile(r"^[\s/*#;:%!.\-]{0,20}licen[sc]e[ \t]{0,8}:[ \t]{0,8}([^\n\r]{1,160})", re.I | re.M)
_STATEMENT_END = re.compile(r"\s[({\[]?(?:https?://|<)|[\"'`]|\*/|-->|\.\s|,? see | - |\s+@|\. ?$|\s\*")
_COPYRIGHT = re.compile(
    r"(?:copyright|\(c\)|©)[^\n]{0,20}(?:\(c\)|©|\d{4}|by |the )[^\n]{2,200}|©[^\n]{4,200}", re.I
)
_LINE_OF_TAG = re.compile(
    r"(?:SPDX-License-Identifier:|@licen[sc]es?\b|"
    r"(?<=[\s*/#;])licen[sc]e[ \t]{0,8}:)[^\n]{0,400}",
    re.I,
)
_MARKS = " \t/*#-;%!|=~<>'\""
_BORROWED = re.compile(
    r"\b(?:based (?:up)?on|derived from(?! this)|ported from|port of|adapted from|taken from|borrowed from|"
    r"(?<!substantial )portions|"
    r"parts of|"
    r"originally|includes code|inspired by|uses the library|which is (?:in the )?(?:mit|bsd|public|apache))\b"
)
"""Words of those who name where something came from: a license beside them may be that of the part only."""
_SELF = re.compile(
    r"\b(?:this|these|the following|the above) (?:\w{1,20} ){0,2}(?:file|files|document|documentation|"
    r"program|software|library|work|"
    r"code|script|module|package|project|manual|text|class|source|header|plugin|theme|font|notebook|data)\b"
)
_SENTENCE_WORDS = ("licen", "general public", "redistribut", "proprietary", "confidential", "prohibited")
_TERMS = re.compile(r"redistribute|licen[sc]ed|terms of|released|distributed|permission|governed|subject to")
_GNU_WORDS = "GNU General Public License"
_DEEP_WORDS = (
    _GNU_WORDS,
    "GNU Lesser General Public",
    "GNU Affero General Public",
    "GNU Library General Public",
)
_COMMENT_LINE = re.compile(r"[ \t]{0,60}(?:\*|//|#|--|;|%|/\*|dnl|rem|<!--|!)", re.I)


@dataclass(frozen=True, slots=True)
class Statements:
    """What a file says of itself."""

    claims: tuple[Claim, ...] = ()
    """From the comments at its beginning: these may decide."""
    further: tuple[Claim, ...] = ()
    """From elsewhere in it: these may only contradict."""
    copyrights: tuple[str, ...] = ()
    pointers: tuple[str, ...] = ()
    """Names of license files that it points to."""


NOTHING = Statements()


def statements_in(path: str, text: str) -> Statements:
    """Read what a file says of its license and of whose it is.

    The comments at its beginning are read as a notice: every license named there counts. After them, only
    what plainly speaks of the file is taken: tags, sentences like `this file is licensed under`, and GNU
    notices in comments and words on foreign parts wherever they stand.

    Args:
        path: Of the file; its ending tells how comments are written.
        text: The file.
    """
    head = text[:HEAD_CHARACTERS]
    tagged = "SPDX-" in text or "@licen" in text
    deep = "General Public" in text
    foreign = foreign_parts(path, text)
    if not tagged and not deep and not has_license_words(head.lower()):
        return Statements(further=tuple(foreign)) if foreign else NOTHING
    end = 0
    for block in leading_comments(text, style_of_path(path), HEAD_CHARACTERS):
        end = min(block.end, HEAD_CHARACTERS)
    plain = plain_of(text, 0, end)
    named = list(_tags(path, text, 0, end)) or list(_labels(path, text, 0, end))
    notice = _notice(path, text[:end], named)
    borrowed = _BORROWED.search(plain.lower) is not None
    claims = [*named, *(() if borrowed else notice)]
    further = notice if borrowed else []
    further += list(_tags(path, text, end, len(text))) if tagged else []
    if "@licen" in text or "__licen" in text:
        further += _annotations(path, text, end)
    further += _sentences(path, text, end)
    if deep:
        further += _deep(path, text, end)
    further += foreign
    return Statements(tuple(claims), tuple(further), tuple(copyrights_in(text[:end])), _pointers(plain.said))


def copyrights_in(comments: str) -> list[str]:
    """Find the copyright lines in a text, at most 8."""
    lines: dict[str, None] = {}
    for match in _COPYRIGHT.finditer(comments):
        line = quoted(match[0].strip(_MARKS + "."))
        if "copyright notice" not in line.lower() and "copyright holder" not in line.lower():
            lines.setdefault(line)
        if len(lines) == COPYRIGHTS_KEPT:
            break
    return list(lines)


def _line_number(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _in_string(text: str, position: int) -> bool:
    """Whether a place stands in a string: an odd number of quotes before it in its line."""
    start = max(text.rfind("\n", 0, position) + 1, position - 400)
    before = text[start:position].replace('"""', "").replace("'''", "")
    if before.lstrip().startswith(("*", "//", "#", "--", "/*", "<!--")) or "/*" in before:
        return False
    return any(before.count(quote) % 2 for quote in "\"'`")


def _tags(path: str, text: str, start: int, end: int) -> Iterator[Claim]:
    """Find SPDX tags; one that cannot be read is a license nobody knows."""
    for number, match in enumerate(_TAG.finditer(text, start, end)):
        if number == TAGS_READ:
            return
        if _in_string(text, match.start()):
            continue
        value = match[1].strip()
        if cut := _TAG_END.search(value):
            value = value[: cut.start()]
        expression = normalized(value.strip()) or spdx_of(value.strip()) or UNKNOWN
        where = f"{path}:{_line_number(text, match.start())}"
        yield Claim(expression, "spdx tag", where, quoted(match[0]), NEAR_FILE)


def _labels(path: str, text: str, start: int, end: int) -> Iterator[Claim]:
    """Find `@license MIT` and `License: MIT` in the comments at a file's beginning."""
    matches = [*_ANNOTATION.finditer(text, start, end), *_LABEL.finditer(text, start, end)]
    for match in matches[:TAGS_READ]:
        if expression := _label(match[1]):
            where = f"{path}:{_line_number(text, match.start())}"
            yield Claim(expression, "header", where, quoted(match[0].strip(_MARKS)), NEAR_FILE)


def _label(value: str) -> str | None:
    """Name the license that a label states, where it states one by name."""
    value = value.strip()
    cut = _STATEMENT_END.search(value, 2)
    short = value[: cut.start()] if cut else value
    return spdx_of(short.strip(_MARKS + ",.")) or spdx_of(value.strip(_MARKS + ",."))


def _annotations(path: str, text: str, start: int) -> list[Claim]:
    """Find `@license` and `__license__` after the comments at a file's beginning."""
    claims = []
    for match in list(_ANNOTATION.finditer(text, start))[:TAGS_READ]:
        is_assignment = match[0].startswith("__")
        if (is_assignment or not _in_string(text, match.start())) and (expression := _label(match[1])):
            where = f"{path}:{_line_number(text, match.start())}"
            claims.append(Claim(expression, "header", where, quoted(match[0]), NEAR_FILE))
    return claims


def _notice(path: str, comments: str, named: list[Claim]) -> list[Claim]:
    """Read the comments at a file's beginning, apart from tags and labels that were read, as one notice."""
    plain = plain_of(_LINE_OF_TAG.sub("", comments) if named else comments, 0, len(comments))
    grants = grants_in(plain.lower)
    expression = expression_of(grants, plain.lower)
    if expression is None:
        return []
    families = families_of([expression])
    if any(is_choice(each := claim.expression or "") and families == families_of([each]) for claim in named):
        return []
    return [_claim(path, plain, grants[0], expression)]


def _claim(path: str, plain: Plain, grant: Grant, expression: str) -> Claim:
    start = plain.from_line_start(grant.start)
    if grant.start - start > QUOTE_CHARACTERS // 2:
        start = grant.start
    said = plain.said[start : start + QUOTE_CHARACTERS + 1]
    return Claim(expression, "header", f"{path}:{plain.line_of(grant.start)}", quoted(said), NEAR_FILE)


def _sentences(path: str, text: str, start: int) -> list[Claim]:
    """Find sentences after the first comments that say of this very file under which terms it stands."""
    rest = text[start:HEAD_CHARACTERS].lower()
    if not any(word in rest for word in _SENTENCE_WORDS):
        return []
    plain = plain_of(text, start, HEAD_CHARACTERS)
    found = []
    for grant in grants_in(plain.lower):
        before = plain.lower[max(0, grant.start - 300) : grant.start + 200]
        if _SELF.search(before) and _TERMS.search(before):
            line = plain.line_of(grant.start)
            if not _line_has_string(text, line, grant, plain):
                found.append(grant)
    return [_claim(path, plain, grant, grant.expression) for grant in found]


def _line_has_string(text: str, line: int, grant: Grant, plain: Plain) -> bool:
    """Whether the words that grant something stand in a string of the code."""
    words = plain.said[grant.start : grant.start + 12]
    position = 0
    for _ in range(line - 1):
        position = text.find("\n", position) + 1
    place = text.find(words, position, position + 4000)
    return place >= 0 and _in_string(text, place)


def _deep(path: str, text: str, start: int) -> list[Claim]:
    """Find GNU notices in comments anywhere: files put together from several have them in the middle."""
    claims = []
    for words in _DEEP_WORDS:
        place = text.find(words, start)
        for _ in range(TAGS_READ):
            if place < 0:
                break
            line_start = text.rfind("\n", 0, place) + 1
            if _COMMENT_LINE.match(text, line_start, line_start + 80):
                claims += _deep_claim(path, text, line_start)
                break
            place = text.find(words, place + 1)
    return claims


def _deep_claim(path: str, text: str, line_start: int) -> list[Claim]:
    plain = plain_of(text, line_start, line_start + 800)
    grants = [grant for grant in grants_in(plain.lower) if "GPL" in grant.expression][:1]
    return [_claim(path, plain, grant, joined("AND", [grant.expression])) for grant in grants]


_POINTER = re.compile(
    r"\b((?:COPYING|LICEN[SC]E|UNLICENSE|[Ll]icen[sc]e(?=[.-][a-z]))(?:[.-][\w.-]{1,40}\w)?)(?![\w/])"
)


def _pointers(said: str) -> tuple[str, ...]:
    """Find the names of license files in a notice."""
    return tuple(dict.fromkeys(_POINTER.findall(said)))[:TAGS_READ]
