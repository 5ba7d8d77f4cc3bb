"""License texts are of this machine's own packages or made up of the words that the tests need."""

import importlib.metadata

import pytest

from llamita.corpus.document import SourceFile
from llamita.corpus.record.license_texts import LicenseTexts, given_on, is_readable, whole_texts
from llamita.corpus.record.notices import NoticeText, Owed, notices


def installed(distribution: str) -> str:
    files = importlib.metadata.files(distribution) or ()
    return next(f for f in files if f.name.startswith("LICENSE")).locate().read_text("utf-8")


MIT = installed("pytest")
APACHE_LINK = (
    "Licensed under the Apache License, Version 2.0; you may obtain a copy at http://www.apache.org/\n"
)
STUB = (
    "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\n"
    "Copyright: 2010 Somebody\nLicense: MIT\n"
)


def file(path: str, text: str = "some words") -> SourceFile:
    return SourceFile(path, text)


def indented(text: str) -> str:
    return "".join(f" {line or '.'}\n" for line in text.split("\n"))


def test_a_license_is_found_where_its_text_stands_whole():
    assert list(whole_texts(file("LICENSE", MIT))) == ["MIT"]
    assert list(whole_texts(file("debian/copyright", STUB + indented(MIT)))) == ["MIT"]
    assert not whole_texts(file("debian/copyright", STUB))
    assert not whole_texts(file("LICENSE", APACHE_LINK))
    assert not whole_texts(file("package.json", '{"license": "MIT"}'))


def owed_by(*projects) -> tuple[Owed, ...]:
    texts = LicenseTexts()
    for name, expressions, files, owners in projects:
        texts.learn(name, files)
        texts.require(name, dict.fromkeys(expressions, owners), files)
    return texts.owed()


def test_a_project_without_the_text_of_its_license_gets_that_of_the_first_that_brings_it():
    (owed,) = owed_by(
        ("bare 1", ["MIT"], [], ("Copyright 2020 Bare",)),
        ("whole 2", ["MIT"], [file("LICENSE", MIT)], ("Copyright 2004 Holger",)),
        ("later 3", ["MIT"], [file("LICENSE", MIT.replace("2004", "2005"))], ()),
    )
    assert owed.license == "MIT"
    assert owed.projects == (("bare 1", ("Copyright 2020 Bare",)),)
    assert (owed.text.project, owed.text.name) == ("whole 2", "LICENSE")
    assert owed.text.text.startswith("Permission is hereby granted")
    assert "Holger" not in owed.text.text
    assert owed.text.text.rstrip().endswith("SOFTWARE.")


@pytest.mark.parametrize("expression", ["MIT", "MIT OR Zlib", "LicenseRef-public-domain", "LicenseRef-BSD"])
def test_nothing_is_owed_where_the_text_is_there_or_none_is_asked_for(expression):
    bsd = installed("jinja2")
    assert owed_by(("a 1", [expression], [file("LICENSE", MIT), file("LICENSE.bsd", bsd)], ())) == ()


def test_of_licenses_that_hold_together_each_text_is_owed():
    owed = owed_by(("a 1", ["MIT AND Zlib", "Apache-2.0 WITH LLVM-exception"], [file("LICENSE", MIT)], ()))
    assert [one.license for one in owed] == ["Apache-2.0", "Zlib"]
    assert all(one.text is None for one in owed)


def test_a_text_among_others_stands_in_only_where_there_is_none_alone():
    both = file("LICENSE", MIT + "\n\n" + installed("jinja2"))
    bare = ("bare 1", ["MIT"], [], ())
    (owed,) = owed_by(bare, ("both 1", ["MIT"], [both], ()))
    assert owed.text.project == "both 1"
    assert "Redistribution" not in owed.text.text
    (owed,) = owed_by(bare, ("both 1", ["MIT"], [both], ()), ("one 1", ["MIT"], [file("LICENSE", MIT)], ()))
    assert owed.text.project == "one 1"


