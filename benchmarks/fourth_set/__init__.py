"""The fourth set: 300 values that a careful privacy engineer would redact, and 300 look-alikes that stay.

Written without sight of the redactor, its tests and the contents of the earlier sets. `%% place` begins an
entry: `%% python` is a whole small file, `%% python+` some lines set into an excerpt of the language.
`§maker§` draws the value, `§maker style§` draws it and lays it out, `§=text§` is the text itself; `¤maker¤`
draws what stands beside it. All values are invented. The same on every machine: one seed, no clock.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from benchmarks.fourth_set import (
    addresses,
    dotted,
    emails,
    handles,
    hashes,
    hosts,
    identifiers,
    keys,
    machines,
    named,
    names,
    numbers,
    phones,
    placeholders,
    private_keys,
    secrets,
    signs,
)
from benchmarks.fourth_set.makers import MAKERS, STYLES
from benchmarks.planted_secrets import Plant

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 86028157
NUM_EACH = 300

PLANTED = {
    "key": keys.KEYS,
    "private_key": private_keys.PRIVATE_KEYS,
    "secret": secrets.SECRETS,
    "email": emails.EMAILS,
    "handle": handles.HANDLES,
    "name": names.NAMES,
    "ip": machines.MACHINES,
    "phone": phones.PHONES,
}
"""What a careful person would redact: kind -> entries."""
LOOKALIKES = {
    "at_sign": signs.AT_SIGNS,
    "placeholder": placeholders.PLACEHOLDERS,
    "hash": hashes.HASHES,
    "address": addresses.ADDRESSES,
    "dotted": dotted.DOTTED,
    "named": named.NAMED,
    "number": numbers.NUMBERS,
    "identifier": identifiers.IDENTIFIERS,
}
"""What a careful person would keep: kind -> entries."""

_VALUE = re.compile(r"§([^§]+)§")
_BESIDE = re.compile(r"¤([^¤]+)¤")
_HOST_LINE = re.compile(r"^(?P<indent>[ \t]*)§$", re.MULTILINE)


def planted_secrets() -> list[Plant]:
    """What must be found: 300, kind by kind."""
    return _plants(PLANTED)


def lookalikes() -> list[Plant]:
    """What must stay: 300, kind by kind."""
    return _plants(LOOKALIKES)


def _plants(classes: dict[str, str]) -> list[Plant]:
    plants = [
        _plant(random.Random(f"{SEED} {kind} {number}"), kind, place, lines)
        for kind, entries in classes.items()
        for number, (place, lines) in enumerate(_entries(entries))
    ]
    if len(plants) != NUM_EACH:
        raise ValueError(f"there are {len(plants)} entries, expected {NUM_EACH}")
    return plants


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """Place and lines of each entry."""
    for entry in ("\n" + text.strip("\n")).split("\n%% ")[1:]:
        place, _, lines = entry.partition("\n")
        yield place, lines.rstrip("\n")


def _plant(draw: random.Random, kind: str, place: str, lines: str) -> Plant:
    beside: list[str] = []

    def drawn_beside(slot: re.Match[str]) -> str:
        beside.append(MAKERS[slot[1]](draw))
        return beside[-1]

    lines = _BESIDE.sub(drawn_beside, lines)
    before, slot, after = _VALUE.split(lines)
    value = _drawn(draw, slot, before[before.rfind("\n") + 1 :])
    language = place if place == "c++" else place.removesuffix("+")
    if language == place:
        return Plant(f"{before}{value}{after}\n", language, kind, value, len(before), tuple(beside))
    host = draw.choice(hosts.HOSTS[language])
    at = _HOST_LINE.search(host)
    if at is None:
        raise ValueError(f"an excerpt of {language} has no line to plant in")
    before, value, after = (part.replace("\n", "\n" + at["indent"]) for part in (before, value, after))
    head = host[: at.start()] + at["indent"] + before
    return Plant(head + value + after + host[at.end() :], language, kind, value, len(head), tuple(beside))


def _drawn(draw: random.Random, slot: str, lead: str) -> str:
    """The value of a slot; further lines of it stand below its first, which follows `lead` in its line."""
    if slot.startswith("="):
        return slot[1:]
    maker, _, style = slot.partition(" ")
    value = MAKERS[maker](draw)
    if style:
        value = STYLES[style](value)
    elif not lead.isspace():
        return value
    return value.replace("\n", "\n" + lead[: len(lead) - len(lead.lstrip())])
