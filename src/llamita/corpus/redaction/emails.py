"""E-mail addresses: as they are, and spelled out (`zelda at quibbleton dot org`).

Addresses at `example.com` and the like, or of `user`, `you` or `noreply`, stand for any: they are told
apart as placeholders. The user of a web address, of a command that logs in, or of a message's number is no
address
of mail.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.nearby import ascii_lowered, line_start, places
from llamita.corpus.redaction.span import Span
from llamita.corpus.redaction.words import TOPS, TOPS_OR_ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_USER_CHARACTERS: Final = 64
_MAX_BEFORE_CHARACTERS: Final = 200
_USER: Final = re.compile(r"(?P<user>[A-Za-z0-9_](?:[\w.+'-]{0,62}[\w+-])?)\\?$", re.ASCII)
_SIGN: Final = re.compile(r"@(?<=[\w+\\-]@)(?=[A-Za-z0-9])")
_DOMAIN: Final = re.compile(
    r"@(?P<domain>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,8}(?P<top>[A-Za-z]{2,24}))"
    r"(?![\w-]|\.[A-Za-z0-9]|:[\w/~.]|\(|\[|::)",
    re.ASCII,
)
_AT: Final = (
    r"(?:[ ]?[\[({<][ ]?(?:at|AT|@|ät)[ ]?[\])}>][ ]?|[ ](?:AT|at|_at_|-at-)[ ]|_AT_|-AT-"
    r"|&\#(?:64|x40);|%40|\\u0040|\\x40|[ ]@[ ])"
)
_DOT: Final = (
    r"(?:[ ]?[\[({<][ ]?(?:dot|DOT|\.|punkt)[ ]?[\])}>][ ]?|[ ](?:DOT|dot|_dot_|-dot-)[ ]|_DOT_|-DOT-|\.)"
)
_SPELLED: Final = re.compile(
    rf"(?<![\w.+-])(?P<user>[A-Za-z0-9][\w+-]{{0,30}}(?:{_DOT}[\w+-]{{1,30}}){{0,3}})(?P<at>{_AT})"
    rf"(?P<domain>(?:[A-Za-z0-9][\w-]{{0,40}}{_DOT}){{1,4}}(?P<top>[A-Za-z]{{2,8}}))(?![\w-])".replace(
        "[ ]", " "
    ),
    re.ASCII,
)
_MARKED: Final = (
    *(
        f"{opening}{gap}{word}{gap}{closing}"
        for opening, closing in ("[]", "()", "{}", "<>")
        for word in ("@", "ät")
        for gap in ("", " ")
    ),
    "&#64;", "&#x40;", "%40", "\\u0040", "\\x40",
)  # fmt: skip
_MARKED_OR_SPOKEN: Final = (*_MARKED, " @ ")
# What follows an `at`: a domain. What may stand before a user. A pattern that begins with letters is fast.
_HOST: Final = re.compile(rf" ?[A-Za-z0-9][\w-]{{0,40}}{_DOT.replace('[ ]', ' ')}[A-Za-z]", re.ASCII)
_AT_WORD: Final = re.compile(rf"at(?<=[\[({{<_ -]at)[\])}}>_ -]{{1,2}}(?={_HOST.pattern})", re.ASCII)
_GAP: Final = re.compile(r"[\s<>(\[{|:;,\"'`/*#=]")
# Ends that no domain has, by RFC 2606.
_NO_TOPS: Final = frozenset({"example", "invalid", "localhost", "local", "test"})
_ANY_DOMAIN: Final = re.compile(
    r"(?i)(?:^|\.)(?:example\d?\.(?:com|org|net|edu)|example|test|invalid|localhost|local)$|(?:^"
    r"|\.)example\.[a-z.]{2,6}$"
    r"|^(?:(?:your-?|my-?|some-?|the-?)?(?:domain|company|organization|email|site|host)|email|mail|site"
    r"|foo|bar|baz|server|host"
    r"|test|xyz|abc|localhost|x|y|a|b)\.\w+$|your-?(?:domain|company|org)"
)
_ANY_USER: Final = re.compile(
    r"(?i)^(?:user(?:name)?\d{0,3}|you|your[._-]?(?:name|email|mail|address|username)?|name|e?mail"
    r"|someone|somebody|example|foo|bar|foobar|me|test|no[._-]?reply|do[._-]?not[._-]?reply|git|hg|svn"
    r"|first\.?last"
    r"|first[._]?name[._]?last[._]?name|firstname|lastname|xxx+|x|y)$"
)
# Names of algorithms and extensions of SSH (RFC 4250, 4.6.1), which look like addresses.
_OF_PROTOCOL: Final = re.compile(
    r"(?i)^(?:openssh\.(?:com|org)|libssh\.org|lysator\.liu\.se|ssh\.com|tinyssh\.org)$"
)
_ALGORITHM: Final = re.compile(
    r"(?i)^(?:aes|chacha|umac|hmac|curve|ecdsa|ssh|sk|sntrup|hostkeys|zlib|kex|rsa|posix|stat|fstat|hardlink|fsync"
    r"|limits|lsetstat|eow|no-|keepalive|(?:direct-|forwarded-)?streamlocal|cancel|tun|copy|users|expand|home|rijndael"
    r"|webauthn|x11|auth|publickey|session|agent|des|arcfour|blowfish|twofish|serpent|ext)[\w-]*$"
)
# Whoever has an address there is a person, however it is spelled.
_MAILBOX: Final = re.compile(
    r"(?i)^(?:outlook|hotmail|gmail|googlemail|yahoo|ymail|gmx|web|icloud|me|mac|protonmail|proton|fastmail|live|msn|aol"
    r"|zoho|mail|posteo|yandex|qq|163|126|naver|t-online|freenet|libero|wanadoo|orange|laposte|seznam|rambler|tutanota)"
    r"\.[a-z]{2,5}(?:\.[a-z]{2})?$"
)
_LOGIN: Final = re.compile(
    r"\b(?:ssh(?!-(?:keygen|rsa|ed25519|dss|add|copy))|scp|sftp|rsync|mosh|ssh-copy-id"
    r"|autossh)\b[^\n#]{0,120}$"
)
_MESSAGE: Final = re.compile(r"(?i)(?:message-id|in-reply-to|references)\b[^\n]{0,160}$")


def find_emails(text: str) -> list[Span]:
    """E-mail addresses that stand in a text and are no placeholders; those that are spelled out come last.

    >>> text = "mail zelda@quibbleton.org or me@example.com"
    >>> [text[span.start : span.stop] for span in find_emails(text)]
    ['zelda@quibbleton.org']
    """
    found = [Span(start, stop, "e-mail", "address") for start, stop, is_any in _written(text) if not is_any]
    return found + [
        Span(*match.span(), "e-mail", "spelled out")
        for match in _spelled(text)
        if not _is_any(match["user"], match["domain"])
    ]


def find_placeholder_emails(text: str) -> list[tuple[int, int]]:
    """Where addresses stand in a text that stand for any, from and to, in order.

    >>> find_placeholder_emails("mail me@example.com")
    [(5, 19)]
    """
    return [(start, stop) for start, stop, is_any in _written(text) if is_any]


def _written(text: str) -> Iterator[tuple[int, int, bool]]:
    """Addresses with an `@`: from, to, and whether they stand for any."""
    for sign in _SIGN.finditer(text):
        place = sign.start()
        domain = _DOMAIN.match(text, place)
        if domain and _is_domain(domain):
            user = _USER.search(text, max(0, place - _MAX_USER_CHARACTERS), place)
            if user and _begins_there(text, user.start()) and not _is_elsewhere(text, user.start()):
                yield user.start(), domain.end(), _is_any(user["user"], domain["domain"])


def _is_domain(domain: re.Match[str]) -> bool:
    """Whether a domain can be: its end is one, and is not rather a file's."""
    top = domain["top"].lower()
    if top in TOPS or top in _NO_TOPS:
        return True
    labels = domain["domain"].lower().split(".")
    return top in TOPS_OR_ENDS and len(labels) > 2 and labels[-2] in {"com", "org", "net", "gov", "edu"}  # noqa: PLR2004


