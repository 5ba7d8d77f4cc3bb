"""Makers of names, accounts, e-mail addresses, public hosts and phone numbers of people that do not exist."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from benchmarks.fourth_set.alphabets import pattern

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_GIVEN = (
    "Tobias Marit Henrik Odile Ricardo Ayumi Pavel Priyanka Callum Noor Wojciech Lucia Desmond Ingrid "
    "Tomasz Bettina Rashid Mei Gareth Sunniva Emeka Katarzyna Andrew Florian Yusuf Heather Matteo Joana "
    "Kevin Sergei Laura Vikram Annika Brian Cheng Michael Stefan Rebecca Hiroshi Daniel Marta Olivier "
    "Nadia Philip Thomas Sarah Jonas Fatima"
)
_FAMILY = (
    "Lindqvist Okonjo Brandvold Tarrant Vasquez Hartwell Moriyama Szczepan Dubrovin Raghunath Kesselring "
    "Obrecht Fairweather Castellano Nakagome Winterbourne Halvorsen Petrescu Ashdown Mbeki Steinhauser "
    "Rodrigues Karlsen Bhattacharya Delacroix Kowalczyk Hollander Ferreira Thornbury Baumgartner Ivanenko "
    "Macallister Yamaguchi Pereira Nordstrom Gallagher Zielinski Vandermeer Sutherland Ostrowski Chakraborty "
    "Whitcombe Lefebvre Mahoney"
)
_ACCENTED_GIVEN = "José Jürgen Zoë Łukasz François Søren Ivana"
_ACCENTED_FAMILY = "Núñez Köhler Brännström Wróbel Béranger Kjær Horváthová"
_PROVIDERS = "gmail.com gmail.com gmail.com hotmail.com outlook.com yahoo.com gmx.de protonmail.com me.com"
_FIRMS = "brightloom kestrelsoft nordhavn pixelforge quillworks datavantage ostwerk lumenco fernwood tallgrid"
_TAILS = "com com io net de org co.uk fr"
_NICKS = "pixel rusty zephyr marmot neo turbo lazy cosmo byte dusky frost mango ninja panda vortex"
_THINGS = "fox smith dev coder pilot hawk owl wolf cat hacker bear otter bird craft storm"
_NETWORKS = (
    5,
    23,
    31,
    37,
    46,
    51,
    62,
    77,
    81,
    85,
    93,
    104,
    109,
    134,
    138,
    142,
    159,
    165,
    178,
    185,
    194,
    207,
    217,
)


def name(draw: random.Random) -> str:
    """Given and family name."""
    return f"{_one(draw, _GIVEN)} {_one(draw, _FAMILY)}"


def middle_name(draw: random.Random) -> str:
    """A name with an initial between."""
    return f"{_one(draw, _GIVEN)} {draw.choice('ABCDEFGHJKLMPRSTW')}. {_one(draw, _FAMILY)}"


def accented_name(draw: random.Random) -> str:
    """Given name of one, family name of another of a few names beyond ASCII."""
    return f"{_one(draw, _ACCENTED_GIVEN)} {_one(draw, _ACCENTED_FAMILY)}"


def double_name(draw: random.Random) -> str:
    """Two family names with a hyphen."""
    first, second = draw.sample(_FAMILY.split(), 2)
    return f"{_one(draw, _GIVEN)} {first}-{second}"


def chinese_name(draw: random.Random) -> str:
    """Three characters."""
    return draw.choice("王李张刘陈杨赵黄周吴") + "".join(draw.sample("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超", 2))


def email(draw: random.Random) -> str:
    """At one of the large providers."""
    given, family = (_folded(part) for part in name(draw).split())
    local = draw.choice((f"{given}.{family}", f"{given}{family}", f"{given[0]}{family}", f"{given}_{family}"))
    number = draw.choice(("", "", draw.randrange(10, 99), draw.randrange(1970, 2005)))
    return f"{local}{number}@{_one(draw, _PROVIDERS)}"


def work_email(draw: random.Random) -> str:
    """At a firm that does not exist."""
    given, family = (_folded(part) for part in name(draw).split())
    local = draw.choice((f"{given}.{family}", given, f"{given[0]}{family}", f"{given[0]}.{family}"))
    return f"{local}@{_one(draw, _FIRMS)}.{_one(draw, _TAILS)}"


def campus_email(draw: random.Random) -> str:
    """At a school that does not exist."""
    given, family = (_folded(part) for part in name(draw).split())
    place = draw.choice(
        ("cs.uni-altenhagen.de", "students.wexmoor.ac.uk", "ece.northfallow.edu", "inf.polito-riva.it")
    )
    return f"{draw.choice((f'{given[0]}{family[:6]}', f'{given}.{family}'))}@{place}"


def plus_email(draw: random.Random) -> str:
    """With a tag after the local part."""
    return email(draw).replace("@", f"+{draw.choice(('github', 'oss', 'git', 'dev'))}@")


def number_email(draw: random.Random) -> str:
    """A number at one of China's large providers."""
    return f"{draw.randrange(10**8, 10**10)}@{draw.choice(('qq.com', '163.com', '126.com'))}"


