"""Licenses by initials, addresses and rarer names, and those that no table knows.

Everything here works on `plain` text: lower case, one space between words, comment marks gone, and the
British spelling of `license` folded.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from llamita.corpus.licenses.names import spdx_of

UNKNOWN = "LicenseRef-unknown"
"""A license that is spoken of and that nobody here can name."""


class Named(NamedTuple):
    """A license that a text names."""

    expression: str
    start: int
    """Where in the text, in characters."""


_INITIALS = (
    "mpl", "epl", "cddl", "eupl", "osl", "cpl", "ofl", "apsl", "npl", "qpl", "rpl", "cpal", "odbl", "lppl",
    "cpol", "gfdl", "nposl", "ms-lpl", "ms-rl",
)  # fmt: skip
_BEGUN = tuple(mark + short for short in _INITIALS for mark in " (/")
_SHORT = "|".join(_INITIALS)
_INITIAL = re.compile(
    rf"(?<![\w.:/@])(?P<versioned>{_SHORT})(?:[- /]?v|[- /])?(?P<version>[1-4]\.[0-9])\b|"
    rf"(?:under|terms of|license|licensed|license:|licensed:|license is) (?:the |a )?(?:terms of )?(?:the )?"
    rf"(?P<under>{_SHORT})(?![\w:/-])|"
    r"(?<![\w.:/@-])(?P<alone>eupl|cpol|lppl|gfdl|odbl|ms-lpl)(?![\w:/-])|"
    r"\b(?P<triple>mpl) ?(?:1\.1)?(?:/| or | and )l?gpl\b"
)
_PHRASES = {
    "nunit license": "zlib-acknowledgement",
    "unity companion license": "LicenseRef-unity",
    "unreal engine eula": "LicenseRef-unreal",
    "unreal engine end user": "LicenseRef-unreal",
    "microsoft limited public license": "LicenseRef-ms-lpl",
    "microsoft software license terms": "LicenseRef-microsoft",
    "latex project public license": "LPPL-1.3c",
    "code project open license": "CPOL-1.02",
    "codeproject open license": "CPOL-1.02",
    "open database license": "ODbL-1.0",
    "sleepycat license": "Sleepycat",
    "aladdin free public license": "Aladdin",
    "aladdin public license": "Aladdin",
    "nasa open source agreement": "NASA-1.3",
    "reciprocal public license": "RPL-1.5",
    "ibm public license": "IPL-1.0",
    "sun industry standards source license": "SISSL",
    "sun community source license": "LicenseRef-sun-community",
    "common public attribution license": "CPAL-1.0",
    "peer production license": "LicenseRef-peer-production",
    "numerical recipes software": "LicenseRef-numerical-recipes",
    "numerical recipes license": "LicenseRef-numerical-recipes",
    "acm software license": "LicenseRef-acm",
    "nvidia source code license": "LicenseRef-nvidia",
    "nvidia software license": "LicenseRef-nvidia",
    "apple sample code license": "LicenseRef-apple",
    "intel simplified software license": "LicenseRef-intel",
    "same license as ruby": "Ruby",
    "mozilla license": "MPL-2.0",
}
_OF_PHRASES = (
    "public license", "nunit", "unity", "unreal", "microsoft", "open", "sleepycat",
    "public attribution", "nasa",
    "sun ", "production license", "recipes", "acm ", "nvidia", "apple", "intel", "ruby", "mozilla",
)  # fmt: skip
"""One of these is in each of them."""
_SHARING = re.compile(
    r"\b(?:cc|creative commons)[- ]by(?P<kinds>(?:[- ](?:nc|sa|n[d]))+)(?:[- ]v?(?P<version>[1-4]\.[05]))?"
)
_ADDRESS = re.compile(
    r"gnu\.org/(?:copyleft|licenses)/(?:old-licenses/)?(?P<family>lgpl|agpl|gpl|lesser|fdl)|"
    r"opensource\.org/licenses/(?P<family2>lgpl|agpl|gpl)|"
    r"gnu\.org/(?:copyleft|licenses)/?(?=[\s>).,;\"']|$)"
)
_OF_ADDRESS = {
    "lgpl": "LGPL-2.0-or-later",
    "lesser": "LGPL-2.0-or-later",
    "agpl": "AGPL-3.0-or-later",
    "fdl": "GFDL-1.1-or-later",
}
_PERMISSIVE_WORDS = re.compile(
    r"\b(?:mit|bsd|apache|asl|isc|zlib|boost|x11|expat|python|psf|php|unlicense|cc0|public domain|"
    r"open[- ]source|free software|permissive|liberal|same|following|this|these|that|above|below|its|their|"
    r"his|own|project'?s?|original|respective|compatible|different|appropriate|other|separate|any|dual|ncsa|llvm|curl|w3c|wtfpl|"
    r"zope|zpl|unicode|icu|postgresql|openssl|ssleay|historical|mulan|blue oak|academic free|tcl|"
    r"go|node|software|source code|code|file|one or more|contributor)\b"
)
_UNDER_SOME = re.compile(
    r"(?:licensed|released|distributed|available|published|provided|covered) (?:under|by) (?:the |a |an )?+"
    r"(?:terms (?:and conditions )?of )?+(?:the |a |an )?+"
    r"(?P<name>(?:(?!licen[s]|terms )[\w.+'/&-]{1,24} ){1,5})license\b(?! file)"
)


def named_in(plain: str) -> list[Named]:
    """Find licenses called by their initials, their address or a rarer name; the first of each kind.

    >>> {named.expression for named in named_in("version: mpl 1.1/gpl 2.0/lgpl 2.1")}
    {'MPL-1.1'}
    >>> named_in("import matplotlib as mpl; see cc-by-sa-4.0")
    [Named(expression='CC-BY-SA-4.0', start=30)]
    """
    found = []
    if any(word in plain for word in _OF_PHRASES):
        found += [Named(spdx, at) for phrase, spdx in _PHRASES.items() if (at := plain.find(phrase)) >= 0]
    if any(word in plain for word in _BEGUN) or plain.startswith(_INITIALS):
        found += [
            Named(_of_initials(match), match.start(match.lastgroup or 0))
            for match in _INITIAL.finditer(plain)
        ]
    if "by-" in plain or "by " in plain:
        for match in _SHARING.finditer(plain):
            kinds = match["kinds"].strip("- ").replace(" ", "-")
            name = f"cc-by-{kinds}-{match['version'] or '4.0'}"
            found.append(Named(spdx_of(name) or "LicenseRef-creative-commons", match.start()))
    if "gnu.org" in plain or "opensource.org" in plain:
        for match in _ADDRESS.finditer(plain):
            family = match["family"] or match["family2"] or "gpl"
            found.append(Named(_OF_ADDRESS.get(family, "GPL-1.0-or-later"), match.start()))
    return found


def _of_initials(match: re.Match[str]) -> str:
    short = match["versioned"] or match["under"] or match["alone"] or match["triple"]
    if match["triple"]:
        return "MPL-1.1"
    version = f"-{match['version']}" if match["version"] else ""
    return spdx_of(short + version) or spdx_of(short) or f"LicenseRef-{short}"


def unknown_in(plain: str, known: list[int]) -> int | None:
    """Find where a notice says that something is under a license that no table knows.

    Args:
        plain: The notice.
        known: Where the licenses stand that are known.

    Returns:
        The place of the first, in characters; None where there is none.

    >>> unknown_in("licensed under the acme source license", [])
    0
    >>> unknown_in("licensed under a bsd-style license", []) is None
    True
    """
    if not any(words in plain for words in ("ed under", "ed by", "le under")):
        return None
    for match in _UNDER_SOME.finditer(plain):
        is_known = any(match.start() - 2 <= place <= match.end() for place in known)
        if not is_known and not _PERMISSIVE_WORDS.search(match["name"]):
            return match.start()
    return None
