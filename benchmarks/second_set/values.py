"""Values that are drawn: keys of providers from their parts, private keys, passwords, people, addresses.

All are invented. No complete key stands here: a form names a prefix and how many signs of which alphabet
follow.
"""

from __future__ import annotations

import base64
import re
import string
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.second_set import people

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_ALPHABETS = {
    "A": string.ascii_letters + string.digits,
    "B": string.ascii_letters + string.digits + "-_",
    "L": string.ascii_letters,
    "S": string.ascii_letters + string.digits + "+/",
    "U": string.ascii_uppercase + "234567",
    "W": string.ascii_uppercase + string.digits,
    "X": string.hexdigits[:16],
    "d": string.digits,
    "l": string.ascii_lowercase + string.digits,
}
_FORMS = {
    "aws_id": "AKIA{U16}",
    "aws_secret": "{S40}",
    "github_classic": "ghp_{A36}",
    "github_fine": "github_pat_{A22}_{A59}",
    "github_server": "ghs_{A36}",
    "gitlab": "glpat-{A20}",
    "slack_bot": "xoxb-{d12}-{d13}-{A24}",
    "slack_user": "xoxp-{d12}-{d12}-{d13}-{X32}",
    "slack_hook": "https://hooks.slack.com/services/T{W10}/B{W10}/{A24}",
    "stripe": "sk_live_{A24}",
    "stripe_restricted": "rk_live_{A24}",
    "stripe_hook": "whsec_{A32}",
    "openai": "sk-{A20}T3BlbkFJ{A20}",
    "openai_project": "sk-proj-{A20}T3BlbkFJ{A20}",
    "anthropic": "sk-ant-api03-{B93}AA",
    "google": "AIza{A35}",
    "google_client": "GOCSPX-{A28}",
    "google_access": "ya29.{A110}",
    "sendgrid": "SG.{A22}.{A43}",
    "mailgun": "key-{X32}",
    "mailchimp": "{X32}-us14",
    "hex32": "{X32}",
    "hex_0x64": "0x{X64}",
    "npm": "npm_{A36}",
    "pypi": "pypi-AgEIcHlwaS5vcmc{A90}",
    "hugging_face": "hf_{L34}",
    "docker": "dckr_pat_{A27}",
    "digital_ocean": "dop_v1_{X64}",
    "shopify": "shpat_{X32}",
    "telegram": "{d10}:AA{A33}",
    "discord": "MT{A22}.{A6}.{A38}",
    "azure_storage": "{S86}==",
    "new_relic": "NRAK-{W27}",
    "databricks": "dapi{X32}",
    "linear": "lin_api_{A40}",
    "notion": "ntn_{d11}{A35}",
    "airtable": "pat{A14}.{X64}",
    "grafana": "glsa_{A32}_{X8}",
    "vault": "hvs.CAESI{A85}",
    "hashicorp": "{A14}.atlasv1.{A67}",
    "figma": "figd_{A40}",
    "pulumi": "pul-{X40}",
    "tailscale": "tskey-auth-{A12}CNTRL-{A32}",
    "brevo": "xkeysib-{X64}-{A16}",
    "mapbox": "sk.eyJ1Ijoi{A40}.{A22}",
    "uuid": "{X8}-{X4}-4{X3}-a{X3}-{X12}",
    "base64_44": "{S43}=",
    "alnum24": "{A24}",
    "alnum32": "{A32}",
    "alnum40": "{A40}",
    "url64": "{B64}",
    "jwt": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI{A40}.{B43}",
    "age": "AGE-SECRET-KEY-1{W58}",
    "nsec": "nsec1{l58}",
    "jwk_d": "{B43}",
    "rsa_number": "{S170}=",
    "sha1": "{X40}",
    "sha256": "{X64}",
    "sri384": "sha384-{S64}",
    "sri512": "sha512-{S86}==",
    "md5": "{X32}",
    "short_commit": "{X10}",
    "ssh_public": "AAAAC3NzaC1lZDI1NTE5AAAAI{S43}",
    "ssh_rsa_public": "AAAAB3NzaC1yc2EAAAADAQABAAABgQ{S180}",
    "fingerprint": "SHA256:{S43}",
    "certificate": "MIIDdzCCAl+gAwIBAgIE{S44}\n{S64}\n{S64}\n{S64}\n{S38}==",
    "public_key": "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA{S20}\n{S64}\n{S64}\n{S64}\n{S30}IDAQAB",
    "png": "iVBORw0KGgoAAAANSUhEUgAA{S96}",
}
_ARMORED = {
    "rsa": ("RSA PRIVATE KEY", "MIICXAIBAAKBgQC{S49}" + "\n{S64}" * 11 + "\n{S42}=="),
    "pkcs8": ("PRIVATE KEY", "MIICdgIBADANBgkqhkiG9w0BAQEFAASCA{S31}" + "\n{S64}" * 11 + "\n{S51}="),
    "ec": ("EC PRIVATE KEY", "MHcCAQEEI{S55}\noAoGCCqGSM49AwEHoUQDQgAE{S40}\n{S34}=="),
    "ed25519": ("PRIVATE KEY", "MC4CAQAwBQYDK2VwBCIEI{S43}"),
    "encrypted": (
        "ENCRYPTED PRIVATE KEY",
        "MIIFHDBOBgkqhkiG9w0BBQ0wQTApBgkqhkiG{S28}" + "\n{S64}" * 9 + "\n{S30}==",
    ),
    "dsa": ("DSA PRIVATE KEY", "MIIBugIBAAKBgQD{S49}" + "\n{S64}" * 7 + "\n{S26}"),
    "openssh": (
        "OPENSSH PRIVATE KEY",
        "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gt{S2}"
        "\nZWQyNTUxOQAAACD{S55}" + "\n{S70}" * 2 + "\n{S30}==",
    ),
    "pgp": ("PGP PRIVATE KEY BLOCK", "\nlFgEZ{S59}" + "\n{S64}" * 6 + "\n{S40}\n=x{S3}"),
}
_WORDS = people.words(
    "amber anchor basil beacon birch canyon cedar cobalt copper coral falcon fennel garnet granite harbor"
    " hazel indigo juniper lagoon lantern linden marble meadow nectar onyx orchid otter pepper quartz raven"
    " saffron sierra tundra velvet walnut willow zephyr"
)
_PART = re.compile(r"\{(?P<alphabet>\w)(?P<count>\d+)\}")
_FIRST_BYTES = (31, 37, 46, 62, 77, 81, 87, 91, 93, 109, 134, 145, 151, 178, 185, 193, 194, 212, 217)
_V6_HEADS = ("2a01:4f8", "2a02:8108", "2a03:b0c0", "2600:1f18", "2a0a:4cc0", "2604:a880", "2400:6180")


