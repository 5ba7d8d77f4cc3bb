"""The sixth set: 300 planted values and 300 look-alikes in the shapes that public repositories hold most.

Written by someone who has read neither the redactor's rules nor the other sets. `%% place` begins an entry:
`%% python` is a small file, `%% python+` a few lines that stand in an excerpt of the language. `§maker§`
draws a value, `§=text§` is one as it stands, and `§maker|JOIN§` writes JOIN for each line end of a value
(`¶` in it is a line end). All values are invented and drawn from parts. The same on every machine: one seed,
no clock.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from benchmarks.planted_secrets import Plant
from benchmarks.sixth_set import (
    addresses,
    emails,
    handles,
    hashes,
    identifiers,
    keys,
    named,
    names,
    numbers,
    numeric,
    placeholders,
    secrets,
    signs,
)
from benchmarks.sixth_set.hosts import HOSTS
from benchmarks.sixth_set.makers import MAKERS

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 60617
NUM_EACH = 300

PLANTED = {
    "key": keys.KEYS,
    "private_key": keys.PRIVATE_KEYS,
    "secret": secrets.SECRETS,
    "email": emails.EMAILS,
    "handle": handles.HANDLES,
    "name": names.NAMES,
    "ip": numeric.MACHINES,
    "phone": numeric.PHONES,
}
"""What a careful person would redact: kind -> entries."""
LOOKALIKES = {
    "at_sign": signs.AT_SIGNS,
    "placeholder": placeholders.PLACEHOLDERS,
    "hash": hashes.HASHES,
    "address": addresses.ADDRESSES,
    "dotted": numbers.DOTTED,
    "named": named.NAMED,
    "number": numbers.NUMBERS,
    "identifier": identifiers.IDENTIFIERS,
}
"""What a careful person would keep: kind -> entries."""

_SLOT = re.compile(r"§([^§]+)§")
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
    before, slot, after = _SLOT.split(lines)
    maker, _, join = slot.partition("|")
    value = slot[1:] if slot.startswith("=") else MAKERS[maker](draw)
    if join:
        value = value.replace("\n", join.replace("¶", "\n"))
    language = place if place == "c++" else place.removesuffix("+")
    if language == place:
        return Plant(f"{before}{value}{after}\n", language, kind, value, len(before))
    host = draw.choice(HOSTS[language])
    at = _HOST_LINE.search(host)
    if at is None:
        raise ValueError(f"an excerpt of {language} has no line to plant in")
    before, value, after = (part.replace("\n", "\n" + at["indent"]) for part in (before, value, after))
    head = host[: at.start()] + at["indent"] + before
    return Plant(head + value + after + host[at.end() :], language, kind, value, len(head))
