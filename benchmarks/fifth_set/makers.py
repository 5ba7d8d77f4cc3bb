"""The makers: a slot's name -> a function that draws one invented value."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from benchmarks.fifth_set import issued
from benchmarks.fifth_set.letters import DIGITS, LOWER, WORDS, words
from benchmarks.fifth_set.people import NATIVE, PEOPLE

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

MAIL_HOSTS = words(
    "gmail.com gmail.com gmail.com gmail.com googlemail.com hotmail.com outlook.com yahoo.com yahoo.co.in "
    "yahoo.fr gmx.de gmx.net web.de mail.ru yandex.ru 163.com qq.com naver.com protonmail.com fastmail.fm "
    "icloud.com posteo.de free.fr libero.it seznam.cz uol.com.br wp.pl"
)
WORK_ENDS = words("com com com io net org de nl co.uk fr se dev co.jp com.au ca in com.br ch eu it pl")
WORK_TAILS = words("soft labs systems tech media data works digital consulting robotics networks web")
SCHOOLS = words(
    "cs.{}.edu {}.edu uni-{}.de {}.ac.uk student.{}.edu.au cs.{}.ac.in inf.{}.ch math.univ-{}.fr {}.ac.jp"
)
SWAPS = str.maketrans(
    {
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ß": "ss",
        "æ": "ae",
        "ð": "d",
        "þ": "th",
        "Þ": "Th",
    }
)
FIRST_OCTETS = words(
    "5 13 18 23 31 34 37 45 46 51 52 54 62 65 77 78 81 85 88 91 94 95 104 107 109 116 121 129 134 138 142 "
    "144 157 159 161 165 176 178 188 193 195 212"
)
NETWORKS_V6 = words("2a01:4f8 2604:a880 2001:41d0 2a03:b0c0 2600:3c01 2a02:2770 2400:6180")
AREAS = words("206 212 303 312 404 415 425 503 512 608 614 617 702 713 804 919")


def _ascii(name: str) -> str:
    """Letters of a name without marks, in lower case."""
    plain = unicodedata.normalize("NFKD", name.translate(SWAPS)).lower()
    return "".join(letter for letter in plain if letter in LOWER)


def _person(draw: random.Random) -> tuple[str, str]:
    firsts, lasts = draw.choice(PEOPLE)
    return draw.choice(firsts.split(", ")), draw.choice(lasts.split(", "))


def _plain_person(draw: random.Random) -> tuple[str, str]:
    first, last = _person(draw)
    return _ascii(first), _ascii(last)


def _name(draw: random.Random) -> str:
    return " ".join(_person(draw))


def _name_ascii(draw: random.Random) -> str:
    first, last = _plain_person(draw)
    return f"{first.capitalize()} {last.capitalize()}"


def _name_initial(draw: random.Random) -> str:
    first, last = _person(draw)
    return f"{first} {draw.choice('ABCDEGHJKLMPRST')}. {last}"


def _name_comma(draw: random.Random) -> str:
    first, last = _person(draw)
    return f"{last}, {first}"


def _local_part(draw: random.Random) -> str:
    first, last = _plain_person(draw)
    number = draw.randrange(10, 99)
    forms = (
        f"{first}.{last}",
        f"{first}.{last}",
        f"{first[0]}{last}",
        f"{first}{last}{number}",
        f"{first}_{last}",
    )
    return draw.choice((*forms, f"{first[0]}.{last}", f"{last}.{first}", f"{first}{number}"))


def _email_free(draw: random.Random) -> str:
    return f"{_local_part(draw)}@{draw.choice(MAIL_HOSTS)}"


def _company(draw: random.Random) -> str:
    return f"{draw.choice(WORDS)}{draw.choice(WORK_TAILS)}.{draw.choice(WORK_ENDS)}"


def _email_work(draw: random.Random) -> str:
    return f"{_local_part(draw)}@{_company(draw)}"


def _email_own(draw: random.Random) -> str:
    """On a domain that bears the family's name."""
    first, last = _plain_person(draw)
    return f"{first}@{last}{draw.choice(('.org', '.net', '.me', '.name', '.id.au', '.dk', '.io'))}"


def _email_school(draw: random.Random) -> str:
    return f"{_local_part(draw)}@{draw.choice(SCHOOLS).format(draw.choice(WORDS))}"


def _email_plus(draw: random.Random) -> str:
    local, _, host = _email_free(draw).partition("@")
    return f"{local}+{draw.choice(('github', 'dev', 'npm', 'oss', 'pypi'))}@{host}"


def _email_upper(draw: random.Random) -> str:
    first, last = _plain_person(draw)
    return f"{first.capitalize()}.{last.capitalize()}@{_company(draw)}"


