"""Makers of secrets: passwords, keys that providers issue, and private keys. Also of digests."""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING

from benchmarks.fifth_set.letters import ALNUM, BASE64, DIGITS, HEX, LOWER, UPPER, URLSAFE, WORDS, chars

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

COLUMNS = 64
BASE62 = DIGITS + UPPER + LOWER


def _token(head: str, alphabet: str, count: int, tail: str = "") -> Callable[[random.Random], str]:
    return lambda draw: head + chars(draw, alphabet, count) + tail


def _checked(head: str) -> Callable[[random.Random], str]:
    """As GitHub and npm issue them: 30 random letters, then 6 of their CRC-32."""

    def make(draw: random.Random) -> str:
        body = chars(draw, ALNUM, 30)
        left, check = zlib.crc32(body.encode()), ""
        for _ in range(6):
            left, digit = divmod(left, len(BASE62))
            check = BASE62[digit] + check
        return head + body + check

    return make


def _parts(pattern: str, **alphabets: str) -> Callable[[random.Random], str]:
    """`{a12}` of the pattern becomes 12 letters of the alphabet `a`."""

    def make(draw: random.Random) -> str:
        out = []
        for piece in pattern.split("{"):
            slot, closed, rest = piece.rpartition("}")
            out.append(chars(draw, alphabets[slot[0]], int(slot[1:])) + rest if closed else piece)
        return "".join(out)

    return make


