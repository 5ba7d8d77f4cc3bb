"""What is left of a file without its license, by which near-duplicates are judged."""

from __future__ import annotations

import time

import pytest

from llamita.corpus.duplicates.decision import THRESHOLD, jaccard
from llamita.corpus.duplicates.shingles import shingles
from llamita.corpus.licenses.stripping import HEAD_CHARACTERS, without_license
from tests.corpus.licenses.samples import APACHE_NOTICE, MIT
from tests.corpus.licenses.test_hostile import LONG

MIT_TITLE = ["The", "MIT", "License", "(MIT)"]
NOTICE = f"""{APACHE_NOTICE}
You may not use this file except in compliance with the License. You may obtain a copy of it from us.
Unless required by applicable law or agreed to in writing, what is distributed under the License comes
without warranties or conditions of any kind, either express or implied.
"""
STARS = "/*\n" + "".join(f" * {line}\n" for line in NOTICE.splitlines()) + " */\n"
HASHES = "".join(f"# {line}\n" for line in NOTICE.splitlines())
SLASHES = HASHES.replace("# ", "// ")
JAVA = f"package org.example.project;\n\n{STARS}\npublic interface Part {{\n    Part next();\n}}\n"
README = f"# Parts in Dart\n\n## License\n\n{NOTICE}\n\n## Use\n\nRun `pub get`, then look around.\n"
BEHIND_CODE = [
    ("java", "package org.example.x;\n\n", STARS, "\nclass X {}\n"),
    ("go", "package main\n\n", STARS, "\nfunc f() {}\n"),
    ("php", "<?php\n\ndeclare(strict_types=1);\n\nnamespace A\\B;\n\n", STARS, "\nclass X {}\n"),
    ("php", "<?php\nnamespace A\\B;\n\nuse C;\n", SLASHES, "\nclass X {}\n"),
    ("c++", "#ifndef X_H_\n#define X_H_\n\n", SLASHES, "\nint x();\n#endif\n"),
    ("ruby", "%YAML 1.2\n--- |\n", HASHES.replace("# ", "  # "), "\n  module X\n"),
    ("css", '@charset "utf-8";\n', STARS, "p { top: 0 }\n"),
    ("javascript", "import x from 'x';\n\n", SLASHES, "\nf();\n"),
    ("c++", '#include "x.h"\n\n#include <vector>\n\n', STARS, "int x;\n"),
    ("c#", "#pragma warning disable 0420\nusing System;\n", SLASHES, "\nclass X {}\n"),
    ("shell", "#!/bin/bash\nset -e\n", HASHES, "\necho x\n"),
    ("python", '"""\nA title.\n"""\n\nimport os\n', HASHES, "\nprint(os.name)\n"),
    ("python", "import os\n\n", f'"""\n{MIT}\n"""', "\nprint(os.name)\n"),
    ("html", "<html>\n<head>\n<title>x</title>\n", f"<!--\n{NOTICE}-->", "\n</head>\n"),
    ("pascal", "unit X;\n", STARS.replace("/*", "(*").replace(" */", " *)").rstrip("\n"), "\ninterface\n"),
    ("assembly", "inc x\n", SLASHES, "constexpr int x = 1;\n"),
    ("dockerfile", "FROM x\n", HASHES, "\nRUN y\n"),
    ("batchfile", "cd x\n", STARS.rstrip("\n"), "\n'@echo off'\n"),
]


@pytest.mark.parametrize(("language", "before", "license_comment", "after"), BEHIND_CODE)
def test_a_license_comment_behind_code_is_left_out(
    language: str, before: str, license_comment: str, after: str
) -> None:
    left = without_license(before + license_comment + after, language)
    assert left.split() == (before + after).split()


@pytest.mark.parametrize("language", ["markdown", "text", "restructuredtext", "asciidoc"])
def test_license_paragraphs_of_prose_are_left_out(language: str) -> None:
    text = f"Parts\n\nMakes parts.\n\nLicense\n\n{NOTICE}\n\n{MIT}\n\nUse\n\nCall `part()`.\n"
    left = without_license(text, language)
    assert left.split() == ["Parts", "Makes", "parts.", "License", *MIT_TITLE, "Use", "Call", "`part()`."]


def test_other_items_of_a_list_stay_when_one_speaks_of_the_license() -> None:
    items = "- Makes parts.\n- Licensed under the MIT license.\n- Has no dependencies.\n"
    assert without_license(items, "markdown") == "- Makes parts.\n\n- Has no dependencies.\n"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", 'TERMS = """\nPermission is hereby granted, free of charge\n"""\n'),
        ("python", 'print("licensed under the MIT license")\n'),
        ("python", '"""Says hello."""\n\nNOTE = "all rights reserved"\n\n"""Bye."""\n'),
        ("python", 'WORDS = [\n    "a word",\n    "all rights reserved",\n    "its neighbor",\n]\n'),
        ("c", '#include "x.h"\n#define TERMS "all rights reserved"\n#include "y.h"\n'),
        ("java", "package a;\n\n/** Asks for permission to read, or warns. */\nclass X {}\n"),
        ("c", "int x;\n\n// The license plate of a car.\nint plate;\n"),
        ("markdown", "# Plates\n\nEvery car has a license plate; see copyright.md.\n"),
        ("c", "int x;\n" * HEAD_CHARACTERS + "// All rights reserved.\n"),
    ],
)
def test_code_and_words_that_state_no_terms_stay(language: str, text: str) -> None:
    assert without_license(text, language) == text


def test_a_short_class_is_no_near_duplicate_of_a_readme_with_the_same_license() -> None:
    assert jaccard(shingles(JAVA), shingles(README)) >= THRESHOLD
    assert (
        jaccard(shingles(without_license(JAVA, "java")), shingles(without_license(README, "markdown"))) == 0
    )


def test_the_same_class_with_and_without_a_license_behind_its_package_is_a_near_duplicate() -> None:
    bare = JAVA.replace(STARS, "")
    assert jaccard(shingles(JAVA), shingles(bare)) < THRESHOLD
    assert jaccard(shingles(without_license(JAVA, "java")), shingles(without_license(bare, "java"))) == 1


@pytest.mark.parametrize("language", ["text", "markdown", "restructuredtext"])
@pytest.mark.parametrize("terms", [NOTICE, MIT], ids=["apache", "mit"])
def test_a_file_that_is_only_a_license_has_no_shingles_to_match(language: str, terms: str) -> None:
    assert len(shingles(terms))
    assert not len(shingles(without_license(terms, language)))


@pytest.mark.parametrize("language", ["c", "text"])
def test_a_file_that_is_only_a_license_comment_has_nothing_left(language: str) -> None:
    assert without_license(STARS, language) == ""


@pytest.mark.parametrize("language", ["c", "text", "markdown"])
@pytest.mark.parametrize(
    "text",
    [
        *LONG.values(),
        "package a;\n" * 90_000,
        "int x; licensed under\n" * 45_000,
        "distributed under " + "_" * 1_000_000 + " license",
        "distributed under a_b " * 45_000,
        "\n\ncopyright" * 90_000,
        "copyright\n" + "\n     " * 160_000,
        '"""all rights reserved' * 45_000,
        "#ifndef " + "A" * 1_000_000,
    ],
    ids=lambda text: text[:20],
)
def test_a_hostile_file_is_stripped_soon(text: str, language: str) -> None:
    start = time.process_time()
    without_license(text, language)
    assert time.process_time() - start < 2
