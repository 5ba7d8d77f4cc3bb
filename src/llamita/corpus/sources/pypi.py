"""PyPI: source distributions and pure wheels, by the index's page about a project (PEP 691 and 503)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import unquote, urljoin, urlsplit

from llamita.corpus.sources.wanted import NotThere, Package, Wanted
from llamita.errors import FetchError
from llamita.files.http_download import read_page

if TYPE_CHECKING:
    from llamita.corpus.sources.registries import Registries
    from llamita.files.http_download import Client

_MAX_PAGE_BYTES: Final = 64 << 20
_ACCEPT: Final = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_PURE: Final = "-none-any.whl"
_SDISTS: Final = (".tar.gz", ".zip", ".tar.bz2", ".tar.xz", ".tgz")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A file on a page."""

    name: str
    address: str
    size_bytes: int | None
    sha256: str | None


@dataclass(frozen=True)
class PythonIndex:
    """The index that `pip` asks."""

    registries: Registries
    kind: Literal["sdist", "wheel"]

    @cached_property
    def client(self) -> Client:
        """Whoever asks the index, and downloads from it.

        Raises:
            FetchError: the user has switched indexes off.
        """
        return self._index[0]

    def package(self, name: str, version: str | None) -> Package:
        """The source distribution, or the wheel for any machine, of a version.

        Raises:
            NotThere: it has none.
            FetchError: the index cannot be reached.
        """
        if version is None:
            raise FetchError(
                f"no version of `{name}` is named", hint="a Python package needs its `version` in the recipe"
            )
        for listed in self._page(name):
            if self._is_of(listed.name, name, version):
                return Package(name, version, (Wanted(listed.name, listed.size_bytes, listed.sha256),))
        what = "source distribution" if self.kind == "sdist" else "wheel for any machine"
        raise NotThere(f"the Python index has no {what} of `{name}` {version}")

    def addresses(self, name: str, path: str) -> list[str]:
        """Where the page says that a file lies.

        Raises:
            NotThere: it does not list the file.
            FetchError: the index cannot be reached.
        """
        addresses = [listed.address for listed in self._page(name) if listed.name == path]
        if not addresses:
            raise NotThere(f"the Python index does not list `{path}`")
        return addresses

    @cached_property
    def _index(self) -> tuple[Client, str]:
        return self.registries.python_index()

    def _page(self, name: str) -> list[_Listed]:
        client, index = self._index
        with client.open(f"{index}/{_normalized(name)}/", accept=_ACCEPT) as response:
            page = read_page(response, _MAX_PAGE_BYTES).decode("utf-8", errors="replace")
            is_json = "json" in response.headers.get_content_type()
            return (_listed_in_json if is_json else _listed_in_html)(page, response.url)

    def _is_of(self, file_name: str, name: str, version: str) -> bool:
        endings = (_PURE,) if self.kind == "wheel" else _SDISTS
        ending = next((ending for ending in endings if file_name.endswith(ending)), None)
        if ending is None:
            return False
        # A wheel's name has the versions of Python before the ending: NAME-VERSION-py3.
        stem = file_name.removesuffix(ending)
        if self.kind == "wheel":
            stem = stem.rpartition("-")[0]
        project, _, found = stem.rpartition("-")
        return _normalized(project) == _normalized(name) and found.lower() == version.lower()


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _listed_in_json(page: str, page_address: str) -> list[_Listed]:
    try:
        entries = json.loads(page)["files"]
        return [_listed(entry, page_address) for entry in entries]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FetchError(f"the Python index sent a page that cannot be read: `{page_address}`") from error


def _listed(entry: dict[str, Any], page_address: str) -> _Listed:
    size, sha256 = entry.get("size"), str(entry.get("hashes", {}).get("sha256"))
    return _Listed(
        name=str(entry["filename"]),
        address=urljoin(page_address, str(entry["url"])),
        size_bytes=size if type(size) is int and size >= 0 else None,
        sha256=sha256 if _SHA256.fullmatch(sha256) else None,
    )


def _listed_in_html(page: str, page_address: str) -> list[_Listed]:
    collector = _LinkCollector()
    collector.feed(page)
    collector.close()
    listed = []
    for link in collector.links:
        address = urlsplit(urljoin(page_address, link))
        sha256 = address.fragment.removeprefix("sha256=")
        listed.append(
            _Listed(
                name=PurePosixPath(unquote(address.path)).name,
                address=address._replace(fragment="").geturl(),
                size_bytes=None,
                sha256=sha256 if _SHA256.fullmatch(sha256) else None,
            )
        )
    return listed


class _LinkCollector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]
