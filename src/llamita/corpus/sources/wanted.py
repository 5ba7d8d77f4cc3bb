"""Wanted: a file that a registry promises, before it has been downloaded."""

from __future__ import annotations

import http.client
import urllib.parse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from llamita.errors import FetchError
from llamita.files.http_download import Refused, download, read_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from llamita.files.http_download import Client

_NOT_THERE: Final = frozenset({http.client.NOT_FOUND, http.client.GONE, http.client.FORBIDDEN})


class NotThere(FetchError):
    """A registry has said that it has no such package or file."""


class WrongFile(FetchError):
    """What arrived is not what was promised."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of a package, as its registry describes it."""

    path: str
    """As the lock names it."""
    size_bytes: int | None = None
    """None where the registry does not say."""
    sha256: str | None = None
    sha512: str | None = None
    """In hexadecimal; what npm's registry says instead."""
    is_needed: bool = True
    """Whether the package is of use without it."""


@dataclass(frozen=True, slots=True)
class Package:
    """What a registry has under a name."""

    name: str
    version: str
    files: tuple[Wanted, ...]


class Registry(Protocol):
    """One kind of registry: says what it has, and where a file lies."""

    def package(self, name: str, version: str | None) -> Package:
        """What it has under this name.

        Raises:
            NotThere: it has no such package.
            FetchError: it cannot be reached.
        """

    def addresses(self, name: str, path: str) -> list[str]:
        """Where a file of a package may lie, the likeliest first.

        Raises:
            NotThere: it has no such file.
            FetchError: it cannot be reached.
        """

    @property
    def client(self) -> Client:
        """Whoever downloads from it."""


def download_from_any(
    registry: Registry, addresses: list[str], partial: Path, size_bytes: int, advance: Callable[[int], None]
) -> None:
    """Download a file from the first of several addresses that has it.

    Raises:
        FetchError: none has it; the last one's reason.
        OSError: the disk refuses.
    """
    for address in addresses[:-1]:
        try:
            download(registry.client, address, partial, size_bytes, advance)
        except FetchError:
            # Whatever was wrong there, the next one may be right.
            continue
        return
    download(registry.client, addresses[-1], partial, size_bytes, advance)


def is_not_there(error: FetchError) -> bool:
    """Whether a server has said that it has no such thing, rather than failed."""
    return isinstance(error, NotThere) or (isinstance(error, Refused) and error.status in _NOT_THERE)


def read_address(client: Client, address: str, *, limit_bytes: int, accept: str = "*/*") -> bytes:
    """What lies at an address.

    Raises:
        FetchError: it cannot be had, or is larger than ``limit_bytes``.
    """
    with client.open(address, accept=accept) as response:
        page = read_page(response, limit_bytes + 1)
    if len(page) > limit_bytes:
        host = urllib.parse.urlsplit(address).hostname
        raise FetchError(f"`{host}` sent more than {limit_bytes} bytes for an index")
    return page


def size_at(client: Client, address: str) -> int:
    """How large a server says that a file is, in bytes.

    Raises:
        FetchError: it cannot be reached, or does not say.
    """
    with client.open(address) as response:
        length = response.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit()):
        raise FetchError(f"{client.who} does not say how large `{address}` is")
    return int(length)
