"""Invented persons: names, handles, addresses, phone numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable


def words(text: str) -> tuple[str, ...]:
    """What stands between the blanks."""
    return tuple(text.split())


_FIRST = words(
    "Annelise Bartholomew Catalina Dagny Eamon Fernanda Gustavo Halvard Ilse Joaquin Kalinda Lorcan Mireille"
    " Nikolai Odalys Priyanka Quentin Rosalind Sigrid Tobias Ursula Vikram Wilhelmina Xiomara Yevgenia Zoltan"
    " Siobhan Takeshi Femi Leilani"
)
_LAST = words(
    "Abernathy Brzezinski Castellanos Dimitrov Eriksen Fitzgibbon Grunwald Hakimov Iwasaki Jankowski"
    " Kjeldsen Lindqvist Montserrat Nakagawa Okonkwo Pettersson Quintanilla Rosenthal Szymanski Thorvaldsen"
    " Underhill Villanueva Wojcik Yamaguchi Zimmermann Hargreaves Chaudhary Delacroix Moreau Tanaka"
)
_ACCENTED = (
    "Bj\u00f8rn S\u00f8rensen",
    "Zs\u00f3fia Hal\u00e1sz",
    "Ma\u0142gorzata \u015awi\u0105tek",
    "J\u00fcrgen Gro\u00dfmann",
    "Fran\u00e7oise L\u00e9vesque",
    "I\u00f1igo Ord\u00f3\u00f1ez",
)
_COMPANIES = words(
    "hollowbrook-labs.io northfjord.no pinecrest-software.com quillandgrain.co.uk ostwerk.de tidalmesh.net"
    " ferrolabs.fr brackenhill.org lumenforge.dev rivetandspan.com"
)
_MAIL_HOSTS = words("gmail.com hotmail.com web.de yandex.ru protonmail.com outlook.com")
_PHONE_DIGIT = re.compile(r"[Nn]")


def _name(draw: random.Random) -> str:
    return f"{draw.choice(_FIRST)} {draw.choice(_LAST)}"


def _accented(draw: random.Random) -> str:
    return draw.choice(_ACCENTED)


def _initial(draw: random.Random) -> str:
    """Such as `Sigrid T. Moreau`."""
    return f"{draw.choice(_FIRST)} {draw.choice('ABCDEGHJKLMNPRSTW')}. {draw.choice(_LAST)}"


def _particle(draw: random.Random) -> str:
    """Such as `Tobias van der Grunwald`."""
    return f"{draw.choice(_FIRST)} {draw.choice(('van der', 'de la', 'von', 'dos'))} {draw.choice(_LAST)}"


def _two_first(draw: random.Random) -> str:
    """Such as `Ilse-Dagny Iwasaki`."""
    one, two = draw.sample(_FIRST, 2)
    return f"{one}-{two} {draw.choice(_LAST)}"


def _short(draw: random.Random) -> str:
    """First letter and last name: a handle such as `fokonkwo`."""
    return f"{draw.choice(_FIRST)[0]}{draw.choice(_LAST)}".lower()


def _dashed(draw: random.Random) -> str:
    """A handle such as `sigrid-wojcik`."""
    return f"{draw.choice(_FIRST)}-{draw.choice(_LAST)}".lower()


def _numbered(draw: random.Random) -> str:
    """A handle such as `zoltanh84`."""
    return f"{draw.choice(_FIRST)}{draw.choice(_LAST)[0]}{draw.randrange(71, 99)}".lower()


def _camel(draw: random.Random) -> str:
    """A handle such as `DagnyMoreau`."""
    return f"{draw.choice(_FIRST)}{draw.choice(_LAST)}"


def _local(draw: random.Random, form: str) -> str:
    first, last = draw.choice(_FIRST).lower(), draw.choice(_LAST).lower()
    return form.format(first=first, last=last, initial=first[0], year=draw.randrange(71, 99))


def _email(form: str, draw: random.Random) -> str:
    return f"{_local(draw, form)}@{draw.choice(_COMPANIES)}"


def _free_email(draw: random.Random) -> str:
    return f"{_local(draw, '{last}.{first}{year}')}@{draw.choice(_MAIL_HOSTS)}"


def _veiled_email(draw: random.Random) -> str:
    """Such as `sigrid [at] ostwerk [dot] de`."""
    host, _, top = draw.choice(_COMPANIES).partition(".")
    return f"{_local(draw, '{first}')} [at] {host} [dot] {top}"


def _capital_email(draw: random.Random) -> str:
    one = draw.choice(_FIRST) + "." + draw.choice(_LAST)
    return unicodedata.normalize("NFC", f"{one}@{draw.choice(_COMPANIES).title()}")


def _phone(form: str, draw: random.Random) -> str:
    """`N` is a digit from 2 to 9, `n` any; never the 555 of films."""
    while "555" in (
        number := _PHONE_DIGIT.sub(lambda at: str(draw.randrange(2 * at[0].isupper(), 10)), form)
    ):
        pass
    return number


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "name": _name,
    "accented": _accented,
    "initial": _initial,
    "particle": _particle,
    "two_first": _two_first,
    "short": _short,
    "dashed": _dashed,
    "numbered": _numbered,
    "camel": _camel,
    "email": partial(_email, "{first}.{last}"),
    "email_short": partial(_email, "{initial}{last}"),
    "email_first": partial(_email, "{first}"),
    "email_tag": partial(_email, "{first}+lists"),
    "email_low_line": partial(_email, "{last}_{first}"),
    "email_free": _free_email,
    "email_veiled": _veiled_email,
    "email_capital": _capital_email,
    "phone_us": partial(_phone, "(NnN) NnN-nnnn"),
    "phone_us_dashed": partial(_phone, "NnN-NnN-nnnn"),
    "phone_us_long": partial(_phone, "+1 NnN NnN nnnn"),
    "phone_us_dotted": partial(_phone, "NnN.NnN.nnnn"),
    "phone_uk": partial(_phone, "+44 20 8nNn nnNn"),
    "phone_uk_mobile": partial(_phone, "07Nnn NnNnNn"),
    "phone_de": partial(_phone, "+49 30 NnNnnnNn"),
    "phone_de_slash": partial(_phone, "089/NnNnnNn"),
    "phone_fr": partial(_phone, "+33 1 4N nn Nn nN"),
    "phone_compact": partial(_phone, "+4179NnNnnNn"),
    "phone_in": partial(_phone, "+91 98Nnn NnNnn"),
    "phone_br": partial(_phone, "+55 (11) 9NnNn-nnNn"),
    "phone_jp": partial(_phone, "03-3Nnn-nNnn"),
    "phone_es_dotted": partial(_phone, "+34.91.Nnn.nN.nn"),
}
"""Name of a slot -> what draws its value."""
