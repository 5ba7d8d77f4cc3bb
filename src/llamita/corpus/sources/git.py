"""Git: one commit of a repository, without its history, in a bare clone of ours."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from llamita.corpus.archives.git import commit_members
from llamita.corpus.lock import Artifact, LockedFile
from llamita.corpus.sources.trees import tree_of
from llamita.corpus.sources.wanted import NotThere
from llamita.errors import CorpusError, FetchError, shown

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.corpus.recipe_projects import Origin
    from llamita.corpus.sources.cache import Cache

_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_TIMEOUT_S: Final = 1800.0
_TREE: Final = "tree"
# No transports that are programs of others, no questions, no hooks, no repositories within repositories.
_SETTINGS: Final = (
    "protocol.ext.allow=never",
    "core.hooksPath=" + os.devnull,
    "fetch.recurseSubmodules=false",
    "transfer.fsckObjects=true",
    "gc.auto=0",
)
_LOCAL_VARIABLES: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")


def git_artifact(project: str, origin: Origin, cache: Cache) -> Artifact:
    """Clone what a revision names now, into the cache.

    Raises:
        NotThere: there is no such repository or revision.
        FetchError: there is no `git`.
        CorpusError: what came is damaged.
    """
    clone = _clone(origin.name, cache)
    _fetch(clone, origin.name, origin.version or "HEAD")
    commit = _git(["-C", str(clone), "rev-parse", "--verify", "FETCH_HEAD^{commit}"], origin.name).strip()
    if not _COMMIT.fullmatch(commit):
        raise NotThere(f"git has no commit {shown(origin.version)} of `{origin.name}`")
    _keep(clone, origin.name, commit)
    tree = LockedFile(_TREE, *tree_of(commit_members(clone, commit)))
    return Artifact(project, "git", origin.name, commit, (tree,))


def git_clone(artifact: Artifact, cache: Cache, *, offline: bool) -> Path:
    """The bare clone that has a locked commit, from the cache or the repository.

    Raises:
        FetchError: it cannot be had.
        CorpusError: the commit has other files than the lock says; or ``offline``, and it is not there.
    """
    clone = cache.clone(_digest(artifact.name))
    (tree,) = artifact.files
    if not _has(clone, artifact):
        if offline:
            raise CorpusError(f"commit {artifact.version} of `{artifact.name}` is not in the cache")
        _clone(artifact.name, cache)
        _fetch(clone, artifact.name, artifact.version)
        _keep(clone, artifact.name, artifact.version)
    found = tree_of(commit_members(clone, artifact.version))
    if found != (tree.size_bytes, tree.sha256):
        raise CorpusError(
            f"commit {artifact.version} of `{artifact.name}` has other files: expected "
            f"{tree.size_bytes} bytes with digest {tree.sha256}, got {found[0]} bytes with {found[1]}"
        )
    return clone


def _digest(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()


def _clone(address: str, cache: Cache) -> Path:
    """A bare repository for this address; git itself leaves it whole whenever it is stopped."""
    clone = cache.clone(_digest(address))
    clone.parent.mkdir(parents=True, exist_ok=True)
    _git(["init", "--quiet", "--bare", str(clone)], address)
    return clone


def _has(clone: Path, artifact: Artifact) -> bool:
    if not clone.is_dir():
        return False
    name = f"refs/llamita/{artifact.version}"
    try:
        found = _git(["-C", str(clone), "rev-parse", "--verify", "--quiet", name], artifact.name)
    except NotThere:
        return False
    return found.strip() == artifact.version


def _fetch(clone: Path, address: str, revision: str) -> None:
    fetch = ["-C", str(clone), "fetch", "--quiet", "--no-tags"]
    try:
        _git([*fetch, "--depth=1", "--", address, revision], address)
    except NotThere:
        if not _COMMIT.fullmatch(revision):
            raise
        # Not every server gives a commit by its id; then all of the history is needed.
        _git([*fetch, "--", address, "+refs/*:refs/all/*"], address)


def _keep(clone: Path, address: str, commit: str) -> None:
    # Written last: a commit with this name has all its files.
    _git(["-C", str(clone), "update-ref", f"refs/llamita/{commit}", commit], address)


def _git(arguments: list[str], address: str) -> str:
    program = shutil.which("git")
    if program is None:
        raise FetchError(f"cannot clone `{address}`: there is no `git`", hint="install git")
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    for variable in _LOCAL_VARIABLES:
        environment.pop(variable, None)
    try:
        done = subprocess.run(
            [program, *settings, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FetchError(f"git failed on `{address}`: {error}") from error
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise NotThere(f"git cannot have `{address}`: {lines[-1][:200]}")
    return done.stdout.decode("utf-8", "replace")
