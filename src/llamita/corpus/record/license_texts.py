"""Which license texts are given on with a corpus: those that projects bring, and others in their stead.

Most licenses ask that their text goes along with the work. Some projects bring none: packages that name it
in their metadata, `debian/copyright` files that point to where Debian keeps it. For these the text is taken
from another project of the same corpus; none is kept in this package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import dropwhile
from typing import TYPE_CHECKING, Final

from licenseclassifier import identify_license

from llamita.corpus.licenses.expressions import chosen, ids_of, normalized
from llamita.corpus.licenses.files import governed_folder, is_debian_copyright, is_license_text
from llamita.corpus.licenses.policy import Policy
from llamita.corpus.licenses.statements import copyrights_in
from llamita.corpus.licenses.texts import TEXT_CHARACTERS
from llamita.corpus.record.notices import NoticeText, Owed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from llamita.corpus.document import SourceFile

_LEAST_CHARACTERS: Final[Mapping[str, int]] = {
    "AFL": 5000,
    "Apache-1": 1500,
    "Apache-2": 7000,
    "BSL-1": 1000,
    "CC-BY": 8000,
    "CC0": 3000,
    "ECL-2": 7000,
    "MS-PL": 1500,
    "MulanPSL": 2000,
    "PDDL": 3000,
    "PHP": 1500,
    "PSF": 1000,
    "Python": 2000,
    "UPL": 1000,
    "ZPL": 1000,
    "Zend": 1500,
}
"""Below this it is the notice that files under the license begin with, or a link; by how ids begin."""
_WHOLE: Final = 0.7
"""How much of a file its license has to be for the file to be the license, and hardly anything else."""
_SAME: Final = 0.9
"""How much of a license's text has to stand in a file for it to stand there at all: names in it differ."""
_SHINGLE_WORDS: Final = 3
_WORD: Final = re.compile(r"[a-z0-9]+")
_OF_SOMEBODY: Final = re.compile(
    r"(?i:neither the names? of)\s+(?!(?:the\s+|its\s+)?(?:copyright|authors?|contributors?))"
)
"""The third clause of BSD licenses, where it names somebody."""
_PART_OF: Final[Mapping[str, str]] = {"PSF-2.0": "Python-2.0.1", "Python-2.0": "Python-2.0.1"}
"""Texts that hold others; a project that brings one brings both."""
_NEEDS_NO_TEXT: Final = "LicenseRef-public-domain"
_SOME_BSD: Final = "LicenseRef-BSD"
_REUSE: Final = "LICENSES"


@dataclass(slots=True)
class LicenseTexts:
    """The license texts of projects, which are told of in the order of the recipe."""

    _standard: dict[str, tuple[int, NoticeText]] = field(default_factory=dict)
    """What stands in for texts that are lacking, and how well: the lower, the better."""
    _lacks: dict[str, dict[str, _Lack]] = field(default_factory=dict)
    """By license, then by project."""

    def learn(self, project: str, files: Iterable[SourceFile]) -> None:
        """Look for texts that can stand in for those that other projects lack.

        Args:
            project: its name and version.
            files: what it says of its license.
        """
        for file in files:
            if not is_license_text(file.path) or not is_readable(file):
                continue
            for license_id, text in whole_texts(file).items():
                body = _without_owners(text)
                is_part = len(text) < _WHOLE * len(file.text)
                flaws = 2 * (bool(copyrights_in(body)) or bool(_OF_SOMEBODY.search(body))) + is_part
                if license_id not in self._standard or flaws < self._standard[license_id][0]:
                    self._standard[license_id] = (flaws, NoticeText(project, file.path, body))

    def require(
        self, project: str, licenses: Mapping[str, Iterable[str]], files: Sequence[SourceFile]
    ) -> None:
        """Note which licenses of a project's files it does not bring the text of.

        Args:
            project: its name and version.
            licenses: copyright lines of the files that are in the corpus, by their license as SPDX has it.
            files: its license texts that are given on.
        """
        brought = {license_id for file in files for license_id in whole_texts(file)}
        brought |= {part for part, whole in _PART_OF.items() if whole in brought}
        for expression, owners in licenses.items():
            for license_id in _lacking(expression, brought):
                lack = self._lacks.setdefault(license_id, {}).setdefault(project, _Lack(files))
                lack.owners.update(dict.fromkeys(owners))

    def owed(self) -> tuple[Owed, ...]:
        """What projects do not bring, by license."""
        found = []
        for license_id, lacks in sorted(self._lacks.items()):
            text = self._text_of(license_id)
            shingles = _shingles(text.text) if text else frozenset()
            projects = tuple(
                (project, tuple(lack.owners))
                for project, lack in lacks.items()
                if not any(_holds(file.text, shingles) for file in lack.files)
            )
            if projects:
                found.append(Owed(license_id, text, projects))
        return tuple(found)

    def _text_of(self, license_id: str) -> NoticeText | None:
        for name in (license_id, _PART_OF.get(license_id)):
            if name in self._standard:
                return self._standard[name][1]
        return None