def test_a_text_that_names_somebody_stands_in_for_none_that_names_nobody():
    nobody = installed("jinja2")
    named = nobody.replace("the copyright holder nor", "Acme Inc. nor")
    assert named != nobody
    projects = (
        ("named 1", ["MIT"], [file("LICENSE", named)], ()),
        ("no 1", ["MIT"], [file("LICENSE", nobody)], ()),
    )
    owed = owed_by(("bare 1", ["BSD-3-Clause"], [], ()), *projects)
    assert owed[0].text.project == "no 1"


def test_a_text_that_is_not_recognized_among_others_is_found_by_its_words():
    words = " ".join(f"word{number}" for number in range(400))
    mixed = file("LICENSE", f"{words}\n{MIT[:500]}\n{MIT[500:]}\n{words}")
    whole = ("whole 1", ["MIT"], [file("LICENSE", MIT)], ())
    assert owed_by(("mixed 1", ["MIT"], [mixed], ()), whole) == ()
    without = file("LICENSE", f"{words}\n{MIT[:500]}\n{words}")
    assert [one.license for one in owed_by(("cut 1", ["MIT"], [without], ()), whole)] == ["MIT"]


def test_only_owners_of_files_under_the_license_stand_below_it():
    texts = LicenseTexts()
    texts.require("a 1", {"MIT": ["© A"], "MIT AND Zlib": ["© B", "© A"], "Zlib": ["© C"]}, [])
    assert [one.projects for one in texts.owed()] == [
        (("a 1", ("© A", "© B")),),
        (("a 1", ("© B", "© A", "© C")),),
    ]


def test_no_programs_and_no_rich_text_are_given_on():
    assert not is_readable(file("License.rtf", "{\\rtf1 words}"))
    assert not is_readable(file("bin/check_licenses", "#!/bin/sh\n# MIT\n"))
    assert is_readable(file("LICENSE", MIT))


@pytest.mark.parametrize(
    ("path", "is_given_on"),
    [
        ("LICENSE", True),
        ("debian/copyright", True),
        ("usr/share/doc/a/copyright", True),
        ("lib/LICENSE", True),
        ("doc/LICENSE", True),
        ("lib/src/dist/license.txt", False),
        ("lib/core/META-INF/NOTICE", True),
        ("tools/7-zip/license.txt", False),
        ("vendor/x/y/LICENSE", False),
        ("a-1.dist-info/licenses/LICENSE", True),
        ("lib/other/x-1.dist-info/LICENSE", False),
        ("LICENSES/MIT.txt", True),
        ("vendor/z/LICENSES/MIT.txt", False),
        ("licenses/THIRD-PARTY-LICENSES.txt", True),
        ("vendor/z/THIRD-PARTY-LICENSES.txt", False),
    ],
)
def test_a_text_that_is_about_no_file_of_the_corpus_is_not_given_on(path, is_given_on):
    folders = {"", "lib", "lib/core"}
    assert bool(given_on([file(path)], folders)) is is_given_on


def test_what_is_owed_stands_after_the_notices_with_projects_and_owners():
    text = notices(
        [NoticeText("zod 4", "LICENSE", "Granted.\n")],
        [
            Owed("MIT", NoticeText("zod 4", "LICENSE", "Granted."), (("a 1", ("© 2020 A",)), ("b 1", ()))),
            Owed("X11", None, (("c 1", ()),)),
            Owed("LicenseRef-BSD", None, (("d 1", ()),)),
        ],
    )
    rule = "=" * 78
    lacks = "its text was not found, whole, in what these projects bring:"
    none = "    (no copyright line in its files)"
    assert text == (
        f"{rule}\nzod 4: LICENSE\n{rule}\n\nGranted.\n\n"
        f"{rule}\nMIT: {lacks}\na 1\n    © 2020 A\nb 1\n{none}\n"
        f"It stands here as `LICENSE` of zod 4 has it, for all of them.\n{rule}\n\nGranted.\n\n"
        f"{rule}\nX11: {lacks}\nc 1\n{none}\nNo project of this corpus brings it.\n{rule}\n\n"
        "https://spdx.org/licenses/X11.html\n\n"
        f"{rule}\nLicenseRef-BSD: {lacks}\nd 1\n{none}\nNo project of this corpus brings it.\n{rule}\n\n"
        "SPDX has no text of that name.\n"
    )
