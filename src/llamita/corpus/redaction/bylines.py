"""Handles that a byline gives: `written by zquib27`, `2004-03-02 zquib27: fixed it`, `zquib <mail>`.

A lone word in lower case may be anything. So one counts that is a handle by its form, that a date follows, or
that is all that stands on a comment's line behind `created by`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.name_form import LOGIN, OPEN_LOGIN, is_author_handle, is_login, is_nobody
from llamita.corpus.redaction.nearby import line_start, places
from llamita.corpus.redaction.span import Span
from llamita.corpus.redaction.words import NO_BYLINES, NO_SIGNERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llamita.corpus.redaction.comments import Comments

# In lower case.
_BY_MARKS: Final = ("by ", "by: ", "from ", "thanks ", "thanks to ", "thx ")
_BEFORE_BY: Final = re.compile(
    r"(?i)(?:\b(?:written|contributed|authored|reported|suggested|maintained|patch(?:ed|es)?|coded"
    r"|fixed|fix|submitted"
    r"|reviewed|found|discovered|made|ported|translated|developed|created|modified|edited|updated|added"
    r"|changed|requested"
    r"|proposed|idea|spotted|implemented|started|initiated|designed|improved|provided|posted|hacked"
    r"|packaged|adapted)\b"
    r"[^\n.:;]{0,24}|(?:^|[-(,*#/>|])\s{0,4})$"
)
_BEFORE_FROM: Final = re.compile(
    r"(?i)\b(?:patch(?:es)?|fix|report|suggestion|contribution|idea|code|help) $"
)
_DATE: Final = r"(?:19|20)\d\d(?:[-/.]\d|\b)|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}"
_BY: Final = re.compile(
    rf"@?(?P<handle>{LOGIN})(?:(?P<dated>[ ]?,?[ ]{{0,2}}(?:on|at|in|-|\()?[ ]?(?:{_DATE}))"
    rf"|(?=(?P<end>\.?[ \t]{{0,4}}"
    r"(?:\*/|-->|</\w{1,12}>|\n|\Z))|[\s,;.:)\]!]))"
)
# Verbs behind which a line may end with any handle.
_PLAIN_BY: Final = re.compile(r"(?i)^\W{0,40}(?:<\w{1,10}>)?(?:created|authored|coded)[ ]by$")
# A date and whoever wrote on it; a row of a version control's log; a change of a database.
_DATED: Final = re.compile(
    rf"(?:{_DATE})[-/.\d]{{0,6}}[ \t]{{1,4}}[-(\[]?@?(?P<dated>{LOGIN})(?=[)\]]?:[ ]|[ \t]{{0,4}}[)\]][ ])"
    rf"|^r\d{{1,7}} \| (?P<log>{LOGIN}) \| (?:19|20)\d\d-"
    rf"|^[ \t]*--[ ]?changeset[ ](?P<change>{LOGIN}):\w"
    rf"|\[(?P<row>{LOGIN})\][ ](?={_DATE})",
    re.MULTILINE,
)
_DATED_MARKS: Final = (
    " 20",
    "\n20",
    "r20",
    "*20",
    " 19",
    "\n19",
    "] 20",
    "] 19",
    "changeset ",
    "| 20",
    "| 19",
)
# A word before an address of mail that nothing but a mark, a quote or a date stands before.
_MAIL: Final = re.compile(r"<(?<=\w[ \t]<)[\w.+-]{1,64}+@|<(?<=\w  <)[\w.+-]{1,64}+@")
_SIGNER: Final = re.compile(
    r"(?:^|[\"':,;\[*#/|-][ \t]{0,8}|\d[ \t]{1,4})"
    r"(?P<handle>[a-z][a-z0-9]{1,30}(?:[._-][a-z0-9]{1,20}){0,2})[ \t]{1,3}$"
)
_ROLE: Final = re.compile(
    r":(?:gh-?|github[-_:]?)?user:`(?P<role>[A-Za-z][\w-]{1,38})`"
    r"|`@(?P<link>[A-Za-z][\w-]{1,38})(?:[ ]<[^<>\n]{1,120}>)?`_",
    re.ASCII,
)
# Owners of everything in a file of code's owners, and an item of a list that is all handles.
_OWNERS: Final = re.compile(
    r"^(?:\*|[*+-][ ])[ \t]{0,40}(?:@[A-Za-z][\w-]{1,38}[ \t]{0,8}){1,8}$", re.MULTILINE
)
_OWNER: Final = re.compile(r"@(?P<handle>[A-Za-z][\w-]{1,38})")
_FEDERATED: Final = re.compile(
    r"@(?<![\w@/.-]@)(?P<handle>[A-Za-z]\w{1,30})(?:@(?!example)[a-z0-9][\w-]{1,40}(?:\.[\w-]{2,24}){1,3}|:(?!example|localhost)[a-z][\w-]{1,30}(?:\.[a-z]{2,16}){1,3})(?![\w(])"
)
# At the end of an item of a list of changes: `[zquib27]`.
_ENDING: Final = re.compile(rf"[(\[]@?(?P<handle>{OPEN_LOGIN})[)\]]\.?[ \t]{{0,4}}$", re.MULTILINE)
_MAX_BEFORE_CHARACTERS: Final = 80
_MAX_DATE_CHARACTERS: Final = 40
_MAX_VERB_CHARACTERS: Final = 40


def find_bylines(text: str, lowered: str, comments: Comments) -> Iterator[Span]:
    """Handles behind `by`, dates and the like; not in order, and one may be found twice.

    Args:
        text: a whole file.
        lowered: the same in lower case.
        comments: where people speak in it.

    >>> from llamita.corpus.redaction.comments import Comments
    >>> text = "# written by zquib27, called by default"
    >>> [text[span.start : span.stop] for span in find_bylines(text, text, Comments(text, "python"))]
    ['zquib27']
    """
    for start, stop in places(lowered, _BY_MARKS):
        if start and (text[start - 1].isalnum() or text[start - 1] == "-"):
            continue
        match = _BY.match(text, stop)
        if match and _is_by(text, lowered, start, match) and comments.hold(start):
            yield Span(*match.span("handle"), "handle", "byline")
    yield from _dated(text, lowered, comments)
    for match in _ENDING.finditer(text) if comments.are_prose else ():
        if is_login(match["handle"]):
            yield Span(*match.span("handle"), "handle", "credited")
    if "@" in text:
        yield from _signed(text)
        yield from _marked(text, comments)
    elif ":`" in text:
        yield from _roles(text)


def _is_by(text: str, lowered: str, start: int, match: re.Match[str]) -> bool:
    handle = match["handle"]
    is_by = lowered.startswith("by", start)
    is_certain = is_login(handle)
    is_possible = is_by and (match["dated"] or match["end"] is not None) and handle not in NO_BYLINES
    if not is_certain and not (is_possible and is_author_handle(handle)):
        return False
    before = text[line_start(text, start, _MAX_BEFORE_CHARACTERS) : start]
    if not is_by:
        return lowered.startswith("th", start) or _BEFORE_FROM.search(before) is not None
    if _PLAIN_BY.match(before + "by"):
        return True
    is_dated = bool(match["dated"]) and before[-1:] == " "
    return (is_certain or is_dated) and _BEFORE_BY.search(before[-_MAX_VERB_CHARACTERS:]) is not None


def _dated(text: str, lowered: str, comments: Comments) -> Iterator[Span]:
    looked = 0
    for start, _ in places(lowered, _DATED_MARKS):
        if start + _MAX_DATE_CHARACTERS <= looked:
            continue
        begin = max(line_start(text, start, _MAX_BEFORE_CHARACTERS), looked - _MAX_DATE_CHARACTERS)
        looked = start + _MAX_BEFORE_CHARACTERS
        for match in _DATED.finditer(text, begin, looked):
            group = match.lastgroup or "dated"
            is_sure = group in ("log", "change")
            is_handle = is_author_handle(match[group]) if is_sure else is_login(match[group])
            if is_handle and (is_sure or comments.hold(match.start(group))):
                yield Span(*match.span(group), "handle", "dated")


def _signed(text: str) -> Iterator[Span]:
    """Words before addresses of mail."""
    for mail in _MAIL.finditer(text):
        match = _SIGNER.search(text[line_start(text, mail.start(), _MAX_BEFORE_CHARACTERS) : mail.start()])
        if match and match["handle"] not in NO_SIGNERS and not is_nobody(match["handle"]):
            start = mail.start() - len(match.string) + match.start("handle")
            yield Span(start, start + len(match["handle"]), "handle", "addressed")


def _marked(text: str, comments: Comments) -> Iterator[Span]:
    """Handles with an `@` that are owners, links or of a federated site."""
    yield from _roles(text)
    if comments.are_prose:
        for line in _OWNERS.finditer(text):
            for owner in _OWNER.finditer(text, *line.span()):
                if not is_nobody(owner["handle"]):
                    yield Span(*owner.span("handle"), "handle", "owner")
    for match in _FEDERATED.finditer(text):
        if comments.hold(match.start()) and not is_nobody(match["handle"]):
            yield Span(*match.span("handle"), "handle", "federated")


def _roles(text: str) -> Iterator[Span]:
    """Handles in roles and links of reStructuredText."""
    for match in _ROLE.finditer(text):
        group = match.lastgroup or "role"
        if not is_nobody(match[group]):
            yield Span(*match.span(group), "handle", "role")