def _form(form: str, draw: random.Random) -> str:
    def drawn(part: re.Match[str]) -> str:
        return "".join(draw.choices(_ALPHABETS[part["alphabet"]], k=int(part["count"])))

    return _PART.sub(drawn, form)


def _armored(label: str, body: str, draw: random.Random) -> str:
    return f"-----BEGIN {label}-----\n{_form(body, draw)}\n-----END {label}-----"


def _wrapped_pem(draw: random.Random) -> str:
    """A private key whose armor is itself in base64, as clusters keep it."""
    return base64.b64encode(_armored(*_ARMORED["ec"], draw).encode()).decode()


def _capital_word(draw: random.Random) -> str:
    """Such as `Cobalt-Otter58!`."""
    one, two = draw.sample(_WORDS, 2)
    return f"{one.title()}{draw.choice('-_#')}{two.title()}{draw.randrange(10, 99)}{draw.choice('!?*')}"


def _low_word(draw: random.Random) -> str:
    """Such as `copperlagoon77`."""
    one, two = draw.sample(_WORDS, 2)
    return f"{one}{two}{draw.randrange(10, 999)}"


def _mixed(draw: random.Random) -> str:
    """Such as `v9#Kq2!xTz7w`; letters of both cases, digits and signs that no language escapes."""
    signs = draw.choices(string.ascii_letters + string.digits, k=11) + draw.sample("!#%+*=?_", 2)
    draw.shuffle(signs)
    return draw.choice(string.ascii_letters) + "".join(signs) + draw.choice(string.digits)


def _plain(draw: random.Random) -> str:
    """Such as `R7tq2VbN80xLw4`: letters and digits, as a URL can hold them."""
    return draw.choice(string.ascii_letters) + _form("{A13}", draw) + draw.choice(string.digits)


def _phrase(draw: random.Random) -> str:
    """Such as `otter-marble-basil-quartz`."""
    return "-".join(draw.sample(_WORDS, 4))


def _basic(draw: random.Random) -> str:
    """What a `Basic` header carries."""
    return base64.b64encode(f"svc-{draw.choice(_WORDS)}:{_mixed(draw)}".encode()).decode()


def _encoded(draw: random.Random) -> str:
    """A password in base64, as clusters keep it."""
    return base64.b64encode(_mixed(draw).encode()).decode()


def _ipv4(draw: random.Random) -> str:
    return ".".join(map(str, (draw.choice(_FIRST_BYTES), *(draw.randrange(11, 250) for _ in range(3)))))


def _ipv6(draw: random.Random) -> str:
    return f"{draw.choice(_V6_HEADS)}:{_form('{X4}:{X3}', draw)}::{draw.randrange(2, 90)}"


def _ipv6_full(draw: random.Random) -> str:
    parts = [f"{draw.randrange(0x1000, 0xFFFF):x}" for _ in range(6)]
    return ":".join((draw.choice(_V6_HEADS), *parts))


MAKERS: dict[str, Callable[[random.Random], str]] = {
    **{name: partial(_form, form) for name, form in _FORMS.items()},
    **{name: partial(_armored, *parts) for name, parts in _ARMORED.items()},
    **people.MAKERS,
    "wrapped_pem": _wrapped_pem,
    "capital_word": _capital_word,
    "low_word": _low_word,
    "mixed": _mixed,
    "plain": _plain,
    "phrase": _phrase,
    "basic": _basic,
    "encoded": _encoded,
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    "ipv6_full": _ipv6_full,
}
"""Name of a slot -> what draws its value."""
