"""Projects that say two things: what is not permitted stays out, whatever is said beside it."""

from __future__ import annotations

import codecs
import gzip
import json
import time
from pathlib import Path

import pytest

from llamita.corpus.licenses import is_license_file
from llamita.corpus.licenses.decoding import license_text
from llamita.corpus.licenses.dep5 import read_dep5
from llamita.corpus.licenses.metadata import claim_of_metadata
from llamita.corpus.places import Places, read_json
from llamita.corpus.recipe import parse_recipe
from llamita.corpus.sources.locking import lock
from llamita.corpus.stages.files import FilesTask
from llamita.files.progress import SilentProgress
from tests.corpus.licenses.samples import GPL_2, GPL_NOTICE, MIT, dep5, files, find, rule

GPL_CLASSIFIER = "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"
MIT_CLASSIFIER = "License :: OSI Approved :: MIT License"
MIT_TERMS = "License: Expat\n" + "".join(f" {line or '.'}\n" for line in MIT.splitlines()[2:])
PACKAGE = '{"license": "MIT"}'
SECONDS = 4.0
RECIPE = """
name = "small"
description = "a folder"
[[projects]]
name = "p"
origins = [{ folder = "p" }]
"""
POM = "<project><licenses><license>{}</license></licenses></project>"
NUSPEC = "<package><metadata>{}</metadata></package>"
APACHE_ISC_MIT = "Apache-2.0 AND ISC AND MIT"
READ_ON = "https://www.apache.org/licenses/LICENSE-2.0.txt"


@pytest.mark.parametrize(
    "data",
    [
        ("Auteur: René\n" + GPL_2).encode("latin-1"),
        GPL_2.encode("utf-16"),
        codecs.BOM_UTF16_BE + GPL_2.encode("utf-16-be"),
        GPL_2.encode("utf-16-le"),
        GPL_2.encode("utf-32"),
        GPL_2.encode() + b"\0",
    ],
    ids=["latin-1", "utf-16", "big end first", "without a mark", "utf-32", "a zero byte"],
)
def test_a_license_in_an_old_encoding_is_read(data: bytes) -> None:
    finding = find({"LICENSE": MIT, "sub/LICENSE": license_text("sub/LICENSE", data)}, "sub/a.c")
    assert finding.expression == "GPL-2.0-only"


@pytest.mark.parametrize(
    "data",
    [None, b"%PDF-1.7\n", bytes(range(256)) * 20],
    ids=["a link or too long", "pdf", "no text"],
)
def test_a_folder_whose_license_cannot_be_read_is_out(data: bytes | None) -> None:
    texts = {"LICENSE": MIT, "package.json": PACKAGE, "sub/LICENSE": license_text("sub/LICENSE", data)}
    assert rule(find(texts, "a.c")) == "in"
    finding = find(texts, "sub/a.c")
    assert rule(finding) != "in"
    assert "sub/LICENSE:1" in {finding.where, *(claim.where for claim in finding.conflicts)}


def test_a_picture_of_a_license_says_nothing() -> None:
    texts = {"LICENSE": MIT, "docs/license.png": license_text("docs/license.png", b"\x89PNG\x00\x01\x02")}
    assert rule(find(texts, "docs/a.py")) == "in"


