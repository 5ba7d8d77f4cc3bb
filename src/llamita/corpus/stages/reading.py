"""Reading an artifact, wherever it comes from, as members."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from llamita.corpus.archives.folders import folder_members, standard_library_members
from llamita.corpus.archives.git import commit_members
from llamita.corpus.archives.installed import distribution_members
from llamita.corpus.archives.reading import members
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
