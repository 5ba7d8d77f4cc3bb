"""What is planted, drawn from parts: no complete key, name or address stands in the repository."""

from __future__ import annotations

import base64
import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

LOWER = string.ascii_lowercase
UPPER = string.ascii_uppercase
DIGITS = string.digits
HEX = "0123456789abcdef"
ALNUM = string.ascii_letters + DIGITS
URL_SAFE = ALNUM + "-_"
WIDTH = 64
"""Of a line in an armored key."""

_GIVEN = [
    "Marta",
    "Oliver",
    "Ilse",
    "Tomasz",
    "Yuki",
    "Rajesh",
    "Priya",
    "Lars",
    "Chloe",
    "Dmitri",
    "Fatima",
    "Jorge",
    "Hannah",
    "Wei",
    "Kofi",
    "Aisha",
    "Bruno",
    "Katja",
    "Sven",
    "Noemi",
    "Pavel",
    "Emma",
    "Daniel",
    "Sarah",
    "Michael",
    "Thomas",
    "Andrea",
    "Julia",
    "Martin",
    "Peter",
    "Laura",
    "Kevin",
]
_FAMILY = [
    "Hallberg",
    "Winterson",
    "Kowalczuk",
    "Nakagawa",
    "Chandrasekar",
    "Oyelaran",
    "Lindgaard",
    "Moreauville",
    "Petrosyan",
    "Almeidas",
    "Gutierrezo",
    "Fitzwarren",
    "Brandstetter",
    "Okonjo",
    "Vandenberghe",
    "Szabolcsi",
    "Rasmusson",
    "Castellani",
    "Whitcombe",
    "Iyengar",
    "Thorvald",
    "Beaumontel",
    "Harrowgate",
    "Delacourt",
    "Kristofferson",
    "Yamashiro",
    "Eberhardt",
    "Mulligan",
    "Novakova",
    "Sandoval",
]
_WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "falcon",
    "granite",
    "harbor",
    "indigo",
    "juniper",
    "kestrel",
    "lagoon",
    "maple",
    "nimbus",
]
_NICKS = [
    "pixel",
    "code",
    "byte",
    "nerd",
    "null",
    "dev",
    "hack",
    "loop",
    "tux",
    "moss",
    "rusty",
    "quiet",
    "mighty",
    "lazy",
]
_FIRMS = [
    "brightforge",
    "lumenworks",
    "northpeak-systems",
    "datavanta",
    "kleinbach-it",
    "ostrava-soft",
    "tidalcode",
    "verimatics",
]
_MAIL = [
    "gmail.com",
    "hotmail.com",
    "yahoo.com",
    "outlook.com",
    "gmx.de",
    "web.de",
    "protonmail.com",
    "qq.com",
    "163.com",
    "free.fr",
]


def _of(draw: random.Random, signs: str, count: int) -> str:
    return "".join(draw.choices(signs, k=count))


def _shaped(head: str, signs: str, count: int) -> Callable[[random.Random], str]:
    return lambda draw: head + _of(draw, signs, count)


def _name(draw: random.Random) -> str:
    return f"{draw.choice(_GIVEN)} {draw.choice(_FAMILY)}"


def _middle_name(draw: random.Random) -> str:
    return f"{draw.choice(_GIVEN)} {draw.choice(UPPER)}. {draw.choice(_FAMILY)}"


def _handle(draw: random.Random) -> str:
    forms = (
        lambda: draw.choice(_GIVEN).lower()[0] + draw.choice(_FAMILY).lower()[:8],
        lambda: draw.choice(_GIVEN).lower() + draw.choice(_FAMILY).lower(),
        lambda: f"{draw.choice(_NICKS)}{draw.choice(_WORDS)}",
        lambda: f"{draw.choice(_GIVEN).lower()}{draw.randint(2, 99)}",
        lambda: f"{draw.choice(_GIVEN).lower()}-{draw.choice(_FAMILY).lower()[:7]}",
        lambda: f"{draw.choice(_GIVEN)}{draw.choice(_FAMILY)}",
    )
    return draw.choice(forms)()


def _login(draw: random.Random) -> str:
    """Of a person at work: initial and family name, or given name."""
    return draw.choice((draw.choice(_GIVEN)[0] + draw.choice(_FAMILY)[:8], draw.choice(_GIVEN))).lower()