def test_a_packed_license_is_read_up_to_a_bound() -> None:
    assert license_text("LICENSE.txt.gz", gzip.compress(MIT.encode())) == MIT
    assert license_text("LICENSE.txt.gz", gzip.compress(b"x" * 4_000_001)) == ""
    assert license_text("LICENSE.txt.gz", gzip.compress(MIT.encode())[:-9]) == ""
    assert license_text("LICENSE.txt.gz", MIT.encode()) == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("METADATA", f"License: MIT\nClassifier: {GPL_CLASSIFIER}\n"),
        ("METADATA", "License: MIT\nClassifier: License :: Other/Proprietary License\n"),
        ("METADATA", "License: MIT\nClassifier: License :: Free for non-commercial use\n"),
        ("METADATA", "License: MIT\nClassifier: License :: Free For Educational Use\n"),
        ("METADATA", f"License-Expression: MIT\nClassifier: {GPL_CLASSIFIER}\n"),
        ("METADATA", f"Classifier: {MIT_CLASSIFIER}\nClassifier: License :: Free To Use But Restricted\n"),
        ("METADATA", f"License: Sam's EULA\nClassifier: {MIT_CLASSIFIER}\n"),
        ("METADATA", "License: GPL-3.0\nLicense: MIT\n"),
        ("METADATA", "license: GPL-3.0\nLicense: MIT\n"),
        ("METADATA", "License-Expression: GPL-3.0-only\nLicense-Expression: MIT\n"),
        ("METADATA", f"License: MIT\r\nClassifier: {GPL_CLASSIFIER}\r\n\r\nText\r\n"),
        ("pyproject.toml", f'[project]\nlicense = "MIT"\nclassifiers = ["{GPL_CLASSIFIER}"]\n'),
        ("pyproject.toml", f'[project]\nlicense = {{file = "EULA"}}\nclassifiers = ["{MIT_CLASSIFIER}"]\n'),
        ("pyproject.toml", '[project]\nlicense = "MIT"\n[tool.poetry]\nlicense = "GPL-3.0"\n'),
        ("setup.cfg", f"[metadata]\nlicense = MIT\nclassifiers =\n  {GPL_CLASSIFIER}\n"),
        ("setup.cfg", "[metadata]\nlicense = GPL\nlicense = MIT\n"),
        ("package.json", '{"license": "GPL-3.0", "license": "MIT"}'),
        ("package.json", '{"license": "MIT", "licenses": [{"type": "GPL-3.0"}]}'),
        ("package.json", '{"license": {"type": "GPL-3.0", "type": "MIT"}}'),
        ("package.json", '{"license": "LicenseRef-BSD"}'),
        ("package.json", '{"license": "LicenseRef-public-domain"}'),
        ("package.json", '{"license": "MIT (non-commercial)"}'),
        ("package.json", '{"license": "MIT*"}'),
        ("package.json", json.dumps({"licenses": ["MIT"] * 21})),
        ("pom.xml", f"<project><licenses>{'<license><name>MIT</name></license>' * 21}</licenses></project>"),
        (
            "pom.xml",
            "<project><licenses><license a='1'><name>GPL</name></license>"
            "<license><name>MIT</name></license></licenses></project>",
        ),
        (
            "pom.xml",
            "<project><licenses><license><name>MIT</name></license><license><name>GPL</name><comments>"
            f"{'x' * 2500}</comments></license></licenses></project>",
        ),
        (
            "pom.xml",
            "<project><dependency><licenses><license><name>MIT</name></license></licenses></dependency>"
            "<licenses><license><name>GPL</name></license></licenses></project>",
        ),
        (
            "pom.xml",
            f"<project><licenses><!-- {'x' * 21_000} <license><name>MIT</name></license> -->"
            "<license><name>GPL</name></license></licenses></project>",
        ),
        ("x.nuspec", '<license type="file">GPL.txt</license><licenseUrl>https://opensource.org/licenses/mit</licenseUrl>'),
        ("x.nuspec", "<licenseUrl>http://x.example/?opensource.org/licenses/mit-not</licenseUrl>"),
    ],
)  # fmt: skip
def test_metadata_that_also_says_something_else_is_not_permissive(name: str, text: str) -> None:
    claim = claim_of_metadata(name, text)
    assert claim is not None
    path = "x-1.dist-info/METADATA" if name == "METADATA" else name
    assert rule(find({path: text}, "a.py")) != "in"


@pytest.mark.parametrize(
    ("name", "text", "expression"),
    [
        ("METADATA", f"License: MIT OR GPL-3.0\nClassifier: {GPL_CLASSIFIER}\n", "GPL-3.0-only OR MIT"),
        ("METADATA", f"License: see LICENSE\nClassifier: {MIT_CLASSIFIER}\n", "MIT"),
        ("METADATA", f"License: MIT\nClassifier: {MIT_CLASSIFIER}\n", "MIT"),
        ("pyproject.toml", f"[project]\nclassifiers = ['{MIT_CLASSIFIER}']\nlicense.file = 'COPYING'", "MIT"),
        ("setup.cfg", "[metadata]\nlicense = MIT\n[other]\nlicense = GPL\n", "MIT"),
        ("setup.cfg", f"[metadata]\nclassifier =\n    {MIT_CLASSIFIER}\n", "MIT"),
        ("package.json", '{"license": "MIT", "licenses": [{"type": "MIT"}]}', "MIT"),
        ("pom.xml", POM.format(f"<url>{READ_ON}</url>"), "Apache-2.0"),
        ("pom.xml", POM.format(f"<name>MIT &amp; ISC</name><x/><url>{READ_ON}</url>"), APACHE_ISC_MIT),
        ("x.nuspec", NUSPEC.format("<license type='expression'>MIT</license>"), "MIT"),
        ("x.nuspec", "<licenseUrl>https://licenses.nuget.org/Apache-2.0</licenseUrl>", "Apache-2.0"),
    ],
)  # fmt: skip
def test_metadata_that_says_one_thing_twice_says_it(name: str, text: str, expression: str) -> None:
    claim = claim_of_metadata(name, text)
    assert claim is not None
    assert claim.expression == expression


