"""From entries to small files: reads the modules' texts and draws what is planted.

An entry is a line `=== LANGUAGE` and the file below it. In it stands one slot: `«=value»` for a value as it
is, `«maker»` for one that is drawn, `«maker:joiner»` for one of several lines that a program's text joins.
"""

from __future__ import annotations

import random
import re

from benchmarks.planted_secrets import NUM_EACH, Plant
from benchmarks.second_set.values import MAKERS

SEED = 20261124

_ENTRY = re.compile(r"^=== (?P<language>\S.*)\n", re.MULTILINE)
_SLOT = re.compile(r"«(?P<slot>[^»]+)»")
_LEADING = re.compile(r"[ \t]*(?:(?://|#|\*|--|;)[ \t]*)?")
_JOINERS = {
    "escaped": "\\n",
    "plus": '\\n" +\n        "',
    "dot": '\\n" .\n    "',
    "adjacent": '\\n"\n    "',
    "spaces": " ",
}
"""How a value of several lines stands in a program's text; without one, below each other."""


def plants(classes: dict[str, str]) -> list[Plant]:
    """Every entry of these classes as a file; the classes must have as many as the first set."""
    made = [
        _plant(random.Random(f"{SEED} {kind} {number}"), kind, language, text)
        for kind, entries in classes.items()
        for number, (language, text) in enumerate(_entries(entries))
    ]
    if len(made) != NUM_EACH:
        raise ValueError(f"there are {len(made)} entries, expected {NUM_EACH}")
    return made


def _entries(text: str) -> list[tuple[str, str]]:
    """Language and text of each entry."""
    parts = _ENTRY.split(text)
    return [(language, body.strip("\n")) for language, body in zip(parts[1::2], parts[2::2], strict=True)]


def _plant(draw: random.Random, kind: str, language: str, text: str) -> Plant:
    before, slot, after = _SLOT.split(text)
    name, _, joiner = slot.partition(":")
    if slot.startswith("="):
        value = slot[1:]
    else:
        value = MAKERS[name](draw).replace("\n", _JOINERS[joiner] if joiner else "\n" + _prefix(before))
    return Plant(f"{before}{value}{after}\n", language, kind, value, len(before))


def _prefix(before: str) -> str:
    """What each further line of a value begins with: indentation and comment sign of its first."""
    line = before.rpartition("\n")[2]
    return line if _LEADING.fullmatch(line) else ""
