"""Local origins: folders, Python's standard library, what is installed beside it; nothing is downloaded."""

from __future__ import annotations

import importlib.metadata
import platform
from pathlib import Path
from typing import TYPE_CHECKING, Final

from llamita.corpus.archives.folders import folder_members, standard_library_members
from llamita.corpus.archives.installed import distribution_members
from llamita.corpus.lock import Artifact, LockedFile
from llamita.corpus.recipe_projects import placed
from llamita.corpus.sources.trees import tree_of
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llamita.corpus.archives.member import Member
    from llamita.corpus.recipe_projects import Origin

_TREE: Final = "tree"
_VERSION_DIGITS: Final = 16


def local_artifact(project: str, origin: Origin, start: Path) -> Artifact:
    """What a local origin holds now.

    Args:
        project: whose origin it is.
        origin: what to read.
        start: what relative paths of folders start at.

    Raises:
        CorpusError: it is not there, empty, cannot be read, or has another version than asked for.
    """
    version = _version(origin)
    if origin.version not in {None, version}:
        raise CorpusError(f"`{origin.name}` is installed in version {version}: expected {origin.version}")
    place = str(placed(origin.name, start)) if origin.kind == "folder" else origin.name
    try:
        size_bytes, digest = tree_of(_members(origin.kind, place))
    except CorpusError as error:
        # What a lock says is missing is the same wherever the recipe lies.
        raise CorpusError(str(error).replace(place, origin.name), hint=error.hint) from error
    if not size_bytes:
        raise CorpusError(f"there is nothing to read in {origin}")
    tree = LockedFile(_TREE, size_bytes, digest)
    return Artifact(project, origin.kind, origin.name, version or digest[:_VERSION_DIGITS], (tree,))


def require_unchanged(artifact: Artifact) -> None:
    """Make sure that a local artifact is what its lock says.

    Args:
        artifact: of a folder the ``located`` one.

    Raises:
        CorpusError: it has changed since, or is not there.
    """
    (tree,) = artifact.files
    size_bytes, digest = tree_of(_members(artifact.kind, artifact.name))
    if (size_bytes, digest) != (tree.size_bytes, tree.sha256):
        raise CorpusError(
            f"project `{artifact.project}` has changed: expected {tree.size_bytes} bytes with digest "
            f"{tree.sha256} in `{artifact.name}`, got {size_bytes} bytes with {digest}",
            hint="lock the recipe again",
        )


def _version(origin: Origin) -> str | None:
    if origin.kind == "python":
        return platform.python_version()
    if origin.kind == "folder":
        return None
    try:
        return importlib.metadata.version(origin.name)
    except importlib.metadata.PackageNotFoundError as error:
        raise CorpusError(f"`{origin.name}` is not installed") from error


def _members(kind: str, name: str) -> Iterator[Member]:
    if kind == "python":
        return standard_library_members()
    return distribution_members(name) if kind == "installed" else folder_members(Path(name))