def spelled_email(draw: random.Random) -> str:
    """With words for the signs."""
    return email(draw).replace("@", " [at] ").replace(".com", " [dot] com").replace(".de", " [dot] de")


def initial_account(draw: random.Random) -> str:
    """Initial and family name, as company logins are."""
    return _folded(_one(draw, _GIVEN))[0] + _folded(_one(draw, _FAMILY))


def joined_account(draw: random.Random) -> str:
    """Given and family name in one."""
    return _folded(_one(draw, _GIVEN)) + draw.choice(("", "-")) + _folded(_one(draw, _FAMILY))


def numbered_account(draw: random.Random) -> str:
    """A name and a number."""
    return _folded(draw.choice((_one(draw, _GIVEN), _one(draw, _FAMILY)))) + str(draw.randrange(11, 2000))


def nick(draw: random.Random) -> str:
    """Two words and perhaps a number."""
    return _one(draw, _NICKS) + _one(draw, _THINGS) + draw.choice(("", str(draw.randrange(7, 99))))


def camel_nick(draw: random.Random) -> str:
    """Two words with capitals."""
    return _one(draw, _NICKS).capitalize() + _one(draw, _THINGS).capitalize() + draw.choice(("", "HD", "42"))


def public_address(draw: random.Random) -> str:
    """An IPv4 address of no special range."""
    last = draw.randrange(2, 254)
    return f"{draw.choice(_NETWORKS)}.{draw.randrange(11, 250)}.{draw.randrange(2, 250)}.{last}"


def public_address6(draw: random.Random) -> str:
    """An IPv6 address of no special range."""
    prefix = draw.choice(("2a01:4f8", "2604:a880", "2a02:c207", "2001:41d0", "2607:5300"))
    first, second = draw.randrange(0x100, 0xFFFF), draw.randrange(0x1000, 0xFFFF)
    return f"{prefix}:{first:x}:{second:x}::{draw.randrange(2, 99):x}"


def public_address6_full(draw: random.Random) -> str:
    """All eight groups."""
    groups = [f"{draw.randrange(0x1000, 0xFFFF):x}" for _ in range(6)]
    return ":".join((draw.choice(("2003", "2a02", "2409")), f"{draw.randrange(0xD0, 0x9FF):x}", *groups))


def _one(draw: random.Random, words: str) -> str:
    return draw.choice(words.split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


PEOPLE_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "name": name,
    "middle_name": middle_name,
    "accented_name": accented_name,
    "double_name": double_name,
    "chinese_name": chinese_name,
    "email": email,
    "work_email": work_email,
    "campus_email": campus_email,
    "plus_email": plus_email,
    "number_email": number_email,
    "spelled_email": spelled_email,
    "initial_account": initial_account,
    "joined_account": joined_account,
    "numbered_account": numbered_account,
    "nick": nick,
    "camel_nick": camel_nick,
    "public_ip": public_address,
    "public_ip6": public_address6,
    "public_ip6_full": public_address6_full,
    "us": pattern("+1 (64{n1}) 8{d1}{n1}-{n1}{d3}"),
    "us_dashes": pattern("41{n1}-{n1}8{d1}-{n1}{d3}"),
    "us_parens": pattern("(7{n1}3) {n1}7{d1}-{n1}{d3}"),
    "us_dots": pattern("20{n1}.{n1}3{d1}.{n1}{d3}"),
    "us_e164": pattern("+161{n1}{n1}4{d5}"),
    "german": pattern("+49 (0)89 {n1}{d2} {d2} {d2}"),
    "german_mobile": pattern("+49 17{n1} {n1}{d6}"),
    "british": pattern("+44 20 7{d3} {d4}"),
    "british_mobile": pattern("07{n1}{d2} {d6}"),
    "french": pattern("+33 6 {d2} {d2} {d2} {d2}"),
    "french_local": pattern("01 4{d1} {d2} {d2} {d2}"),
    "indian": pattern("+91 9{d4} {d5}"),
    "indian_dash": pattern("+91-98{d8}"),
    "chinese": pattern("+86 138 {d4} {d4}"),
    "chinese_plain": pattern("139{d8}"),
    "brazilian": pattern("+55 11 9{d4}-{d4}"),
    "brazilian_local": pattern("(21) 9{d4}-{d4}"),
    "russian": pattern("+7 (495) {n1}{d2}-{d2}-{d2}"),
    "russian_mobile": pattern("8 916 {n1}{d2} {d2} {d2}"),
    "polish": pattern("+48 6{d2} {d3} {d3}"),
    "japanese": pattern("03-5{d3}-{d4}"),
    "spanish": pattern("+34 6{d2} {d2} {d2} {d2}"),
    "australian": pattern("+61 4{d2} {d3} {d3}"),
    "italian": pattern("+39 347 {n1}{d6}"),
    "dutch": pattern("+31 6 {n1}{d7}"),
    "swiss": pattern("+41 44 {n1}{d2} {d2} {d2}"),
    "turkish": pattern("+90 532 {n1}{d2} {d2} {d2}"),
    "swedish": pattern("+46 8-{n1}{d2} {d2} {d2}"),
    "e164": pattern("+447{n1}{d8}"),
}
"""What draws what belongs to a person or a host."""
