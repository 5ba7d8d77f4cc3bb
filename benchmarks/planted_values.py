"""Invented secrets and personal data. Forms that scanners know are put together from parts."""

from __future__ import annotations

import base64
import json
import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

ALNUM = string.ascii_letters + string.digits
UPPER = string.ascii_uppercase + string.digits
HEX = "0123456789abcdef"
BASE64 = ALNUM + "+/"
URL64 = ALNUM + "-_"


def _words(text: str) -> list[str]:
    return text.split()


FIRST = _words(
    """
    Marta Jonas Priya Tobias Ingrid Rafael Yusuf Annika Derek Noriko Pavel Sinead Ludovic Amara Henrik
    Camila Gregor Leila Mateusz Rosalind Kwame Bettina Vikram Elodie Stefan Oksana Duncan Mireille
    """
)
LAST = _words(
    """
    Kowalczyk Lindqvist Raghunathan Brandstetter Okonkwo Ferreira Takahashi Vandermeer Halloran Petrescu
    Bergstrom Castellano Novakova Achterberg Whitcombe Demirel Szabo Marchetti Oyelaran Fitzwilliam
    Grunwald Iyengar Sorensen Delacroix Mwangi Pietersen Kuznetsova
    """
)
FAMED_DOMAINS = (
    "gmail.com",
    "outlook.com",
    "yahoo.fr",
    "gmx.de",
    "protonmail.com",
    "hotmail.co.uk",
    "163.com",
)
DOMAINS = _words(
    """
    brightwaterlabs.com hollmann-logistik.de stud.nordhaven.no cs.westmere.edu quantivio.io ferrosoft.pl
    datapelican.net mail.tokushima.co.jp kestrelbank.co.uk openfjord.org lumencraft.dev zentrale.at
    inf.uni-altstadt.de tidewire.ca
    """
)
HANDLES = _words(
    """
    mkowalski tzhang88 rfernandez annikab jhalloran dpetrescu kwame-o vikram_iyengar sbergstrom lmarchetti
    hvdmeer yusufd priyar pnovak gwhitcombe odemirel csorensen bgrunwald elodiedx noritaka mwangi42
    tobi-brand rcastellano ipietersen kuznetsova amarak jlindqvist dfitz stefan-szabo lraghu
    """
)
PASSWORD_SIGNS = "!#%*+?^~"


def token(draw: random.Random, alphabet: str, size: int) -> str:
    """`size` letters of an alphabet, with a digit among them when it has digits."""
    letters = draw.choices(alphabet, k=size)
    letters[draw.randrange(1, size)] = draw.choice([one for one in alphabet if one.isdigit()] or alphabet)
    return "".join(letters)


def password(draw: random.Random) -> str:
    """What a password manager draws: three cases, digits, one sign."""
    letters = [*draw.choices(ALNUM, k=draw.randint(10, 16)), *draw.choices(string.digits, k=2)]
    letters.insert(draw.randint(2, len(letters) - 2), draw.choice(PASSWORD_SIGNS))
    return "".join(letters)


def name(draw: random.Random) -> str:
    """First and last name, some with a middle letter or a double name."""
    first, last = draw.choice(FIRST), draw.choice(LAST)
    plain = f"{first} {last}"
    middle, double = f"{first} {draw.choice(string.ascii_uppercase)}. {last}", f"{plain}-{draw.choice(LAST)}"
    return draw.choices([plain, middle, double], weights=[8, 1, 1])[0]


def email(draw: random.Random) -> str:
    """An address of a person, at a public mail provider or at work."""
    first, last = draw.choice(FIRST).lower(), draw.choice(LAST).lower()
    local = draw.choice(
        [f"{first}.{last}", f"{first[0]}{last}", f"{last}{draw.randint(2, 99)}", f"{first}_{last}"]
    )
    return f"{local}@{draw.choice(draw.choice([FAMED_DOMAINS, DOMAINS, DOMAINS]))}"


def ipv4(draw: random.Random) -> str:
    """A public address that no document stands for and no resolver made famous."""
    return ".".join(
        str(part)
        for part in (draw.choice([23, 34, 46, 52, 62, 77, 84, 91, 104, 138, 151, 163, 178, 185, 195, 212]),
                     draw.randint(21, 96), draw.randint(22, 250), draw.randint(21, 250))
    )  # fmt: skip


def ipv6(draw: random.Random) -> str:
    """A public address of a host."""
    head = draw.choice(["2a01:4f8", "2600:1f18", "2a02:8109", "2607:f298", "2a03:b0c0", "2406:da1a"])
    return (
        head
        + "".join(f":{draw.randrange(0x1000, 0xFFFF):x}" for _ in range(3))
        + f"::{draw.randrange(2, 999):x}"
    )


def jwt(draw: random.Random) -> str:
    """A signed token: header, claims, signature."""
    claims = {"sub": token(draw, string.digits, 10), "role": "admin", "iat": draw.randint(10**9, 2 * 10**9)}
    parts = [
        base64.urlsafe_b64encode(json.dumps(part, separators=(",", ":")).encode()).decode().rstrip("=")
        for part in ({"alg": "HS256", "typ": "JWT"}, claims)
    ]
    return ".".join([*parts, token(draw, URL64, 43)])


