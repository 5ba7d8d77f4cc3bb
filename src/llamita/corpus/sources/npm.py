"""npm: packages as they were published, by the registry's record of each."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from llamita.corpus.sources.wanted import NotThere, Package, Wanted, read_address
from llamita.errors import FetchError, shown

if TYPE_CHECKING:
    from llamita.corpus.sources.registries import Registries
    from llamita.files.http_download import Client

_MAX_RECORD_BYTES: Final = 128 << 20
# The short form of a record: versions and checksums, without the texts of every release.
_ACCEPT: Final = "application/vnd.npm.install-v1+json, application/json;q=0.8"
_SHA512_BYTES: Final = 64


@dataclass(frozen=True)
class NpmRegistry:
    """The registry that `npm` asks."""

    registries: Registries

    @cached_property
    def client(self) -> Client:
        """Whoever asks the registry, and downloads from it."""
        return self._registry[0]

    def package(self, name: str, version: str | None) -> Package:
        """A version of a package; without one, what the registry calls the latest.

        Raises:
            NotThere: it has no such version, or no checksum of it.
            FetchError: the registry cannot be reached.
        """
        client, address = self._registry
        raw = read_address(
            client, f"{address}/{quote(name, safe='@')}", limit_bytes=_MAX_RECORD_BYTES, accept=_ACCEPT
        )
        try:
            record = json.loads(raw)
            chosen = version or str(record["dist-tags"]["latest"])
            versions = record["versions"]
            dist = versions[chosen]["dist"] if chosen in versions else None
            sha512 = _sha512_of(dist) if dist else None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise FetchError(
                f"the npm registry sent a record of {shown(name)} that cannot be read"
            ) from error
        if sha512 is None:
            raise NotThere(f"the npm registry has no version {shown(chosen)} of {shown(name)} with a sha512")
        return Package(name, chosen, (Wanted(_file_name(name, chosen), sha512=sha512),))

    def addresses(self, name: str, path: str) -> list[str]:
        """Where every registry has a package's file."""
        return [f"{self._registry[1]}/{name}/-/{_published_name(name, path)}"]

    @cached_property
    def _registry(self) -> tuple[Client, str]:
        return self.registries.npm_registry()


def _file_name(name: str, version: str) -> str:
    """As `npm pack` calls it: with the scope, since `@a/core` and `@b/core` are two."""
    return f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"


def _published_name(name: str, path: str) -> str:
    scope, slash, _ = name.partition("/")
    return path.removeprefix(scope.removeprefix("@") + "-") if slash else path


def _sha512_of(dist: dict[str, Any]) -> str | None:
    for integrity in str(dist.get("integrity", "")).split():
        algorithm, _, digest = integrity.partition("-")
        if algorithm == "sha512":
            try:
                raw = base64.b64decode(digest, validate=True)
            except binascii.Error:
                continue
            if len(raw) == _SHA512_BYTES:
                return raw.hex()
    return None
