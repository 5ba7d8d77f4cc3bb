"""Benchmark solutions planted in files of many kinds, as they are and changed: which are found.

Every Python solution of every benchmark at hand is planted seven times over: as it is, formatted by another
tool, with its lines joined, without docstrings, with other docstrings, with every name of its own replaced,
and that without docstrings. Each stands in a module among other functions, in Markdown, between numbers of
lines, in a docstring, in JSON, and with line ends of Windows.

Hosts without a problem must stay; how many files of a whole corpus go is on its card.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from benchmarks.report import write_result
from llamita.corpus.decontamination import BENCHMARKS_FILE, Benchmarks
from tests.corpus.decontamination.planting import PLACES
from tests.corpus.decontamination.recall import LANGUAGES, planted

ASKED = ("verbatim", "reformatted", "joined lines", "renamed", "renamed, no docstrings")
"""The changes that no solution may survive unseen, where it stands as code."""
CODE = ("module", "markdown", "windows lines")


def main() -> None:
    """Plant all, look for all, and keep the table."""
    benchmarks = Benchmarks.load(BENCHMARKS_FILE)
    all_: Counter[tuple[str, str, str]] = Counter()
    found: Counter[tuple[str, str, str]] = Counter()
    for text, change, place, file in planted(1, tuple(PLACES)):
        kind = (text.benchmark, change, place)
        all_[kind] += 1
        found[kind] += benchmarks.find(file, LANGUAGES.get(place, "python")) is not None
    asked = [kind for kind in all_ if kind[1] in ASKED and kind[2] in CODE]
    wrong = [
        place
        for place in PLACES
        if benchmarks.find(PLACES[place]("x = 1\n"), LANGUAGES.get(place, "python")) is not None
    ]
    write_result(
        "decontamination",
        {
            "planted_as_code": sum(all_[kind] for kind in asked),
            "found_as_code": sum(found[kind] for kind in asked),
            "share_found_as_code": sum(found[kind] for kind in asked) / sum(all_[kind] for kind in asked),
            "planted": sum(all_.values()),
            "share_found": sum(found.values()) / sum(all_.values()),
            "share_found_by_place": _shares(found, all_, 2),
            "share_found_by_change": _shares(found, all_, 1),
            "hosts_found_wrongly": len(wrong),
            "table": [
                {"kind": ", ".join(kind), "planted": all_[kind], "found": found[kind]} for kind in all_
            ],
        },
    )


def _shares(
    found: Counter[tuple[str, str, str]], all_: Counter[tuple[str, str, str]], column: int
) -> dict[str, Any]:
    """Of all with one name in a column of the kinds, the share that was found."""
    names = dict.fromkeys(kind[column] for kind in all_)
    return {
        name: sum(found[kind] for kind in all_ if kind[column] == name)
        / sum(all_[kind] for kind in all_ if kind[column] == name)
        for name in names
    }


if __name__ == "__main__":
    main()
