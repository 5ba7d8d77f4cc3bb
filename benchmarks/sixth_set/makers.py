"""What draws the values: maker -> a function of a random generator."""

from __future__ import annotations

import base64
import string
from typing import TYPE_CHECKING

from benchmarks.sixth_set.people import (
    CAMPUSES,
    ENDINGS,
    FAMILIES,
    HOUSES,
    MAILBOXES,
    NATIVE,
    NICKNAMES,
    WORDS,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

ALNUM = string.ascii_letters + string.digits
LOWER = string.ascii_lowercase + string.digits
UPPER = string.ascii_uppercase + string.digits
BASE32 = string.ascii_uppercase + "234567"
URLSAFE = ALNUM + "-_"
HEX = "0123456789abcdef"
STRONG = ALNUM + "!#%*+-_^"
PERCENT_MAILBOX = 55
PERCENT_CAMPUS = 30
FOLD = str.maketrans("áàâäãåéèêëíîïóôöõøúüñçćčşğżźńśłęąřěýžšđ", "aaaaaaeeeeiiiooooouuncccsgzznsleareyzsd")


def _some(draw: random.Random, alphabet: str, count: int) -> str:
    return "".join(draw.choice(alphabet) for _ in range(count))


def _code(prefix: str, alphabet: str, count: int, suffix: str = "") -> Callable[[random.Random], str]:
    """Draws a constant prefix, `count` characters and a constant suffix."""
    return lambda draw: prefix + _some(draw, alphabet, count) + suffix


def _mixed(count: int) -> Callable[[random.Random], str]:
    """Draws letters and digits with at least one digit, one small and one capital letter."""

    def make(draw: random.Random) -> str:
        parts = [
            draw.choice(string.digits),
            draw.choice(string.ascii_lowercase),
            draw.choice(string.ascii_uppercase),
        ]
        parts += _some(draw, ALNUM, count - 3)
        draw.shuffle(parts)
        return "".join(parts)

    return make


def _parts(draw: random.Random) -> tuple[str, str]:
    """A given and a family name of one region."""
    given, family = draw.choice(FAMILIES)
    return draw.choice(given), draw.choice(family)


def _name(draw: random.Random) -> str:
    return " ".join(_parts(draw))


def _name_with_initial(draw: random.Random) -> str:
    given, family = _parts(draw)
    return f"{given} {draw.choice('ABCDEFGHJKLMRSTW')}. {family}"


def _native_name(draw: random.Random) -> str:
    return draw.choice(NATIVE)


def _plain(word: str) -> str:
    """A name's letters as an account spells them."""
    folded = word.lower().translate(FOLD).replace("ß", "ss").replace("æ", "ae")
    return "".join(letter for letter in folded if letter in string.ascii_lowercase)


def _plain_parts(draw: random.Random) -> tuple[str, str]:
    given, family = _parts(draw)
    return _plain(given), _plain(family)


def _handle(draw: random.Random) -> str:
    given, family = _plain_parts(draw)
    forms = [
        given[0] + family,
        given + family,
        f"{given}-{family}",
        given[0] + family + str(draw.randrange(2, 99)),
        given + str(draw.randrange(70, 99)),
        draw.choice(NICKNAMES) + str(draw.randrange(2, 99)),
        f"{draw.choice(NICKNAMES)}-{given}",
    ]
    return draw.choice(forms)


def _login(draw: random.Random) -> str:
    """A short account name in small letters, without digits or hyphens."""
    given, family = _plain_parts(draw)
    return draw.choice([given[0] + family, family + given[0], given + family[0]])


def _camel_handle(draw: random.Random) -> str:
    given, family = _plain_parts(draw)
    return given.capitalize() + family.capitalize()


def _local(draw: random.Random) -> str:
    given, family = _plain_parts(draw)
    forms = [
        f"{given}.{family}",
        given + family,
        given[0] + family,
        f"{given}_{family}",
        given + str(draw.randrange(60, 99)),
    ]
    return draw.choice(forms)


def _email(draw: random.Random) -> str:
    if draw.randrange(100) < PERCENT_MAILBOX:
        return f"{_local(draw)}@{draw.choice(MAILBOXES)}"
    if draw.randrange(100) < PERCENT_CAMPUS:
        return f"{_local(draw)}@{draw.choice(CAMPUSES)}"
    return f"{_local(draw)}@{draw.choice(HOUSES)}.{draw.choice(ENDINGS)}"


def _own_domain_email(draw: random.Random) -> str:
    given, family = _plain_parts(draw)
    return f"{given}@{family}.{draw.choice(['name', 'me', 'org', 'net', 'de', 'io'])}"


def _password(draw: random.Random) -> str:
    """As people choose them: words, years, a sign."""
    one, two = draw.sample(WORDS, 2)
    year, few = draw.randrange(1975, 2021), draw.randrange(10, 999)
    forms = [
        f"{one.capitalize()}{year}!",
        f"{one}{two.capitalize()}{few}",
        f"{one}-{two}-{few}",
        f"{one.capitalize()}@{few}#{two}",
        f"{one[0].upper()}{one[1:].replace('a', '4').replace('e', '3').replace('o', '0')}{few}$",
    ]
    return draw.choice(forms)


def _word_password(draw: random.Random) -> str:
    """Letters and digits only: for urls and command lines."""
    one, two = draw.sample(WORDS, 2)
    return f"{one.capitalize()}{two.capitalize()}{draw.randrange(10, 9999)}"


def _strong(count: int) -> Callable[[random.Random], str]:
    return lambda draw: _mixed(5)(draw) + _some(draw, STRONG, count - 6) + draw.choice(ALNUM)


def _uuid(draw: random.Random) -> str:
    return (
        "-".join(_some(draw, HEX, count) for count in (8, 4))
        + f"-4{_some(draw, HEX, 3)}-a{_some(draw, HEX, 3)}-"
        + _some(draw, HEX, 12)
    )


def _base64(count: int) -> Callable[[random.Random], str]:
    return lambda draw: base64.b64encode(draw.randbytes(count)).decode()


def _jwt(draw: random.Random) -> str:
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    body = f'{{"sub":"{draw.randrange(10**5, 10**7)}","iat":{draw.randrange(15 * 10**8, 17 * 10**8)}}}'
    return (
        f"{header}.{base64.urlsafe_b64encode(body.encode()).decode().rstrip('=')}.{_some(draw, URLSAFE, 42)}g"
    )


def _discord(draw: random.Random) -> str:
    number = base64.b64encode(str(draw.randrange(10**17, 9 * 10**17)).encode()).decode().rstrip("=")
    return f"{number}.{_some(draw, URLSAFE, 6)}.{_some(draw, URLSAFE, 38)}"


def _openai(draw: random.Random) -> str:
    return f"sk-{_some(draw, ALNUM, 20)}T3BlbkFJ{_some(draw, ALNUM, 20)}"


def _slack_hook(draw: random.Random) -> str:
    place = f"T{_some(draw, UPPER, 8)}/B{_some(draw, UPPER, 10)}/{_some(draw, ALNUM, 24)}"
    return f"https://hooks.slack.com/services/{place}"


def _slack_bot(draw: random.Random) -> str:
    return f"xoxb-{draw.randrange(10**11, 10**12)}-{draw.randrange(10**12, 10**13)}-{_some(draw, ALNUM, 24)}"


def _telegram(draw: random.Random) -> str:
    return f"{draw.randrange(10**8, 6 * 10**9)}:AA{_some(draw, URLSAFE, 32)}k"


def _body(draw: random.Random, start: bytes, count: int, width: int = 64) -> str:
    text = base64.b64encode(start + draw.randbytes(count)).decode()
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def _pem(label: str, start: bytes, count: int, width: int = 64) -> Callable[[random.Random], str]:
    """Draws an armored block."""
    return lambda draw: f"-----BEGIN {label}-----\n{_body(draw, start, count, width)}\n-----END {label}-----"


def _encrypted_rsa(draw: random.Random) -> str:
    head = f"Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{_some(draw, HEX.upper(), 32)}"
    return (
        f"-----BEGIN RSA PRIVATE KEY-----\n{head}\n\n{_body(draw, b'', 608)}\n-----END RSA PRIVATE KEY-----"
    )


def _pgp(draw: random.Random) -> str:
    check = base64.b64encode(draw.randbytes(3)).decode()
    body = _body(draw, bytes.fromhex("9501fe04"), 700)
    label = "PGP PRIVATE KEY BLOCK"
    return f"-----BEGIN {label}-----\nVersion: GnuPG v2\n\n{body}\n={check}\n-----END {label}-----"


def _putty(draw: random.Random) -> str:
    public, private = (
        _body(draw, bytes.fromhex("000000077373682d727361"), 260),
        _body(draw, b"\x00\x00\x01\x00", 420),
    )
    return (
        "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: rsa-key\n"
        f"Public-Lines: {len(public.splitlines())}\n{public}\n"
        f"Private-Lines: {len(private.splitlines())}\n{private}\nPrivate-MAC: {_some(draw, HEX, 40)}"
    )


_RSA1 = bytes.fromhex("3082025d02010002818100c1")
_RSA2 = bytes.fromhex("308204a40201000282010100b7")
_PKCS8 = bytes.fromhex("308204bd020100300d06092a864886f70d0101010500048204a7308204a30201000282010100")
_PKCS8_ENCRYPTED = bytes.fromhex("308204fe302806092a864886f70d010c0301301a0414")
_EC = bytes.fromhex("30770201010420")
_DSA = bytes.fromhex("308201bb02010002818100")
_OPENSSH = b"openssh-key-v1\0\0\0\0\4none\0\0\0\4none\0\0\0\0\0\0\0\1\0\0\0\x33\0\0\0\x0bssh-ed25519\0\0\0 "


def _ip(draw: random.Random) -> str:
    """A public address: first numbers that are neither private, documentation nor well known."""
    first = draw.choice(
        [5, 13, 18, 23, 31, 34, 37, 46, 52, 54, 62, 78, 80, 85, 88, 91, 95, 104, 116, 121, 138, 139, 144]
    )
    return f"{first}.{draw.randrange(11, 250)}.{draw.randrange(10, 250)}.{draw.randrange(3, 250)}"


def _ip6(draw: random.Random) -> str:
    start = draw.choice(["2a01:4f8", "2a02:2f0b", "2001:41d0", "2a03:b0c0"])
    return f"{start}:{_some(draw, HEX[1:], 4)}:{_some(draw, HEX[1:], 4)}::{draw.randrange(1, 99)}"


def _digits(draw: random.Random, count: int) -> str:
    """Digits that do not begin with 0 or 1, nor are 555."""
    return draw.choice("2346789") + _some(draw, string.digits, count - 1)


def _phone(form: str) -> Callable[[random.Random], str]:
    """Draws a number of a form: between bars, `#3` stands for three digits, all else for itself."""

    def make(draw: random.Random) -> str:
        out = ""
        for piece in form.split("|"):
            out += _digits(draw, int(piece[1:])) if piece.startswith("#") else piece
        return out

    return make


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "name": _name,
    "initial_name": _name_with_initial,
    "native_name": _native_name,
    "handle": _handle,
    "login": _login,
    "camel_handle": _camel_handle,
    "email": _email,
    "own_email": _own_domain_email,
    "password": _password,
    "word_password": _word_password,
    "strong12": _strong(12),
    "strong24": _strong(24),
    "mixed10": _mixed(10),
    "mixed16": _mixed(16),
    "mixed24": _mixed(24),
    "mixed32": _mixed(32),
    "mixed40": _mixed(40),
    "django": lambda draw: _some(draw, LOWER + "!@#%^&*(-_=+)", 48) + _some(draw, LOWER, 2),
    "hex32": _code("", HEX, 32),
    "hex40": _code("", HEX, 40),
    "hex64": _code("", HEX, 64),
    "hex128": _code("", HEX, 128),
    "sha7": lambda draw: draw.choice("abcdef") + _some(draw, HEX, 5) + draw.choice("0123456789"),
    "sri256": lambda draw: "sha256-" + _base64(32)(draw),
    "sri384": lambda draw: "sha384-" + _base64(48)(draw),
    "sri512": lambda draw: "sha512-" + _base64(64)(draw),
    "base64_16": _base64(16),
    "base64_32": _base64(32),
    "base64_64": _base64(64),
    "uuid": _uuid,
    "aws_id": _code("AKIA", BASE32, 16),
    "aws_secret": _mixed(40),
    "github": _code("ghp_", ALNUM, 36),
    "github_fine": lambda draw: f"github_pat_11A{_some(draw, UPPER, 19)}_{_some(draw, ALNUM, 59)}",
    "gitlab": _code("glpat-", ALNUM, 20),
    "google": _code("AIzaSy", ALNUM, 33),
    "google_secret": _code("GOCSPX-", ALNUM, 28),
    "stripe": _code("sk_live_", ALNUM, 24),
    "stripe_hook": _code("whsec_", ALNUM, 32),
    "slack_bot": _slack_bot,
    "slack_hook": _slack_hook,
    "discord": _discord,
    "telegram": _telegram,
    "sendgrid": lambda draw: f"SG.{_some(draw, ALNUM, 22)}.{_some(draw, ALNUM, 43)}",
    "mailgun": _code("key-", HEX, 32),
    "npm": _code("npm_", ALNUM, 36),
    "pypi": _code("pypi-AgEIcHlwaS5vcmc", URLSAFE, 150, "A"),
    "openai": _openai,
    "openai_project": _code("sk-proj-", ALNUM, 48),
    "anthropic": _code("sk-ant-api03-", URLSAFE, 93, "AA"),
    "huggingface": _code("hf_", string.ascii_letters, 34),
    "digitalocean": _code("dop_v1_", HEX, 64),
    "nuget": _code("oy2", string.ascii_lowercase + "234567", 43),
    "jwt": _jwt,
    "rsa1": _pem("RSA PRIVATE KEY", _RSA1, 597),
    "rsa2": _pem("RSA PRIVATE KEY", _RSA2, 1179),
    "rsa_encrypted": _encrypted_rsa,
    "pkcs8": _pem("PRIVATE KEY", _PKCS8, 1182),
    "pkcs8_encrypted": _pem("ENCRYPTED PRIVATE KEY", _PKCS8_ENCRYPTED, 1260),
    "ec": _pem("EC PRIVATE KEY", _EC, 114),
    "dsa": _pem("DSA PRIVATE KEY", _DSA, 435),
    "openssh": _pem("OPENSSH PRIVATE KEY", _OPENSSH, 330, 70),
    "pgp": _pgp,
    "putty": _putty,
    "ip": _ip,
    "ip6": _ip6,
    "us_phone": _phone("#3|-|#3|-|#4"),
    "us_phone_area": _phone("(|#3|) |#3|-|#4"),
    "us_phone_world": _phone("+1 |#3|-|#3|-|#4"),
    "us_phone_e164": _phone("+1|#3|#3|#4"),
    "us_phone_dots": _phone("#3|.|#3|.|#4"),
    "de_phone": _phone("+49 |#3| |#7"),
    "de_phone_home": _phone("0|#3|/|#6"),
    "de_mobile": _phone("+49 17|#1| |#7"),
    "uk_phone": _phone("+44 20 |#4| |#4"),
    "uk_mobile": _phone("+44 7|#3| |#6"),
    "fr_phone": _phone("+33 1 |#2| |#2| |#2| |#2"),
    "fr_phone_home": _phone("06 |#2| |#2| |#2| |#2"),
    "in_phone": _phone("+91 9|#4| |#5"),
    "in_phone_plain": _phone("+919|#9"),
    "cn_phone": _phone("+86 13|#1| |#4| |#4"),
    "br_phone": _phone("+55 11 9|#4|-|#4"),
    "jp_phone": _phone("+81-3-|#4|-|#4"),
    "pl_phone": _phone("+48 |#3| |#3| |#3"),
    "au_phone": _phone("+61 4|#2| |#3| |#3"),
    "ru_phone": _phone("+7 (9|#2|) |#3|-|#2|-|#2"),
    "es_phone": _phone("+34 6|#2| |#3| |#3"),
}
"""Maker -> what draws one value."""
