"""What packages say of their license: METADATA, package.json, pom.xml and the like."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from typing import Any

from llamita.corpus.licenses.expressions import joined, normalized
from llamita.corpus.licenses.finding import NEAR_PROJECT, Claim, quoted
from llamita.corpus.licenses.names import PROPRIETARY, spdx_of
from llamita.corpus.licenses.texts import license_of_text

METADATA_CHARACTERS = 1_000_000
LICENSES_READ = 20

_CLASSIFIER = re.compile(r"^(?:License :: )(?:OSI Approved :: )?(?P<name>.{1,120})$")
_VAGUE = ("OSI Approved", "DFSG approved", "Other/Proprietary License", "Free For Educational Use")
_POM_LICENSE = re.compile(r"<license>(.{1,2000}?)</license>", re.DOTALL)
_POM_LICENSES = re.compile(r"<licenses>(.{1,20000}?)</licenses>", re.DOTALL)
_POM_NAME = re.compile(r"<name>([^<]{1,300})</name>")
_POM_URL = re.compile(r"<url>([^<]{1,300})</url>")
_NUSPEC = re.compile(r"<license\s{1,8}type=\"expression\"\s{0,8}>([^<]{1,300})</license>")
_NUSPEC_URL = re.compile(r"<licenseUrl>([^<]{1,300})</licenseUrl>")
_MARKUP = re.compile(r"<!--.{0,20000}?-->", re.DOTALL)
_URLS = (
    ("opensource.org/licenses/mit", "MIT"),
    ("apache.org/licenses/license-2.0", "Apache-2.0"),
    ("licenses.nuget.org/mit", "MIT"),
    ("licenses.nuget.org/apache-2.0", "Apache-2.0"),
    ("opensource.org/licenses/bsd-3-clause", "BSD-3-Clause"),
    ("opensource.org/licenses/bsd-2-clause", "BSD-2-Clause"),
    ("boost.org/license_1_0", "BSL-1.0"),
)


def claim_of_metadata(path: str, text: str) -> Claim | None:
    """Read what a package's metadata says of its license.

    Args:
        path: The metadata in the project; its name tells the form.
        text: Its text. Damaged metadata says nothing.

    Returns:
        The statement with its line, or None where there is none. A license that is named and not known is a
        statement too, without an expression.
    """
    text = text[:METADATA_CHARACTERS]
    name = path.rpartition("/")[2].lower()
    readers = {
        "metadata": _of_python,
        "pkg-info": _of_python,
        "package.json": _of_npm,
        "composer.json": _of_composer,
        "pom.xml": _of_maven,
        "pyproject.toml": _of_pyproject,
        "setup.cfg": _of_setup,
    }
    read = readers.get(name, _of_nuget)(text)
    if read is None:
        return None
    expression, said = read
    return Claim(expression, "metadata", f"{path}:{_line_of(said, text)}", quoted(said), NEAR_PROJECT)


_Read = tuple[str | None, str]


def _line_of(said: str, text: str) -> int:
    """Give the line in which a statement stands; 1 where it does not stand so."""
    place = text.find(said.split("\n", 1)[0])
    return text.count("\n", 0, place) + 1 if place > 0 else 1


def _of_python(text: str) -> _Read | None:
    """Read the core metadata of a wheel or sdist: expression, then name, then classifiers."""
    head = re.sub(r"\n[ \t]{1,40}\|?", "\n ", text.split("\n\n", 1)[0])
    fields = re.findall(
        r"^(License-Expression|License|Classifier):[ \t]{0,8}([^\n]*(?:\n [^\n]*)*)", head, re.MULTILINE
    )
    stated = {name: value.strip() for name, value in fields if name != "Classifier"}
    if "License-Expression" in stated:
        value = stated["License-Expression"]
        return spdx_of(value), f"License-Expression: {value}"
    of_classifiers = _of_classifiers([value.strip() for name, value in fields if name == "Classifier"])
    value = stated.get("License", "")
    named = spdx_of(value) or (license_of_text(value) if "\n" in value else None)
    if named and of_classifiers and of_classifiers[0] is None:
        return of_classifiers
    if named:
        return named, f"License: {value}"
    return of_classifiers or ((None, f"License: {value}") if value and value.upper() != "UNKNOWN" else None)


def _of_classifiers(classifiers: list[str]) -> _Read | None:
    """Read Python's classifiers; several hold together, since nothing says that one may choose."""
    found = [match for each in classifiers if (match := _CLASSIFIER.match(each))]
    if any("Proprietary" in match["name"] for match in found):
        return PROPRIETARY, found[0][0]
    exact = [match for match in found if match["name"] not in _VAGUE]
    if not exact:
        return None
    expressions = [spdx_of(match["name"]) for match in exact]
    known = [expression for expression in expressions if expression]
    expression = joined("AND", known) if len(known) == len(expressions) else None
    return expression, f"Classifier: {exact[0][0]}"