def _jwt(draw: random.Random) -> str:
    claims = {
        "sub": chars(draw, DIGITS, 8),
        "role": "admin",
        "iat": draw.randrange(1_500_000_000, 1_700_000_000),
    }
    parts = [json.dumps(part, separators=(",", ":")) for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    coded = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
    return ".".join((*coded, chars(draw, URLSAFE, 43)))


def _discord_bot(draw: random.Random) -> str:
    """Begins with the number of the account in Base64."""
    account = base64.b64encode(f"4{chars(draw, DIGITS, 17)}".encode()).decode()
    return f"{account}.X{chars(draw, ALNUM, 5)}.{chars(draw, URLSAFE, 27)}"


def _base64_of(draw: random.Random, size: int) -> str:
    return base64.b64encode(draw.randbytes(size)).decode()


_uuid = _parts("{h8}-{h4}-4{h3}-a{h3}-{h12}", h=HEX)


def _password(draw: random.Random) -> str:
    one, two = draw.choice(WORDS), draw.choice(WORDS)
    number, year, sign = draw.randrange(10, 999), draw.randrange(2003, 2022), draw.choice("!@#%*")
    forms = (
        f"{one.capitalize()}{two.capitalize()}{number}{sign}",
        f"{one.capitalize()}{year}{sign}",
        f"{one}{sign}{two}{number}",
        f"{one}{year}",
        f"{one}-{two}-{draw.choice(WORDS)}-{number}",
        f"{one.replace('a', '4').replace('e', '3').replace('o', '0').capitalize()}{sign}{number}",
        f"{chars(draw, ALNUM, 4)}{sign}{chars(draw, ALNUM, 6)}",
        chars(draw, LOWER + DIGITS, 11),
        chars(draw, ALNUM, 3) + chars(draw, ALNUM + "!@#%*-_+", 9) + chars(draw, DIGITS, 1),
        f"{one[0].upper()}{two[:3]}_{chars(draw, DIGITS, 4)}",
    )
    return draw.choice(forms)


def _password_plain(draw: random.Random) -> str:
    """Of letters and digits alone, as it may stand in an address."""
    one = draw.choice(WORDS)
    forms = (
        f"{one.capitalize()}{draw.choice(WORDS)}{draw.randrange(10, 999)}",
        f"{one}{chars(draw, ALNUM, 7)}",
    )
    return draw.choice((*forms, chars(draw, ALNUM, 16)))


_RSA = ("RSA PRIVATE KEY", "MIIEpAIBAAKCAQEA", 480)
_PKCS8 = ("PRIVATE KEY", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ", 500)
_PKCS8_EC = ("PRIVATE KEY", "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg", 136)
_EC = ("EC PRIVATE KEY", "MHcCAQEEI", 155)
_DSA = ("DSA PRIVATE KEY", "MIIBvAIBAAKBgQD", 420)
_SSH = ("OPENSSH PRIVATE KEY", "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAA", 330)
_LOCKED = ("ENCRYPTED PRIVATE KEY", "MIIFHDBOBgkqhkiG9w0BBQ0wQTApBgkqhkiG9w0BBQwwHAQI", 510)


def _pem_lines(draw: random.Random, form: tuple[str, str, int]) -> list[str]:
    label, head, count = form
    body = head + chars(draw, BASE64, count)
    body = body[: len(body) // 4 * 4 - 2] + "=="
    rows = [body[at : at + COLUMNS] for at in range(0, len(body), COLUMNS)]
    return [f"-----BEGIN {label}-----", *rows, f"-----END {label}-----"]


def _pem(form: tuple[str, str, int], between: str = "\n") -> Callable[[random.Random], str]:
    return lambda draw: between.join(_pem_lines(draw, form))


def _pem_coded(draw: random.Random) -> str:
    return base64.b64encode(("\n".join(_pem_lines(draw, _PKCS8)) + "\n").encode()).decode()


def _der(draw: random.Random) -> str:
    """The body of a key without its first and last line."""
    return "".join(_pem_lines(draw, _PKCS8)[1:-1])


def _pem_old(draw: random.Random) -> str:
    """With the headers of an encrypted key of OpenSSL."""
    first, *rest = _pem_lines(draw, _RSA)
    iv = chars(draw, DIGITS + "ABCDEF", 32)
    return "\n".join((first, "Proc-Type: 4,ENCRYPTED", f"DEK-Info: AES-128-CBC,{iv}", "", *rest))


def _pgp(draw: random.Random) -> str:
    body = "lQOYBF" + chars(draw, BASE64, 760)
    rows = [body[at : at + COLUMNS] for at in range(0, len(body), COLUMNS)]
    label = "PGP PRIVATE KEY BLOCK"
    head, tail = (f"-----BEGIN {label}-----", "Version: GnuPG v1", ""), (f"={chars(draw, ALNUM, 4)}",)
    return "\n".join((*head, *rows, *tail, f"-----END {label}-----"))


def _putty(draw: random.Random) -> str:
    """The private lines of a PuTTY file."""
    rows = [chars(draw, BASE64, COLUMNS) for _ in range(8)]
    return "\n".join(rows)


SECRETS: dict[str, Callable[[random.Random], str]] = {
    "password": _password,
    "password plain": _password_plain,
    "strong": _token("", ALNUM, 20),
    "strong signs": _token("", ALNUM + "!@#%^*-_=+", 24, "9K"),
    "django": _token("", LOWER + DIGITS + "!@#%^*(-_=+)", 50),
    "hex 32": _token("", HEX, 32),
    "hex 40": _token("", HEX, 40),
    "hex 48": _token("", HEX, 48),
    "hex 64": _token("", HEX, 64),
    "hex 128": _token("", HEX, 128),
    "alnum 32": _token("", ALNUM, 32),
    "uuid": _uuid,
    "base64 32": lambda draw: _base64_of(draw, 32),
    "base64 300": lambda draw: _base64_of(draw, 300),
    "wordpress": _token("", ALNUM + "!@#%^*()-_+[]{}|~:;,.?/=", 64),
    "aws id": _token("AKIA", UPPER + "234567", 16),
    "aws secret": _token("", BASE64, 40),
    "github": _checked("ghp_"),
    "github oauth": _checked("gho_"),
    "github fine": _parts("github_pat_11{u20}_{a59}", u=UPPER + DIGITS, a=ALNUM),
    "npm": _checked("npm_"),
    "pypi": _token("pypi-AgEIcHlwaS5vcmcC", URLSAFE, 150),
    "gitlab": _token("glpat-", URLSAFE, 20),
    "google": _token("AIzaSy", URLSAFE, 33),
    "google oauth": _token("GOCSPX-", URLSAFE, 28),
    "firebase": _parts("AAAA{b7}:APA91b{b134}", b=URLSAFE),
    "slack bot": _parts("xoxb-{d12}-{d12}-{a24}", d=DIGITS, a=ALNUM),
    "slack user": _parts("xoxp-{d11}-{d11}-{d12}-{h32}", d=DIGITS, h=HEX),
    "slack hook": _parts("https://hooks.slack.com/services/T{u8}/B{u8}/{a24}", u=UPPER + DIGITS, a=ALNUM),
    "discord hook": _parts("https://discord.com/api/webhooks/{d18}/{b68}", d=DIGITS, b=URLSAFE),
    "discord bot": _discord_bot,
    "stripe": _token("sk_live_", ALNUM, 24),
    "square": _token("sq0atp-", URLSAFE, 22),
    "sendgrid": _parts("SG.{b22}.{b43}", b=URLSAFE),
    "mailgun": _token("key-", HEX, 32),
    "mailchimp": _token("", HEX, 32, "-us14"),
    "telegram": _parts("1{d8}:AA{b33}", d=DIGITS, b=URLSAFE),
    "openai": _parts("sk-{a20}T3BlbkFJ{a20}", a=ALNUM),
    "anthropic": _token("sk-ant-api03-", URLSAFE, 93, "AA"),
    "huggingface": _token("hf_", UPPER + LOWER, 34),
    "digitalocean": _token("dop_v1_", HEX, 64),
    "azure": lambda draw: _base64_of(draw, 64),
    "facebook": _token("EAAC", ALNUM, 160),
    "twitter": _parts("{d18}-{a40}", d=DIGITS, a=ALNUM),
    "nuget": _token("oy2", LOWER + "234567", 43),
    "jwt": _jwt,
    "rsa": _pem(_RSA),
    "pkcs8": _pem(_PKCS8),
    "pkcs8 ec": _pem(_PKCS8_EC),
    "ec": _pem(_EC),
    "dsa": _pem(_DSA),
    "openssh": _pem(_SSH),
    "locked": _pem(_LOCKED),
    "ec indented": _pem(_EC, "\n    "),
    "pkcs8 escaped": _pem(_PKCS8, "\\n"),
    "ec escaped": _pem(_EC, "\\n"),
    "ssh escaped": _pem(_SSH, "\\n"),
    "rsa joined": _pem(_RSA, '\\n" +\n            "'),
    "pkcs8 joined": _pem(_PKCS8, '\\n"\n    "'),
    "rsa dotted": _pem(_RSA, "\\n' .\n            '"),
    "ec joined": _pem(_EC, "\\n' +\n  '"),
    "rsa list": _pem(_RSA, "',\n  '"),
    "pem coded": _pem_coded,
    "der": _der,
    "pem old": _pem_old,
    "pgp": _pgp,
    "putty": _putty,
    "sha512 sri": lambda draw: f"sha512-{_base64_of(draw, 64)}",
    "sha384 sri": lambda draw: f"sha384-{_base64_of(draw, 48)}",
    "h1": lambda draw: f"h1:{_base64_of(draw, 32)}",
}
