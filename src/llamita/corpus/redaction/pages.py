"""Pages of people on sites: whose they are, what fields say of accounts there, and who links to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.name_form import LOGIN, OPEN_LOGIN, WHOLE, is_login, is_name, is_nobody
from llamita.corpus.redaction.nearby import places
from llamita.corpus.redaction.span import Span
from llamita.corpus.redaction.words import NO_ACCOUNTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llamita.corpus.document import Language

# Sites with pages of people, in lower case, and how the names of all of them end.
_SITES: Final = (
    "github.com/", "gitlab.com/", "twitter.com/", "bitbucket.org/", "instagram.com/", "x.com/",
    "facebook.com/", "keybase.io/", "codeberg.org/", "dev.to/", "launchpad.net/", "t.me/", "kaggle.com/",
    "huggingface.co/", "patreon.com/", "ko-fi.com/", "buymeacoffee.com/", "paypal.me/", "codepen.io/",
    "dribbble.com/", "twitch.tv/", "behance.net/", "hackerone.com/", "gitee.com/", "opencollective.com/",
    "liberapay.com/", "telegram.me/", "about.me/", "gravatar.com/", "soundcloud.com/", "speakerdeck.com/",
    "salsa.debian.org/", "jsfiddle.net/", "githubusercontent.com/", "threads.net/",
)  # fmt: skip
_DEEP_SITES: Final = (
    "linkedin.com/", "stackoverflow.com/", "npmjs.com/", "npmjs.org/", "pypi.org/", "medium.com/",
    "reddit.com/", "bsky.app/", "sourceforge.net/", "profiles.wordpress.org/", "drupal.org/", "docker.com/",
    "crates.io/", "rubygems.org/", "nuget.org/", "news.ycombinator.com/", "youtube.com/", "last.fm/",
    "flickr.com/", "stackexchange.com/", "superuser.com/", "serverfault.com/", "askubuntu.com/",
    "greasyfork.org/", "exercism.io/", "exercism.org/", "vimeo.com/", "shields.io/", "leetcode.com/",
    "plus.google.com/", "packagist.org/", "gravatar.com/", "codeforces.com/", "openhub.net/", "ohloh.net/",
    "shadertoy.com/", "openprocessing.org/", "artstation.com/", "deviantart.com/", "steamcommunity.com/",
    "curseforge.com/", "thingiverse.com/", "hackaday.io/", "instructables.com/", "codewars.com/",
    "hackerrank.com/", "topcoder.com/", "atcoder.jp/", "replit.com/", "repl.it/", "glitch.com/",
    "observablehq.com/", "hashnode.com/", "mastodon.social/", "fosstodon.org/", "hachyderm.io/", "pixiv.net/",
    "opengameart.org/", "freesound.org/", "wikipedia.org/", "quora.com/", "producthunt.com/", "xing.com/",
    "researchgate.net/", "stackblitz.com/", "scratch.mit.edu/", "codeproject.com/", "gamedev.net/",
    "tryhackme.com/", "hackthebox.com/", "discogs.com/", "goodreads.com/", "tiktok.com/", "duolingo.com/",
    "freelancer.com/", "fiverr.com/", "upwork.com/", "spigotmc.org/", "nexusmods.com/", "xda-developers.com/",
)  # fmt: skip
# Where something that a person put there follows: a note, a drawing, a message.
_OWNED_SITES: Final = {
    "gist.github.com/": re.compile(rf"(?P<handle>{OPEN_LOGIN})(?=/[0-9a-f]{{4,40}}\b)"),
    "codepen.io/": re.compile(rf"(?P<handle>{OPEN_LOGIN})(?=/(?:pen|full|details|embed|collection)/)"),
    "twitter.com/": re.compile(r"(?P<handle>[A-Za-z_]\w{1,15})(?=/status(?:es)?/\d)"),
    "x.com/": re.compile(r"(?P<handle>[A-Za-z_]\w{1,15})(?=/status/\d)"),
}
_PAGE_MARKS: Final = (
    ".com/", ".org/", ".io/", ".net/", "dev.to/", "t.me/", "paypal.me/", ".tv/", "gingface.co/",
    "bsky.app/", "/@", "e.me/", "t.me/", "last.fm/", ".social/", "atcoder.jp/", "repl.it/", "mit.edu/",
)  # fmt: skip
_MAX_SITE_NAME_CHARACTERS: Final = 24
_HANDLE_OF_PAGE: Final = (
    r"(?P<handle>[A-Za-z][\w-]{2,38})(?:\.(?:png|atom|keys|gpg|svg)\b)?/?(?![\w-]|\.\w|/\w)"
)
_PAGE: Final = re.compile(rf"(?:[@~+]|sponsors/|users/)?{_HANDLE_OF_PAGE}")
_DEEP_PAGE: Final = re.compile(
    rf"(?:in/|users?/(?:\d{{1,12}}[/-])?|u/|profiles?/|people/|members?/|id/|wiki/User:|photos/|accounts/|user\?id=|~|@|\+"
    rf"|(?:twitter|github"
    rf"|mastodon)/(?:follow|followers|stars)/){_HANDLE_OF_PAGE}"
)
_SITE: Final = re.compile(r"://[\w.-]{4,60}$")
_MAX_SITE_CHARACTERS: Final = 64
_NO_NOTE: Final = re.compile(r"[0-9a-f]{16,}$")
# What links to a page: its text in Markdown and reStructuredtext.
_LINK: Final = re.compile(
    rf"(?:\[(?P<text>@?{OPEN_LOGIN}|{WHOLE})\](?:\(|:[ ])|`(?P<rest>@?{OPEN_LOGIN}|{WHOLE})[ ]<"
    rf"|\.\.[ ]_(?P<target>@?{OPEN_LOGIN}|{WHOLE}):[ ]|<a[ ]href=[\"'])(?:https?:)?(?://)?[\w.]{{0,40}}/?$"
)
_LINK_BEHIND: Final = re.compile(rf"/?[\"'](?:[ ][^<>\n]{{1,60}})?>(?P<text>@?{OPEN_LOGIN}|{WHOLE})</a>")
_MAX_LINK_CHARACTERS: Final = 120
_PROFILE: Final = re.compile(
    r"(?i:\b(?:github|gitlab|twitter|instagram|telegram|skype|irc|discord|keybase|mastodon|launchpad"
    r"|bitbucket)"
    r"(?:[_ -]?(?:user(?:[_-]?name)?|handle|nick(?:name)?|account|author)))[\"'`\]]?\s?(?::|=>?)\s?[\"']?@?"
    r"(?P<handle>[A-Za-z][\w-]{2,38})(?=[\"',;\s]|$)"
    r"|(?i:name|property)=[\"']twitter:(?:creator|site)[\"']\s{1,4}content=[\"']@(?P<meta>[A-Za-z]\w{1,15})[\"']"
)
_PROFILE_MARKS: Final = (
    "github", "gitlab", "twitter", "instagram", "telegram", "skype", "irc", "discord", "keybase", "mastodon",
    "launchpad", "bitbucket",
)  # fmt: skip
# A site and a name there, and nothing else in a field or on a line.
_ACCOUNT: Final = re.compile(
    r"(?i:github|gitlab|twitter|instagram|telegram|skype|irc|discord|keybase|mastodon|wechat|facebook"
    r"|linkedin|medium"
    r"|nick(?:name)?|icq|patreon|ko_fi|liberapay|buy_me_a_coffee|issuehunt|otechie"
    r"|polar|thanks_dev|stackoverflow)"
    rf"[\"'*`]{{0,3}}[ ]?[:=]>?[*]{{0,2}}[ ]{{0,4}}[\[\"'`]{{0,2}}@?(?P<handle>{LOGIN})"
    r"(?P<end>#\d{4}\b|(?=[\"'`]|[ \t]{0,8}(?:$|[,;|)]|\#[ ]|on[ ](?:irc|freenode|libera|oftc))))",
    re.MULTILINE,
)
_ACCOUNT_MARKS: Final = (
    "github", "gitlab", "twitter", "instagram", "telegram", "skype", "irc", "discord", "keybase", "mastodon",
    "wechat", "facebook", "linkedin", "medium", "nick", "icq", "patreon", "ko_fi", "liberapay",
    "buy_me_a_coffee", "issuehunt", "otechie", "polar", "thanks_dev", "stackoverflow",
)  # fmt: skip
_FIELD_LANGUAGES: Final = frozenset({"yaml", "toml", "json", "ini"})
# Sponsors' files: a list of accounts behind `github:`.
_FUNDING: Final = re.compile(
    r"^(?:github|custom|patreon):[ ]?(?:\[(?P<row>[^\]\n]{2,200})\]"
    r"|(?:\#[^\n]{0,80})?\n(?P<list>(?:[ ]{0,8}-[ ]@?[\w\"'-]{2,42}[ ]{0,4}(?:\n|\Z)){1,8}))",
    re.MULTILINE,
)
_WORD: Final = re.compile(r"(?<![\w/.-])[A-Za-z][\w-]{1,38}(?![\w/.-])")
_HOME: Final = re.compile(r"://[\w.-]{4,80}/~(?P<handle>[a-z][\w.-]{1,30}?)/?(?=[\s\"'<>)\],]|\.\s|$)")
_REDDITOR: Final = re.compile(r"(?<![\w/.-])/?u/(?P<handle>[A-Za-z0-9][\w-]{2,20})(?![\w/])", re.ASCII)
_MIN_ACCOUNT_CHARACTERS: Final = 3


def find_pages(text: str, lowered: str, language: Language | None) -> Iterator[Span]:
    """Handles that pages of people and fields of such give, and names that link there; not in order.

    Args:
        text: a whole file.
        lowered: the same in lower case.
        language: what it is written in, or None.

    >>> text = "see https://gist.github.com/zquib/4f1d"
    >>> [text[span.start : span.stop] for span in find_pages(text, text, None)]
    ['zquib']
    """
    for start, stop in places(lowered, _PAGE_MARKS):
        match = _page(text, lowered, start, stop)
        if match and not is_nobody(match["handle"]):
            yield Span(*match.span("handle"), "handle", "page")
            yield from _linking(text, match)
    yield from _of_profiles(text, lowered)
    yield from _of_accounts(text, lowered, language)


def _page(text: str, lowered: str, start: int, stop: int) -> re.Match[str] | None:
    """Whom a page is about whose site ends there."""
    first = max(0, start - _MAX_SITE_NAME_CHARACTERS)
    if text[start] == "/":
        is_site = _SITE.search(text, max(0, start - _MAX_SITE_CHARACTERS), start)
        return _PAGE.match(text, stop) if is_site else None
    for site, owned in _OWNED_SITES.items():
        if lowered.endswith(site, first, stop) and (match := owned.match(text, stop)):
            before = stop - len(site) - 1
            is_note = _NO_NOTE.match(match["handle"]) is not None
            return None if is_note or (before >= 0 and text[before].isalnum()) else match
    for sites, pattern in ((_SITES, _PAGE), (_DEEP_SITES, _DEEP_PAGE)):
        if lowered.endswith(sites, first, stop) and (match := pattern.match(text, stop)):
            site = next(site for site in sites if lowered.endswith(site, first, stop))
            before = stop - len(site) - 1
            is_whole = before < 0 or not text[before].isalnum()
            return match if is_whole and not _NO_NOTE.match(match["handle"]) else None
    return None


def _linking(text: str, page: re.Match[str]) -> Iterator[Span]:
    """What links to a person's page: the same handle, or a name."""
    link = _LINK.search(text, max(0, page.start() - _MAX_LINK_CHARACTERS), page.start())
    if link is None:
        return
    if text.startswith("<a", link.start()):
        link = _LINK_BEHIND.match(text, page.end("handle"))
        if link is None:
            return
    group = link.lastgroup if link.lastgroup in ("text", "rest", "target") else None
    group = group or next((name for name in ("text", "rest", "target") if link.groupdict().get(name)), None)
    if group is None or not link[group]:
        return
    start, stop = link.span(group)
    start += text[start] == "@"
    written = text[start:stop]
    if written.lower() == page["handle"].lower():
        yield Span(start, stop, "handle", "link")
    elif " " in written and is_name(written):
        yield Span(start, stop, "name", "link")


