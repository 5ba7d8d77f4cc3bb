"""Handles: the names by which people go on sites and in teams.

`@name` where a person speaks (decorators, tags of documentation and rules of style sheets are none), whose
task a comment says something is (`TODO(name)`), the one name behind an author's tag, marks of old version
control (`$Author: name $`), and pages of people (`github.com/name`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.comments import Comments
from llamita.corpus.redaction.listed import find_listed, is_camel_handle
from llamita.corpus.redaction.nearby import ascii_lowered, places, windows
from llamita.corpus.redaction.span import Span
from llamita.corpus.redaction.words import (
    GIVEN_NAMES,
    NO_HANDLES,
    NO_NAMES,
    NO_PEOPLE_PAGES,
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
_LINKED: Final = re.compile(r"\[@(?P<handle>[A-Za-z0-9][\w-]{1,38})\](?=\(|:|\[)", re.ASCII)
_ENDING: Final = re.compile(
    r"@(?<!&lt;@)(?<![\w@/.`$=&%{\[\"'\\-]@)(?P<handle>[A-Za-z][\w-]{1,38})\.(?=[\s)<\]]|$)",
    re.ASCII | re.MULTILINE,
)
_TASK_MARKS: Final = ("todo", "fixme", "xxx", "hack", "bug", "note", "optimize", "review")
_TASK: Final = re.compile(
    r"\b(?:TODO|FIXME|XXX|HACK|BUG|NOTE|OPTIMIZE|REVIEW|todo|fixme)(?:"
    r"[ ]?(?:\(|(?<!NOTE)(?<!NOTE )[\[<{])@?(?P<owners>[A-Za-z][\w.-]{1,30}(?:\s?[,/&"
    r"|]\s?@?[A-Za-z][\w.-]{1,30}){0,4})(?:[,:;]?\s[^()\n]{0,40})?[)\]>}]"
    r"|[ ]?[-:/]?[ ]?@(?P<called>[A-Za-z][\w-]{1,38})(?![\w/(=])"
    r"|[ ](?:-[ ]|by[ ])?(?P<owner>[a-z][a-z0-9_]{1,20}"
    r"|[A-Za-z][\w.-]{0,20}[\d_][\w-]{0,20}|[a-z]{1,12}\.[a-z]{2,14}):(?=[ ])"
    r")"
)
_PROFILE: Final = re.compile(
    r"(?i:\b(?:github|gitlab|twitter|instagram|telegram|skype|irc|discord|keybase|mastodon|launchpad|bitbucket)"
    r"(?:[_ -]?(?:user(?:[_-]?name)?|handle|nick(?:name)?|account|author)))[\"'`\]]?\s?(?::|=>?)\s?[\"']?@?"
    r"(?P<handle>[A-Za-z][\w-]{2,38})(?=[\"',;\s]|$)"
    r"|(?i:name|property)=[\"']twitter:(?:creator|site)[\"']\s{1,4}content=[\"']@(?P<meta>[A-Za-z]\w{1,15})[\"']"
)
_PROFILE_MARKS: Final = (
    "github", "gitlab", "twitter", "instagram", "telegram", "skype", "irc", "discord", "keybase", "mastodon",
    "launchpad", "bitbucket",
)  # fmt: skip
_HOME: Final = re.compile(r"://[\w.-]{4,80}/~(?P<handle>[a-z][\w.-]{1,30}?)/?(?=[\s\"'<>)\],]|\.\s|$)")
_TAG: Final = re.compile(
    r"(?:[@\\]author\b[ \t]{0,4}:?|\b[Aa]uthors?\b[ \t]{0,2}[:=]|\b[Mm]aintainers?[ \t]{0,2}:"
    r"|__author__[ \t]{0,2}=|\b[Aa]ssignees?[ \t]{0,2}:|\b[Aa]ssigned to:"
    r"|\b(?:[Cc]reated|[Ww]ritten|[Mm]odified|[Cc]hanged|[Uu]pdated)[ -]by[ \t]{0,2}:"
    r"|\b[Rr]eviewers?[ \t]{0,2}:|\b[Rr]eviewed[ -]by[ \t]{0,2}:|\b(?:[Aa]cked|[Tt]ested"
    r"|[Rr]eported|[Ss]igned-off|[Ff]ixed|Suggested|suggested)-by:"
    r"|\b[Cc]reated by(?=[ ]\S{2,38}[ ](?:on|at)[ ]\d))"
    r"[ \t\"']{1,8}@?(?P<handle>[a-z][a-z0-9]{0,20}(?:[._-]?[a-z0-9]{1,20}){0,2}|[A-Z][A-Za-z0-9]{2,38})(?=[ "
    r"\t]{0,8}(?:$|[\"',;<(*]|\d{4}|(?:on|at)[ ]\d|\d{1,2}[/.-]\d))",
    re.MULTILINE,
)
_KEYWORD: Final = re.compile(
    r"\$Author: (?P<author>[A-Za-z][\w.-]{1,30}) \$"
    r"|\$(?:Id|Header): [^\n$]{1,200}? \d{2}:\d{2}:\d{2}Z? (?P<id>[A-Za-z][\w.-]{1,30})(?: Exp)? "
    r"|\$LastChangedBy: (?P<last>[A-Za-z][\w.-]{1,30}) \$"
)
# Sites with pages of people, in lower case, and how the names of all of them end.
_SITES: Final = (
    "github.com/", "gitlab.com/", "twitter.com/", "bitbucket.org/", "instagram.com/", "x.com/",
    "facebook.com/",
    "keybase.io/", "codeberg.org/", "dev.to/", "launchpad.net/", "t.me/", "kaggle.com/", "huggingface.co/",
    "patreon.com/", "ko-fi.com/", "buymeacoffee.com/", "paypal.me/", "codepen.io/", "dribbble.com/",
    "twitch.tv/",
    "behance.net/", "hackerone.com/", "gitee.com/", "opencollective.com/", "liberapay.com/",
)  # fmt: skip
_DEEP_SITES: Final = (
    "linkedin.com/", "stackoverflow.com/", "npmjs.com/", "pypi.org/", "medium.com/", "reddit.com/",
    "bsky.app/", "sourceforge.net/", "profiles.wordpress.org/", "drupal.org/", "docker.com/", "crates.io/",
    "rubygems.org/", "nuget.org/", "news.ycombinator.com/",
)  # fmt: skip
_PAGE_MARKS: Final = (
    ".com/", ".org/", ".io/", ".net/", "dev.to/", "t.me/", "paypal.me/", ".tv/", "gingface.co/",
    "bsky.app/", "/@",
)  # fmt: skip
_MAX_SITE_NAME_CHARACTERS: Final = 24
_HANDLE_OF_PAGE: Final = r"(?P<handle>[A-Za-z][\w-]{2,38})/?(?![\w-]|\.\w|/\w)"
_PAGE: Final = re.compile(rf"(?:[@~]|sponsors/)?{_HANDLE_OF_PAGE}")
_DEEP_PAGE: Final = re.compile(
    rf"(?:in/|users?/(?:\d{{1,12}}/)?|u/|profiles?/|user\?id=|~|@){_HANDLE_OF_PAGE}"
)
_SITE: Final = re.compile(r"://[\w.-]{4,60}$")
_MAX_SITE_CHARACTERS: Final = 64
_TAG_MARKS: Final = (
    "author", "maintainer", "reviewer", "reviewed", "-by:", " by:", "by :", "assignee", "assigned to",
    "created by",
)  # fmt: skip
_TAG_END: Final = re.compile(r"\w{0,4}(?:[ -]by)?[ \t]{0,4}[:=]?[ \t\"']{1,8}@?[A-Za-z]")
_NO_PAGES: Final = NO_PEOPLE_PAGES | NO_HANDLES
_ADDRESSING: Final = re.compile(
    r"(?i)(?:thanks(?: to)?|thank you|thx|by|cc|/cc|ping|from|credits?(?: to| goes to)?"
    r"|props(?: to)?|kudos(?: to)?|courtesy of|h/t|via|ask"
    r"|asked|contact|see|per|to|of|owner|reviewers?|assigned to|author|and|with|hi|hey|dear"
    r"|reach out to|poke|fyi|r\?|-|--|&|\(|,|\*|:)"
    r"[\s:(]{0,3}$"
)
_OF_CODE_BEFORE: Final = re.compile(
    r"(?i)\b(?:the|an?|every|each|any|no|this|that|all|or|like|using|called|named|empty|special|directive|(?:npm|yarn|pnpm)\s[\w-]{1,16})\s(?:mark\s)?\**$"
)
_DECORATED: Final = re.compile(
    r"(?i)(?:decorat\w{1,4}|annotat\w{1,4}|mark\w{0,3}|wrap\w{0,4})\s(?:\w{1,12}\s){0,2}(?:with|by|as|in|using)\s$"
)
_OF_CODE_AFTER: Final = re.compile(
    r"(?i)^\s(?:decorat|annot|tag|attributes?|direct|rule|macro|pragma|keyword|label|symbol|sign|scope|param|block|variable|block|marker"
    r"|statement|syntax|import|quer|property|prefix|annotation|director|folder|array|hash|list of)"
)
# Instructions to compilers and checkers: `@ts-expect-error`, `@phpstan-ignore`.
_INSTRUCTION: Final = re.compile(
    r"(?i)^(?:ts|eslint|jsx|phpstan|psalm|phan|phpcs|babel|vite|vitest|jest|type|istanbul|prettier|webpack|swc"
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
    yield from _of_pages(text, lowered)
    yield from _of_tags(text, lowered, comments)
    yield from find_listed(text, lowered)
    yield from _of_profiles(text, lowered)


def _of_pages(text: str, lowered: str) -> Iterator[Span]:
    """Whom pages of people are about."""
    for start, stop in places(lowered, _PAGE_MARKS):
        match = _page(text, lowered, start, stop)
        if match and match["handle"].lower() not in _NO_PAGES:
            yield Span(*match.span("handle"), "handle", "page")


def _page(text: str, lowered: str, start: int, stop: int) -> re.Match[str] | None:
    """Whom a page is about whose site ends there."""
    first = max(0, start - _MAX_SITE_NAME_CHARACTERS)
    if text[start] == "/":
        is_site = _SITE.search(text, max(0, start - _MAX_SITE_CHARACTERS), start)
        return _PAGE.match(text, stop) if is_site else None
    for sites, pattern in ((_SITES, _PAGE), (_DEEP_SITES, _DEEP_PAGE)):
        if lowered.endswith(sites, first, stop) and (match := pattern.match(text, stop)):
            site = next(site for site in sites if lowered.endswith(site, first, stop))
            before = stop - len(site) - 1
            return match if before < 0 or not text[before].isalnum() else None
    return None


def _of_profiles(text: str, lowered: str) -> Iterator[Span]:
    """Names on sites that a field gives, and those of home pages."""
    for start, _ in places(lowered, _PROFILE_MARKS):
        match = _PROFILE.match(text, start)
        if match and match["handle"] and _is_of_person(match["handle"]):
            yield Span(*match.span("handle"), "handle", "profile")
    if "twitter:" in lowered:
        for match in _PROFILE.finditer(text):
            if match["meta"]:
                yield Span(*match.span("meta"), "handle", "profile")
    if "/~" in text:
        for match in _HOME.finditer(text):
            if _is_of_person(match["handle"]):
                yield Span(*match.span("handle"), "handle", "page")


def _is_of_person(handle: str) -> bool:
    return handle.lower() not in _NO_PAGES and _is_owner(handle)


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
        r"-\d+$|^(?:step|phase|part|py|python|php|ie|es|http|utf|win|gcc|java|option|case|level|test|sha|md|u?int|float|arm|ipv|vp|h|mp|base|web|log|oauth)\d+$|\.(?:com|org|io|py|js|h|c|cc|cpp|java|md)$|^v?\d|^(?:gh|pr|issue|bug|crbug|b|rdar|rfc|bpo)[-_.]?\d*$",
        word,
        re.IGNORECASE,
    ):
        return False
    return not word.isupper()


def _of_tags(text: str, lowered: str, comments: Comments) -> Iterator[Span]:
    for start, stop in windows(lowered, _TAG_MARKS, followed=(text, _TAG_END)):
        for match in _TAG.finditer(text, start, stop):
            if _is_tagged(match["handle"]) and (comments.are_data or _is_stated(text, match, comments)):
                yield Span(*match.span("handle"), "handle", "tag")
    if "$Id" in text or "$Author" in text or "$Header" in text or "$LastChangedBy" in text:
        for match in _KEYWORD.finditer(text):
            group = match.lastgroup or "id"
            yield Span(*match.span(group), "handle", "version control")


def _is_stated(text: str, match: re.Match[str], comments: Comments) -> bool:
    """Whether a handle is in quotes or where a person speaks: no name of a variable."""
    start = match.start("handle")
    return text[start - 1] in "\"'" or text[start - 2 : start] in ('"@', "'@") or comments.hold(start)


def _is_tagged(word: str) -> bool:
    """Whether a word behind an author's tag is a handle."""
    if word[0].isupper():
        return word in GIVEN_NAMES or is_camel_handle(word)
    return (
        len(word) >= _MIN_TAG_HANDLE
        and word not in NO_TASK_OWNERS
        and word not in NO_HANDLES
        and word.capitalize() not in NO_NAMES
    )