def _free_mail(draw: random.Random) -> str:
    local = f"{draw.choice(_GIVEN)}{draw.choice(('.', '', '_'))}{draw.choice(_FAMILY)}".lower()
    return f"{local}{draw.choice(('', str(draw.randint(1, 99))))}@{draw.choice(_MAIL)}"


def _work_mail(draw: random.Random) -> str:
    given, family = draw.choice(_GIVEN).lower(), draw.choice(_FAMILY).lower()
    local = draw.choice((f"{given}.{family}", given, f"{given[0]}{family}", f"{given[0]}.{family}"))
    return f"{local}@{draw.choice(_FIRMS)}.{draw.choice(('com', 'io', 'de', 'co.uk', 'net', 'fr'))}"


def _ip(draw: random.Random) -> str:
    first = draw.choice(
        (5, 18, 23, 34, 37, 45, 52, 54, 62, 78, 81, 88, 94, 104, 139, 146, 159, 178, 185, 213)
    )
    return f"{first}.{draw.randint(3, 250)}.{draw.randint(3, 250)}.{draw.randint(3, 250)}"


def _ip6(draw: random.Random) -> str:
    return f"{draw.choice(('2a01', '2a02', '2604', '2400'))}:{_of(draw, '123456789', 3)}:" + ":".join(
        f"{draw.choice(HEX[1:])}{_of(draw, HEX, 3)}" for _ in range(6)
    )


def _password(draw: random.Random) -> str:
    """As people choose one: a word, digits and a sign."""
    return draw.choice(_WORDS).title() + draw.choice("!#$@") + _of(draw, DIGITS, 4) + _of(draw, LOWER, 2)


def _word_password(draw: random.Random) -> str:
    return draw.choice(_WORDS).title() + draw.choice(_WORDS).title() + str(draw.randint(10, 9999))


def _jwt(draw: random.Random) -> str:
    def part(text: str) -> str:
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    head = part('{"alg":"HS256","typ":"JWT"}')
    claims = part(f'{{"sub":"{_of(draw, DIGITS, 10)}","iat":15{_of(draw, DIGITS, 8)}}}')
    return f"{head}.{claims}.{_of(draw, URL_SAFE, 43)}"


def _uuid(draw: random.Random) -> str:
    return "-".join(_of(draw, HEX, count) for count in (8, 4, 4, 4, 12))


def _armored(label: str, lines: int, head: str) -> Callable[[random.Random], str]:
    def make(draw: random.Random) -> str:
        body = head + _of(draw, ALNUM + "+/", WIDTH * lines - len(head) - 20) + "="
        cut = [body[at : at + WIDTH] for at in range(0, len(body), WIDTH)]
        return "\n".join((f"-----BEGIN {label}-----", *cut, f"-----END {label}-----"))

    return make


def _escaped(make: Callable[[random.Random], str]) -> Callable[[random.Random], str]:
    """On one line, as in JSON."""
    return lambda draw: make(draw).replace("\n", "\\n") + "\\n"


def _american(form: str) -> Callable[[random.Random], str]:
    return lambda draw: form.format(draw.randint(203, 989), draw.randint(221, 549), _of(draw, "23456789", 4))


_RSA = _armored("RSA PRIVATE " + "KEY", 7, "MIIEowIBAAKCAQEA")
_PKCS8 = _armored("PRIVATE " + "KEY", 6, "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC")
_EC = _armored("EC PRIVATE " + "KEY", 3, "MHcCAQEEI")
_OPENSSH = _armored("OPENSSH PRIVATE " + "KEY", 6, "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAA")

