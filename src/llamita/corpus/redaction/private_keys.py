"""Private keys as text: PEM, OpenSSH, PGP and PuTTY, also within the strings of a program.

What is between the lines that begin and end it goes; public keys and certificates stay, which are for all
to see.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_CHARACTERS: Final = 20_000
_BEGIN: Final = re.compile(
    r"-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----|Private-Lines: \d{1,3}"
)
_END: Final = re.compile(r"-----END |Private-(?:MAC|Hash):")
# Lines of base64, and what programs and headers have between them.
_BODY: Final = re.compile(
    r"(?:[A-Za-z0-9+/=]{1,4096}|\\+[nr]|[\s\"'+,;.\\>|#*(){}\[\]&-]{1,64}|(?:Proc-Type"
    r"|DEK-Info|Version|Comment): [^\n]{1,80})*"
)
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]{16}")


def find_private_keys(text: str) -> Iterator[Span]:
    r"""The bodies of private keys, in order.

    >>> text = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7x\n-----END RSA PRIVATE KEY-----\n"
    >>> [text[span.start : span.stop] for span in find_private_keys(text)]
    ['MIIEpAIBAAKCAQEA7x']
    """
    if "PRIVATE KEY" not in text and "Private-Lines: " not in text:
        return
    place = 0
    while begin := _BEGIN.search(text, place):
        limit = min(len(text), begin.end() + _MAX_CHARACTERS)
        end = _END.search(text, begin.end(), limit)
        body = text[begin.end() : end.start()] if end else _open_body(text, begin.end(), limit)
        place = begin.end() + len(body)
        key = _BASE64.search(body)
        if key:
            start = begin.end() + len(body) - len(body.lstrip(" \t\r\n"))
            yield Span(start, begin.end() + len(body.rstrip(" \t\r\n")), "private key", "pem")


def _open_body(text: str, start: int, limit: int) -> str:
    """What looks like a key's body where no line ends it."""
    match = _BODY.match(text, start, limit)
    return match[0] if match else ""