def _begins_there(text: str, start: int) -> bool:
    """Whether nothing before belongs to the word; a comment's slashes do not."""
    if start == 0:
        return True
    before = text[start - 1]
    if before == "/":
        return text[max(0, start - 2) : start] == "//" and text[max(0, start - 3) : start - 2] != ":"
    return not (before.isalnum() or before in "_.+%$@")


def _is_elsewhere(text: str, start: int) -> bool:
    """Whether it is the user of a web address, of a command that logs in, or the number of a message."""
    line = text[line_start(text, start, _MAX_BEFORE_CHARACTERS) : start]
    word = re.split(r"\s", line)[-1]
    if "://" in word and "mailto" not in word:
        return True
    return _LOGIN.search(line) is not None or _MESSAGE.search(line) is not None


def _is_any(user: str, domain: str) -> bool:
    if _OF_PROTOCOL.search(domain) and _ALGORITHM.match(user):
        return True
    return _ANY_DOMAIN.search(domain) is not None or _ANY_USER.match(user) is not None


def _spelled(text: str) -> Iterator[re.Match[str]]:
    """Addresses that are spelled out."""
    lowered = ascii_lowered(text)
    marks = _MARKED_OR_SPOKEN if "dot" in lowered else _MARKED
    words = (match.span() for match in _AT_WORD.finditer(lowered))
    for mark_start, mark_stop in chain(places(lowered, marks), words):
        if _HOST.match(text, mark_stop):
            match = _last_around(text, mark_start, mark_stop)
            if match and _is_certain(match):
                yield match


def _last_around(text: str, mark_start: int, mark_stop: int) -> re.Match[str] | None:
    """The address whose `at` is there."""
    start = line_start(text, mark_start, _MAX_BEFORE_CHARACTERS)
    words = [start, *(start + place.end() for place in _GAP.finditer(text[start:mark_start]))]
    for place in words[-8:]:
        match = _SPELLED.match(text, place)
        if match and match.start("at") < mark_stop and mark_start < match.end("at"):
            return match
    return None


def _is_certain(match: re.Match[str]) -> bool:
    """Whether it is an address for sure: brackets or capitals around `at`, or `dot` spelled out as well."""
    if match["top"].lower() not in TOPS:
        return False
    at = match["at"].strip()
    enclosed = (
        match.string[max(0, match.start() - 1) : match.start()] + match.string[match.end() : match.end() + 1]
    )
    is_marked = (
        at not in ("at", "@") or enclosed in ("<>", "()") or _MAILBOX.search(match["domain"]) is not None
    )
    return is_marked or re.search(r"(?i)\bdot\b", match["domain"]) is not None
