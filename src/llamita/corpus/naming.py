"""Naming: the forms in which a person may name a package or a file, brought into one."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, unquote

_SCHEME: Final = "pkg:"
_ARCHIVED: Final = "swh:"


def named(query: str) -> str:
    """What a person asked for, in the one form that files are compared with.

    A package URL may be encoded or not, and its type in any case; behind `#` comes the path as it is, not
    encoded. A path loses a leading `./`, a SWHID its capitals. All else stays.

    >>> named("pkg:NPM/@types/node"), named("pkg:npm/%40types/node@26.6.6#./fs.d.ts")
    ('pkg:npm/%40types/node', 'pkg:npm/%40types/node@26.6.6#fs.d.ts')
    >>> named("./src/index.ts")
    'src/index.ts'
    """
    query = query.strip()
    if query.lower().startswith(_ARCHIVED):
        return query.lower()
    if not query.lower().startswith(_SCHEME):
        return _path(query)
    address, separator, path = query[len(_SCHEME) :].partition("#")
    return package_url(address) + (separator + _path(unquote(path)) if path else "")


def package_url(address: str) -> str:
    """A package URL as ``Artifact.purl`` writes it, with or without a version.

    Args:
        address: what stands between `pkg:` and `#`, encoded or not.
    """
    kind, _, rest = address.partition("?")[0].strip("/").partition("/")
    *namespace, last = rest.split("/")
    # The `@` at the beginning of a name is a scope of npm, not a version.
    at = last.rfind("@")
    name, version = (last[:at], last[at + 1 :]) if at > 0 else (last, "")
    names = unquote("/".join([*namespace, name]))
    if kind.lower() == "pypi":
        names = names.lower().replace("_", "-")
    named_version = f"@{quote(unquote(version), safe='~:')}" if version else ""
    return f"{_SCHEME}{kind.lower()}/{quote(names, safe='/')}{named_version}"


def without_version(package: str) -> str:
    """A package URL in our form without its version, if it has one.

    >>> without_version("pkg:npm/%40types/node@26.6.6")
    'pkg:npm/%40types/node'
    """
    # In our form every other `@` is encoded.
    return package.partition("@")[0]


def _path(path: str) -> str:
    while path.startswith("./"):
        path = path[2:].lstrip("/")
    return path
