"""What packages say of their license: METADATA, package.json, pom.xml and the like."""

from __future__ import annotations

import json
from typing import Any

from llamita.corpus.licenses.finding import NEAR_PROJECT, Claim, quoted
from llamita.corpus.licenses.metadata_names import Stated, all_of, choice_of
from llamita.corpus.licenses.metadata_python import of_core, of_pyproject, of_setup
from llamita.corpus.licenses.metadata_xml import of_maven, of_nuget
from llamita.corpus.licenses.names import PROPRIETARY

METADATA_CHARACTERS = 1_000_000
"""The longest that is read; of a wheel's, up to its description."""
PYPROJECT_CHARACTERS = 50_000
"""The same of a pyproject.toml: Python's reader takes time quadratic in the length of a dotted key."""


def claim_of_metadata(path: str, text: str) -> Claim | None:
    """Read what a package's metadata says of its license.

    Args:
        path: The metadata in the project; its name tells the form.
        text: Its text. Damaged metadata says nothing.

    Returns:
        The statement with its line, or None where there is none. A license that is named and not known is a
        statement too, without an expression; so is metadata that is too long to be read.
    """
    name = path.rpartition("/")[2].lower()
    text = text.replace("\r\n", "\n")
    if name in ("metadata", "pkg-info"):
        text = text.split("\n\n", 1)[0]
    longest = PYPROJECT_CHARACTERS if name == "pyproject.toml" else METADATA_CHARACTERS
    if len(text) > longest:
        said = f"longer than {longest} characters: not read"
        return Claim(None, "metadata", f"{path}:1", said, NEAR_PROJECT)
    readers = {
        "metadata": of_core,
        "pkg-info": of_core,
        "package.json": _of_json,
        "composer.json": _of_json,
        "pom.xml": of_maven,
        "pyproject.toml": of_pyproject,
        "setup.cfg": of_setup,
    }
    stated = readers.get(name, of_nuget)(text)
    if stated is None:
        return None
    expression, said = stated
    return Claim(expression, "metadata", f"{path}:{_line_of(said, text)}", quoted(said), NEAR_PROJECT)


def _line_of(said: str, text: str) -> int:
    """Give the line in which a statement stands; 1 where it does not stand so."""
    place = text.find(said.split("\n", 1)[0])
    return text.count("\n", 0, place) + 1 if place > 0 else 1


def _of_json(text: str) -> Stated | None:
    """Read `license` of package.json and composer.json, and `licenses` as it was once written.

    Of a list one may choose. Where a key stands twice, and where both are there, all of them hold.
    """
    try:
        package = json.loads(text, object_pairs_hook=tuple)
    except (ValueError, RecursionError):
        return None
    pairs = package if isinstance(package, tuple) else ()
    stated = [(key, value) for key, value in pairs if key in ("license", "licenses") and value]
    if not stated:
        return None
    said = ", ".join(f'"{key}": {json.dumps(_as_written(value))}' for key, value in stated[:2])
    return all_of([_of_value(value) for _, value in stated]), said[:400]


def _of_value(value: Any) -> str | None:  # noqa: ANN401 - anything may stand in a JSON file
    """Read one value of `license`: a name, an object with its type, a list of either to choose from."""
    several = value if isinstance(value, list) else [value]
    names: list[str] = []
    for each in several:
        types = [said for key, said in each if key == "type"] if isinstance(each, tuple) else [each]
        if len(types) != 1 or not isinstance(types[0], str):
            return None
        names.append(types[0])
    return PROPRIETARY if "UNLICENSED" in names else choice_of(names)


def _as_written(value: Any) -> Any:  # noqa: ANN401 - anything may stand in a JSON file
    """Give objects back as objects, for the quote."""
    if isinstance(value, list):
        return [_as_written(each) for each in value[:3]]
    return dict(value) if isinstance(value, tuple) else value
