"""Files made to make us slow or to break us."""

from __future__ import annotations

import time

import pytest

from llamita.corpus.licenses import Claim, LicenseContext, license_header_end
from llamita.corpus.licenses.expressions import normalized
from llamita.corpus.licenses.metadata import claim_of_metadata
from llamita.corpus.licenses.texts import license_of_text
from tests.corpus.licenses.samples import dep5, files, find, project

MEGABYTE = 1_000_000
SECONDS = 4.0
LONG = {
    "a": "a" * MEGABYTE,
    "brackets": "(" * MEGABYTE,
    "spaces": " " * MEGABYTE,
    "tags": "SPDX-License-Identifier: " * 40_000,
    "annotations": "@license " * 100_000,
    "gnu": "* GNU General Public License\n" * 30_000,
    "copyright": "copyright (c) " * 70_000,
    "stars": "/*" + "*" * MEGABYTE,
    "lines": "// license\n" * 90_000,
    "may not": "// may not be used for " * 40_000,
    "nul": "\0license" * 100_000,
    "choice": "mit or " * 140_000,
}


@pytest.mark.parametrize("case", LONG)
def test_a_hostile_file_is_judged_soon(case: str) -> None:
    start = time.process_time()
    context = LicenseContext.read([])
    for path in ("a.c", "a.py", "a.md", "a.txt"):
        context.license_of(path, LONG[case])
    license_header_end(LONG[case], "c")
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("case", LONG)
def test_a_hostile_license_file_is_judged_soon(case: str) -> None:
    start = time.process_time()
    license_of_text(LONG[case])
    project(
        {
            "debian/copyright": LONG[case],
            "package.json": LONG[case],
            "pom.xml": LONG[case],
            "setup.cfg": LONG[case],
        }
    )
    claim_of_metadata("METADATA", LONG[case])
    assert time.process_time() - start < SECONDS * 3


def test_deep_brackets_are_no_expression() -> None:
    assert normalized("(" * 100 + "MIT" + ")" * 100) in (None, "MIT")
    assert normalized("(" * 100_000) is None
    assert claim_of_metadata("package.json", "[" * 200_000) is None
    assert claim_of_metadata("pyproject.toml", "x = " + "[" * 40_000) is None
    assert claim_of_metadata("pyproject.toml", "x = " + "[" * 200_000) == Claim(
        None, "metadata", "pyproject.toml:1", "longer than 50000 characters: not read"
    )


def test_a_hundred_thousand_patterns_cost_little() -> None:
    names = [f"a/{number}" for number in range(100_000)]
    patterns = "\n ".join(" ".join(names[first : first + 10]) for first in range(0, len(names), 10))
    context = project({"debian/copyright": dep5(files("*", "Expat"), files(patterns, "GPL-2"))})
    start = time.process_time()
    assert context.license_of("a/99999/a.c", "").expression == "GPL-2.0-only"
    assert time.process_time() - start < 0.1


def test_many_stars_cost_little() -> None:
    start = time.process_time()
    finding = find({"debian/copyright": dep5(files("a*" * 400 + "b", "Expat"))}, "a" * 4000, "")
    assert finding.expression is None
    assert time.process_time() - start < 1
