"""300 planted secrets and personal data and 300 look-alikes, by someone who has not read the rules.

Every entry of the `planted_*` modules becomes one small file: its lines stand in an excerpt of the language,
and what is planted is drawn. All values are invented. The same on every machine: one seed, no clock.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks import planted_keys, planted_lookalikes, planted_lookalikes_plain, planted_people
from benchmarks.planted_hosts import HOSTS
from benchmarks.planted_values import MAKERS

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20160824
NUM_EACH = 300

PLANTED = {
    "key": planted_keys.KEYS,
    "private_key": planted_keys.PRIVATE_KEYS,
    "secret": planted_keys.SECRETS,
    "email": planted_people.EMAILS,
    "handle": planted_people.HANDLES,
    "name": planted_people.NAMES,
    "ip": planted_people.MACHINES,
    "phone": planted_people.PHONES,
}
"""What a careful person would redact: kind -> entries."""
LOOKALIKES = {
    "at_sign": planted_lookalikes.AT_SIGNS,
    "placeholder": planted_lookalikes.PLACEHOLDERS,
    "hash": planted_lookalikes.HASHES,
    "address": planted_lookalikes.ADDRESSES,
    "dotted": planted_lookalikes_plain.DOTTED,
    "named": planted_lookalikes_plain.NAMED,
    "number": planted_lookalikes_plain.NUMBERS,
    "identifier": planted_lookalikes_plain.IDENTIFIERS,
}
"""What a careful person would keep: kind -> entries."""

_ENTRY = re.compile(r"(?P<place>[a-z][a-z+#-]*)\| ")
_SLOT = re.compile(r"§(?P<slot>=?[^§]+)§")
_HOST_LINE = re.compile(r"^(?P<indent>[ \t]*)§$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plant:
    """One small file with one value: planted to be found, or a look-alike that must stay."""

    text: str
    language: str
    kind: str
    value: str
    """As it stands in the text, indentation of its further lines included."""
    start: int
    """Where in the text it begins."""
    beside: tuple[str, ...] = ()
    """Other secrets and personal data that were drawn for the same text: to take one is right."""


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
    place, lines = "", list[str]()
    for line in text.strip("\n").split("\n"):
        if begin := _ENTRY.match(line):
            if lines:
                yield place, "\n".join(lines)
            place, lines = begin["place"], [line[begin.end() :]]
        else:
            lines.append(line.removeprefix("|").removeprefix(" "))
    yield place, "\n".join(lines)


def _plant(draw: random.Random, kind: str, place: str, lines: str) -> Plant:
    before, slot, after = _SLOT.split(lines)
    value = slot[1:] if slot.startswith("=") else MAKERS[slot](draw)
    if place.endswith("-file"):
        return Plant(f"{before}{value}{after}\n", place.partition("-")[0], kind, value, len(before))
    host = draw.choice(HOSTS[place])
    at = _HOST_LINE.search(host)
    if at is None:
        raise ValueError(f"an excerpt of {place} has no line to plant in")
    before, value, after = (part.replace("\n", "\n" + at["indent"]) for part in (before, value, after))
    head = host[: at.start()] + at["indent"] + before
    return Plant(head + value + after + host[at.end() :], place.partition("-")[0], kind, value, len(head))
