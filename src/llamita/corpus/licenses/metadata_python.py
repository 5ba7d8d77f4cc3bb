"""What Python's packages say of their license: METADATA, PKG-INFO, pyproject.toml, setup.cfg."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from llamita.corpus.licenses.metadata_names import LICENSES_READ, Stated, all_of, foreign_name
from llamita.corpus.licenses.names import PROPRIETARY
from llamita.corpus.licenses.restrictions import restrictions_in
from llamita.corpus.licenses.texts import families_of, license_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FIELD = re.compile(
    r"^(License-Expression|License|Classifier):[ \t]{0,8}([^\n]*(?:\n [^\n]*)*)", re.MULTILINE | re.IGNORECASE
)
_CLASSIFIER = re.compile(r"^(?:License :: )(?:OSI Approved :: )?(?P<name>.{1,120})$")
_VAGUE = ("OSI Approved", "DFSG approved", "Freely Distributable")
_NON_COMMERCIAL = "LicenseRef-non-commercial"
_CLASSES = {
    "Other/Proprietary License": PROPRIETARY,
    "Freeware": PROPRIETARY,
    "Free To Use But Restricted": PROPRIETARY,
    "Free for non-commercial use": _NON_COMMERCIAL,
    "Free For Home Use": _NON_COMMERCIAL,
    "Free For Educational Use": _NON_COMMERCIAL,
}
"""Classifiers that are no names of licenses."""
_NOTHING = ("", "unknown", "none")
_TERMS = re.compile(r"\beula\b|terms|commercial|proprietary|restrict", re.IGNORECASE)
"""In names that nobody knows: these are no open license, whatever a classifier says beside them."""


def of_core(text: str) -> Stated | None:
    """Read the core metadata of a wheel or sdist: an expression or names, and classifiers.

    Args:
        text: METADATA or PKG-INFO up to its description.
    """
    head = re.sub(r"\n[ \t]{1,40}\|?", "\n ", text)
    fields = [(found[1].lower(), found[2].strip()) for found in _FIELD.finditer(head)]
    for name in ("license-expression", "license"):
        stated = [value for field, value in fields if field == name and value.lower() not in _NOTHING]
        if stated:
            break
    shown = "License-Expression" if name == "license-expression" else "License"
    classifiers = [value for field, value in fields if field == "classifier"]
    return _of_names_and_classifiers(stated, classifiers, f"{shown}: {{}}")


def of_pyproject(text: str) -> Stated | None:
    """Read `project.license` in its new form and its old ones, and poetry's."""
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    tool = tables.get("tool")
    sections = [tables.get("project"), tool.get("poetry") if isinstance(tool, dict) else None]
    names: list[str] = []
    classifiers: list[str] = []
    for section in sections:
        if isinstance(section, dict):
            names += _named_in(section.get("license"))
            listed = section.get("classifiers")
            classifiers += (
                [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
            )
    return _of_names_and_classifiers(names, classifiers, "license = {}")


def _named_in(license_table: Any) -> list[str]:  # noqa: ANN401 - anything may stand in a TOML file
    """Read `license` of a pyproject.toml; of a file, its name, which classifiers may say more about."""
    if isinstance(license_table, dict):
        license_table = license_table.get("text") or license_table.get("file")
    return [license_table] if isinstance(license_table, str) and license_table.strip() else []


def of_setup(text: str) -> Stated | None:
    """Read `license` and `classifiers` of setup.cfg."""
    names = [value for key, value in _settings(text, "metadata") if key in ("license", "license_expression")]
    listed = [
        value for key, value in _settings(text, "metadata") if key in ("classifiers", "classifier", "license")
    ]
    classifiers = [line.strip() for value in listed for line in value.split("\n")]
    return _of_names_and_classifiers([name for name in names if name], classifiers, "license = {}")


def _settings(text: str, section: str) -> list[tuple[str, str]]:
    """Read one section of an INI file, each setting as often as it stands there.

    Python's own reader keeps the last of several and takes quadratic time over long values.
    """
    found: list[tuple[str, list[str]]] = []
    inside = False
    for line in text.splitlines():
        said = line.strip()
        if said.startswith(("#", ";")):
            continue
        if line.startswith("["):
            inside = said.lower() == f"[{section}]"
        elif inside and said and line[0].isspace() and found:
            found[-1][1].append(said)
        elif inside and (setting := re.match(r"([\w.-]{1,60})[ \t]{0,20}[=:](.*)", line)):
            found.append((setting[1].lower().replace("-", "_"), [setting[2].strip()]))
    return [(key, "\n".join(values).strip()) for key, values in found]


def _of_names_and_classifiers(
    names: Sequence[str], classifiers: Iterable[str], written: str
) -> Stated | None:
    """Join names and classifiers: they hold together where they differ, save that a name may be vague."""
    classes = _of_classifiers(classifiers)
    if not names:
        return classes
    named = all_of([_of_name(name) for name in names[: LICENSES_READ + 1]])
    said = written.format(names[0])
    if classes is None:
        return named, said
    if named is None:
        return (None, said) if any(_forbids(name) for name in names) else classes
    if classes[0] is None:
        return classes
    if families_of([classes[0]]) <= families_of([named]):
        return named, said
    return all_of([named, classes[0]]), f"{said}; {classes[1]}"


def _of_name(name: str) -> str | None:
    """Name a license by its name, or by its text where somebody put the text there."""
    return foreign_name(name) or (license_of_text(name) if "\n" in name else None)


def _forbids(name: str) -> bool:
    """Whether a name that nobody knows says that it is no open license."""
    return bool(_TERMS.search(name[:200]) or restrictions_in(" ".join(name.lower().split())))


def _of_classifiers(classifiers: Iterable[str]) -> Stated | None:
    """Read Python's classifiers; several hold together, since nothing says that one may choose."""
    found = [match for each in classifiers if (match := _CLASSIFIER.match(each))]
    exact = [match for match in found if match["name"] not in _VAGUE]
    if not exact:
        return None
    expressions = [_CLASSES.get(match["name"]) or foreign_name(match["name"]) for match in exact]
    return all_of(list(dict.fromkeys(expressions))), f"Classifier: {exact[0][0]}"