def _of_profiles(text: str, lowered: str) -> Iterator[Span]:
    """Names on sites that a field gives, and those of home pages."""
    for start, _ in places(lowered, _PROFILE_MARKS):
        match = _PROFILE.match(text, start)
        if match and match["handle"] and not is_nobody(match["handle"]):
            yield Span(*match.span("handle"), "handle", "profile")
    if "twitter:" in lowered:
        for match in _PROFILE.finditer(text):
            if match["meta"]:
                yield Span(*match.span("meta"), "handle", "profile")
    for sign, pattern in (("reddit", _REDDITOR), ("/~", _HOME)):
        for match in pattern.finditer(text) if sign in lowered else ():
            if not is_nobody(match["handle"]):
                yield Span(*match.span("handle"), "handle", "page")


def _of_accounts(text: str, lowered: str, language: Language | None) -> Iterator[Span]:
    """Accounts in fields: `github: zquib`, `Telegram: @zquib`."""
    is_field = language in _FIELD_LANGUAGES
    for start, _ in places(lowered, _ACCOUNT_MARKS):
        if start and (text[start - 1].isalnum() or text[start - 1] in "_.-/@"):
            continue
        match = _ACCOUNT.match(text, start)
        if match and _is_account(match, is_sure=is_field or text[match.start("handle") - 1] == "@"):
            yield Span(*match.span("handle"), "handle", "account")
    if language == "yaml" and "github:" in text:
        for match in _FUNDING.finditer(text):
            group = "row" if match["row"] else "list"
            for word in _WORD.finditer(text, *match.span(group)):
                if not is_nobody(word[0]):
                    yield Span(*word.span(), "handle", "funding")


def _is_account(match: re.Match[str], *, is_sure: bool) -> bool:
    handle = match["handle"]
    if is_nobody(handle) or handle.lower() in NO_ACCOUNTS or len(handle) < _MIN_ACCOUNT_CHARACTERS:
        return False
    return is_sure or bool(match["end"]) or is_login(handle)