GPL_TEXT = "License: GPL-3+\n This program is free software under the GNU General Public License.\n"


@pytest.mark.parametrize(
    "body",
    [
        *(
            files("*", name)
            for name in (
                "MIT with non-commercial clause",
                "Expat with restrictions",
                "Apache-2.0 with Commons Clause exception",
                "MIT (non-commercial)",
                "Expat / GPL-2+",
                "LicenseRef-BSD",
            )
        ),
        f"{files('*', 'Expat')}\n {GPL_NOTICE}",
        *(
            f"{files('*', 'Expat')}\n\n{files(patterns, 'GPL-3+')}"
            for patterns in (
                "lib/a.c,src/a.c",
                "lib/a.c; src/a.c",
                '"src/a.c"',
                "src/{a,b}.c",
                "src/[ab].c",
                "foo-1.0/src/*",
            )
        ),
        f"{files('*', 'Expat')}\n\n{files('lib/*', 'Expat')}\n{files('src/*', 'GPL-3+')}",
        f"{files('*', 'Expat')}\n\nFiles: lib/*\n{files('src/*', 'GPL-3+')}",
        f"{files('*', 'Expat')}\n\n{files('src/*', 'GPL-3+')}\nLicense: Expat",
        f"{files('*', 'Expat')}\n# A remark.\n\n# Files: x\n{files('src/*', 'GPL-3+')}",
    ],
)
def test_a_paragraph_that_may_mean_a_file_holds_it_back(body: str) -> None:
    texts = {"debian/copyright": dep5(body, MIT_TERMS, GPL_TEXT)}
    assert rule(find(texts, "src/a.c")) != "in"


@pytest.mark.parametrize(
    "body",
    [
        files("*", "Expat"),
        f"{files('*', 'Expat')}\n\n{files('src/[a].c', 'Apache-2.0')}",
        f"{files('*', 'GPL-3+')}\n\n{files('lib/b.c, src/a.c', 'Expat')}",
        files("*", "Apache-2.0 with LLVM exceptions"),
        files("*", "MIT (Expat)"),
        files("*", "zlib/libpng"),
    ],
)
def test_a_paragraph_of_a_permissive_license_lets_its_files_in(body: str) -> None:
    assert rule(find({"debian/copyright": dep5(body, MIT_TERMS)}, "src/a.c")) == "in"


def test_of_several_binary_packages_every_license_holds() -> None:
    place = "usr/share/doc/{}/copyright"
    texts = {
        place.format("x"): dep5(files("*", "Expat"), MIT_TERMS),
        place.format("y"): dep5(files("*", "GPL-3+"), GPL_TEXT),
    }
    assert rule(find(texts, "usr/lib/a.py")) == "license not permitted"


def test_a_license_that_debian_never_names_makes_its_statement_doubtful() -> None:
    statement = dep5(files("*", "Expat"), MIT_TERMS)
    assert rule(find({"debian/copyright": statement, "LICENSE": GPL_2})) == "licenses disagree"
    assert rule(find({"debian/copyright": statement, "LICENSE": f"{MIT}\n\n{GPL_2}"})) == "in"
    named = dep5(files("*", "Expat"), files("tools/*", "GPL-2"), MIT_TERMS)
    assert rule(find({"debian/copyright": named, "COPYING": GPL_2})) == "in"


@pytest.mark.parametrize(
    "name",
    [
        *("GPL", "GPL-3.0.txt", "gpl.txt", "LGPL.txt", "agpl-3.0.txt", "EULA", "EULA.txt", "LICENSING"),
        *("Licensing.md", "LEGAL", "TERMS", "LIZENZ", "LICENCIA", "LICENSE~", "LICENSE/gpl.txt"),
        *("LICENSES/GPL-2.0-only.txt", "copyleft"),
    ],
)
def test_a_license_by_another_name_counts(name: str) -> None:
    assert is_license_file(name)
    assert rule(find({"package.json": PACKAGE, name: GPL_2})) != "in"
    assert rule(find({"LICENSE": MIT, f"sub/{name}": GPL_2}, "sub/a.c")) != "in"


def test_an_agreement_nobody_knows_holds_its_folder_back() -> None:
    assert rule(find({"package.json": PACKAGE, "sub/EULA.txt": "You agree."}, "sub/a.c")) != "in"


