"""Finds a file on an index's page about a project, in HTML (PEP 503) or JSON (PEP 691)."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit


def find_file_address(page: bytes, content_type: str, page_address: str, file_name: str) -> str | None:
    """Look for a file on a page.

    Args:
        page: what the index sent.
        content_type: what the index calls it.
        page_address: where it came from, which relative links start at.
        file_name: the file to look for, exactly.

    Returns:
        The address of the file, or None when the page does not list it.
    """
    text = page.decode("utf-8", errors="replace")
    links = _json_links(text) if "json" in content_type else _html_links(text)
    for link in links:
        address = urljoin(page_address, link)
        if PurePosixPath(unquote(urlsplit(address).path)).name == file_name:
            return address
    return None


def _json_links(text: str) -> list[str]:
    try:
        files = json.loads(text)["files"]
        return [str(file["url"]) for file in files]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def _html_links(text: str) -> list[str]:
    collector = _LinkCollector()
    collector.feed(text)
    collector.close()
    return collector.links


class _LinkCollector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]