MAKERS: dict[str, Callable[[random.Random], str]] = {
    "aws": _shaped("AK" + "IA", UPPER + "234567", 16),
    "aws-secret": _shaped("", ALNUM + "/+", 40),
    "google": _shaped("AI" + "zaSy", URL_SAFE, 33),
    "github": _shaped("gh" + "p_", ALNUM, 36),
    "github-fine": lambda draw: f"{'github' + '_pat_'}{_of(draw, ALNUM, 22)}_{_of(draw, ALNUM, 59)}",
    "gitlab": _shaped("gl" + "pat-", ALNUM, 20),
    "stripe": _shaped("sk_" + "live_", ALNUM, 24),
    "stripe-test": _shaped("sk_" + "test_", ALNUM, 24),
    "slack": lambda draw: (
        f"{'xo' + 'xb'}-{_of(draw, DIGITS, 12)}-{_of(draw, DIGITS, 12)}-{_of(draw, ALNUM, 24)}"
    ),
    "slack-path": lambda draw: f"T{_of(draw, UPPER, 8)}/B{_of(draw, UPPER, 8)}/{_of(draw, ALNUM, 24)}",
    "sendgrid": lambda draw: f"{'S' + 'G'}.{_of(draw, URL_SAFE, 21)}a.{_of(draw, URL_SAFE, 42)}Q",
    "npm": _shaped("np" + "m_", ALNUM, 36),
    "openai": lambda draw: f"{'s' + 'k'}-{_of(draw, ALNUM, 20)}{'T3Blbk' + 'FJ'}{_of(draw, ALNUM, 20)}",
    "hf": _shaped("h" + "f_", string.ascii_letters, 34),
    "telegram": lambda draw: f"{_of(draw, '123456789', 9)}:AA{_of(draw, URL_SAFE, 32)}x",
    "twilio": _shaped("S" + "K", HEX, 32),
    "mailgun": _shaped("ke" + "y-", HEX, 32),
    "digitalocean": _shaped("dop" + "_v1_", HEX, 64),
    "azure": lambda draw: _of(draw, ALNUM + "/+", 86) + "==",
    "pypi": _shaped("py" + "pi-AgEIcHlwaS5vcmc", URL_SAFE, 120),
    "hex32": _shaped("", HEX, 32),
    "hex40": _shaped("", HEX, 40),
    "hex64": _shaped("", HEX, 64),
    "alnum24": _shaped("", ALNUM, 24),
    "alnum32": _shaped("", ALNUM, 32),
    "alnum64": _shaped("", ALNUM, 64),
    "base64": lambda draw: _of(draw, ALNUM + "/+", 43) + "=",
    "sri": lambda draw: _of(draw, ALNUM + "/+", 86) + "==",
    "django": _shaped("", LOWER + DIGITS + "!@#%^&*(-_=+)", 50),
    "jwt": _jwt,
    "uuid": _uuid,
    "password": _password,
    "words": _word_password,
    "letters": _shaped("", ALNUM, 12),
    "name": _name,
    "middle": _middle_name,
    "handle": _handle,
    "login": _login,
    "free": _free_mail,
    "work": _work_mail,
    "ip": _ip,
    "ip6": _ip6,
    "rsa": _RSA,
    "pkcs8": _PKCS8,
    "ec": _EC,
    "openssh": _OPENSSH,
    "dsa": _armored("DSA PRIVATE " + "KEY", 4, "MIIBuwIBAAKBgQ"),
    "encrypted": _armored("ENCRYPTED PRIVATE " + "KEY", 6, "MIIFHDBOBgkqhkiG9w0BBQ0wQTAp"),
    "pgp": lambda draw: _armored("PGP PRIVATE KEY" + " BLOCK", 6, "lQOYBF")(draw).replace(
        "-----\n", "-----\n\n", 1
    ),
    "rsa-line": _escaped(_RSA),
    "pkcs8-line": _escaped(_PKCS8),
    "ec-line": _escaped(_EC),
    "us": _american("+1 ({}) {}-{}"),
    "us-dashes": _american("{}-{}-{}"),
    "us-parens": _american("({}) {}-{}"),
    "us-plus": _american("+1-{}-{}-{}"),
    "us-e164": _american("+1{}{}{}"),
    "de": lambda draw: f"+49 {draw.choice(('30', '89', '221', '711'))} {_of(draw, '23456789', 7)}",
    "de-mobile": lambda draw: f"+49 17{_of(draw, '1235', 1)} {_of(draw, '23456789', 7)}",
    "uk": lambda draw: f"+44 20 7{_of(draw, '23456789', 3)} {_of(draw, '23456789', 4)}",
    "fr": lambda draw: "+33 1 " + " ".join(_of(draw, "23456789", 2) for _ in range(4)),
    "in": lambda draw: f"+91 9{_of(draw, '23456789', 4)} {_of(draw, '23456789', 5)}",
    "cn": lambda draw: f"+86 138 {_of(draw, '23456789', 4)} {_of(draw, '23456789', 4)}",
    "cn-plain": lambda draw: f"139{_of(draw, '23456789', 8)}",
    "br": lambda draw: f"+55 11 9{_of(draw, '23456789', 4)}-{_of(draw, '23456789', 4)}",
}
"""Slot -> what draws its value."""
