"""Secrets where they are used: in addresses, headers, commands and calls that log in."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.nearby import ascii_lowered
from llamita.corpus.redaction.passwords import is_password, stands_for_any
from llamita.corpus.redaction.randomness import is_made_up, looks_random
from llamita.corpus.redaction.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESS: Final = re.compile(
    r"://(?P<user>[^\s:/@\"'<>`]{0,128})(?P<password>:[^\s/@\"'<>`]{1,256})?@(?P<host>[\w.\[$({%<-])"
)
_THIN: Final = re.compile(r"jdbc:oracle:\w{3,6}:(?P<user>\w{1,64})/(?P<password>[^\s@\"']{3,64})@")
_HEADER: Final = re.compile(
    r"(?i)\b(?P<scheme>bearer|basic|token|apikey"
    r"|digest)[ \t]{1,4}(?P<secret>[A-Za-z0-9+/_.~-]{8,2048}={0,2})(?![\w(])"
)
_OPTION: Final = re.compile(
    r"(?:\bcurl\b[^\n]{0,300}?\s(?:-u|--user)|\bsshpass\s{1,2}-p|\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n]{0,200}?\s-p"
    r"|\b(?:docker|podman|helm|az|oc)\b[^\n]{0,60}?\blogin\b[^\n]{0,200}?\s-p"
    r"|\b(?:wget)\b[^\n]{0,200}?\s--(?:http-)?password[= ]"
    r"|\bredis-cli\b[^\n]{0,200}?\s-a|\bldap\w{3,10}\b[^\n]{0,200}?\s-w|\bsqlcmd\b[^\n]{0,200}?\s-P|\bpass:)"
    r"[ \t]{0,4}[\"']?(?P<secret>[^\s\"'`]{4,128})"
)
_CALL: Final = re.compile(
    r"\b(?:login|log_in|signin|sign_in|authenticate|getConnection|mysqli_connect|mysqli|PDO|connect|auth|BasicAuth"
    r"|HTTPBasicAuth|HTTPDigestAuth|NetworkCredential|UsernamePasswordCredentials|PasswordAuthentication"
    r"|setBasicAuth|basic_auth|credentials|useBasicAuth|auth_basic|with_auth|withCredentials)"
    r"\s?(?:\(|=\s?\(?|,)\s?[\"'][^\n()]{0,240}$"
)
_ARGUMENT: Final = re.compile(r"""["']\s?,\s?["'](?P<secret>[^\s"',]{6,64})(?=["'])""")
_HEADER_MARKS: Final = re.compile(r"(?:bearer|basic|token|apikey|digest)[ \t]")
_MIN_CHARACTERS: Final = 4
_OPTION_MARKS: Final = (
    "curl",
    "sshpass",
    "mysql",
    "maria",
    "docker",
    "podman",
    "helm",
    "az ",
    "oc ",
    "wget",
    "redis-cli",
    "ldap",
    "sqlcmd",
    "pass:",
)
# The example of RFC 7617 and its like.
_ANY_BASIC: Final = frozenset(
    {b"Aladdin:open sesame", b"user:pass", b"username:password", b"user:password", b"test:test"}
)


def find_credentials(text: str) -> Iterator[Span]:
    """Passwords and keys in addresses, headers, commands and calls; not in order.

    >>> text = "postgres://zelda:Tr0ub4dor@db.quibbleton.org/shop"
    >>> [text[span.start : span.stop] for span in find_credentials(text)]
    ['Tr0ub4dor']
    """
    if "://" in text:
        yield from _in_addresses(text)
    if "jdbc:oracle" in text:
        for match in _THIN.finditer(text):
            yield Span(*match.span("password"), "password", "address")
    yield from _in_headers(text)
    if any(mark in text for mark in _OPTION_MARKS):
        for match in _OPTION.finditer(text):
            yield from _in_option(match)
    for match in _ARGUMENT.finditer(text):
        if is_password(match["secret"]) and _CALL.search(
            text, max(0, match.start() - 300), match.start() + 1
        ):
            yield Span(*match.span("secret"), "password", "login call")


def _in_addresses(text: str) -> Iterator[Span]:
    place = text.find("@")
    while place >= 0:
        # The `://` is at most 400 characters before.
        start = text.rfind("://", max(0, place - 400), place)
        match = _ADDRESS.match(text, start) if start >= 0 else None
        if match and match["password"]:
            password = match["password"][1:]
            if _is_in_use(match["user"], password):
                yield Span(match.start("password") + 1, match.end("password"), "password", "address")
        elif match and looks_random(match["user"]):
            yield Span(*match.span("user"), "key", "address")
        place = text.find("@", max(place + 1, match.end() if match else 0))


def _is_in_use(user: str, password: str) -> bool:
    """Whether a password in an address stands for itself, not for any."""
    if password[0] in "$%{<[(*" and not is_password(password):
        return False
    if "${" in password or "{{" in password or (password.isdigit() and len(password) <= 5):  # noqa: PLR2004 - a port
        return False
    return (
        len(password) >= _MIN_CHARACTERS
        and password != user
        and not is_made_up(password)
        and not stands_for_any(password)
    )


def _in_headers(text: str) -> Iterator[Span]:
    for mark in _HEADER_MARKS.finditer(ascii_lowered(text)):
        match = _HEADER.match(text, mark.start())
        if match is None:
            continue
        secret = match["secret"]
        if match["scheme"].lower() == "basic":
            if _is_basic(secret):
                yield Span(*match.span("secret"), "password", "basic header")
        elif looks_random(secret.rstrip("="), min_characters=12):
            yield Span(*match.span("secret"), "key", "header")


def _is_basic(secret: str) -> bool:
    """Whether a header's value is a user and a password in base64."""
    try:
        decoded = base64.b64decode(secret, validate=True)
    except (binascii.Error, ValueError):
        return False
    user, colon, password = decoded.partition(b":")
    return (
        bool(colon)
        and decoded.isascii()
        and decoded.decode("ascii").isprintable()
        and decoded not in _ANY_BASIC
        and not (stands_for_any(password.decode("ascii")) and stands_for_any(user.decode("ascii")))
    )


def _in_option(match: re.Match[str]) -> Iterator[Span]:
    start, stop = match.span("secret")
    secret = match["secret"]
    user, colon, password = secret.partition(":")
    if colon and match[0].startswith("curl"):
        if _is_in_use(user, password or user) and password:
            yield Span(stop - len(password), stop, "password", "command")
    elif is_password(secret):
        yield Span(start, stop, "password", "command")
