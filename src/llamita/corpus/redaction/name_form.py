"""What names of persons and lone handles look like, as patterns and tests that several rules share."""

from __future__ import annotations

import re
from typing import Final

from llamita.corpus.redaction.words import (
    GIVEN_NAMES,
    GIVEN_WORDS,
    NO_HANDLES,
    NO_NAMES,
    NO_PEOPLE_PAGES,
    NO_TASK_OWNERS,
)

_UPPER, _LOWER = (
    "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĽŁŃŅŇŌŐŘŚŞŠŤŪŮŰŲŹŻŽ",
    "a-zß-öø-ÿāăąćčďđēėęěğģīıķĺľłńņňōőřśşšťūůűųźżž",
)
WORD: Final = (
    rf"[{_UPPER}](?:['\u2019][{_UPPER}])?[{_LOWER}]{{1,20}}(?:['\u2019-]?[{_UPPER}][{_LOWER}]{{1,20}}|-[{_LOWER}]{{2,12}})?"
    rf"(?![{_UPPER}{_LOWER}\d_(])"
)
_PARTICLE: Final = r"(?:(?:van|von|der|den|de|la|di|da|del|dos|du|ter|ten|bin|ibn|el|al|le|af|zu|y) ){0,2}"
NAME: Final = (
    rf"(?P<first>(?:{WORD}|[{_UPPER}]\.(?:-?[{_UPPER}]\.)?)) (?:[{_UPPER}]\.? ?){{0,2}}(?:\"\w{{1,16}}\" )?"
    rf"{_PARTICLE}(?P<last>{WORD})"
)
_MORE: Final = rf"(?: {_PARTICLE}{WORD}){{0,2}}"
SPACED: Final = re.sub(r"\?P<\w+>", "?:", NAME.replace(" ", "[ ]"))
WHOLE: Final = SPACED + _MORE.replace(" ", "[ ]")
# A comma between family and given name, as in records of citations.
TURNED: Final = rf"{WORD}(?:[ -]{WORD})?, {WORD}(?:[ ](?:{WORD}|[{_UPPER}]\.))?"
"""A family name, a comma and given names: `Quibbleton, Zelda`."""
OPEN_LOGIN: Final = r"[A-Za-z](?:[A-Za-z0-9]|[_.-](?=[A-Za-z0-9])){1,37}+"
"""The signs of an account's name, whatever follows."""
LOGIN: Final = OPEN_LOGIN + r"(?![\w@/(-])"
"""What a site takes as the name of an account; tests say whether it is anybody's."""
_GIVEN_LOWER: Final = frozenset(name.lower() for name in GIVEN_NAMES if len(name) > 3)  # noqa: PLR2004
_SUFFIX: Final = re.compile(
    r"(?:ing|ed|ly|er|ers|or|ion|ions|ize|izes|able|al|m[e]nt|ness|ous|ity|ate|ates|ism|i[s]t|ic|db|script"
    r"|nia|ive|ful|ary|lib|js)$"
)
_MIN_TWO_IN_ONE: Final = 8
_FIRST_HALF: Final = re.compile(r"[A-Z][a-z]+")
_GIVEN_LENGTHS: Final = range(4, 10)
_NUMBERED: Final = re.compile(r"[a-z]{3,}(?:[_-]?[a-z]{2,})?[_-]?\d{1,4}$")
_NO_NUMBERED: Final = re.compile(
    r"^(?:[a-z]{0,8}(?:step|phase|part|level|test|case|option|version|file|line|page|item|node|arg|var"
    r"|val|value|param|name|foo|bar"
    r"|type|class|group|user|server|host|client|thread|proc|issue|bug|patch|item|field|col|row|key|func"
    r"|method|obj|str|int|uint"
    r"|float|arm|vec|mat|num|sample|example|stage|rule|build|release|rev|tag|sha|utf|base|python|java"
    r"|php|html|http|oauth|ipv"
    r"|log|win|gcc|msvc|clang|ascii|latin|unicode|crc|blake|md|rfc|iso|jsr|pep|mpeg|wave|mp|x|py|es|ie"
    r"|web|boost|lib|gtk|qt|sqlite"
    r"|junit|vue|angular|bootstrap|jquery|lua|perl|ruby|dim|axis|angle|point|size|width|time|day|week"
    r"|month|year|room|device|disk"
    r"|port|bit|byte|reg|sect|section|chapter|figure|table|eq|ref|note|seg|channel|buffer|block|chunk"
    r"|layer|cluster|track)s?[_-]?\d+)$"
)
_MIN_HANDLE_CHARACTERS: Final = 3
_ORGANIZATION: Final = re.compile(
    r"(?i)team$|^the[-_]|[-_](?:dev|devs|org|inc|group|project|bot)$|\.(?:com|org|io|net|js)$|packages?$|packaging"
    r"|maintainers|developers|admins?$|security"
)
_CAMEL: Final = re.compile(r"(?:[A-Z][a-z]{2,14}){2}(?:[A-Z]{1,3}|[A-Z][a-z]{2,14})?\d{0,4}$")
_NO_CAMEL: Final = re.compile(
    r"(?i)team|group|soft|labs?\b|tech|corp|project|framework|source|systems?|company|studio|media|net$"
    r"|works|github"
    r"|google|brains|script|java|code|dev|api|org$|data|open|free|apache|unknown|generator|auto|tool"
    r"|user|your|name|test"
    r"|sanitizer|fuzz|lint|check|analy[sz]|compiler|builder|plugin|bot$"
)


