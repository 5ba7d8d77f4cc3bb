"""What a file itself says of its license."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from llamita.corpus.licenses.comments import leading_comments, style_of_path
from llamita.corpus.licenses.expressions import is_choice, joined
from llamita.corpus.licenses.finding import COPYRIGHTS_KEPT, QUOTE_CHARACTERS, Claim, quoted
from llamita.corpus.licenses.foreign import foreign_parts
from llamita.corpus.licenses.grants import Grant, expression_of, grants_in
from llamita.corpus.licenses.header import has_license_words
from llamita.corpus.licenses.labels import MARKS, labels_in, later_labels_in, tags_in, without_labels
from llamita.corpus.licenses.later import SELF, claim_of, deep_notices_in, public_licenses_in, sentences_in
from llamita.corpus.licenses.plain import Plain, plain_of
from llamita.corpus.licenses.short_names import UNKNOWN, unknown_in
from llamita.corpus.licenses.texts import families_of

HEAD_CHARACTERS = 6000
POINTERS_READ = 20
QUIET_CHARACTERS = 120
"""Of comments without any word of licenses and copyrights; in longer ones, terms must speak of the file."""

_YEAR = r"(?:19|20)\d\d"
_COPYRIGHT = re.compile(
    rf"(?i:copyright)[^\n\"]{{0,20}}?(?:\([cC]\)|©|&copy;|{_YEAR})[^\n]{{1,200}}|"
    rf"\([cC]\)(?: ?Copyright[^\n]{{4,200}}|[^\n]{{0,40}}?{_YEAR}[^\n]{{0,200}})|"
    r"©[^\n]{4,200}|"
    r"^[ \t/*#;:%!|@.\-]{0,20}Copyright:?[ \t]{1,4}(?:by [^\n]{3,200}|(?:the )?"
    r"(?!(?:(?:Licen[sc]e|Notice|Holder|Owner|Law|Act|Status|Office)s?|This|It|In|Is)\b)[A-Z][^\n]{2,200})",
    re.M,
)
"""A mark or a year, or a name after the word at the start of a line: the word alone is in every license."""
_REPEATED = re.compile(r"^copyright[ \t:]{1,8}(?=(?:\(c\) ?)?copyright)", re.I)
_LINES_JOINED = 3
_HTML_TAG = re.compile(
    r"</?(?:a|b|br|center|div|em|font|i|li|p|small|span|strong|td|tt)\b[^<>@]{0,200}>", re.I
)
_BORROWED = re.compile(
    r"\b(?:based (?:up)?on|derived from(?! this)|ported from|port of|adapted from|taken from|borrowed from|"
    r"(?<!substantial )portions|"
    r"parts of|"
    r"originally|includes code|inspired by|uses the library|which is (?:in the )?(?:mit|bsd|public|apache))\b"
)
"""Words of those who name where something came from: a license beside them may be that of the part only."""
_TAGS = ("SPDX-", "@licen", "MODULE_LICENSE")
_QUIET_WORDS = (
    "commercial", "commons clause", " train", " ai ", "mpl", "gpl", "epl-", "epl ", "cddl", "eupl", "osl",
    "sspl", "busl", "elv2", "rsal", "rail", "cc-by", "cc by", "creative commons", "prohibited", "forbid",
    "gnu", "bsl 1", "may not", "not be used", "do not ", "use only", "evaluation only", "nda",
    "cpol", "lppl", "gemma",
)  # fmt: skip
"""Words of terms and names that stand without those of `has_license_words`."""
_DOCSTRING = re.compile(r"\s{0,100}[A-Za-z]{1,2}(\"\"\"|''').{0,6000}?\1", re.DOTALL)
"""One with letters before its quotes, which are no comment's beginning."""


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
    tagged = any(word in text for word in _TAGS)
    deep = next(public_licenses_in(text, 0), None) is not None
    foreign = foreign_parts(path, text)
    lowered = head.lower()
    quiet = not tagged and not deep and not has_license_words(lowered)
    if quiet and not any(word in lowered for word in _QUIET_WORDS):
        return Statements(further=tuple(foreign)) if foreign else NOTHING
    end = 0
    for block in leading_comments(text, style_of_path(path), HEAD_CHARACTERS):
        end = min(block.end, HEAD_CHARACTERS)
    if path.endswith(".py") and (docstring := _DOCSTRING.match(text, end)):
        end = min(docstring.end(), HEAD_CHARACTERS)
    plain = plain_of(text, 0, end)
    named = list(tags_in(path, text, 0, end)) or list(labels_in(path, text, 0, end))
    notice = _notice(path, text[:end], named) if not quiet or _is_terms(plain) else []
    borrowed = _BORROWED.search(plain.lower) is not None
    claims = [*named, *(() if borrowed else notice)]
    further = notice if borrowed else []
    further += list(tags_in(path, text, end, len(text))) if tagged else []
    further += later_labels_in(path, text, end, HEAD_CHARACTERS)
    further += sentences_in(path, text, end, HEAD_CHARACTERS)
    if deep:
        further += deep_notices_in(path, text, end)
    further += foreign
    return Statements(tuple(claims), tuple(further), tuple(copyrights_in(text[:end])), _pointers(plain.said))


