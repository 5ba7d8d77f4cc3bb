"""Downloads a file over HTTP, and resumes where the last attempt broke off.

Only HTTPS is used beyond this machine, but for files whose checksum was known before. What arrives is not
trusted: its size is limited here, its checksum is checked by whoever asked for it.
"""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.error
import urllib.request
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from llamita.errors import FetchError
from llamita.files.disk import CHUNK_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import Message
    from pathlib import Path

_TIMEOUT_S = 30.0
_MAX_FRUITLESS_ATTEMPTS = 3
_PAUSE_S = 0.5
_MAX_RETRY_AFTER_S = 60.0
_MAX_DIGITS = 9
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_NETWORK_FAILURES = (OSError, http.client.HTTPException)
_TRY_AGAIN = frozenset({http.client.REQUEST_TIMEOUT, http.client.TOO_MANY_REQUESTS})


class Refused(FetchError):
    """The server has answered that it will not give what it was asked for."""

    def __init__(self, message: str, *, status: int, retry_after_s: float = 0.0) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after_s = retry_after_s
        """How long it asks to be left alone, from 0."""

    @property
    def is_final(self) -> bool:
        """Whether asking again would be in vain."""
        if self.retry_after_s > _MAX_RETRY_AFTER_S:
            return True
        is_our_fault = self.status < http.client.INTERNAL_SERVER_ERROR
        return is_our_fault and self.status not in _TRY_AGAIN


class Client:
    """Opens addresses on one server and where it redirects to; only HTTPS, or this machine."""

    def __init__(self, who: str, *, certificates: Path | None = None, also_plain_http: bool = False) -> None:
        """Prepare to ask; nothing is opened yet.

        Args:
            who: what messages call the server.
            certificates: a file with the certificate authorities to trust; those of the system when None.
            also_plain_http: ask servers without HTTPS too; for public files whose checksum is known already.

        Raises:
            FetchError: ``certificates`` cannot be read.
        """
        self.who = who
        self._require_safe = _require_web if also_plain_http else require_safe
        try:
            context = ssl.create_default_context(cafile=certificates)
        except OSError as error:
            raise FetchError(f"cannot read the certificates in `{certificates}`") from error
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=context), _CarefulRedirects(self._require_safe)
        )
        self._authorizations: dict[str, str] = {}

    def authorize(self, address: str, authorization: str) -> None:
        """Send this ``Authorization`` along to the host of ``address``, and to no other."""
        self._authorizations[_without_user(urlsplit(address).netloc)] = authorization

    def open(self, address: str, *, accept: str = "*/*", start_bytes: int = 0) -> http.client.HTTPResponse:
        """Ask for what lies at ``address``, from byte ``start_bytes`` on.

        Raises:
            FetchError: the address is not safe or nobody answers; ``Refused`` for an answer that is an error.
        """
        plain = _without_password(address)
        self._require_safe(plain)
        request = urllib.request.Request(plain, headers={"Accept": accept, "User-Agent": "llamita"})
        if start_bytes:
            request.add_header("Range", f"bytes={start_bytes}-")
        if authorization := self._authorizations.get(urlsplit(plain).netloc):
            request.add_unredirected_header("Authorization", authorization)
        try:
            response: http.client.HTTPResponse = self._opener.open(request, timeout=_TIMEOUT_S)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise Refused(f"{self.who} has a shorter file than expected", status=error.code) from error
            raise Refused(
                f"{self.who} answers {error.code} for `{plain}`",
                status=error.code,
                retry_after_s=_retry_after_s(error.headers),
            ) from error
        except urllib.error.URLError as error:
            raise FetchError(f"cannot reach {self.who}: {str(error.reason).lower()}") from error
        except _NETWORK_FAILURES as error:
            raise FetchError(f"cannot reach {self.who}: {str(error).lower()}") from error
        return response


