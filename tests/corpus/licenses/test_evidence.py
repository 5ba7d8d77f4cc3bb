"""Where a finding's evidence comes from, and what goes with it."""

from __future__ import annotations

import pickle

import pytest

from llamita.corpus.document import SourceFile
from llamita.corpus.licenses import LicenseContext, Policy, is_license_file
from llamita.corpus.licenses.globs import Globs
from llamita.corpus.licenses.metadata import claim_of_metadata
from llamita.errors import RequestError
from tests.corpus.licenses.samples import APACHE, GPL_NOTICE, MIT, dep5, files, find, project


@pytest.mark.parametrize(
    "path",
    [
        *(
            "LICENSE",
            "LICEN" + "CE.txt",
            "COPYING",
            "COPYING.LESSER",
            "COPYING3",
            "NOTICE",
            "NOTICE.md",
            "UNLICENSE",
        ),
        *(
            "lib/x/LICENSE-MIT",
            "MIT-LICENSE.txt",
            "debian/copyright",
            "usr/share/doc/libx/copyright",
            "package.json",
        ),
        *(
            "x-1.0.dist-info/METADATA",
            "x-1.0.dist-info/licenses/LICENSE",
            "PKG-INFO",
            "src/x.egg-info/PKG-INFO",
        ),
        *("pom.xml", "composer.json", "X.nuspec", "setup.cfg", "pyproject.toml", "LICENSES/MIT.txt"),
    ],
)
def test_a_file_that_tells_a_license_is_one(path: str) -> None:
    assert is_license_file(path)


@pytest.mark.parametrize(
    "path",
    [
        "src/license.py",
        "LicenseView.java",
        "licenses.js",
        "vendor/package.json",
        "a/pom.xml",
        "copy.c",
        "README.md",
        "METADATA",
    ],
)
def test_a_file_that_only_sounds_so_is_none(path: str) -> None:
    assert not is_license_file(path)


def test_a_notice_is_quoted_with_its_line() -> None:
    finding = find({"LICENSE": MIT}, "src/a.c", f"/*\n * A tool.\n *\n * {GPL_NOTICE}\n */\n")
    assert (finding.source, finding.where) == ("header", "src/a.c:4")
    assert finding.quote.startswith("This program is free software")
    assert [(claim.expression, claim.where) for claim in finding.conflicts] == [("MIT", "LICENSE:1")]


def test_a_paragraph_is_quoted_with_its_line_and_its_owners() -> None:
    finding = find(
        {"debian/copyright": dep5(files("*", "Expat", "2001 A. B.\n 2002 C. D."))}, "a.c", "int x;"
    )
    assert (finding.expression, finding.source, finding.where) == ("MIT", "dep-5", "debian/copyright:7")
    assert finding.quote == "Files: *; License: Expat"
    assert finding.copyrights == ("2001 A. B.", "2002 C. D.")


def test_a_quote_is_one_line_of_at_most_200_characters() -> None:
    finding = find({"LICENSE": APACHE})
    assert len(finding.quote) <= 200
    assert "\n" not in finding.quote


def test_owners_come_from_the_file_before_the_project() -> None:
    finding = find(
        {"LICENSE": MIT}, "a.c", "// Copyright (c) 2019 A. Person\n// Copyright 2020 B. Person\nint x;\n"
    )
    assert finding.copyrights == ("Copyright (c) 2019 A. Person", "Copyright 2020 B. Person")


def test_the_choice_made_is_told() -> None:
    finding = find({}, "a.c", "// SPDX-License-Identifier: GPL-2.0-only OR MIT OR ISC\n")
    assert Policy().choose(finding.expression or "") == "ISC OR MIT"


def test_a_recipe_decides_where_nothing_else_is_said() -> None:
    assert project({}, "Apache-2.0").license_of("a.c", "int x;").source == "recipe"
    assert project({"LICENSE": MIT}, "Apache-2.0").license_of("a.c", "int x;").expression == "MIT"


