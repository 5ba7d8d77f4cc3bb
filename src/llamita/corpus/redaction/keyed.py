"""Secrets in calls that sign, check and encrypt: the key among their arguments.

`jwt.sign(payload, "...")`, `hash_hmac("sha256", data, "...")`, `new SecretKeySpec("...".getBytes(), ...)`:
no name says what the value is, but the call does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.nearby import places
from llamita.corpus.redaction.passwords import is_password, num_sorts
from llamita.corpus.redaction.randomness import entropy_bits, looks_random
from llamita.corpus.redaction.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# In lower case, as the calls below.
_MARKS: Final = (
    "hmac", "jwt", "cipheriv(", "secretkeyspec(", "symmetricsecuritykey(", "fernet(", "cookieparser(",
    "signingkey(", "signwith(", "verifywith(", "aes.new(", "cryptojs.aes.", "openssl_", "serializer(",
    "auth(",
)  # fmt: skip
_CALL: Final = re.compile(
    r"(?P<first>(?:hmac(?:256|384|512|sha\d{1,3}|shakeyfor|\.new)|secretkeyspec|symmetricsecuritykey|fernet"
    r"|cookieparser|signingkey|signwith|verifywith|aes\.new|(?<=urlsafe)serializer|(?<=timed)serializer"
    r"|(?<=[.>])auth)\()|(?:jwt(?:\.|::)(?:sign|verify|encode|decode)|hmac|cipheriv"
    r"|cryptojs\.aes\.(?:en|de)crypt|openssl_(?:en|de)crypt)\("
)
_BYTES_MARKS: Final = ("getbytes(", "buffer.from(")
# What a key may be wrapped in.
_WRAP: Final = r"(?:[A-Za-z_][\w.:]{0,48}\(\s{0,16}){0,2}"
_STRING: Final = r"[bL@]?[\"'](?P<secret>[^\s\"'\\]{8,256})[\"']"
_FIRST: Final = re.compile(rf"\s{{0,16}}{_WRAP}{_STRING}")
_LATER: Final = re.compile(
    rf"(?:[^()\"'\n]{{0,80}}|\([^()\n]{{0,80}}\)|[\"'][^\"'\n]{{0,40}}[\"']){{1,4}}?,\s{{0,16}}{_WRAP}{_STRING}"
)
# A variable that is called a key and nothing more, set to the bytes of a string.
_KEY_BEFORE: Final = re.compile(
    r"(?i)(?:\b|_)(?:key|iv|secret|signing_?key)(?:bytes)?\s?=\s?(?:new\s)?[\w.:]{0,48}$"
)
# Keys that nothing but where they stand tells: in addresses and headers, a framework's settings, calls.
_PLACED_MARKS: Final = (
    "?key=", "&key=", "appid", "'key' =>", "\"key\":", "authorization", "sonar.login", "key = \"", "key=\"",
)  # fmt: skip
_PLACED: Final = re.compile(
    r"(?:[?&]key=(?P<asked>[A-Za-z0-9_-]{20,64})(?![\w/.-])|appid[\"']?\s?[=:]\s?[\"']?(?P<app>[0-9a-f]{32})(?![\w-])"
    r"|'key'\s=>\s'(?P<php>[A-Za-z0-9]{32})'|\"key\":\s?\"(?P<json>[A-Za-z0-9+/_-]{32,128}={0,2})\""
    r"|authorization[\"']\]?\s?[:=,]\s?[\"'](?P<header>[A-Za-z0-9+/_.-]{20,512}={0,2})[\"']"
    r"|sonar\.login=(?P<sonar>[0-9a-f]{40})"
    r"|key\s?=\s?\"(?P<bytes>[^\s\"\\]{16,64})\"\.getbytes\()",
    re.IGNORECASE,
)
_TOKENS_AROUND: Final = re.compile(r"(?i)jwt|token|secret|auth|encrypt|signing")
# Calls all of whose arguments are keys.
_PAIR_MARKS: Final = ("oauthhandler(", "oauth1(", "oauth1session(", "set_access_token(", "algoliasearch(")
_PAIR: Final = re.compile(r"[\"'](?P<secret>[A-Za-z0-9-]{16,64})[\"'](?=\s?[,)])")
_ALGORITHM: Final = re.compile(
    r"(?i)^(?:sha|md5|aes|des|hs|rs|es|ps|hmac|utf|base|rsa|pbkdf|bcrypt|camellia|bf)[-_\d/]"
)
_STRONG_SORTS: Final = 3
_MIN_BITS: Final = 2.5
_MAX_BEFORE_CHARACTERS: Final = 80
_MAX_CALL_CHARACTERS: Final = 200


def find_keyed(text: str, lowered: str) -> Iterator[Span]:
    """Keys in calls that sign or encrypt; not in order, and one may be found twice.

    Args:
        text: a whole file.
        lowered: the same in lower case.

    >>> text = "const token = jwt.sign({ id }, 'Vr8kz2Lw9XvTn7Rb')"
    >>> [text[span.start : span.stop] for span in find_keyed(text, text.lower())]
    ['Vr8kz2Lw9XvTn7Rb']
    """
    if '"' not in text and "'" not in text:
        return
    for start, _ in places(lowered, _MARKS):
        call = _CALL.match(lowered, start)
        if call is None:
            continue
        match = _FIRST.match(text, call.end()) if call["first"] else None
        match = match or _LATER.match(text, call.end())
        if match and _is_key(match["secret"]):
            yield Span(*match.span("secret"), "key", "keyed call")
    yield from _placed(text, lowered)
    for start, stop in places(lowered, _BYTES_MARKS):
        match = _FIRST.match(text, stop)
        if (
            match
            and _is_key(match["secret"])
            and _KEY_BEFORE.search(text, max(0, start - _MAX_BEFORE_CHARACTERS), start)
        ):
            yield Span(*match.span("secret"), "key", "keyed call")


def _placed(text: str, lowered: str) -> Iterator[Span]:
    """Keys that their place tells; what is called a key in JSON must stand near words of tokens."""
    for start, _ in places(lowered, _PLACED_MARKS):
        match = _PLACED.match(text, start)
        if match is None or match.lastgroup is None or not looks_random(match[match.lastgroup].rstrip("=")):
            continue
        around = text[max(0, start - _MAX_BEFORE_CHARACTERS) : start]
        if match.lastgroup != "json" or _TOKENS_AROUND.search(around):
            yield Span(*match.span(match.lastgroup), "key", "placed")
    for _, stop in places(lowered, _PAIR_MARKS):
        for match in _PAIR.finditer(text, stop, text.find(")", stop, stop + _MAX_CALL_CHARACTERS) + 1):
            if looks_random(match["secret"]):
                yield Span(*match.span("secret"), "key", "keyed call")


def _is_key(value: str) -> bool:
    """Whether an argument is a key that is in use: random, or what a person would choose."""
    if _ALGORITHM.match(value):
        return False
    is_chosen = is_password(value) and num_sorts(value) >= _STRONG_SORTS and entropy_bits(value) >= _MIN_BITS
    return is_chosen or looks_random(value)
