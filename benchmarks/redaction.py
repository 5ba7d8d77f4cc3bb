"""Redaction of planted secrets and personal data, and of look-alikes: recall and precision of each class.

Recall of a class: of its planted values, the share that is no longer in the redacted text. Of a private key
no line of its body may be left. `covered` is stricter: findings cover every letter and digit of the value.

Precision of a class: of all findings of its kind in all 600 texts, the share that is true. A finding is true
when it touches the planted value (of whichever class: a key that is called a password is a true password), or
one that was drawn beside it, and takes at most four signs more, none of them a letter or a digit. In a
look-alike no finding is true.

Intervals are those of Wilson, 95 %.

The sets are by different people who had read neither the rules nor the other sets. A set is blind once: then
rules are mended by what it found, and it only shows that nothing came undone. `--set fourth` runs and prints
one; with `--blind`, which is for that one time, its table is kept as `results/redaction_blind_fourth.json`.
Without `--set` all run, and their tables are kept.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from benchmarks import fifth_set, fourth_set, second_set, sixth_set, third_set
from benchmarks import planted_secrets as first_set
from benchmarks.planted_secrets import LOOKALIKES, PLANTED
from benchmarks.report import write_result
from llamita.corpus.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.planted_secrets import Plant
    from llamita.corpus.redaction.redactor import Finding, Redacted

SETS = {
    "first": (first_set.planted_secrets, first_set.lookalikes),
    "second": (second_set.planted_secrets, second_set.lookalikes),
    "third": (third_set.planted_secrets, third_set.lookalikes),
    "fourth": (fourth_set.planted_secrets, fourth_set.lookalikes),
    "fifth": (fifth_set.planted_secrets, fifth_set.lookalikes),
    "sixth": (sixth_set.planted_secrets, sixth_set.lookalikes),
}
"""Name of a set -> what makes its planted texts and its look-alikes."""
CLASS_OF_KIND = {
    "key": "key",
    "private key": "private_key",
    "password": "secret",
    "e-mail": "email",
    "handle": "handle",
    "name": "name",
    "ip address": "ip",
    "phone": "phone",
}
"""What the redactor calls a finding -> the class of what is planted.

