"""Secrets where they are used: in addresses, headers, commands and calls that log in."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.commands import find_in_commands
from llamita.corpus.redaction.keyed import find_keyed
from llamita.corpus.redaction.logins import find_logins
from llamita.corpus.redaction.nearby import ascii_lowered, places
from llamita.corpus.redaction.passwords import is_password, is_password_in_use, stands_for_any
from llamita.corpus.redaction.randomness import is_uuid, looks_random
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
_ARRAY: Final = re.compile(r"\"(?P<password>[^\s\"\\]{4,64})\"\.toCharArray\(\)")
_HEADER_MARKS: Final = tuple(
    f"{scheme}{gap}" for scheme in ("bearer", "basic", "token", "apikey", "digest") for gap in " \t"
)
# Where a header's value is no user and password but some random ones.
_MIN_BASIC_KEY_CHARACTERS: Final = 24
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
    lowered = ascii_lowered(text)
    yield from _in_headers(text, lowered)
    yield from _in_arrays(text)
    yield from find_in_commands(text, lowered)
    yield from find_logins(text, lowered)
    yield from find_keyed(text, lowered)


def _in_addresses(text: str) -> Iterator[Span]:
    place = text.find("@")
    while place >= 0:
        # The `://` is at most 400 characters before.
        start = text.rfind("://", max(0, place - 400), place)
        match = _ADDRESS.match(text, start) if start >= 0 else None
        if match and match["password"]:
            password = match["password"][1:]
            if is_password_in_use(match["user"], password):
                yield Span(match.start("password") + 1, match.end("password"), "password", "address")
        elif match and looks_random(match["user"]):
            yield Span(*match.span("user"), "key", "address")
        place = text.find("@", max(place + 1, match.end() if match else 0))


def _in_arrays(text: str) -> Iterator[Span]:
    """Passwords that Java is given as arrays of characters."""
    for match in _ARRAY.finditer(text) if "toCharArray" in text else ():
        if is_password(match["password"]):
            yield Span(*match.span("password"), "password", "array")


def _in_headers(text: str, lowered: str) -> Iterator[Span]:
    for start, _ in places(lowered, _HEADER_MARKS):
        match = _HEADER.match(text, start)
        if match is None:
            continue
        secret = match["secret"]
        if match["scheme"].lower() == "basic":
            if _is_basic(secret):
                yield Span(*match.span("secret"), "password", "basic header")
            elif len(secret) >= _MIN_BASIC_KEY_CHARACTERS and looks_random(secret):
                yield Span(*match.span("secret"), "key", "basic header")
        elif looks_random(secret.rstrip("="), min_characters=12) and not is_uuid(secret):
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
