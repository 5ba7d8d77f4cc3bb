"""All that is known of the licenses in one project."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Self

from llamita.corpus.licenses.dep5 import Dep5, joined_dep5, read_dep5
from llamita.corpus.licenses.expressions import is_choice, joined
from llamita.corpus.licenses.files import (
    governed_folder,
    is_bare_license,
    is_binary_copyright,
    is_debian_copyright,
    is_kept_for_tags,
    is_license_text,
    is_metadata,
    is_notice,
    is_picture,
    is_plainly_named,
    is_spoken_of,
)
from llamita.corpus.licenses.finding import (
    NEAR_CHECKED_PROJECT,
    NEAR_FOLDER,
    NEAR_PROJECT,
    NEAR_RECIPE,
    Claim,
    LicenseFinding,
    quoted,
)
from llamita.corpus.licenses.metadata import claim_of_metadata
from llamita.corpus.licenses.names import spdx_of
from llamita.corpus.licenses.statements import copyrights_in, statements_in
from llamita.corpus.licenses.texts import families_of, license_of_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from llamita.corpus.document import SourceFile
    from llamita.corpus.licenses.statements import Statements

NOTICES_BYTES = 1_000_000
"""What is kept of a project's license and NOTICE files; the longest bundles of them are several megabytes."""
UNREADABLE = "no text that can be read"
"""The quote of a license file that is a link, packed, too long or in no known encoding."""
SOMEWHERE = "\0"
"""A path that no project has: of it only what is said of everything holds."""
COLLECTED = 2
"""How many texts under the names of their licenses a project has that is under them."""
_RANK = {"spdx tag": 1, "header": 2}
"""Among statements of the same nearness: a path in `debian/copyright` first, then tags, then notices."""
_NO_FINDING = LicenseFinding(None, None, "", "")


