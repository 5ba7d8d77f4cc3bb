"""Makers of keys, tokens and passwords. No value belongs to an account: all are drawn."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from benchmarks.fourth_set.alphabets import ALNUM, pattern

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_WORDS = (
    "Harvest Lantern Pelican Orchid Granite Saffron Thunder Mariposa Falcon Quartz Bramble Nimbus Cobalt "
    "Walnut Tundra Zephyr Magnolia Badger Compass Juniper Velvet Osprey Cinder Marble Paprika Walrus Sequoia "
    "Tango Drachen Girasol Fenetre Kaktus Pomelo Sommer Vesuvio Bogota"
)
_LEET = str.maketrans({"a": "4", "e": "3", "o": "0", "i": "1", "s": "5"})


def jwt(draw: random.Random) -> str:
    """A signed token of a made-up subject."""
    return _token(
        draw, {"sub": f"{draw.randrange(10**9, 10**10)}", "iat": draw.randrange(15 * 10**8, 17 * 10**8)}
    )


def service_jwt(draw: random.Random) -> str:
    """A signed token of a hosted database's service role."""
    project = pattern("{w20}")(draw)
    return _token(draw, {"iss": "supabase", "ref": project, "role": "service_role", "iat": 1681234567})


def word_password(draw: random.Random) -> str:
    """A word, a number and a sign, as people choose them."""
    word, sign = draw.choice(_WORDS.split()), draw.choice(("", "_", "-", "."))
    return f"{word}{sign}{draw.randrange(11, 2030)}{draw.choice('!*+')}"


def leet_password(draw: random.Random) -> str:
    """Two words in leet."""
    first, second = draw.sample(_WORDS.split(), 2)
    return first[0] + first[1:].translate(_LEET) + second.translate(_LEET) + str(draw.randrange(10, 99))


def strong_password(draw: random.Random) -> str:
    """Sixteen characters of a password manager; none that needs an escape in a string, XML or a shell."""
    letters = draw.choices(ALNUM, k=13) + draw.choices("!*+-_.^~", k=3)
    draw.shuffle(letters)
    return draw.choice(ALNUM) + "".join(letters) + draw.choice(ALNUM)


def phrase_password(draw: random.Random) -> str:
    """Four words with hyphens."""
    return "-".join(word.lower() for word in draw.sample(_WORDS.split(), 4))


def url_password(draw: random.Random) -> str:
    """Letters and digits only, so that it stands in a URL as it is."""
    return draw.choice(_WORDS.split()) + pattern("{d3}{a7}")(draw)


def django_secret(draw: random.Random) -> str:
    """Fifty characters of the alphabet that Django draws from, without those that a string minds."""
    return "".join(draw.choices("abcdefghijklmnopqrstuvwxyz0123456789!@^&*(-_=+)", k=50))


def base64_secret(draw: random.Random) -> str:
    """Thirty-two random bytes."""
    return base64.b64encode(draw.randbytes(32)).decode()


def storage_key(draw: random.Random) -> str:
    """Sixty-four random bytes: the key of a storage account."""
    return base64.b64encode(draw.randbytes(64)).decode()


def basic_pair(draw: random.Random) -> str:
    """User and password as basic authentication carries them."""
    return base64.b64encode(f"deploy:{strong_password(draw)}".encode()).decode()


def encoded_password(draw: random.Random) -> str:
    """A password as a Kubernetes secret holds it."""
    return base64.b64encode(strong_password(draw).encode()).decode()


def _token(draw: random.Random, claims: dict[str, str | int]) -> str:
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part, separators=(",", ":")).encode()) for part in parts]
    encoded.append(base64.urlsafe_b64encode(draw.randbytes(32)))
    return ".".join(part.decode().rstrip("=") for part in encoded)


CREDENTIAL_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "aws_id": pattern("AKIA{A16}"),
    "aws_secret": pattern("{a1}{b38}{a1}"),
    "google": pattern("AIzaSy{u32}{a1}"),
    "google_client": pattern("GOCSPX-{u27}{a1}"),
    "azure_storage": storage_key,
    "azure_client": pattern("{a3}8Q~{u33}{a1}"),
    "github": pattern("ghp_{a36}"),
    "github_fine": pattern("github_pat_{a22}_{a59}"),
    "gitlab": pattern("glpat-{u19}{a1}"),
    "npm": pattern("npm_{a36}"),
    "pypi": pattern("pypi-AgEIcHlwaS5vcmc{u150}{a1}"),
    "crates": pattern("cio{a32}"),
    "slack_bot": pattern("xoxb-{n1}{d11}-{n1}{d12}-{a24}"),
    "slack_place": pattern("T0{U8}/B0{U8}"),
    "a24": pattern("{a24}"),
    "discord": pattern("MTA{a21}{u2}.G{u4}{a1}.{u37}{a1}"),
    "telegram": pattern("{n1}{d9}:AA{u32}{a1}"),
    "stripe": pattern("sk_live_51{a97}"),
    "stripe_hook": pattern("whsec_{a32}"),
    "sendgrid": pattern("SG.{u21}{a1}.{u42}{a1}"),
    "mailgun": pattern("key-{h32}"),
    "openai": pattern("sk-proj-{u73}T3BlbkFJ{u73}{a1}"),
    "anthropic": pattern("sk-ant-api03-{u93}AA"),
    "huggingface": pattern("hf_{a34}"),
    "shopify": pattern("shpat_{h32}"),
    "recaptcha": pattern("6L{a6}AAAAA{u26}{a1}"),
    "rapidapi": pattern("{l10}msh{l15}p1{l6}jsn{l12}"),
    "hex32": pattern("{h32}"),
    "hex40": pattern("{h40}"),
    "hex64": pattern("{h64}"),
    "upper16": pattern("{U16}"),
    "a25": pattern("{a25}"),
    "a45": pattern("{a45}"),
    "a50": pattern("{a50}"),
    "u32": pattern("{a1}{u30}{a1}"),
    "twitter": pattern("{n1}{d17}-{a40}"),
    "jwt": jwt,
    "service_jwt": service_jwt,
    "word_password": word_password,
    "leet_password": leet_password,
    "strong_password": strong_password,
    "phrase_password": phrase_password,
    "url_password": url_password,
    "django_secret": django_secret,
    "base64_secret": base64_secret,
    "basic_pair": basic_pair,
    "encoded_password": encoded_password,
}
"""What draws keys, tokens and passwords."""