A finding of another kind, as a card number, counts in the sum of all classes only.
"""
MOST_SIGNS_BESIDE = 2
NORMAL_95 = 1.959964

_END_OF_LINE = re.compile(r"\\n|\n")
_AROUND_LINE = " \t\"'+.,;#*/\\"
"""What a program puts around the lines of a private key."""


def main(arguments: Sequence[str] = ()) -> None:
    """Run one set and print it, or all and keep their tables."""
    parser = argparse.ArgumentParser(description="Recall and precision of the redaction.")
    parser.add_argument("--set", choices=SETS, help="only this set; its table is printed and not kept")
    parser.add_argument("--blind", action="store_true", help="keep the table of a set's first run")
    options = parser.parse_args(arguments)
    if options.set and options.blind:
        write_result(f"redaction_blind_{options.set}", measure(options.set))
    elif options.set:
        print(json.dumps(measure(options.set), indent=2))
    else:
        write_result("redaction", {name: measure(name) for name in SETS})


def measure(name: str) -> dict[str, Any]:
    """Redact all of a set, count, and list what was missed and what was touched wrongly."""
    make_planted, make_alike = SETS[name]
    planted = [(plant, redact(plant.text, plant.language)) for plant in make_planted()]
    alike = [(plant, redact(plant.text, plant.language)) for plant in make_alike()]
    missed = [pair for pair in planted if is_left(*pair)]
    false = [
        (plant, finding)
        for pairs, is_planted in ((planted, True), (alike, False))
        for plant, redacted in pairs
        for finding in redacted.findings
        if not (is_planted and is_true(plant, finding))
    ]
    findings = [finding for _, redacted in planted + alike for finding in redacted.findings]
    for plant, _ in missed:
        print(f"{name}: missed {plant.kind}: {line_of(plant.text, plant.start)}")
    for plant, finding in false:
        excerpt = line_of(plant.text, finding.start)
        print(f"{name}: false {finding.kind} ({finding.rule}) in {plant.kind}: {excerpt}")
    return {
        "planted": len(planted),
        "lookalikes": len(alike),
        "classes": _classes(planted, missed, findings, [finding for _, finding in false]),
        "recall": _share(len(planted) - len(missed), len(planted)),
        "precision": _share(len(findings) - len(false), len(findings)),
        "lookalikes_untouched": _untouched(alike),
        "false_by_rule": dict(Counter(f"{finding.kind}: {finding.rule}" for _, finding in false)),
        "missed": [f"{plant.kind}: {line_of(plant.text, plant.start)}" for plant, _ in missed],
        "false": [f"{finding.kind}: {line_of(plant.text, finding.start)}" for plant, finding in false],
    }


def is_left(plant: Plant, redacted: Redacted) -> bool:
    """Whether the value, or a line of a private key, is still in the text."""
    around = _AROUND_LINE if plant.kind == "private_key" else None
    lines = [line.strip(around) for line in _END_OF_LINE.split(plant.value)]
    return any(line in redacted.text for line in lines if line and not line.startswith("-----"))


def is_covered(plant: Plant, redacted: Redacted) -> bool:
    """Whether findings cover every letter and digit of the value; armor around a private key may stay."""
    taken = {at for finding in redacted.findings for at in range(finding.start, finding.stop)}
    end = plant.start + len(plant.value)
    armor = {at for one in re.finditer(r"-----.*?-----|\\n", plant.text) for at in range(*one.span())}
    return all(at in taken or at in armor or not plant.text[at].isalnum() for at in range(plant.start, end))


def is_true(plant: Plant, finding: Finding) -> bool:
    """Whether a finding takes the planted value, or another drawn beside it, and hardly more."""
    planted = {at for start, stop in _spans(plant) for at in range(start, stop)}
    taken = range(finding.start, finding.stop)
    more = [plant.text[at] for at in taken if at not in planted]
    return len(more) < len(taken) and len(more) <= 2 * MOST_SIGNS_BESIDE and not any(map(str.isalnum, more))


def _spans(plant: Plant) -> Iterator[tuple[int, int]]:
    """Where the planted value and those beside it stand."""
    yield plant.start, plant.start + len(plant.value)
    for value in plant.beside:
        for match in re.finditer(re.escape(value), plant.text):
            yield match.span()


def line_of(text: str, at: int) -> str:
    """The line that has this character."""
    begin = text.rfind("\n", 0, at) + 1
    return text[begin:].split("\n", 1)[0].strip()[:120]


def _classes(
    planted: list[tuple[Plant, Redacted]],
    missed: list[tuple[Plant, Redacted]],
    findings: list[Finding],
    false: list[Finding],
) -> dict[str, Any]:
    left = Counter(plant.kind for plant, _ in missed)
    covered = Counter(plant.kind for plant, redacted in planted if is_covered(plant, redacted))
    made = Counter(CLASS_OF_KIND.get(finding.kind) for finding in findings)
    wrong = Counter(CLASS_OF_KIND.get(finding.kind) for finding in false)
    sizes = Counter(plant.kind for plant, _ in planted)
    return {
        kind: {
            "recall": _share(sizes[kind] - left[kind], sizes[kind]),
            "covered": _share(covered[kind], sizes[kind]),
            "precision": _share(made[kind] - wrong[kind], made[kind]),
        }
        for kind in PLANTED
    }


def _untouched(alike: list[tuple[Plant, Redacted]]) -> dict[str, Any]:
    same = Counter(plant.kind for plant, redacted in alike if redacted.text == plant.text)
    sizes = Counter(plant.kind for plant, _ in alike)
    return {kind: _share(same[kind], sizes[kind]) for kind in LOOKALIKES}


def _share(part: int, whole: int) -> dict[str, Any]:
    """Part, whole and share in percent, with Wilson's interval."""
    if not whole:
        return {"part": part, "whole": whole, "percent": None, "interval_percent": None}
    share, weight = part / whole, NORMAL_95**2 / whole
    middle = (share + weight / 2) / (1 + weight)
    reach = math.sqrt(share * (1 - share) * weight + weight**2 / 4) / (1 + weight)
    return {
        "part": part,
        "whole": whole,
        "percent": round(100 * share, 1),
        "interval_percent": [
            round(100 * max(middle - reach, 0.0), 1),
            round(100 * min(middle + reach, 1.0), 1),
        ],
    }


if __name__ == "__main__":
    main(sys.argv[1:])
