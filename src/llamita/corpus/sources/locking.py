"""Locking: from a recipe to its lock, by downloading all that it names.

What is in a lock could be had: it lies in the cache when the lock is made.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from llamita.corpus.lock import FORM, Artifact, Lock, LockedFile, Missing, sources_digest, tool_versions
from llamita.corpus.recipe_projects import LOCAL_KINDS
from llamita.corpus.sources.available import Available
from llamita.corpus.sources.cache import Cache, digest_of
from llamita.corpus.sources.git import git_artifact
from llamita.corpus.sources.local import local_artifact
from llamita.corpus.sources.registries import Registries
from llamita.corpus.sources.wanted import WrongFile, download_from_any, is_not_there, size_at
from llamita.errors import CorpusError, FetchError
from llamita.files.disk import disk_failures_in_words, require_space
from llamita.files.http_download import Refused
from llamita.files.progress import piece_of_work

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.corpus.recipe import Recipe
    from llamita.corpus.recipe_projects import Origin, Project
    from llamita.corpus.sources.wanted import Registry, Wanted
    from llamita.files.progress import ProgressSink

_MAX_FILE_BYTES: Final = 2 << 30


def lock(
    recipe: Recipe, cache_folder: Path, progress: ProgressSink, registries: Registries | None = None
) -> Lock:
    """Find, download and write down what a recipe's projects come to now.

    Args:
        recipe: what to find.
        cache_folder: where downloads are kept; made where it is not there.
        progress: told about every download.
        registries: where to ask; as this user has it configured when None.

    Returns:
        The lock. What no origin of a project had is in ``missing``, with the reason.

    Raises:
        FetchError: a registry cannot be reached.
        CorpusError: nothing could be had at all.
        CapacityError: the disk is full.
    """
    cache = Cache(cache_folder)
    with cache.held(progress):
        work = _Locking(recipe, cache, progress, registries or Registries.of_this_user())
        artifacts = [artifact for project in recipe.projects for artifact in work.artifact_of(project)]
        if not artifacts:
            why = f": {work.missing[0].why}" if work.missing else ""
            start = f"its folders start at `{recipe.start.absolute()}`" if recipe.folders else None
            raise CorpusError(f"no project of recipe `{recipe.name}` could be had{why}", hint=start)
        return Lock(
            form=FORM,
            recipe=recipe.name,
            sources=sources_digest(recipe),
            debian=work.available.debian_release(),
            tools=tool_versions(),
            artifacts=tuple(artifacts),
            missing=tuple(work.missing),
        )


@dataclass
class _Locking:
    recipe: Recipe
    cache: Cache
    progress: ProgressSink
    registries: Registries
    missing: list[Missing] = field(default_factory=list)
    available: Available = field(init=False)

    def __post_init__(self) -> None:
        self.available = Available(self.registries, self.cache, self.recipe)

    def artifact_of(self, project: Project) -> list[Artifact]:
        """What the first origin that can be had came to, or nothing."""
        for origin in project.origins:
            try:
                with disk_failures_in_words(self.cache.folder, 0):
                    return [self._artifact(project, origin)]
            except (CorpusError, FetchError) as error:
                is_lasting = isinstance(error, (CorpusError, WrongFile)) or is_not_there(error)
                if not is_lasting:
                    raise
                self._note(project, str(origin), error)
        return []

    def _artifact(self, project: Project, origin: Origin) -> Artifact:
        if origin.kind in LOCAL_KINDS:
            return local_artifact(project.name, origin, self.recipe.start)
        if origin.kind == "git":
            return git_artifact(project.name, origin, self.cache)
        registry = self.available.by_kind[origin.kind]
        package = registry.package(origin.name, origin.version)
        files: list[LockedFile] = []
        for wanted in package.files:
            try:
                files.append(self._obtained(registry, package.name, wanted))
            except FetchError as error:
                if wanted.is_needed or not is_not_there(error):
                    raise
                self._note(project, f"{origin}: {wanted.path}", error)
        return Artifact(
            project=project.name,
            kind=origin.kind,
            name=package.name,
            version=package.version,
            files=tuple(sorted(files, key=lambda file: file.path)),
        )

    def _note(self, project: Project, origin: str, error: Exception) -> None:
        # An address may be of a mirror that is nobody's business.
        why = f"answered {error.status}" if isinstance(error, Refused) else str(error)
        self.missing.append(Missing(project.name, origin, why))
        self.progress.note(f"{project.name}: {error}")

    def _obtained(self, registry: Registry, name: str, wanted: Wanted) -> LockedFile:
        """The file, in the cache."""
        known = _known(wanted)
        if known is not None and self.cache.find(known):
            return known
        key = hashlib.sha256(f"{name}\0{wanted.path}\0{wanted.sha512}".encode()).hexdigest()
        partial = self.cache.partial(known.sha256 if known else key)
        addresses = registry.addresses(name, wanted.path)
        size_bytes = wanted.size_bytes
        if size_bytes is None:
            size_bytes = size_at(registry.client, addresses[0])
        if size_bytes > _MAX_FILE_BYTES:
            raise WrongFile(f"`{wanted.path}` has {size_bytes} bytes: expected at most {_MAX_FILE_BYTES}")
        require_space(self.cache.folder, size_bytes)
        with piece_of_work(self.progress, f"downloading {wanted.path.rpartition('/')[2]}", size_bytes):
            download_from_any(registry, addresses, partial, size_bytes, self.progress.advance_to)
        if wanted.sha512 and digest_of(partial, "sha512") != wanted.sha512:
            partial.unlink()
            raise WrongFile(f"{registry.client.who} sent another file for `{wanted.path}`: wrong sha512")
        file = known or LockedFile(wanted.path, size_bytes, wanted.sha256 or digest_of(partial))
        self.cache.keep(partial, file, registry.client.who)
        return file


def _known(wanted: Wanted) -> LockedFile | None:
    if wanted.size_bytes is None or wanted.sha256 is None:
        return None
    return LockedFile(wanted.path, wanted.size_bytes, wanted.sha256)
