"""Lock: what exactly a recipe came to, file by file; with it a corpus can be built again.

It names packages, versions and checksums, never a server: those are found through the user's configuration.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from llamita.corpus.recipe_projects import LOCAL_KINDS, ORIGIN_KINDS, OriginKind, placed
from llamita.corpus.typed_json import canonical_json, parsed_record, pretty_json
from llamita.errors import CorpusError, shown
from llamita.files.disk import disk_failures_in_words, replace_durably

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.corpus.recipe import Recipe

FORM: Final = 1
"""The form of lock files that this version writes and reads."""

TOOLS: Final = (
    "daft",
    "debian-inspector",
    "license-expression",
    "licenseclassifier",
    "pyarrow",
    "tokenizers",
    "tree-sitter",
    "tree-sitter-bash",
    "tree-sitter-c-sharp",
    "tree-sitter-cpp",
    "tree-sitter-java",
    "tree-sitter-javascript",
    "tree-sitter-php",
    "tree-sitter-python",
    "tree-sitter-typescript",
)
"""The distributions that decide what a corpus holds."""

_SUFFIX: Final = ".lock.json"
_MAX_LOCK_BYTES: Final = 32 << 20
_MAX_NAME_CHARACTERS: Final = 200
_SHA256_DIGITS: Final = 64
_PURL_TYPES: Final = {
    "debian-source": "deb/debian",
    "debian-binary": "deb/debian",
    "pypi-sdist": "pypi",
    "pypi-wheel": "pypi",
    "installed": "pypi",
    "npm": "npm",
}


@dataclass(frozen=True, slots=True)
class LockedFile:
    """A file that is downloaded; or, where nothing is, all files of an origin together."""

    path: str
    """Of a package of Debian, below the mirror's address; otherwise a name."""
    size_bytes: int
    sha256: str
    """Of its bytes. Of a folder, of what is installed and of a git repository: over the paths, sizes and
    contents of all files."""

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Artifact:
    """What one project came to."""

    project: str
    kind: str
    """One of ``ORIGIN_KINDS``."""
    name: str
    """Of the package; the address of a git repository; the path of a folder, as the recipe has it."""
    version: str
    """Of the package; the id of a commit; of a folder, the first 16 digits of its digest."""
    files: tuple[LockedFile, ...]

    @property
    def origin_kind(self) -> OriginKind:
        """Where it comes from."""
        return next(kind for kind in ORIGIN_KINDS if kind == self.kind)

    @property
    def is_local(self) -> bool:
        """Whether it lies on this machine already."""
        return self.kind in LOCAL_KINDS

    @property
    def size_bytes(self) -> int:
        """Of all its files."""
        return sum(file.size_bytes for file in self.files)

    @property
    def purl(self) -> str:
        """Its address as a package URL; with `#` and a path it names a file."""
        purl_type = _PURL_TYPES.get(self.kind, "generic")
        name = self.name if purl_type != "generic" else self.project
        if purl_type == "pypi":
            name = name.lower().replace("_", "-")
        return f"pkg:{purl_type}/{quote(name, safe='/')}@{quote(self.version, safe='~:')}"

    def located(self, folder: Path) -> Artifact:
        """The same, with the path of a folder made absolute: to be read, never to be written down.

        Args:
            folder: what relative paths start at.

        Raises:
            RequestError: its name can be no path.
        """
        return replace(self, name=str(placed(self.name, folder))) if self.kind == "folder" else self


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that could not be had when the lock was made."""

    project: str
    origin: str
    """As ``Origin`` writes itself, or a file of it."""
    why: str


@dataclass(frozen=True, slots=True)
class Lock:
    """What a recipe came to."""

    form: int
    recipe: str
    sources: str
    """The ``sources_digest`` of the recipe."""
    debian: str
    """Release and date of the Debian index; empty where none was asked."""
    tools: dict[str, str]
    """The ``tool_versions`` of whoever made it."""
    artifacts: tuple[Artifact, ...]
    """In the order of the recipe's projects."""
    missing: tuple[Missing, ...]

    @property
    def digest(self) -> str:
        """Names all that it says: SHA-256, in hexadecimal."""
        return hashlib.sha256(canonical_json(self).encode()).hexdigest()

    @property
    def download_bytes(self) -> int:
        """How much is downloaded for it into an empty cache."""
        return sum(artifact.size_bytes for artifact in self.artifacts if not artifact.is_local)

    def located(self, folder: Path) -> Lock:
        """The same, with every artifact ``located``."""
        return replace(self, artifacts=tuple(artifact.located(folder) for artifact in self.artifacts))

    def require_for(self, recipe: Recipe, asked: str) -> None:
        """Make sure that it was made for the sources of this recipe.

        Args:
            recipe: what it must be for.
            asked: what commands call the recipe: its name, or the path of its file.

        Raises:
            CorpusError: it was made for others.
        """
        if self.sources != sources_digest(recipe):
            raise CorpusError(
                f"the lock of recipe `{recipe.name}` was made for other sources than it names now",
                hint=f"`llamita corpus lock {shlex.quote(asked)}` makes it anew",
            )

    def write(self, path: Path) -> None:
        """Write it, in place of an old one; whatever happens, it is one or the other, whole.

        Raises:
            CapacityError: the disk is full.
            FetchError: it refuses for another reason.
        """
        text = pretty_json(self)
        with disk_failures_in_words(path.parent, len(text)):
            replace_durably(path, text)