def _is_terms(plain: Plain) -> bool:
    """Whether comments without a word of licenses may state terms: short ones, and those on the file."""
    return 0 < len(plain.lower) <= QUIET_CHARACTERS or SELF.search(plain.lower) is not None


def copyrights_in(comments: str) -> list[str]:
    """Find the copyright lines in a text, at most 8; one that ends with a comma goes on in the next."""
    lines: dict[str, None] = {}
    position = 0
    while len(lines) < COPYRIGHTS_KEPT and (match := _COPYRIGHT.search(comments, position)):
        said, position = _whole_statement(comments, match)
        line = quoted(said)
        if "copyright notice" not in line.lower() and "copyright holder" not in line.lower():
            lines.setdefault(line)
    return list(lines)


def _whole_statement(comments: str, match: re.Match[str]) -> tuple[str, int]:
    """Whose something is, without comment marks, and where in the text that ends."""
    said, end = _said(match[0]), match.end()
    for _ in range(_LINES_JOINED):
        next_end = comments.find("\n", end + 1, end + 1 + 4 * QUOTE_CHARACTERS)
        following = comments[end + 1 : next_end if next_end >= 0 else end + 1 + QUOTE_CHARACTERS]
        more = _said(following)
        is_prose = more.startswith((":", "@")) or (more[:1].islower() and not said[-2:-1].isdigit())
        if not said.endswith(",") or not more or is_prose or _COPYRIGHT.search(following):
            break
        said, end = f"{said} {more}", end + 1 + len(following)
    quote = comments[match.start() - 1 : match.start()]
    if quote in ('"', "'"):
        said = said.partition(quote)[0]
    said = _REPEATED.sub("", said).rstrip(",")
    return said + ">" * (said.count("<") > said.count(">")), end


def _said(line: str) -> str:
    """A line without comment marks and tags of HTML."""
    return _HTML_TAG.sub(" ", unescape(line)).strip(MARKS + ".")


def _notice(path: str, comments: str, named: list[Claim]) -> list[Claim]:
    """Read the comments at a file's beginning, apart from tags and labels that were read, as one notice."""
    plain = plain_of(without_labels(comments) if named else comments, 0, len(comments))
    grants = grants_in(plain.lower)
    expression = expression_of(grants, plain.lower)
    unknown = unknown_in(plain.lower, [grant.start for grant in grants])
    if unknown is not None:
        grants = [*grants, Grant(UNKNOWN, unknown)]
        expression = joined("AND", [expression, UNKNOWN] if expression else [UNKNOWN])
    if expression is None:
        return []
    families = families_of([expression])
    if any(is_choice(each := claim.expression or "") and families == families_of([each]) for claim in named):
        return []
    return [claim_of(path, plain, grants[0], expression)]


_POINTER = re.compile(
    r"\b((?:COPYING|LICEN[SC]E|UNLICENSE|[Ll]icen[sc]e(?=[.-][a-z]))(?:[.-][\w.-]{1,40}\w)?)(?![\w/])"
)


def _pointers(said: str) -> tuple[str, ...]:
    """Find the names of license files in a notice."""
    return tuple(dict.fromkeys(_POINTER.findall(said)))[:POINTERS_READ]