def download(
    client: Client, address: str, partial: Path, size_bytes: int, advance: Callable[[int], None]
) -> None:
    """Bring ``partial`` to ``size_bytes``, going on from what is there of it already.

    Args:
        client: who asks.
        address: what for.
        partial: the file to make or to go on with; it stays when the connection breaks.
        size_bytes: how much there must be at the end.
        advance: told how much there is, now and then.

    Raises:
        FetchError: the server cannot be reached, gives up midway, or has more or less than ``size_bytes``.
        OSError: the disk refuses.
    """
    most_bytes = fruitless_attempts = 0
    while _size_bytes(partial) < size_bytes:
        try:
            _download_rest(client, address, partial, size_bytes, advance)
        except FetchError as error:
            if isinstance(error, Refused) and error.is_final:
                raise
            # Getting further than ever counts: a server that cannot resume may break off anywhere.
            fruitless_attempts = 0 if _size_bytes(partial) > most_bytes else fruitless_attempts + 1
            most_bytes = max(most_bytes, _size_bytes(partial))
            if fruitless_attempts == _MAX_FRUITLESS_ATTEMPTS:
                raise
            asked_s = error.retry_after_s if isinstance(error, Refused) else 0.0
            time.sleep(max(_PAUSE_S * fruitless_attempts, asked_s))
    if _size_bytes(partial) > size_bytes:
        partial.unlink()
        raise FetchError(f"{client.who} sent more than the {size_bytes} bytes of `{partial.stem}`")
    if size_bytes == 0:
        partial.touch()


def read_page(response: http.client.HTTPResponse, limit_bytes: int) -> bytes:
    """Read an answer, but no more than ``limit_bytes`` of it.

    Raises:
        FetchError: the connection broke.
    """
    try:
        return response.read(limit_bytes)
    except _NETWORK_FAILURES as error:
        raise FetchError(f"the connection broke: {str(error).lower()}") from error


def require_safe(address: str) -> None:
    """Make sure that what is sent to ``address`` and comes from there cannot be read on the way.

    Raises:
        FetchError: it is neither HTTPS nor on this machine.
    """
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise FetchError(f"will not ask `{address}`: only `https` is used")


def _require_web(address: str) -> None:
    if urlsplit(address).scheme not in {"http", "https"}:
        raise FetchError(f"will not ask `{address}`: only `https` and `http` are used")


def _retry_after_s(headers: Message) -> float:
    """What ``Retry-After`` asks for in seconds; a date, which few servers send, counts as nothing asked."""
    seconds = headers.get("Retry-After", "").strip()
    return float(seconds) if seconds.isascii() and seconds.isdigit() and len(seconds) <= _MAX_DIGITS else 0.0


def _download_rest(
    client: Client, address: str, partial: Path, size_bytes: int, advance: Callable[[int], None]
) -> None:
    start_bytes = _size_bytes(partial)
    try:
        response = client.open(address, start_bytes=start_bytes)
    except Refused as error:
        if error.status == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            partial.unlink()
        raise
    with response:
        continued = response.status == http.client.PARTIAL_CONTENT
        if continued and not response.headers.get("Content-Range", "").startswith(f"bytes {start_bytes}-"):
            partial.unlink(missing_ok=True)
            raise FetchError(f"{client.who} sent another part of the file than it was asked for")
        with partial.open("ab" if continued else "wb") as file:
            done_bytes = file.tell()
            # One byte more than there should be is enough to see that there is more.
            while chunk := read_page(response, min(CHUNK_BYTES, size_bytes - done_bytes + 1)):
                file.write(chunk)
                done_bytes += len(chunk)
                advance(min(done_bytes, size_bytes))
    if done_bytes < size_bytes:
        raise FetchError(f"the connection ended after {done_bytes} of {size_bytes} bytes")


def _size_bytes(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


class _CarefulRedirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, require: Callable[[str], None]) -> None:
        self._require = require

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        self._require(newurl)
        request = super().redirect_request(req, fp, code, msg, headers, newurl)
        authorization = req.unredirected_hdrs.get("Authorization")
        # Within one server a password goes along; to another one, never.
        if request and authorization and urlsplit(newurl)[:2] == urlsplit(req.full_url)[:2]:
            request.add_unredirected_header("Authorization", authorization)
        return request


def _without_user(netloc: str) -> str:
    return netloc.rpartition("@")[2]


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=_without_user(parts.netloc), fragment=""))
