"""Private keys as text: PEM, OpenSSH, PGP and PuTTY, also within the strings of a program.

What is between the lines that begin and end it goes, and so does a key's body in base64 that stands alone, a
whole such file in base64 once more, and the private numbers of a JSON web key or of .NET's XML. Public keys
and certificates stay, which are for all to see.
"""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.nearby import ascii_lowered, places
from llamita.corpus.redaction.randomness import is_made_up
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
# How a private key begins in base64: PKCS #1 and DSA, PKCS #8, elliptic curves, Edwards curves, OpenSSH.
_BARE: Final = re.compile(
    r"(?<![A-Za-z0-9+/])(?:MII[A-Za-z0-9+/]{3}IBA[AD][A-Za-z0-9+/]|MI(?:G[A-Za-z0-9+/]"
    r"|H[A-Za-z0-9+/])(?:AgEAM|AgEBB)|MHcCAQEEI|MC4CAQAwBQYDK2V"
    r"|b3BlbnNzaC1rZXktdjE)[A-Za-z0-9+/]{32,4096}"
)
# The armor itself in base64: `-----BEGIN `.
_ARMOR: Final = re.compile(r"LS0tLS1CRUdJTi[A-Za-z0-9+/]{40,8192}")
_ARMOR_MARK: Final = "LS0tLS1CRUdJTi"
_MAX_ARMOR_CHARACTERS: Final = 64
# What both begin with, in lower case.
_BASE64_MARKS: Final = (
    "mii",
    "mig",
    "mih",
    "mhccaqeei",
    "mc4caqawbqydk2v",
    "b3blbnnzac1rzxktdje",
    _ARMOR_MARK.lower(),
)
# More of such a body: on the next line, or in the next string of a program.
_NEXT: Final = re.compile(
    r"(?:\\[nr]|[\"'\s+,;.\\>|]){1,80}+(?:[A-Za-z0-9+/]{32,4096}={0,2}|[A-Za-z0-9+/]{1,64}={1,2})"
    r"|(?:\\n)?[\"']\s{0,40}[+.]?\s{0,40}[\"'][A-Za-z0-9+/]{1,31}(?=[\"'\\])"
)
_JSON_KEY: Final = re.compile(r"""["']?kty["']?\s?:\s?["'](?P<type>\w{2,4})["']""")
_JSON_NUMBER: Final = re.compile(
    r"""(?<![\w$])["']?(?P<name>d|p|q|dp|dq|qi|k)["']?\s?:\s?["'](?P<secret>[A-Za-z0-9_+/-]{20,1400}={0,2})["']"""
)
_MAX_JSON_CHARACTERS: Final = 4000
_XML_NUMBER: Final = re.compile(
    r"<(?P<name>D|P|Q|DP|DQ|InverseQ|X)>\s{0,80}(?P<secret>[A-Za-z0-9+/][A-Za-z0-9+/\s]{14,1600}={0,2})\s{0,80}</(?P=name)>"
)


def find_private_keys(text: str) -> list[Span]:
    r"""The bodies of private keys, in order, none overlapping another.

    >>> text = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7x\n-----END RSA PRIVATE KEY-----\n"
    >>> [text[span.start : span.stop] for span in find_private_keys(text)]
    ['MIIEpAIBAAKCAQEA7x']
    """
    found: list[Span] = []
    for span in sorted(_found(text)):
        if found and found[-1].stop > span.start:
            found[-1] = replace(found[-1], stop=max(found[-1].stop, span.stop))
        else:
            found.append(span)
    return found


def _found(text: str) -> Iterator[Span]:
    """Bodies as each rule finds them; two may overlap."""
    if "PRIVATE KEY" in text or "Private-Lines: " in text:
        yield from _armored(text)
    lowered = ascii_lowered(text)
    for start, _ in places(lowered, _BASE64_MARKS):
        match = _BARE.match(text, start) or _ARMOR.match(text, start)
        if match and _is_private(match[0]):
            yield Span(start, _body_end(text, match.end()), "private key", "base64")
    if places(lowered, ("kty",)):
        yield from _of_json(text)
    if places(lowered, ("keyvalue", "<modulus>")):
        for match in _XML_NUMBER.finditer(text):
            if not is_made_up(match["secret"]):
                yield Span(*match.span("secret"), "private key", "xml")


def _is_private(encoded: str) -> bool:
    """Whether a file in base64 is a private key by its first line; what has none was told by its bytes."""
    first = encoded[:_MAX_ARMOR_CHARACTERS] + "=="
    return not encoded.startswith(_ARMOR_MARK) or b"PRIVATE KEY" in base64.b64decode(first)


def _armored(text: str) -> Iterator[Span]:
    """What stands between the lines that begin and end a key."""
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


def _body_end(text: str, stop: int) -> int:
    """Where a body in base64 ends that goes on over lines or strings."""
    limit = min(len(text), stop + _MAX_CHARACTERS)
    while text.startswith("=", stop):
        stop += 1
    while text[stop - 1] != "=" and (match := _NEXT.match(text, stop, limit)):
        stop = match.end()
    return stop


def _of_json(text: str) -> Iterator[Span]:
    """The private numbers of JSON web keys (RFC 7517); of one that is symmetric, the key itself."""
    looked = 0
    for kind in _JSON_KEY.finditer(text):
        start = max(looked, text.rfind("{", max(0, kind.start() - _MAX_JSON_CHARACTERS), kind.start()))
        stop = text.find("}", kind.end(), kind.end() + _MAX_JSON_CHARACTERS)
        looked = stop if stop >= 0 else min(len(text), kind.end() + _MAX_JSON_CHARACTERS)
        for match in _JSON_NUMBER.finditer(text, start, looked):
            is_secret = (match["name"] == "k") == (kind["type"] == "oct")
            if is_secret and not is_made_up(match["secret"]):
                yield Span(*match.span("secret"), "private key", "json")
