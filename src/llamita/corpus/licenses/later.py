"""What a file says of its license after its first comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llamita.corpus.licenses.expressions import joined
from llamita.corpus.licenses.finding import NEAR_FILE, QUOTE_CHARACTERS, Claim, quoted
from llamita.corpus.licenses.grants import Grant, expression_of, grants_in
from llamita.corpus.licenses.labels import in_string
from llamita.corpus.licenses.plain import Plain, plain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES_READ = 2000
NOTICE_CHARACTERS = 800

SELF = re.compile(
    r"\b(?:this|these|the following|the above) (?:\w{1,20} ){0,2}(?:file|files|document|documentation|"
    r"program|software|library|work|"
    r"code|script|module|package|project|manual|text|class|source|header|plugin|theme|font|notebook|data)\b"
)
"""How a file speaks of itself."""
_SENTENCE_WORDS = ("licen", "general public", "redistribut", "proprietary", "confidential", "prohibited")
_TERMS = re.compile(r"redistribute|licen[sc]ed|terms of|released|distributed|permission|governed|subject to")
_BEGINNINGS = ("eneral", "ENERAL", "ozilla", "OZILLA")
_PUBLIC = re.compile(r"[\s#*/;%!\-]{1,40}public[\s#*/;%!\-]{1,40}licen", re.I)
_COMMENT_LINE = re.compile(r"[ \t]{0,60}(?:\*|//|#|--|;|%|/\*|dnl|rem|<!--|!)", re.I)
_PROSE_LINE = re.compile(r"[ \t]{0,60}[A-Za-z][^\"'`={}\[\]<>\n]{4,400}(?:\n|$)")
_OPENING = re.compile(
    r"^[ \t]{0,60}(?:/?\*+|//+|#+|--+|;+|%+|dnl|rem)[ \t*]{0,20}(?:copyright[^\n]{0,100}\. )?"
    r"(?:it is |this is |is )?(?:licen[sc]ed|released|distributed|available|published) under\b",
    re.I | re.M,
)


def claim_of(path: str, plain: Plain, grant: Grant, expression: str) -> Claim:
    """Make a claim of the words that name a license.

    Args:
        path: Of the file.
        plain: What of it was read.
        grant: The words.
        expression: What they say, in SPDX's terms.
    """
    start = plain.from_line_start(grant.start)
    if grant.start - start > QUOTE_CHARACTERS // 2:
        start = grant.start
    said = plain.said[start : start + QUOTE_CHARACTERS + 1]
    return Claim(expression, "header", f"{path}:{plain.line_of(grant.start)}", quoted(said), NEAR_FILE)


def sentences_in(path: str, text: str, start: int, head: int) -> list[Claim]:
    """Find sentences that say of this very file under which terms it stands.

    Args:
        path: Of the file.
        text: The file.
        start: Where its first comments end, in characters.
        head: How far to read.
    """
    rest = text[start:head].lower()
    openings = list(_openings(path, text, start, head)) if "ed under" in rest or "le under" in rest else []
    if not any(word in rest for word in _SENTENCE_WORDS):
        return openings
    plain = plain_of(text, start, head)
    found = []
    for grant in grants_in(plain.lower):
        before = plain.lower[max(0, grant.start - 300) : grant.start + 200]
        if SELF.search(before) and _TERMS.search(before):
            line = plain.line_of(grant.start)
            if not _line_has_string(text, line, grant, plain):
                found.append(grant)
    claims = [claim_of(path, plain, grant, grant.expression) for grant in found]
    return [*claims, *openings]


def _openings(path: str, text: str, start: int, head: int) -> Iterator[Claim]:
    """Find comments that begin with `Licensed under`: what else should be?"""
    for match in _OPENING.finditer(text, start, head):
        plain = plain_of(text, match.start(), match.end() + 2 * QUOTE_CHARACTERS)
        grants = [grant for grant in grants_in(plain.lower) if grant.start < QUOTE_CHARACTERS]
        if expression := expression_of(grants, plain.lower):
            yield claim_of(path, plain, grants[0], expression)


def _line_has_string(text: str, line: int, grant: Grant, plain: Plain) -> bool:
    """Whether the words that grant something stand in a string of the code."""
    words = plain.said[grant.start : grant.start + 12]
    position = 0
    for _ in range(line - 1):
        position = text.find("\n", position) + 1
    place = text.find(words, position, position + 4000)
    return place >= 0 and in_string(text, place)


def public_licenses_in(text: str, start: int) -> Iterator[int]:
    """Give where `General Public License` and `Mozilla Public License` stand, also over two lines.

    Args:
        text: The file.
        start: Where to begin, in characters.
    """
    for word in _BEGINNINGS:
        place = text.find(word, start)
        for _ in range(PLACES_READ):
            if place < 0:
                break
            if _PUBLIC.match(text, place + len(word)):
                yield place
            place = text.find(word, place + 1)


def deep_notices_in(path: str, text: str, start: int) -> list[Claim]:
    """Find notices of copyleft in comments anywhere: files put together from several have them in the middle.

    Args:
        path: Of the file.
        text: The file.
        start: Where its first comments end, in characters.
    """
    claims: dict[str, Claim] = {}
    for place in public_licenses_in(text, start):
        line_start = text.rfind("\n", 0, place) + 1
        is_comment = _COMMENT_LINE.match(text, line_start, line_start + 80) is not None
        if is_comment or (path.endswith(".py") and _is_docstring(text, line_start)):
            for claim in _deep_claim(path, text, line_start):
                claims.setdefault(claim.expression or "", claim)
    return list(claims.values())


def _is_docstring(text: str, line_start: int) -> bool:
    """Whether a line looks like prose, in words that speak of this very file."""
    if not _PROSE_LINE.match(text, line_start):
        return False
    plain = plain_of(text, max(0, line_start - 300), line_start + 200).lower
    return SELF.search(plain) is not None and "redistribute" in plain


def _deep_claim(path: str, text: str, line_start: int) -> list[Claim]:
    plain = plain_of(text, line_start, line_start + NOTICE_CHARACTERS)
    grants = [
        grant for grant in grants_in(plain.lower) if "GPL" in grant.expression or "MPL" in grant.expression
    ]
    return [claim_of(path, plain, grant, joined("AND", [grant.expression])) for grant in grants[:1]]
