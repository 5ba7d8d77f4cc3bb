"""Handles: the names by which people go on sites and in teams.

`@name` where a person speaks (decorators, tags of documentation and rules of style sheets are none), whose
task a comment says something is (`TODO(name)`), the one name behind an author's tag, marks of old version
control (`$Author: name $`), and pages of people (`github.com/name`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.bylines import find_bylines
from llamita.corpus.redaction.comments import Comments
from llamita.corpus.redaction.homes import find_homes
from llamita.corpus.redaction.listed import find_listed
from llamita.corpus.redaction.name_form import is_author_handle, is_login, is_nobody
from llamita.corpus.redaction.nearby import ascii_lowered, places, windows
from llamita.corpus.redaction.pages import find_pages
from llamita.corpus.redaction.span import Span
from llamita.corpus.redaction.words import (
    NO_BYLINES,
    NO_HANDLES,
    NO_TASK_OWNERS,
    PROSE_VERBS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llamita.corpus.document import Language

_HANDLE: Final = re.compile(
    r"@(?<!&lt;@)(?<!code>@)(?<![\w@/.`$=&%+|{\[\"'\\-]@)(?P<handle>[A-Za-z][\w-]{1,38})(?![\w.(/@=`{\\-]|:[\w:<]|\.\w"
    r"|\]\()(?P<next>[,:]?)(?P<after>[ \t]{0,3}[\w'/]{0,20})",
    re.ASCII,
)
_QUOTED: Final = re.compile(
    r"(?i:\b(?:by|thanks to|cc|thx|credits?:?|props to)[ ]`)@(?P<handle>[A-Za-z][\w-]{1,38})(?=`)", re.ASCII
)
_USER_OF: Final = re.compile(
    r"(?i:\b(?:github|gitlab|twitter|reddit|stack ?overflow|launchpad|irc|forum|bitbucket|discord|trac|wiki)"
    r"[ ](?:user|member|nick|handle)[ ])[\"'`@]?(?P<handle>[A-Za-z][\w-]{2,38})[\"'`]?"
    r"(?=[.,;)](?:\s|$)|[ ](?:for|who|reported|suggested|pointed|on|and|has|wrote|provided|contributed"
    r"|found)\b|'s[ ])",
    re.MULTILINE,
)
_LINKED: Final = re.compile(r"\[@(?P<handle>[A-Za-z0-9][\w-]{1,38})\](?=\(|:|\[)", re.ASCII)
_ENDING: Final = re.compile(
    r"@(?<!&lt;@)(?<![\w@/.`$=&%{\[\"'\\-]@)(?P<handle>[A-Za-z][\w-]{1,38})\.(?=[\s)<\]]|$)",
    re.ASCII | re.MULTILINE,
)
_TASK_MARKS: Final = ("todo", "fixme", "xxx", "hack", "bug", "note", "optimize", "review")
_TASK: Final = re.compile(
    r"\b(?:TODO|FIXME|XXX|HACK|BUG|NOTE|OPTIMIZE|REVIEW|todo|fixme)(?:"
    r"[ ]?(?:\(|(?<!NOTE)(?<!NOTE )[\[<{])@?(?:[\w.]{2,20}/\d{1,9},[ ]?)?"
    r"(?P<owners>[A-Za-z][\w.-]{1,30}(?:\s?[,/&"
    r"|]\s?@?[A-Za-z][\w.-]{1,30}){0,4})(?:[,:;]?\s[^()\n]{0,40})?[)\]>}]"
    r"|[ ]?[-:/]?[ ]?@(?P<called>[A-Za-z][\w-]{1,38})(?![\w/(=])"
    r"|[ ]?[:-][ ](?P<named>[A-Za-z][\w.-]{2,30})(?=:[ ]|[ ]-[ ])"
    r"|[ ](?:-[ ]|by[ ])?(?P<owner>[a-z][a-z0-9_]{1,20}"
    r"|[A-Za-z][\w.-]{0,20}[\d_][\w-]{0,20}|[a-z]{1,12}\.[a-z]{2,14})"
    r"(?::(?=[ ])|(?=[ ,]{1,3}\(?(?:19|20)\d\d[-/.]\d))"
    r")"
)
_TAG: Final = re.compile(
    r"(?=[@\\<]|__|\b[A-Za-z])(?:[@\\][Aa]uth[oe]r\b[ \t]{0,4}:?"
    r"|\b(?:code|section|module)?[Aa]uthors?\b(?:\(s\))?[\"']?[ \t]{0,2}(?:::?|=>?)"
    r"|\b[Mm]aintainers?[\"']?[ \t]{0,2}[:=]"
    r"|__(?:author|maintainer)__[ \t]{0,2}=|\b[Aa]ssignees?[ \t]{0,2}:|\b[Aa]ssigned to:"
    r"|\b[Cc]ontributor[ \t]{0,2}:"
    r"|\b(?:[Cc]reated|[Ww]ritten|[Mm]odified|[Cc]hanged|[Uu]pdated)[ -]by[ \t]{0,2}:|^MAINTAINER(?=[ ])"
    r"|\b[Rr]eviewers?[ \t]{0,2}:|\b[Rr]eviewed[ -]by[ \t]{0,2}:|\b(?:[Aa]cked|[Tt]ested|[Cc]o-[Aa]uthored"
    r"|[Rr]eported|[Ss]igned-off|[Ff]ixed|Suggested|suggested)-[Bb]y:|@created[ ]by"
    r"|\b[Cc]reated by(?=[ ]\S{2,38}[ ](?:on|at)[ ]\d)|<(?:[Aa]uthors?|owners|[Mm]aintainers?)>"
    r"|image\.authors=|name=[\"']author[\"'][ ]content=)"
    r"[ \t\"'>]{0,8}(?<=[ \t\"'>])@?(?P<handle>[a-z][a-z0-9]{0,20}(?:[._-]?[a-z0-9]{1,20}){0,2}"
    r"|[A-Z][A-Za-z0-9]{2,38})"
    r"(?P<more>(?:,[ ]@?[a-z][a-z0-9._-]{1,20}(?![\w ]))?)(?=[ "
    r"\t]{0,8}(?:\.?[ \t]{0,4}$|[\"',;<*]|(?<=[ ])\(|-->|\d{4}|(?:on|at)[ ]\d|\d{1,2}[/.-]\d))",
    re.MULTILINE,
)
_KEYWORD: Final = re.compile(
    r"\$Author: (?P<author>[A-Za-z][\w.-]{1,30}) \$"
    r"|\$(?:Id|Header): [^\n$]{1,200}? \d{2}:\d{2}:\d{2}Z? (?P<id>[A-Za-z][\w.-]{1,30})(?: Exp)? "
    r"|\$LastChangedBy: (?P<last>[A-Za-z][\w.-]{1,30}) \$"
)
_TAG_MARKS: Final = (
    "author", "maintainer", "reviewer", "reviewed", "-by:", " by:", "by :", "assignee", "assigned to",
    "created by", "contributor", "image.authors", "owners>",
)  # fmt: skip
_TAG_END: Final = re.compile(
    r"\w{0,4}(?:[ -]by)?_{0,2}(?:\(s\))?[\"']?(?: content)?[ \t]{0,4}"
    r"(?:[:=>]{0,2})[ \t\"'>]{0,8}(?<=[\s\"'>])@?[A-Za-z]"
)
_ADDRESSING: Final = re.compile(
    r"(?i)(?:thanks(?: to)?|thank you|thx|by|cc|/cc|ping|from|credits?(?: to| goes to)?"
    r"|props(?: to)?|kudos(?: to)?|courtesy of|h/t|via|ask"
    r"|asked|contact|see|per|to|of|owner|reviewers?|assigned to|author|and|with|hi|hey|dear"
    r"|reach out to|poke|fyi|r\?|-|--|&|\(|,|\*|:)"
    r"[\s:(]{0,3}$"
)
_OF_CODE_BEFORE: Final = re.compile(
    r"(?i)\b(?:the|an?|every|each|any|no|this|that|all|or|like|using|called|named|empty|special"
    r"|directive|(?:npm|yarn|pnpm)\s[\w-]{1,16})\s(?:mark\s)?\**$"
)
_DECORATED: Final = re.compile(
    r"(?i)(?:decorat\w{1,4}|annotat\w{1,4}|mark\w{0,3}|wrap\w{0,4})\s(?:\w{1,12}\s){0,2}(?:with|by|as"
    r"|in|using)\s$"
)
_OF_CODE_AFTER: Final = re.compile(
    r"(?i)^\s(?:decorat|annot|tag|attributes?|direct|rule|macro|pragma|keyword|label|symbol|sign|scope"
    r"|param|block|variable|block|marker"
    r"|statement|syntax|import|quer|property|prefix|annotation|director|folder|array|hash|list of)"
)
# Instructions to compilers and checkers: `@ts-expect-error`, `@phpstan-ignore`.
_INSTRUCTION: Final = re.compile(
    r"(?i)^(?:ts|eslint|jsx|phpstan|psalm|phan|phpcs|babel|vite|vitest|jest|type|istanbul|prettier"
    r"|webpack|swc"
    r"|biome|deno|tslint|jshint|stylelint|noinspection|suppress|api|test|codingstandards|expect|no|covers)-"
)
# Where no comma follows, these speak of what a tag is, not to a person.
_NO_CALL: Final = frozenset(
    {
        "the", "this", "that", "it", "for", "any", "or", "to", "when", "where", "what", "why", "who", "how",
        "is", "are", "was", "were", "and", "has", "have", "had", "did", "do", "does", "i", "we", "you",
        "look",
        "review", "check",
    }
)  # fmt: skip
_VERSION: Final = re.compile(r"v\d+$")
_COMMENT_MARKS: Final = "#/*;%-<>!\"'|:+(["
_MAX_BEFORE_CHARACTERS: Final = 64
_MIN_TAG_HANDLE: Final = 3


def find_handles(text: str, language: Language | None, comments: Comments | None = None) -> Iterator[Span]:
    """Handles that stand in a text; not in order.

    Args:
        text: a whole file.
        language: what it is written in; of None, every line counts as prose.
        comments: where people speak in it; by default by its language.

    >>> text = "# as zed_quib said: thanks @zed_quib"
    >>> [text[span.start : span.stop] for span in find_handles(text, "python")]
    ['zed_quib']
    """
    comments = comments or Comments(text, language)
    if "@" in text:
        yield from _called(text, comments)
    lowered = ascii_lowered(text)
    yield from _of_tasks(text, lowered)
    yield from find_pages(text, lowered, language)
    yield from _of_tags(text, lowered, comments)
    yield from find_listed(text, lowered)
    yield from find_homes(text, lowered)
    for match in _USER_OF.finditer(text) if " user" in lowered or " nick" in lowered else ():
        if (
            not is_nobody(match["handle"])
            and match["handle"] not in NO_BYLINES
            and comments.hold(match.start())
        ):
            yield Span(*match.span("handle"), "handle", "user")
    yield from find_bylines(text, lowered, comments)


def _called(text: str, comments: Comments) -> Iterator[Span]:
    """`@name` where a person speaks."""
    for pattern in (_HANDLE, _ENDING):
        for match in pattern.finditer(text):
            if (
                match["handle"].lower() not in NO_HANDLES
                and not _INSTRUCTION.match(match["handle"])
                and comments.hold(match.start())
                and _is_person(match, comments)
            ):
                yield Span(*match.span("handle"), "handle", "called")
    for match in _QUOTED.finditer(text) if "`@" in text else ():
        if match["handle"].lower() not in NO_HANDLES:
            yield Span(*match.span("handle"), "handle", "called")
    if comments.are_prose:
        for match in _LINKED.finditer(text):
            if match["handle"].lower() not in NO_HANDLES:
                yield Span(*match.span("handle"), "handle", "called")


def _is_person(match: re.Match[str], comments: Comments) -> bool:
    line = comments.before(match.start())
    before = line[-_MAX_BEFORE_CHARACTERS:]
    fields = match.groupdict()
    word = (fields.get("after") or "").strip().lower()
    spoken_to = bool(fields.get("next")) or word in PROSE_VERBS or word.startswith("'")
    if not line.strip().strip(_COMMENT_MARKS + " "):
        # The line begins with it: a decorator, an annotation or a tag, unless spoken to.
        is_called = spoken_to and (comments.are_prose or bool(fields.get("next")) or word not in _NO_CALL)
        return is_called and (bool(line.strip()) or comments.are_prose)
    addressed = _ADDRESSING.search(before) is not None
    if (
        match["handle"].isupper()
        or _VERSION.match(match["handle"])
        or (comments.have_arrays and not addressed)
    ):
        return False
    if _DECORATED.search(before) or (
        not addressed
        and (_OF_CODE_BEFORE.search(before) or _OF_CODE_AFTER.match(match.string, match.end("handle")))
    ):
        return False
    if match["handle"][0].isupper() and not comments.are_prose:
        return addressed or spoken_to
    return True


def _of_tasks(text: str, lowered: str) -> Iterator[Span]:
    for start, _ in places(lowered, _TASK_MARKS):
        match = _TASK.match(text, start)
        if match is None:
            continue
        if match["named"] and is_login(match["named"]):
            yield Span(*match.span("named"), "handle", "task")
        for group in ("owners", "called", "owner"):
            if match[group]:
                for owner in re.finditer(r"[A-Za-z][\w.-]{1,30}", match[group]):
                    if _is_owner(owner[0]):
                        start = match.start(group) + owner.start()
                        yield Span(start, start + len(owner[0]), "handle", "task")


def _is_owner(word: str) -> bool:
    """Whether a word behind `TODO` is a person: no ticket, version, topic or page."""
    if word.lower() in NO_TASK_OWNERS or word.lower() in NO_HANDLES:
        return False
    if re.search(
        r"-\d+$|^(?:step|phase|part|py|python|php|ie|es|http|utf|win|gcc|java|option|case|level|test"
        r"|sha|md|u?int|float|arm|ipv|vp|h|mp|base|web|log|oauth)\d+$|\.(?:com|org|io|py|js|h|c|cc|cpp"
        r"|java|md)$|^v?\d|^(?:gh|pr|issue|bug|crbug|b|rdar|rfc|bpo)[-_.]?\d*$",
        word,
        re.IGNORECASE,
    ):
        return False
    return not word.isupper()


def _of_tags(text: str, lowered: str, comments: Comments) -> Iterator[Span]:
    for start, stop in windows(lowered, _TAG_MARKS, followed=(text, _TAG_END)):
        for match in _TAG.finditer(text, start, stop):
            if is_author_handle(match["handle"]) and (
                comments.are_data or match[0].startswith("MAINTAINER") or _is_stated(text, match, comments)
            ):
                yield Span(*match.span("handle"), "handle", "tag")
                if is_author_handle(more := match["more"].lstrip(", @") or "-"):
                    yield Span(match.end("more") - len(more), match.end("more"), "handle", "tag")
    if "$Id" in text or "$Author" in text or "$Header" in text or "$LastChangedBy" in text:
        for match in _KEYWORD.finditer(text):
            group = match.lastgroup or "id"
            yield Span(*match.span(group), "handle", "version control")


def _is_stated(text: str, match: re.Match[str], comments: Comments) -> bool:
    """Whether a handle is in quotes or where a person speaks: no name of a variable."""
    start = match.start("handle")
    return text[start - 1] in "\"'>" or text[start - 2 : start] in ('"@', "'@") or comments.hold(start)
