"""Parts of a file that are under other terms than the file, and notices beside the files they speak of."""

from __future__ import annotations

import time

import pytest

from llamita.corpus.licenses.foreign import foreign_parts
from tests.corpus.licenses.samples import APACHE, MIT, MPL_NOTICE, find, rule

FOREIGN = {
    "an answer": ("// Adapted from https://stackoverflow.com/a/1234567\nint x;\n", "CC-BY-SA-4.0"),
    "an answer two lines away": (
        "# This function is a slightly modified version of what a person wrote,\n# see\n"
        "# https://stackoverflow.com/questions/12/how-to\n",
        "CC-BY-SA-4.0",
    ),
    "a bare source": ("// from http://stackoverflow.com/a/2886589/195873\n", "CC-BY-SA-4.0"),
    "a sister forum": ("# taken from https://codereview.stackexchange.com/q/412/\n", "CC-BY-SA-4.0"),
    "a free implementation": (
        '// This code started from a "FREE implementation" posted to Stack Overflow at:\n',
        "CC-BY-SA-4.0",
    ),
    "a GPL program": ("// code below adapted from Blender\n", "GPL-2.0-or-later"),
    "an encyclopedia": (
        "/**\n * @license Creative Commons Attribution-ShareAlike http://x.example/\n */\n",
        "CC-BY-SA-3.0",
    ),
    "an e-book": ("<?php\n/** The Project Gutenberg EBook of Emma */\n", "LicenseRef-project-gutenberg"),
    "an e-book's terms": (
        " * copy it under the terms of the Project Gutenberg License included\n",
        "LicenseRef-project-gutenberg",
    ),
    "a document that must stay as it is": (
        "<p>Permission is\n granted to distribute this document without any alteration under</p>",
        "LicenseRef-no-derivatives",
    ),
    "a list that must stay as it is": (
        '// "Verbatim copying\n// and distribution of this entire article is permitted in any medium"\n',
        "LicenseRef-no-derivatives",
    ),
    "a trade secret": (
        "/* This work\n contains proprietary, confidential, and trade secret information of A */",
        "LicenseRef-proprietary",
    ),
}
NOT_FOREIGN = (
    "// See https://stackoverflow.com/a/40743080 for why\n",
    "throw new StackOverflowError('taken from the stack');\n",
    "Ask on Stack Overflow. The code was adapted from ours, not from there.\n",
    "We moved away from this. See https://stackoverflow.com/q/1\n",
    "// runs on GNU make and in Blender\n",
    "Everyone is permitted to copy and distribute verbatim copies of this license document.\n",
    "The data set is made available under Creative Commons Attribution-ShareAlike 3.0.\n",
    "Permission is granted to distribute with or without alterations.\n",
    "TransportGuarantee.CONFIDENTIAL keeps confidential information\n",
)


@pytest.mark.parametrize(("text", "license_id"), FOREIGN.values(), ids=FOREIGN.keys())
def test_a_foreign_part_takes_a_file_out_of_an_open_project(text: str, license_id: str) -> None:
    assert [claim.expression for claim in foreign_parts("a.c", text)] == [license_id]
    assert rule(find({"LICENSE": MIT}, "a.c", "int y;\n" * 3000 + text)) == "licenses disagree"


@pytest.mark.parametrize("text", NOT_FOREIGN)
def test_a_mention_is_no_foreign_part(text: str) -> None:
    assert foreign_parts("a.c", text) == []


def test_a_foreign_part_is_named_with_its_line() -> None:
    claim = foreign_parts("a.c", "int x;\n\n// Taken from https://stackoverflow.com/a/12\n")[0]
    assert (claim.where, claim.quote) == ("a.c:3", "Taken from https://stackoverflow.com/a/12")


def test_a_notice_below_the_root_holds_beside_the_license_of_the_project() -> None:
    texts = {"LICENSE": MIT, "config/NOTICE": f"`a.py` comes from elsewhere.\n{MPL_NOTICE}\n"}
    assert find(texts, "config/a.py", "x = 1\n").expression == "MIT AND MPL-2.0"
    assert find(texts, "b.py", "x = 1\n").expression == "MIT"


def test_a_notice_at_the_root_takes_nothing_out() -> None:
    texts = {"LICENSE": APACHE, "NOTICE": f"The archive comes with a library.\n{MPL_NOTICE}\n"}
    assert rule(find(texts, "a.py", "x = 1\n")) == "in"


def test_the_legal_notice_of_a_book_governs_its_chapters() -> None:
    notice = "<legalnotice>Copies may be made, provided that you do not charge any fee.</legalnotice>"
    texts = {"LICENSE": APACHE, "doc/index-docinfo.xml": notice}
    assert rule(find(texts, "doc/chapter.adoc", "= Beans\n")) == "license not permitted"


def test_looking_for_foreign_parts_takes_no_time_in_hostile_files() -> None:
    began_s = time.perf_counter()
    for line in ("Adapted from stackoverflow.com ", "from a a a a a Stack Overflow", "taken " * 9 + " GNU "):
        foreign_parts("a.c", line * (1_000_000 // len(line)))
    assert time.perf_counter() - began_s < 2
