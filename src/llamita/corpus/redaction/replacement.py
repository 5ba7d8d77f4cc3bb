"""What stands in place of what went: a value that is valid where the other was, and says what it is.

Angle brackets, as in `<EMAIL>`, would break XML, shell and JSX; so words and addresses that are set apart for
documentation stand in their place, and none of them is found again. Line ends stay where they are.
"""

from __future__ import annotations

import re
from typing import Final

from llamita.corpus.redaction.nearby import ascii_lowered, places

_WORDS: Final = {
    "key": "REDACTED_KEY",
    "private key": "REDACTED_KEY",
    "password": "REDACTED_PASSWORD",
    "e-mail": "redacted@example.com",
    "handle": "REDACTED_USER",
    "name": "REDACTED_NAME",
    "phone": "REDACTED_PHONE",
    "card number": "REDACTED_CARD_NUMBER",
    "iban": "REDACTED_IBAN",
    "social security number": "REDACTED_SSN",
}
# Within a private key's body: runs of base64, but not the `n` of a written line end.
_BASE64: Final = re.compile(r"(\\+[nrt])|[A-Za-z0-9][A-Za-z0-9+/=]{0,4096}")
_PLACEHOLDER: Final = re.compile(
    "|".join(map(re.escape, sorted(set(_WORDS.values()), reverse=True)))
    + r"|(?<![\d.])192\.0\.2\.\d{1,3}(?![\d.])|(?<![\w:])2001:db8::[0-9a-f]{1,4}"
)
_MARKS: Final = ("redacted_", "redacted@", "192.0.2.", "2001:db8::")
# Keys that services publish for tests: of Azure's emulator, of reCAPTCHA, and the token that jwt.io shows.
_FOR_TESTS: Final = re.compile(
    r"Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50u[A-Za-z0-9+/=]{0,60}|6LeIxAcTAAAAA[\w-]{20,40}"
    r"|eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9\.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lI[\w.-]{0,120}"
)
_TEST_MARKS: Final = ("eby8vdm", "6leixact", "eyjhbgcioijiuzi")


def find_placeholders(text: str) -> list[tuple[int, int]]:
    """Where what ``replacement`` gives stands in a text, and keys that all use for tests; in order.

    >>> find_placeholders("mail redacted@example.com")
    [(5, 25)]
    """
    lowered = ascii_lowered(text)
    matches = [_PLACEHOLDER.match(text, start) for start, _ in places(lowered, _MARKS)]
    matches += [_FOR_TESTS.match(text, start) for start, _ in places(lowered, _TEST_MARKS)]
    return sorted(match.span() for match in matches if match)


def replacement(kind: str, secret: str, digest: str) -> str:
    """What stands in place of a secret.

    Args:
        kind: what it is.
        secret: the characters that go.
        digest: of the secret, in hexadecimal; of two addresses that differ, so do most often the
        replacements.

    >>> replacement("e-mail", "zelda@quibbleton.org", "0" * 16)
    'redacted@example.com'
    >>> replacement("ip address", "52.1.2.3", "2a" * 8)
    '192.0.2.42'
    """
    if kind == "ip address":
        number = int(digest[:2], 16)
        return f"2001:db8::{number:x}" if ":" in secret else f"192.0.2.{number}"
    if kind == "private key":
        return _BASE64.sub(lambda match: match[1] or _WORDS[kind], secret)
    return _WORDS[kind]
