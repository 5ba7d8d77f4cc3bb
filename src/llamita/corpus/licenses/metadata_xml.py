"""What packages say of their license in XML: Maven's pom.xml, NuGet's nuspec."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llamita.corpus.licenses.expressions import normalized
from llamita.corpus.licenses.metadata_names import Stated, all_of, foreign_name
from llamita.corpus.licenses.texts import families_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z_][\w.:-]{0,100})(?P<rest>[^<>]{0,2000})>")
_TYPE = re.compile(r"\btype\s{0,8}=\s{0,8}[\"']expression[\"']")
_ADDRESS = re.compile(r"^(?:https?:)?//(?:www\.)?(.{1,200}?)(?:\.php|\.html?|\.txt)?/?$")
_LICENSES_AT = {
    "opensource.org/licenses/mit": "MIT",
    "opensource.org/license/mit": "MIT",
    "opensource.org/licenses/mit-license": "MIT",
    "apache.org/licenses/license-2.0": "Apache-2.0",
    "opensource.org/licenses/apache-2.0": "Apache-2.0",
    "opensource.org/licenses/apache2.0": "Apache-2.0",
    "opensource.org/licenses/bsd-3-clause": "BSD-3-Clause",
    "opensource.org/license/bsd-3-clause": "BSD-3-Clause",
    "opensource.org/licenses/bsd-2-clause": "BSD-2-Clause",
    "opensource.org/license/bsd-2-clause": "BSD-2-Clause",
    "boost.org/license_1_0": "BSL-1.0",
}
_NUGET = "licenses.nuget.org/"
_DEPTH = 100


@dataclass(frozen=True, slots=True)
class _Leaf:
    """An element without elements in it."""

    path: tuple[str, ...]
    """The names of the elements around it and its own, the root first."""
    entry: int
    """Counts the elements that the one around it belongs to: leaves of one parent have the same."""
    attributes: str
    text: str


def of_maven(text: str) -> Stated | None:
    """Read the licenses of a pom. Several hold together: practice differs on whether one may choose.

    Those of dependencies and plugins are theirs.
    """
    entries: dict[int, list[_Leaf]] = {}
    for leaf in _leaves(text):
        if leaf.path[-3:-1] == ("licenses", "license") and len(leaf.path) <= len(
            ("project", "licenses", "", "")
        ):
            entries.setdefault(leaf.entry, []).append(leaf)
    if not entries:
        return None
    said = next(iter(entries.values()))[0].text
    return all_of([_of_pom_entry(entry) for entry in entries.values()]), said


def _of_pom_entry(entry: list[_Leaf]) -> str | None:
    """Name one license of a pom, by its names, or by its address where nobody knows them."""
    names = [foreign_name(leaf.text) for leaf in entry if leaf.path[-1] == "name"]
    addresses = [_of_address(leaf.text) for leaf in entry if leaf.path[-1] == "url"]
    named, addressed = all_of(names), all_of(addresses)
    if named and addressed and not families_of([addressed]) <= families_of([named]):
        return all_of([named, addressed])
    return named or addressed


def of_nuget(text: str) -> Stated | None:
    """Read the license expression of a nuspec, or its license's address."""
    leaves = [leaf for leaf in _leaves(text) if leaf.path[-2:-1] in ((), ("metadata",))]
    stated = [leaf for leaf in leaves if leaf.path[-1] == "license"]
    if stated:
        named = [foreign_name(leaf.text) if _TYPE.search(leaf.attributes) else None for leaf in stated]
        return all_of(named), f"<license>{stated[0].text}</license>"
    addresses = [leaf.text for leaf in leaves if leaf.path[-1] == "licenseUrl"]
    if addresses:
        return all_of(
            [_of_address(address) for address in addresses]
        ), f"<licenseUrl>{addresses[0]}</licenseUrl>"
    return None


def _of_address(url: str) -> str | None:
    """Name the license at a well-known address; nothing else may stand in it."""
    found = _ADDRESS.match(url.strip().lower())
    if not found:
        return None
    if found[1].startswith(_NUGET):
        return normalized(url.strip().rstrip("/").rpartition("/")[2])
    return _LICENSES_AT.get(found[1])


def _leaves(text: str) -> Iterator[_Leaf]:
    """Read the innermost elements of a document, one after the other, in time linear in its length.

    A namespace's prefix is passed over, what is damaged as well: an element that is closed out of order ends
    all that were opened in it.
    """
    text = _without_comments(text)
    around: list[tuple[str, int]] = []
    opened: re.Match[str] | None = None
    for number, tag in enumerate(_TAG.finditer(text)):
        name = tag["name"].rpartition(":")[2]
        if not tag["close"]:
            if not tag["rest"].endswith("/") and len(around) < _DEPTH:
                around.append((name, number))
                opened = tag
            continue
        if opened and around and around[-1][0] == name:
            path = tuple(each for each, _ in around)
            entry = around[-2][1] if len(around) > 1 else 0
            said = html.unescape(" ".join(text[opened.end() : tag.start()][:2000].split()))
            yield _Leaf(path, entry, opened["rest"], said)
        opened = None
        names = [each for each, _ in around]
        if name in names:
            while around.pop()[0] != name:
                pass


def _without_comments(text: str) -> str:
    """Leave the comments out; what begins and never ends goes to the end."""
    kept: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        kept.append(text[position:start])
        end = text.find("-->", start + len("<!--"))
        if end < 0:
            return "".join(kept)
        position = end + len("-->")
    return "".join([*kept, text[position:]])