def sources_digest(recipe: Recipe) -> str:
    """Names what a recipe's lock depends on: projects, origins and the release of Debian."""
    sources = [
        (project.name, [(origin.kind, origin.name, origin.version) for origin in project.origins])
        for project in recipe.projects
    ]
    return hashlib.sha256(canonical_json([recipe.debian_suite, sources]).encode()).hexdigest()


def lock_file(recipe_file: Path) -> Path:
    """Where the lock of a recipe stands: beside it, `NAME.lock.json` for `NAME.toml`."""
    return recipe_file.with_name(recipe_file.name.removesuffix(".toml") + _SUFFIX)


def _recipe_of(lock_file: Path) -> Path:
    return lock_file.with_name(lock_file.name.removesuffix(_SUFFIX) + ".toml")


def read_lock(file: Path, *, hint: str | None = None) -> Lock:
    """Read a lock.

    Args:
        file: the lock.
        hint: what to do where it is missing; to lock the recipe beside it when None.

    Raises:
        CorpusError: it is missing, damaged, of another form, or holds what no lock can.
    """
    try:
        with file.open("rb") as stream:
            raw = stream.read(_MAX_LOCK_BYTES + 1)
    except OSError as error:
        raise CorpusError(
            f"cannot read the lock `{file}`: {(error.strerror or str(error)).lower()}",
            hint=hint or f"`llamita corpus lock {shlex.quote(str(_recipe_of(file)))}` makes it",
        ) from error
    if len(raw) > _MAX_LOCK_BYTES:
        raise CorpusError(f"`{file}` is no lock: it has more than {_MAX_LOCK_BYTES} bytes")
    lock = parsed_record(raw, Lock, place=f"`{file}`")
    if lock.form != FORM:
        raise CorpusError(f"`{file}` has form {lock.form}: expected form {FORM}")
    _require_sound(lock, f"`{file}`")
    return lock


def _require_sound(lock: Lock, place: str) -> None:
    projects: set[str] = set()
    for artifact in lock.artifacts:
        if artifact.project in projects:
            raise CorpusError(f"project {shown(artifact.project)} stands twice in {place}")
        projects.add(artifact.project)
        if artifact.kind not in ORIGIN_KINDS:
            raise CorpusError(f"{place} has an artifact of an unknown kind, {shown(artifact.kind)}")
        if not artifact.files:
            raise CorpusError(f"project {shown(artifact.project)} has no file in {place}")
        for file in artifact.files:
            _require_sound_file(file, place)


def _require_sound_file(file: LockedFile, place: str) -> None:
    names = file.path.split("/")
    # Names become names of files in the cache, and parts of addresses.
    if not all(names) or any(name.startswith(".") for name in names) or not file.path.isprintable():
        raise CorpusError(f"{place} has a file with a path that cannot be: {shown(file.path)}")
    if "\\" in file.path or ":" in file.name or len(file.name) > _MAX_NAME_CHARACTERS:
        raise CorpusError(f"{place} has a file with a path that cannot be: {shown(file.path)}")
    if len(file.sha256) != _SHA256_DIGITS or not set(file.sha256) <= set("0123456789abcdef"):
        raise CorpusError(
            f"the sha256 of {shown(file.path)} in {place} is none: expected 64 lower-case hexadecimal digits"
        )


def tool_versions() -> dict[str, str]:
    """Versions of the installed ``TOOLS``; `none` for one that is not installed."""
    versions: dict[str, str] = {}
    for tool in TOOLS:
        try:
            versions[tool] = importlib.metadata.version(tool)
        except importlib.metadata.PackageNotFoundError:
            versions[tool] = "none"
    return versions
