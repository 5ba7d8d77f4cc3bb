"""docs/concepts/traps.md says of every trap of the Code Llama family whether a test is named after it."""

import re

from tests.fixtures import ROOT

NUM_TRAPS = 46
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs" / "concepts" / "traps.md").read_text(encoding="utf-8"))


def numbers_in_names() -> set[int]:
    """The numbers that tests carry in their names."""
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return {int(number) for text in sources for number in re.findall(r"^ *def test_trap_(\d+)_", text, re.M)}


def test_every_trap_has_one_row():
    assert [int(number) for number, _, _ in ROWS] == list(range(1, NUM_TRAPS + 1))


def test_a_trap_is_marked_as_tested_if_and_only_if_a_test_is_named_after_it():
    assert {int(number) for number, _, here in ROWS if here == "tested"} == numbers_in_names()


def test_every_other_trap_says_why_it_has_no_test():
    assert all(here == "tested" or here.startswith("no test: ") for _, _, here in ROWS)