def is_name(written: str) -> bool:
    """Whether capitalized words can be a person's: none is of an organization, a license or a heading.

    >>> is_name("Zelda Quibbleton"), is_name("Visual Studio")
    (True, False)
    """
    return NO_NAMES.isdisjoint(re.findall(r"[^\W\d_]+", written))


def has_given_name(written: str) -> bool:
    """Whether the first word of a name is a given name that is common somewhere.

    >>> has_given_name("Julia Quibbleton"), has_given_name("Font Awesome")
    (True, False)
    """
    return written.partition(" ")[0] in GIVEN_NAMES and is_name(written)


def is_login(word: str) -> bool:
    """Whether a word is a handle by its form alone: a given name within it, two in one, or a number behind.

    >>> is_login("svenquib"), is_login("zquib27"), is_login("JuliaQuibbleton")
    (True, True, True)
    >>> is_login("default"), is_login("python3"), is_login("StringBuilder"), is_login("utf8")
    (False, False, False, False)
    """
    lowered = word.lower()
    if is_nobody(word):
        return False
    if word[0].isupper():
        first = _FIRST_HALF.match(word)
        return is_camel_handle(word) and first is not None and first[0] in GIVEN_NAMES
    if _NUMBERED.match(word):
        return not _NO_NUMBERED.match(word)
    if lowered in _GIVEN_LOWER:
        return lowered not in GIVEN_WORDS
    is_long = word == lowered and len(word) >= _MIN_TWO_IN_ONE and not _SUFFIX.search(word)
    return is_long and any(lowered[:length] in _GIVEN_LOWER for length in _GIVEN_LENGTHS)


def is_nobody(word: str) -> bool:
    """Whether a word stands where handles do and is none: a tag, a topic, a page, a part of a team.

    >>> is_nobody("param"), is_nobody("zquib")
    (True, False)
    """
    lowered = word.lower()
    return (
        lowered in NO_TASK_OWNERS
        or lowered in NO_HANDLES
        or lowered in NO_PEOPLE_PAGES
        or word.capitalize() in NO_NAMES
    )


def is_author_handle(word: str) -> bool:
    """Whether the one word of an author's field is a handle: in lower case, a given name, or two in one.

    >>> is_author_handle("zquib"), is_author_handle("Acme"), is_author_handle("team")
    (True, False, False)
    """
    if is_nobody(word):
        return False
    if word[0].isupper():
        return word in GIVEN_NAMES or is_camel_handle(word)
    return len(word) >= _MIN_HANDLE_CHARACTERS and not _ORGANIZATION.search(word)


def is_camel_handle(word: str) -> bool:
    """Whether a word is a given and a family name in one: no team's, company's or tool's.

    >>> is_camel_handle("ZeldaQuibbleton"), is_camel_handle("OpenSource")
    (True, False)
    """
    return _CAMEL.match(word) is not None and not _NO_CAMEL.search(word)