def test_texts_that_are_kept_or_offered_govern_nothing() -> None:
    texts = {"LICENSE": MIT}
    offered = {f"tool/templates/{name}.txt": GPL_2 for name in ("gpl-2.0", "lgpl-2.1", "agpl-3.0")}
    kept = {"doc/licenses/lgpl-2.1.txt": GPL_2}
    reuse = {"LICENSES/GPL-2.0-only.txt": GPL_2, "LICENSES/MIT.txt": MIT, "package.json": PACKAGE}
    assert rule(find(texts | offered, "tool/templates/a.py")) == "in"
    assert rule(find(texts | kept, "doc/a.py")) == "in"
    assert rule(find(reuse)) == "in"


@pytest.mark.parametrize(
    ("name", "begin", "unit"),
    [
        ("pyproject.toml", "", "a."),
        ("setup.cfg", "[metadata]\nlicense = a\n", "a\n"),
        ("setup.cfg", "[metadata]\nlicense = a\n", " a\n"),
        ("pom.xml", "", "<!--"),
        ("pom.xml", "", "<licenses>"),
        ("pom.xml", "<project><licenses>", "<licenses><license>"),
        ("pom.xml", "", "<licenses><license></license>"),
        ("package.json", '{"license": [', '"a",'),
    ],
)
def test_hostile_metadata_is_read_soon(name: str, begin: str, unit: str) -> None:
    start = time.process_time()
    claim_of_metadata(name, begin + unit * (1_000_000 // len(unit)))
    claim_of_metadata(name, begin + unit * (40_000 // len(unit)))
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("begin", ["", dep5(files("*", "MIT"))])
@pytest.mark.parametrize("unit", ["#\n", "a\n", "-\n", " a\n", "License: MIT\n", "a,"])
def test_a_hostile_copyright_is_read_soon(begin: str, unit: str) -> None:
    start = time.process_time()
    read_dep5("debian/copyright", begin + unit * (1_000_000 // len(unit)))
    read_dep5("debian/copyright", begin + unit * 45_000)
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize(
    "statement", ["", "It is licensed under the GPL, version 3.\n", dep5(files("*", "Own"))]
)
def test_a_license_never_outweighs_what_debian_says_otherwise(statement: str) -> None:
    assert rule(find({"debian/copyright": statement, "LICENSE": MIT})) != "in"


def test_a_copyright_too_long_to_be_read_is_unknown() -> None:
    finding = find(
        {"debian/copyright": dep5(files("*", "Expat"), MIT_TERMS) + " x" * 500_000, "LICENSE": MIT}
    )
    assert rule(finding) != "in"


def test_a_license_that_cannot_be_read_is_written_down_by_the_files_stage(tmp_path: Path) -> None:
    sources = tmp_path / "p"
    for folder in ("old", "link", "long", "empty"):
        (sources / folder).mkdir(parents=True)
        (sources / folder / "a.py").write_text("x = 1\n")
    (sources / "LICENSE").write_text(MIT)
    (sources / "old/COPYING").write_bytes(("Auteur: René\n" + GPL_2).encode("latin-1"))
    (sources / "link/LICENSE").symlink_to("../LICENSE")
    (sources / "long/LICENSE").write_text("x" * 4_000_001)
    (sources / "empty/LICENSE").write_text("")
    recipe = parse_recipe(RECIPE.encode(), "`small.toml`", tmp_path)
    places = Places(tmp_path / "corpus")
    (artifact,) = lock(recipe, tmp_path / "downloads", SilentProgress()).located(tmp_path).artifacts
    FilesTask(places, recipe.project("p"), artifact, (), "this plan")()
    stated = {file["path"]: file["text"] for file in read_json(places.project("p"))["license_files"]}
    assert set(stated) == {"LICENSE", "old/COPYING", "link/LICENSE", "long/LICENSE"}
    rules = {folder: rule(find(stated, f"{folder}/a.py")) for folder in ("old", "link", "long", "empty")}
    assert rules.pop("empty") == "in"
    assert "in" not in rules.values()


def test_the_license_of_a_font_says_nothing_of_the_pages_beside_it():
    said = {
        "doc/COPYRIGHT.txt": "Licensed under the MIT license (see LICENSE-MIT.txt).\n",
        "doc/FiraSans-LICENSE.txt": "Licensed under the SIL Open Font License, Version 1.1.\n",
    }
    assert find(said, "doc/page.html", "<p>Text.</p>").expression == "MIT"