def base64_lines(draw: random.Random, head: str, count: int, width: int = 64) -> str:
    """Lines of base64, the first with what such a file begins with."""
    lines = [token(draw, BASE64, width) for _ in range(count)]
    lines[0] = head + lines[0][len(head) :]
    return "\n".join([*lines, token(draw, BASE64, width // 2) + "=="])


def armored(draw: random.Random, kind: str, head: str, count: int, end_of_line: str = "\n") -> str:
    """A private key in its armor."""
    label = f"{kind} PRIVATE KEY".strip()
    lines = [f"-----BEGIN {label}-----", base64_lines(draw, head, count), f"-----END {label}-----"]
    return "\n".join(lines).replace("\n", end_of_line)


def dashed_uuid(draw: random.Random) -> str:
    """A random UUID (version 4)."""
    text = token(draw, HEX, 32)
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"


def _kind(prefix: str, alphabet: str, size: int, suffix: str = "") -> Callable[[random.Random], str]:
    return lambda draw: prefix + token(draw, alphabet, size) + suffix


def _slack(prefix: str) -> Callable[[random.Random], str]:
    return lambda draw: (
        f"{prefix}{token(draw, string.digits, 12)}-{token(draw, string.digits, 13)}-{token(draw, ALNUM, 24)}"
    )


def _slack_hook(draw: random.Random) -> str:
    host = "https://hooks." + "slack.com/services/"
    return f"{host}T{token(draw, UPPER, 10)}/B{token(draw, UPPER, 10)}/{token(draw, ALNUM, 24)}"


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "aws_id": _kind("AK" + "IA", string.ascii_uppercase + "234567", 16),
    "aws_secret": _kind("", BASE64, 40),
    "github": _kind("gh" + "p_", ALNUM, 36),
    "github_server": _kind("gh" + "s_", ALNUM, 36),
    "github_fine": lambda draw: "github" + "_pat_" + token(draw, ALNUM, 22) + "_" + token(draw, ALNUM, 59),
    "gitlab": _kind("gl" + "pat-", URL64, 20),
    "slack_bot": _slack("xo" + "xb-"),
    "slack_user": _slack("xo" + "xp-"),
    "slack_hook": _slack_hook,
    "google": _kind("AI" + "za", URL64, 35),
    "google_secret": _kind("GOC" + "SPX-", URL64, 28),
    "stripe": _kind("sk" + "_live_", ALNUM, 24),
    "stripe_restricted": _kind("rk" + "_live_", ALNUM, 24),
    "openai": _kind("sk" + "-proj-", ALNUM, 48),
    "openai_old": lambda draw: "sk" + "-" + token(draw, ALNUM, 20) + "T3Blbk" + "FJ" + token(draw, ALNUM, 20),
    "anthropic": _kind("sk" + "-ant-api03-", URL64, 93, "AA"),
    "npm": _kind("np" + "m_", ALNUM, 36),
    "pypi": _kind("py" + "pi-AgEIcHlwaS5vcmc", URL64, 140),
    "sendgrid": lambda draw: "S" + "G." + token(draw, URL64, 22) + "." + token(draw, URL64, 43),
    "twilio": _kind("S" + "K", HEX, 32),
    "mailgun": _kind("ke" + "y-", HEX, 32),
    "huggingface": _kind("h" + "f_", ALNUM, 34),
    "shopify": _kind("shp" + "at_", HEX, 32),
    "digitalocean": _kind("do" + "p_v1_", HEX, 64),
    "telegram": lambda draw: (
        token(draw, string.digits, 10).replace("0", "7") + ":AA" + token(draw, URL64, 33)
    ),
    "jwt": jwt,
    "rsa": lambda draw: armored(draw, "RSA", "MIIEpAIBAAKCAQEA", 5),
    "rsa_escaped": lambda draw: armored(draw, "RSA", "MIIEowIBAAKCAQEA", 4, "\\n"),
    "pkcs8": lambda draw: armored(draw, "", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", 5),
    "pkcs8_escaped": lambda draw: armored(draw, "", "MIIEvgIBADANBgkqhkiG9w0BAQEFAASC", 4, "\\n"),
    "ec": lambda draw: armored(draw, "EC", "MHcCAQEEI", 2),
    "dsa": lambda draw: armored(draw, "DSA", "MIIBuwIBAAKBgQ", 4),
    "encrypted": lambda draw: armored(draw, "ENCRYPTED", "MIIFHDBOBgkqhkiG9w0BBQ0w", 5),
    "openssh": lambda draw: armored(draw, "OPENSSH", "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ", 5),
    "openssh_escaped": lambda draw: armored(draw, "OPENSSH", "b3BlbnNzaC1rZXktdjEAAAAA", 4, "\\n"),
    "password": password,
    "word": _kind("", ALNUM, 20),
    "word32": _kind("", ALNUM, 32),
    "word64": _kind("", BASE64, 64),
    "hex32": _kind("", HEX, 32),
    "hex40": _kind("", HEX, 40),
    "hex64": _kind("", HEX, 64),
    "hex8": _kind("", HEX, 8),
    "hex12": _kind("", HEX, 12),
    "hex128": _kind("", HEX, 128),
    "base64_32": _kind("", BASE64, 43, "="),
    "base64_64": _kind("", BASE64, 86, "=="),
    "base64_lines": lambda draw: base64_lines(draw, "MII", 4),
    "uuid": dashed_uuid,
    "email": email,
    "handle": lambda draw: draw.choice(HANDLES),
    "name": name,
    "ipv4": ipv4,
    "ipv6": ipv6,
}
"""Name of a slot -> what draws its value."""
