"""Reading an artifact, wherever it comes from, as members."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from llamita.corpus.archives.folders import folder_members, standard_library_members
from llamita.corpus.archives.git import commit_members
from llamita.corpus.archives.installed import distribution_members
from llamita.corpus.archives.reading import members
from llamita.corpus.sources.cache import digest_of
from llamita.corpus.sources.trees import tree_of
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from llamita.corpus.archives.member import Member
    from llamita.corpus.lock import Artifact


def read_artifact(artifact: Artifact, archives: Sequence[Path]) -> Iterator[Member]:
    """The files of an artifact, in an order that is always the same.

    Args:
        artifact: what it is.
        archives: what was downloaded of it; of a git repository, the bare clone.

    Raises:
        CorpusError: something is missing, damaged or hostile.
    """
    kind = artifact.origin_kind
    if kind == "folder":
        return folder_members(Path(artifact.name))
    if kind == "python":
        return standard_library_members()
    if kind == "installed":
        return distribution_members(artifact.name)
    if kind != "git":
        return members(kind, archives)
    if not archives:
        raise CorpusError(f"the repository `{artifact.name}` is not here", hint="fetch it first")
    return commit_members(archives[0], artifact.version)


def require_as_locked(artifact: Artifact, archives: Sequence[Path], members: Iterable[Member]) -> None:
    """Read everything, and make sure that it is what the lock says.

    It was so when it was fetched; a disk or a person may have changed it since.

    Args:
        artifact: what it must be.
        archives: what was downloaded of it; looked at before anything is read.
        members: its files, being read.

    Raises:
        CorpusError: it is something else.
    """
    if artifact.is_local or artifact.kind == "git":
        (tree,) = artifact.files
        size_bytes, digest = tree_of(members)
        if (size_bytes, digest) != (tree.size_bytes, tree.sha256):
            raise CorpusError(
                f"`{artifact.name}` changed while it was read: expected {tree.size_bytes} bytes with digest "
                f"{tree.sha256}, got {size_bytes} bytes with {digest}",
                hint="build again; of a recipe with a lock file, lock it again first",
            )
        return
    for file, path in zip(artifact.files, archives, strict=True):
        _require_digest(path, file.sha256)
    deque(members, maxlen=0)


def _require_digest(path: Path, expected: str) -> None:
    try:
        digest = digest_of(path)
    except OSError as error:
        raise CorpusError(f"cannot read `{path}`: {(error.strerror or str(error)).lower()}") from error
    if digest != expected:
        raise CorpusError(
            f"`{path}` is damaged: expected sha256 {expected}, got {digest}",
            hint="remove it and build again: it is fetched anew",
        )