def test_notices_hold_each_text_once_and_no_metadata() -> None:
    context = project(
        {"LICENSE": MIT, "lib/LICENSE": MIT, "NOTICE": "A. Person made it.", "package.json": "{}"}
    )
    assert [file.path for file in context.notices()] == ["LICENSE", "NOTICE"]


def test_notices_are_bounded() -> None:
    context = project({"LICENSE": MIT, "sub/NOTICE": "x" * 1_000_001})
    assert [file.path for file in context.notices()] == ["LICENSE"]


def test_a_context_says_the_same_after_a_journey_and_in_any_order() -> None:
    given = [
        SourceFile("LICENSE", MIT),
        SourceFile("COPYING", APACHE),
        SourceFile("package.json", '{"license": "MIT"}'),
    ]
    context = LicenseContext.read(given)
    assert LicenseContext.read(reversed(given)) == context
    assert pickle.loads(pickle.dumps(context)).license_of("a.c", "x") == context.license_of("a.c", "x")


def test_an_unknown_policy_is_refused_by_name() -> None:
    with pytest.raises(RequestError, match="^no license policy named `free`$"):
        Policy("free")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "text", "expression"),
    [
        ("METADATA", "Name: x\nLicense-Expression: MIT OR Apache-2.0\nLicense: GPL\n", "Apache-2.0 OR MIT"),
        ("METADATA", "Name: x\nLicense: BSD 3-Clause\n\nLicense: GPL\n", "BSD-3-Clause"),
        ("METADATA", "Name: x\nClassifier: License :: OSI Approved :: MIT License\n", "MIT"),
        ("METADATA", "Classifier: License :: Other/Proprietary License\n", "LicenseRef-proprietary"),
        ("PKG-INFO", "License: UNKNOWN\n", None),
        ("package.json", '{"licenses": [{"type": "MIT"}, {"type": "GPL-2.0"}]}', "GPL-2.0-only OR MIT"),
        ("package.json", '{"license": {"type": "ISC"}}', "ISC"),
        ("package.json", "{", None),
        ("package.json", '["MIT"]', None),
        ("composer.json", '{"license": ["MIT", "proprietary"]}', "LicenseRef-proprietary OR MIT"),
        ("pom.xml", "<licenses><license><name>Apache-2.0</name></license></licenses>", "Apache-2.0"),
        (
            "pom.xml",
            "<project><!-- <licenses><license><name>MIT</name></license></licenses> --></project>",
            None,
        ),
        ("x.nuspec", '<license type="expression">MIT</license>', "MIT"),
        ("pyproject.toml", '[project]\nlicense = {text = "MIT"}\n', "MIT"),
        ("pyproject.toml", "[project\n", None),
        ("setup.cfg", "[metadata]\nlicense = Apache-2.0\n", "Apache-2.0"),
        ("setup.cfg", "metadata\n", None),
    ],
)
def test_metadata_says_what_it_says(name: str, text: str, expression: str | None) -> None:
    claim = claim_of_metadata(name, text)
    assert (claim.expression if claim else None) == expression


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*", "a/b.c", True),
        ("src/*", "src/a/b.c", True),
        ("src/*", "srcs/a.c", False),
        ("*.c", "a/b.c", True),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("a*b*c", "axbxc", True),
        ("a*b*c", "axcxb", False),
        (r"a\*", "a*", True),
        (r"a\*", "ab", False),
        ("./src/a.c", "src/a.c", True),
        ("src", "src/a.c", True),
        ("ab*ba", "aba", False),
        ("*/x?.c", "a/b/x1.c", True),
    ],
)
def test_a_pattern_matches_as_debian_says(pattern: str, path: str, matches: bool) -> None:
    globs = Globs()
    globs.add(pattern, 7)
    assert globs.find(path) == (7 if matches else None)
