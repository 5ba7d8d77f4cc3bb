"""Licenses in a built corpus, judged by a person: 200 files that are in, and up to 60 that are out.

    python -m benchmarks.license_sample --corpus FOLDER

writes `results/license_sample.md`. Files come in the order of the SHA-256 of their addresses, so that nobody
chooses them: of those that are in, the first of every project, then the first of all the rest, which weighs
projects by their documents; of those that are out, the first 20 of each rule. Projects that the recipe no
longer names are passed over.

A person reads each file, the license files of its project and what else speaks of it, and writes down what
they think in `license_verdicts.json`: address -> verdict and note. Files without a verdict are named.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.report import RESULTS
from llamita.corpus.ledger import Entry, Ledger
from llamita.corpus.places import Places
from llamita.corpus.recipe import find_recipe
from llamita.corpus.stages.aligned import FILES, LICENSE, is_in, project_of, values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NUM_IN = 200
NUM_OUT_PER_RULE = 20
QUOTE_CHARACTERS = 120
VERDICTS_OF_IN = ("rightly in", "label imprecise, rightly in", "wrongly in")
VERDICTS_OF_OUT = ("rightly out", "wrongly out")
UNREAD = "unread"
VERDICTS = Path(__file__).with_name("license_verdicts.json")


class Place(NamedTuple):
    """A file in the tables of a corpus; places sort by the digest of the address."""

    digest: str
    part: str
    row: int


def main() -> None:
    """Draw the sample, write it beside the verdicts, and count them."""
    options = _options()
    ledger = Ledger.open(Places(options.corpus))
    named = {project.name for project in find_recipe(options.recipe).projects}
    parts = [part for part in ledger.parts if project_of(part) in named]
    inside, outside = sample(ledger, parts)
    verdicts = read_verdicts(VERDICTS)
    path = RESULTS / "license_sample.md"
    path.write_text(table_of(inside, outside, verdicts), encoding="utf-8")
    print(path)
    for entry in (*inside, *outside):
        if verdict_of(entry, verdicts) == UNREAD:
            print(f"unread: {entry.address}")
    print(json.dumps(Counter(verdict_of(entry, verdicts) for entry in (*inside, *outside)), indent=2))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path, required=True, help="the folder of a built corpus")
    parser.add_argument("--recipe", default="starter", help="whose projects count; default: `starter`")
    return parser.parse_known_args()[0]


def sample(ledger: Ledger, parts: list[str]) -> tuple[list[Entry], list[Entry]]:
    """Draw files that are in and files that are out for their license, each in the order of addresses."""
    inside: list[Place] = []
    outside: dict[str, list[Place]] = {}
    for part in parts:
        kept = is_in(ledger.places, part)
        rules = values(ledger.places, LICENSE, part, "rule")
        for row, address in enumerate(values(ledger.places, FILES, part, "address")):
            place = Place(hashlib.sha256(address.encode()).hexdigest(), part, row)
            if kept[row]:
                inside.append(place)
            elif rules[row] is not None:
                outside.setdefault(rules[row], []).append(place)
    drawn = _one_of_each_project(sorted(inside))
    out = [place for rule in sorted(outside) for place in sorted(outside[rule])[:NUM_OUT_PER_RULE]]
    return _entries(ledger, drawn), _entries(ledger, out)


def _one_of_each_project(places: list[Place]) -> list[Place]:
    """Take the first file of every project, then the first of the rest."""
    projects = np.array([project_of(place.part) for place in places])
    first = set(np.unique(projects, return_index=True)[1].tolist())
    rest = [number for number in range(len(places)) if number not in first]
    return [places[number] for number in [*sorted(first), *rest][:NUM_IN]]


def _entries(ledger: Ledger, places: list[Place]) -> list[Entry]:
    found = [entry for place in places for entry in ledger.entries(place.part, [place.row])]
    return sorted(found, key=lambda entry: entry.address)


def read_verdicts(path: Path) -> dict[str, dict[str, str]]:
    """Read what a person wrote: address -> `verdict` and `note`.

    Raises:
        ValueError: there is a verdict that is none.
    """
    verdicts: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    for address, said in verdicts.items():
        if said["verdict"] not in VERDICTS_OF_IN + VERDICTS_OF_OUT:
            raise ValueError(f"`{address}` has verdict {said['verdict']!r}")
    return verdicts


def verdict_of(entry: Entry, verdicts: Mapping[str, Mapping[str, str]]) -> str:
    """Give the verdict on a file; one on a file that was out then says nothing of one that is in now."""
    verdict = verdicts.get(entry.address, {}).get("verdict", UNREAD)
    return verdict if verdict in (VERDICTS_OF_IN if entry.is_in else VERDICTS_OF_OUT) else UNREAD


def table_of(inside: list[Entry], outside: list[Entry], verdicts: Mapping[str, Mapping[str, str]]) -> str:
    """Write both samples as Markdown, under their counts."""
    return "\n".join(
        [
            f"# Licenses of {len(inside) + len(outside)} files, read by a person",
            "",
            "Made by `python -m benchmarks.license_sample`, which says how the files are drawn; "
            "verdicts and notes: `license_verdicts.json`.",
            "",
            *_section("In", inside, VERDICTS_OF_IN, verdicts),
            *_section("Out for their license", outside, VERDICTS_OF_OUT, verdicts),
        ]
    )


def _section(
    title: str, entries: list[Entry], possible: tuple[str, ...], verdicts: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    counts = Counter(verdict_of(entry, verdicts) for entry in entries)
    shown = [*possible, *([UNREAD] if counts[UNREAD] else [])]
    projects = len({entry.project for entry in entries})
    yield f"## {title}"
    yield ""
    yield f"{len(entries)} files of {projects} projects: " + ", ".join(
        f"{counts[one]} {one}" for one in shown
    )
    yield ""
    yield "| file | license | where | statement | verdict |"
    yield "|---|---|---|---|---|"
    for entry in entries:
        said = verdicts.get(entry.address, {}).get("note", "")
        verdict = verdict_of(entry, verdicts)
        found = entry.facts["license"] or "none"
        quote = entry.facts["license_quote"] or ""
        judged = f"{verdict}: {said}" if said and verdict != UNREAD else verdict
        reason = f"; {entry.rule}" if entry.rule else ""
        cells = (entry.address, found + reason, entry.facts["license_where"] or "", quote, judged)
        yield (
            "| "
            + " | ".join(_cell(cell, QUOTE_CHARACTERS if cell is quote else None) for cell in cells)
            + " |"
        )
    yield ""


def _cell(text: str, longest: int | None) -> str:
    """Put text into a cell of a table, as it is written."""
    line = " ".join(text.split())
    if longest and len(line) > longest:
        line = line[: longest - 1].rstrip() + "…"
    return line.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    main()
