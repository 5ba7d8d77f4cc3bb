"""Available: the registries of one recipe, each asked for its index no more than once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from llamita.corpus.sources.debian import DebianPackages, read_release, release_name
from llamita.corpus.sources.npm import NpmRegistry
from llamita.corpus.sources.pypi import PythonIndex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.corpus.recipe import Recipe
    from llamita.corpus.sources.cache import Cache
    from llamita.corpus.sources.registries import Registries
    from llamita.corpus.sources.wanted import Registry

_DEBIAN: Final = ("debian-source", "debian-binary")


@dataclass(frozen=True)
class Available:
    """Every kind of registry; what is to be looked up needs ``recipe``, what is locked does not."""

    registries: Registries
    cache: Cache
    recipe: Recipe | None = None

    @cached_property
    def by_kind(self) -> Mapping[str, Registry]:
        """The registry of every kind of origin that is downloaded, but git."""
        suite = self.recipe.debian_suite if self.recipe else ""
        source, binary = (self._names(kind) for kind in _DEBIAN)
        return {
            "debian-source": DebianPackages(self.registries, self.cache, suite, "source", source),
            "debian-binary": DebianPackages(self.registries, self.cache, suite, "binary", binary),
            "pypi-sdist": PythonIndex(self.registries, "sdist"),
            "pypi-wheel": PythonIndex(self.registries, "wheel"),
            "npm": NpmRegistry(self.registries),
        }

    def debian_release(self) -> str:
        """Which release of Debian is asked, and from when; empty where none is.

        Raises:
            FetchError: no mirror can be reached.
        """
        if self.recipe is None or not any(map(self._names, _DEBIAN)):
            return ""
        return release_name(read_release(self.registries, self.recipe.debian_suite))

    def _names(self, kind: str) -> frozenset[str]:
        projects = self.recipe.projects if self.recipe else ()
        return frozenset(
            origin.name for project in projects for origin in project.origins if origin.kind == kind
        )
