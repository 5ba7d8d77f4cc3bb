"""Project: one source of a recipe, where it can be had, and which of its files are wanted."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from llamita.corpus.mixture import KINDS, Kind
from llamita.corpus.recipe_patterns import Patterns
from llamita.errors import RequestError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llamita.corpus.recipe_table import Table

OriginKind: TypeAlias = Literal[
    "debian-source",
    "debian-binary",
    "pypi-sdist",
    "pypi-wheel",
    "npm",
    "git",
    "folder",
    "python",
    "installed",
]
"""Where something comes from; ``python`` is the standard library of the Python that runs, ``installed`` a
distribution beside it."""

ORIGIN_KINDS: Final[tuple[OriginKind, ...]] = get_args(OriginKind)

LOCAL_KINDS: Final = frozenset({"folder", "python", "installed"})
"""Origins on this machine: nothing is downloaded, and a lock of them holds nowhere else."""

_MAX_BYTES: Final = 1 << 40
# Names become names of files; those of PyPI, npm and Debian have no other characters.
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+~-]{0,99}")
_PACKAGE: Final = re.compile(r"(@[A-Za-z0-9._~-]{1,100}/)?[A-Za-z0-9][A-Za-z0-9._+~-]{0,150}")
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+~:!-]{0,99}")
_REVISION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}")
_GIT_ADDRESS: Final = re.compile(r"(https://|file:///|/)[^\s\0]{1,500}")


@dataclass(frozen=True, slots=True)
class Origin:
    """One way to have a project."""

    kind: OriginKind
    name: str
    """Of the package; the address of a git repository; `python`; the path of a folder as the recipe has it,
    which ``placed`` finds."""
    version: str | None = None
    """Exactly this one; a revision of a git repository; None: whatever there is when a lock is made."""

    def __str__(self) -> str:
        """As messages name it."""
        return " ".join([self.kind, self.name, *([self.version] if self.version else [])])


@dataclass(frozen=True, slots=True)
class StatedLicense:
    """What is known about the license of a project whose files do not say."""

    identifier: str
    """An SPDX license expression."""
    why: str
    """Where it stands; becomes evidence in the ledger."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """One source of a corpus."""

    name: str
    origins: tuple[Origin, ...]
    """The first one that can be had is taken."""
    kind: Kind = "code"
    """What its text is, where a file's language does not decide."""
    include: Patterns = field(default_factory=Patterns)
    """Patterns of the paths that are wanted; all, where there is none."""
    exclude: Patterns = field(default_factory=Patterns)
    """Patterns of the paths that are not."""
    max_bytes: int | None = None
    """How many bytes of its files are taken at the most; which, a hash of their paths decides."""
    license: StatedLicense | None = None
    homepage: str | None = None

    def wants(self, path: str) -> bool:
        """Whether a file is wanted, by its path inside the project."""
        return (not self.include.texts or self.include.match(path)) and not self.exclude.match(path)

    def choose(self, sizes: Iterable[tuple[str, int]]) -> list[str]:
        """Which of its files are taken.

        Args:
            sizes: of every file that could be taken, its path and how many bytes it has.

        Returns:
            Paths of those that are wanted and fit into ``max_bytes``, sorted. The choice depends on paths
            and sizes alone: files are taken in the order of their paths' SHA-256 until one does not fit.
        """
        wanted = [(path, size_bytes) for path, size_bytes in sizes if self.wants(path)]
        if self.max_bytes is None:
            return sorted(path for path, _ in wanted)
        chosen: list[str] = []
        left_bytes = self.max_bytes
        for path, size_bytes in sorted(wanted, key=lambda entry: _rank(entry[0])):
            left_bytes -= size_bytes
            if left_bytes < 0:
                break
            chosen.append(path)
        return sorted(chosen)


def placed(name: str, folder: Path) -> Path:
    """Where the folder of an origin lies.

    Only for reading: what is written down and hashed is the name, which says the same on every machine.

    Args:
        name: its path, as a recipe has it; may start with `~`.
        folder: what relative paths start at.

    Raises:
        RequestError: it can be no path.
    """
    try:
        return (folder / Path(name).expanduser()).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise RequestError(f"{shown(name)} cannot be the path of a folder: {error}") from error


def _rank(path: str) -> tuple[bytes, str]:
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).digest(), path


def read_project(table: Table, folder: Path) -> Project:
    """Read a project of a recipe.

    Args:
        table: what the recipe says.
        folder: what the paths of folders start at.

    Raises:
        RequestError: it is not one.
    """
    name = table.text("name")
    if not _NAME.fullmatch(name):
        raise table.wrong("name", "letters, digits and `.`, `_`, `+`, `-` (100 at the most)", name)
    project = Project(
        name=name,
        origins=tuple(_read_origin(origin, folder) for origin in table.tables("origins")),
        kind=_kind(table),
        include=_read_patterns(table, "include"),
        exclude=_read_patterns(table, "exclude"),
        max_bytes=table.optional_count("max_bytes", least=1, most=_MAX_BYTES),
        license=_read_license(table.table("license")),
        homepage=table.optional_text("homepage"),
    )
    table.end()
    return project


def _kind(table: Table) -> Kind:
    text = table.text("kind", "code", one_of=KINDS)
    return next(kind for kind in KINDS if kind == text)


def _read_patterns(table: Table, key: str) -> Patterns:
    try:
        return Patterns(table.texts(key))
    except RequestError as error:
        raise RequestError(f"{table.where}: {key}: {error}", hint=error.hint) from error


def _read_license(table: Table) -> StatedLicense | None:
    if not table.values:
        return None
    stated = StatedLicense(table.text("identifier"), table.text("why"))
    table.end()
    return stated


def _read_origin(table: Table, folder: Path) -> Origin:
    kinds = [kind for kind in ORIGIN_KINDS if kind in table.values]
    if len(kinds) != 1:
        choices = ", ".join(f"`{kind}`" for kind in ORIGIN_KINDS)
        raise RequestError(f"{table.where}: exactly one key says where from: {choices}")
    kind = kinds[0]
    if kind == "python":
        if not table.flag("python", default=True):
            raise table.wrong("python", "true", value=False)
        origin = Origin("python", "python")
    elif kind == "folder":
        origin = Origin("folder", _folder(table, folder))
    elif kind == "git":
        address, revision = table.text("git"), table.text("revision", "HEAD")
        _require(table, "git", _GIT_ADDRESS, "an address that starts with `https://` or a path", address)
        _require(table, "revision", _REVISION, "the name of a commit, a tag or a branch", revision)
        origin = Origin("git", address, revision)
    else:
        package, version = table.text(kind), table.optional_text("version")
        _require(table, kind, _PACKAGE, "the name of a package", package)
        if version is not None:
            _require(table, "version", _VERSION, "a version", version)
        origin = Origin(kind, package, version)
    table.end()
    return origin


def _folder(table: Table, folder: Path) -> str:
    text = table.text("folder")
    try:
        placed(text, folder)
    except RequestError as error:
        raise table.wrong("folder", "the path of a folder", text) from error
    return text


def _require(table: Table, key: str, pattern: re.Pattern[str], expected: str, value: str) -> None:
    if not pattern.fullmatch(value) or ".." in value:
        raise table.wrong(key, expected, value)