def _json(text: str) -> dict[str, Any] | None:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def _of_npm(text: str) -> _Read | None:
    """Read `license`, and `licenses` as it was once written: a list to choose from."""
    package = _json(text)
    stated = package.get("license") or package.get("licenses") if package else None
    if not stated:
        return None
    several = stated if isinstance(stated, list) else [stated]
    names = [each.get("type") if isinstance(each, dict) else each for each in several[:LICENSES_READ]]
    said = f'"license": {json.dumps(stated)[:400]}'
    if not all(isinstance(name, str) for name in names):
        return None, said
    if "UNLICENSED" in names:
        return PROPRIETARY, said
    return _choice([str(name) for name in names]), said


def _of_composer(text: str) -> _Read | None:
    """Read composer's `license`; of a list one may choose."""
    package = _json(text)
    stated = package.get("license") if package else None
    several = stated if isinstance(stated, list) else [stated]
    if not stated or not all(isinstance(name, str) for name in several):
        return None
    return _choice([str(name) for name in several[:LICENSES_READ]]), f'"license": {json.dumps(stated)[:400]}'


def _choice(names: list[str]) -> str | None:
    """Offer a choice between named licenses; nothing is known where one of them is not."""
    known = [expression for name in names if (expression := spdx_of(name))]
    return joined("OR", known) if known and len(known) == len(names) else None


def _of_maven(text: str) -> _Read | None:
    """Read the licenses of a pom. Several hold together: practice differs on whether one may choose."""
    project = _MARKUP.sub("", text)
    listed = _POM_LICENSES.search(project)
    entries = _POM_LICENSE.findall(listed[1])[:LICENSES_READ] if listed else []
    if not entries:
        return None
    expressions = [_of_pom_entry(entry) for entry in entries]
    known = [expression for expression in expressions if expression]
    expression = joined("AND", known) if len(known) == len(expressions) else None
    return expression, " ".join(entries[0].split())


def _of_pom_entry(entry: str) -> str | None:
    """Name one license of a pom, by its name or its address."""
    name, url = _POM_NAME.search(entry), _POM_URL.search(entry)
    return (spdx_of(name[1]) if name else None) or (_of_url(url[1]) if url else None)


def _of_url(url: str) -> str | None:
    """Name the license at a well-known address."""
    lowered = url.lower()
    return next((spdx for part, spdx in _URLS if part in lowered), None)


def _of_nuget(text: str) -> _Read | None:
    """Read the license expression of a nuspec, or its license's address."""
    if found := _NUSPEC.search(text):
        return normalized(found[1].strip()), found[0]
    if found := _NUSPEC_URL.search(text):
        return _of_url(found[1]), found[0]
    return None


def _of_pyproject(text: str) -> _Read | None:
    """Read `project.license`, in its new form and its old ones, or poetry's."""
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    project = tables.get("project")
    if not isinstance(project, dict):
        tool = tables.get("tool")
        project = tool.get("poetry") if isinstance(tool, dict) else None
    if not isinstance(project, dict):
        return None
    stated = project.get("license")
    stated = stated.get("text") if isinstance(stated, dict) else stated
    if isinstance(stated, str) and stated.strip():
        named = spdx_of(stated) or (license_of_text(stated) if "\n" in stated else None)
        return named, f"license = {stated.strip()}"
    classifiers = project.get("classifiers")
    several = classifiers if isinstance(classifiers, list) else []
    return _of_classifiers([each for each in several if isinstance(each, str)])


def _of_setup(text: str) -> _Read | None:
    """Read setup.cfg's `license`."""
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return None
    stated = parser.get("metadata", "license", fallback="").strip()
    if stated:
        return spdx_of(stated), f"license = {stated}"
    return _of_classifiers(parser.get("metadata", "classifiers", fallback="").split("\n"))