@dataclass(frozen=True, slots=True)
class LicenseContext:
    """What a project says of the licenses of its files, apart from the files themselves."""

    dep5: Dep5 | None = None
    binary: bool = False
    """Whether `dep5` comes from a binary package, whose paths are not those it names."""
    folders: dict[str, tuple[Claim, ...]] = field(default_factory=dict)
    """What the license files of each folder say; `""` is the project."""
    owners: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The copyright lines in the license files of each folder."""
    metadata: tuple[Claim, ...] = ()
    stated: Claim | None = None
    texts: tuple[SourceFile, ...] = ()

    @classmethod
    def read(
        cls, files: Iterable[SourceFile], *, stated: str | None = None, why: str = "", where: str = "recipe"
    ) -> Self:
        """Read the license files of a project.

        Args:
            files: Those for which `is_license_file` holds; others are passed over.
            stated: What a recipe says of the whole project, in SPDX's terms or by name.
            why: What the recipe says for it: the evidence.
            where: Which recipe says it, of which project.
        """
        files = sorted(files, key=lambda file: file.path)
        debian = [file for file in files if is_debian_copyright(file.path)]
        of_source = [file for file in debian if not is_binary_copyright(file.path)]
        read = [read_dep5(file.path, file.text) for file in of_source[:1] or debian]
        dep5 = joined_dep5(read) if read else None
        folders, owners = _read_folders(files)
        if dep5 and of_source:
            folders = _beside_dep5(folders, dep5)
        metadata = (claim_of_metadata(file.path, file.text) for file in files if is_metadata(file.path))
        said = _said_by_recipe(stated, why, where) if stated else None
        return cls(
            dep5=dep5,
            binary=bool(debian) and not of_source,
            folders=folders,
            owners=owners,
            metadata=tuple(each for each in metadata if each is not None),
            stated=said,
            texts=_notices(files),
        )

    def license_of(self, path: str, text: str) -> LicenseFinding:
        """Find the license of one file of the project.

        The nearest statement decides: `debian/copyright` by the file's path, then a tag or notice in the
        file, then the license file of a folder, then what is said of the project. All others that say
        something else are kept as conflicts.

        Args:
            path: Inside the project.
            text: The file.
        """
        said = statements_in(path, text)
        claims = [
            *self._of_path(path),
            *said.claims,
            *self._of_folders(path, said.pointers),
            *self._of_project(),
        ]
        claims.sort(key=lambda claim: (-claim.nearness, _RANK.get(claim.source, 0)))
        known = [claim for claim in claims if claim.expression is not None]
        decided = known[0] if known else claims[0] if claims else None
        if decided is None:
            return self._undecided(said)
        others = [claim for claim in (*claims, *said.further) if claim is not decided]
        differing = tuple(claim for claim in others if claim.expression != decided.expression)
        return LicenseFinding(
            expression=decided.expression,
            source=decided.source,
            where=decided.where,
            quote=decided.quote,
            conflicts=tuple(dict.fromkeys(differing)),
            nearness=decided.nearness,
            copyrights=self._owners_of(path, said),
        )

    def notices(self) -> tuple[SourceFile, ...]:
        """Give the license and NOTICE files to pass on with the project: each text once, at most 1 MB."""
        return self.texts

    def _undecided(self, said: Statements) -> LicenseFinding:
        """Keep what a file says elsewhere than at its beginning, where nothing else is known."""
        if not said.further:
            return _NO_FINDING
        claim = said.further[0]
        return LicenseFinding(None, None, claim.where, claim.quote, said.further, copyrights=said.copyrights)

    def _of_path(self, path: str) -> list[Claim]:
        """What `debian/copyright` says of a file."""
        if self.dep5 is None:
            return []
        if self.binary:
            claim = self.dep5.of_all()
            return [claim] if claim else []
        stanza = self.dep5.stanza_of(path)
        return [stanza.claim] if stanza else []

    def _of_folders(self, path: str, pointers: tuple[str, ...]) -> list[Claim]:
        """What the nearest license file above a file says; of several, the one that a notice points to."""
        claims = _nearest(self.folders, path.rpartition("/")[0])
        if not claims:
            return []
        pointed = [claim for claim in claims if _file_name(claim) in pointers]
        return [_together(pointed or list(claims), self.metadata)]

    def _of_project(self) -> list[Claim]:
        """What metadata and the recipe say of the project."""
        return [*self.metadata, *([self.stated] if self.stated else [])]

    def _owners_of(self, path: str, said: Statements) -> tuple[str, ...]:
        """Whose a file is, by itself, by `debian/copyright` or by the nearest license file."""
        if said.copyrights:
            return said.copyrights
        stanza = self.dep5.stanza_of(path) if self.dep5 else None
        if stanza and stanza.copyrights:
            return stanza.copyrights
        folder = path.rpartition("/")[0]
        while folder and folder not in self.owners:
            folder = folder.rpartition("/")[0]
        return self.owners.get(folder, ())


def _said_by_recipe(stated: str, why: str, where: str) -> Claim:
    return Claim(spdx_of(stated), "recipe", where, quoted(why or stated), NEAR_RECIPE)


def _file_name(claim: Claim) -> str:
    """The name of the file in which a statement stands."""
    return claim.where.rpartition(":")[0].rpartition("/")[2]


_OF_FONTS: Final = "OFL-1.1"
"""A license of fonts, which are in no corpus: `FiraSans-LICENSE.txt` says nothing of the pages beside it."""


def _read_folders(files: list[SourceFile]) -> tuple[dict[str, tuple[Claim, ...]], dict[str, tuple[str, ...]]]:
    """Read what the license files and notices of each folder say, and whose the folder is."""
    folders: dict[str, tuple[Claim, ...]] = {}
    owners: dict[str, tuple[str, ...]] = {}
    for folder, file in _governing(files):
        expression = license_of_text(file.text)
        if expression is None and not (is_plainly_named(file.path) or _hides_a_license(file)):
            continue
        if expression == _OF_FONTS and not is_plainly_named(file.path):
            continue
        nearness = NEAR_FOLDER if folder else NEAR_PROJECT
        claim = Claim(expression, "license file", f"{file.path}:1", _title(file.text), nearness)
        folders[folder] = (*folders.get(folder, ()), claim)
        owners[folder] = (*owners.get(folder, ()), *copyrights_in(file.text))[:8]
    folders.update(_read_notices(files, folders))
    return folders, owners


def _governing(files: list[SourceFile]) -> Iterator[tuple[str, SourceFile]]:
    """Give the license files that govern something, with the folder that each governs.

    A file that stands in the folder itself is asked before one that is called otherwise or stands in a
    folder for licenses. More than two texts under their licenses' names are a collection that a program
    offers, and those in a folder for licenses are kept for what names them, where there is a license above;
    of REUSE's texts, each is for some tags, save where there is only one.
    """
    texts = [file for file in files if is_license_text(file.path) and not is_debian_copyright(file.path)]
    direct = {_folder_of(file.path) for file in texts if not is_spoken_of(file.path)}
    bare = Counter(_folder_of(file.path) for file in texts if is_bare_license(file.path))
    kept = Counter(_folder_of(file.path) for file in texts if is_kept_for_tags(file.path))
    for file in texts:
        stands_in = _folder_of(file.path)
        folder = governed_folder(file.path)
        if kept[stands_in] == 1:
            folder = _folder_of(stands_in)
        elif is_bare_license(file.path) and (bare[stands_in] > COLLECTED or _is_kept(file.path, direct)):
            continue
        yields = folder != stands_in or is_spoken_of(file.path)
        if folder is not None and not (yields and folder in direct):
            yield folder, file


def _is_kept(path: str, direct: Collection[str]) -> bool:
    """Whether a text is in a folder for licenses, and a folder above that has a license of its own."""
    folder = _folder_of(path)
    if folder.rpartition("/")[2].lower() != "licenses":
        return False
    folder = _folder_of(folder)
    while folder and folder not in direct:
        folder = _folder_of(folder)
    return folder in direct


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def _read_notices(
    files: list[SourceFile], folders: dict[str, tuple[Claim, ...]]
) -> dict[str, tuple[Claim, ...]]:
    """Read the NOTICE of each folder below the root: its parts' licenses hold beside that of the folder.

    At the root it names what the project as a whole comes with, mostly in compiled form.
    """
    noticed: dict[str, tuple[Claim, ...]] = {}
    for file in files:
        folder = (
            governed_folder(file.path) if is_notice(file.path) and not is_license_text(file.path) else None
        )
        expression = license_of_text(file.text) if folder else None
        if folder and expression:
            claim = Claim(expression, "license file", f"{file.path}:1", _title(file.text), NEAR_FOLDER)
            noticed[folder] = (*noticed.get(folder, ()), claim)
    return {folder: (*said, *_nearest(folders, folder)) for folder, said in noticed.items()}


def _beside_dep5(folders: dict[str, tuple[Claim, ...]], dep5: Dep5) -> dict[str, tuple[Claim, ...]]:
    """Let a root's license count as much as what Debian says of everything, where Debian never names it.

    One that has also what Debian says, and more, tells what the project's parts are under.
    """
    general = dep5.stanza_of(SOMEWHERE)
    checked = general.claim if general and general.claim.nearness == NEAR_CHECKED_PROJECT else None
    at_root = folders.get("", ())
    said = families_of([claim.expression or "" for claim in at_root])
    if not said or checked is None or checked.expression is None:
        return folders
    named = families_of([stanza.claim.expression or "" for stanza in dep5.stanzas])
    if said & families_of([checked.expression]) or said <= named:
        return folders
    at_root = tuple(replace(claim, nearness=NEAR_CHECKED_PROJECT) for claim in at_root)
    return {**folders, "": at_root}


def _nearest(folders: dict[str, tuple[Claim, ...]], folder: str) -> tuple[Claim, ...]:
    """Give what is said in a folder, or in the nearest one above it where something is said."""
    while folder not in folders:
        if not folder:
            return ()
        folder = folder.rpartition("/")[0]
    return folders[folder]


def _title(text: str) -> str:
    """Give the beginning of a license file as its quote."""
    return quoted(text.lstrip()) or UNREADABLE


def _hides_a_license(file: SourceFile) -> bool:
    """Whether a license file has no text that could be read, and is no picture."""
    return not file.text and not is_picture(file.path)


def _together(claims: list[Claim], metadata: tuple[Claim, ...]) -> Claim:
    """Join what the license files of one folder say.

    They hold together, save where one of them, or the metadata, offers a choice between all of them.
    """
    if len(claims) == 1:
        return claims[0]
    known = [claim for claim in claims if claim.expression is not None]
    if not known:
        return claims[0]
    families = families_of([claim.expression or "" for claim in known])
    for claim in (*known, *metadata):
        if claim.expression and is_choice(claim.expression) and families <= families_of([claim.expression]):
            return claim
    expression = joined("AND", [claim.expression or "" for claim in known])
    return Claim(expression, "license file", known[0].where, known[0].quote, known[0].nearness)


def _notices(files: list[SourceFile]) -> tuple[SourceFile, ...]:
    """Choose the files to pass on: nearest to the root first, each text once, up to a bound."""
    kept: list[SourceFile] = []
    seen: set[bytes] = set()
    left = NOTICES_BYTES
    for file in sorted(files, key=lambda file: (file.path.count("/"), file.path)):
        if not (is_license_text(file.path) or is_notice(file.path) or is_debian_copyright(file.path)):
            continue
        content = file.text.encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(content).digest()
        if content and digest not in seen and len(content) <= left:
            seen.add(digest)
            kept.append(file)
            left -= len(content)
    return tuple(kept)