def _email(draw: random.Random) -> str:
    return draw.choice((_email_free, _email_free, _email_work, _email_own, _email_school))(draw)


def _email_spelled(draw: random.Random) -> str:
    local, _, host = _email_work(draw).partition("@")
    return f"{local} [at] {host.replace('.', ' [dot] ')}"


def _email_at(draw: random.Random) -> str:
    return _email_free(draw).replace("@", " at ")


def _handle(draw: random.Random) -> str:
    first, last = _plain_person(draw)
    number, one, two = draw.randrange(10, 99), draw.choice(WORDS), draw.choice(WORDS)
    of_name = (
        f"{first}{last}",
        f"{first[0]}{last}",
        f"{first}-{last}",
        f"{first}{number}",
        f"{last}{first[0]}",
    )
    of_words = (f"{one}{two}", f"{one}{number}", f"{one}-{two}", f"{first}{one.capitalize()}", f"x{one}{two}")
    return draw.choice((*of_name, *of_name, *of_words))


def _handle_word(draw: random.Random) -> str:
    """Of letters and digits alone."""
    return _handle(draw).replace("-", "")


def _handle_short(draw: random.Random) -> str:
    first, last = _plain_person(draw)
    return f"{first[0]}{last[:6]}"


def _ipv4(draw: random.Random) -> str:
    tail = (draw.randrange(2, 250), draw.randrange(2, 250), draw.randrange(2, 250))
    return ".".join(map(str, (draw.choice(FIRST_OCTETS), *tail)))


def _ipv6(draw: random.Random) -> str:
    groups = [f"{draw.randrange(0x1000, 0xFFFF):x}" for _ in range(2)]
    return f"{draw.choice(NETWORKS_V6)}:{groups[0]}:{groups[1]}::{draw.randrange(2, 0xFFF):x}"


def _ipv6_full(draw: random.Random) -> str:
    groups = [f"{draw.randrange(0x1000, 0xFFFF):x}" for _ in range(6)]
    return ":".join((draw.choice(NETWORKS_V6), *groups))


def _phone(pattern: str) -> Callable[[random.Random], str]:
    """A maker of numbers: N of a pattern is a digit above 1, # any digit, @ the code of an American area."""

    def make(draw: random.Random) -> str:
        picks = {"N": "23456789", "#": DIGITS}
        local = "".join(draw.choice(picks[sign]) if sign in picks else sign for sign in pattern)
        return local.replace("@", draw.choice(AREAS))

    return make


MAKERS: dict[str, Callable[[random.Random], str]] = {
    **issued.SECRETS,
    "name": _name,
    "name ascii": _name_ascii,
    "name initial": _name_initial,
    "name comma": _name_comma,
    "name native": lambda draw: draw.choice(NATIVE),
    "email": _email,
    "email free": _email_free,
    "email work": _email_work,
    "email own": _email_own,
    "email school": _email_school,
    "email plus": _email_plus,
    "email upper": _email_upper,
    "email spelled": _email_spelled,
    "email at": _email_at,
    "handle": _handle,
    "handle word": _handle_word,
    "handle short": _handle_short,
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    "ipv6 full": _ipv6_full,
    "us": _phone("+1 @-N##-####"),
    "us paren": _phone("(@) N##-####"),
    "us dots": _phone("@.N##.####"),
    "us dash": _phone("1-@-N##-####"),
    "us e164": _phone("+1@N######"),
    "de": _phone("+49 30 N#######"),
    "de mobile": _phone("+49 (0) 17N N######"),
    "de local": _phone("089 / N## ## ##"),
    "fr": _phone("+33 6 N# ## ## ##"),
    "fr local": _phone("06 N# ## ## ##"),
    "gb": _phone("+44 7N## ######"),
    "gb local": _phone("01N2N N#####"),
    "in": _phone("+91 9N### #####"),
    "cn": _phone("13N ##N# ####"),
    "cn e164": _phone("+86 138-N###-####"),
    "jp": _phone("+81-3-N###-####"),
    "br": _phone("+55 (11) 9N###-####"),
    "ng": _phone("+234 803 N## ####"),
    "au": _phone("+61 4N# ### ###"),
    "pl": _phone("+48 N## ### ###"),
    "es": _phone("+34 6N# ## ## ##"),
    "it": _phone("+39 02 N### ####"),
    "nl": _phone("+31-20-N######"),
    "ru": _phone("+7 (495) N##-##-##"),
    "ch": _phone("+41 44 N## ## ##"),
    "ke": _phone("+2547N#######"),
    "tr": _phone("+90 532 N## ## ##"),
}