@dataclass(frozen=True, slots=True)
class _Lack:
    """A project, for one license that was not recognized in what it brings."""

    files: Sequence[SourceFile]
    """What it brings."""
    owners: dict[str, None] = field(default_factory=dict)
    """Copyright lines of the files under that license."""


def whole_texts(file: SourceFile) -> dict[str, str]:
    """Find the licenses that stand in a file in full, by their SPDX ids.

    A link to a license, or the notice that files begin with, is none.
    """
    text = file.text[:TEXT_CHARACTERS]
    if is_debian_copyright(file.path):
        # Paragraphs are indented there, with a dot between two.
        text = "\n".join("" if line.strip() == "." else line.strip() for line in text.split("\n"))
    found: dict[str, str] = {}
    for region in identify_license(text):
        license_id = normalized(region.id) or f"LicenseRef-{region.id}"
        if region.end - region.start >= _least_characters(license_id):
            found.setdefault(license_id, text[region.start : region.end])
    return found


def given_on(files: Iterable[SourceFile], folders: Collection[str]) -> list[SourceFile]:
    """Choose the license texts that speak of what is in the corpus.

    Args:
        files: what a project says of its license.
        folders: all folders with files that are in, and those above them.
    """
    return [file for file in files if is_readable(file) and _is_about(file.path, folders)]


def is_readable(file: SourceFile) -> bool:
    """Whether a file is a text for people: no program, and no document of a word processor."""
    return not (file.path.lower().endswith(".rtf") or file.text.startswith(("#!", "{\\rtf")))


def _is_about(path: str, folders: Collection[str]) -> bool:
    """Whether a license file's folder has files that are in, or the one around it.

    Many projects keep their license in a folder of its own, such as `doc` or `src/dist`. Of a distribution
    that lies inside of another, the folder is known.
    """
    if is_debian_copyright(path):
        return True
    folder = _folder_of(path)
    return folder in folders or (".dist-info/" not in path and folder.rpartition("/")[0] in folders)


def _folder_of(path: str) -> str:
    """The folder that a text is about; one for which tags ask is about all beside its folder."""
    folder = governed_folder(path)
    if folder is not None:
        return folder
    beside = path.rpartition("/")[0]
    if beside.rpartition("/")[2] == _REUSE:
        beside = beside.rpartition("/")[0]
    return governed_folder(f"{beside}/LICENSE".lstrip("/")) or ""


def _lacking(expression: str, brought: Collection[str]) -> frozenset[str]:
    """Name the licenses of an expression whose text is not there; of a choice, one is enough."""

    def is_there(license_id: str, _exception: str | None) -> bool:
        if license_id == _SOME_BSD:
            return any(known.startswith("BSD-") for known in brought)
        return license_id in brought or license_id == _NEEDS_NO_TEXT

    if chosen(expression, is_there) is not None:
        return frozenset()
    permitted = Policy().choose(expression) or expression
    ids = (license_id.partition(" WITH ")[0] for license_id in ids_of(permitted))
    return frozenset(license_id for license_id in ids if not is_there(license_id, None))


def _least_characters(license_id: str) -> int:
    return next((least for start, least in _LEAST_CHARACTERS.items() if license_id.startswith(start)), 0)


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text[:TEXT_CHARACTERS].lower())
    return frozenset(zip(*(words[start:] for start in range(_SHINGLE_WORDS)), strict=False))


def _holds(text: str, shingles: frozenset[tuple[str, ...]]) -> bool:
    """Whether a license stands in a text, among others that make it hard to recognize."""
    return bool(shingles) and len(shingles & _shingles(text)) >= _SAME * len(shingles)


def _without_owners(text: str) -> str:
    """A license text from its first sentence on."""

    def is_before(line: str) -> bool:
        return not line.strip() or bool(copyrights_in(line)) or "all rights reserved" in line.lower()

    return "\n".join(dropwhile(is_before, text.split("\n")))
