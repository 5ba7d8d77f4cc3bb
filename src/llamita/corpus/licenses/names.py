"""License names as people write them -> SPDX."""

from __future__ import annotations

import re
from functools import lru_cache

from llamita.corpus.licenses.expressions import joined, normalized

PUBLIC_DOMAIN = "LicenseRef-public-domain"
SOME_BSD = "LicenseRef-BSD"
"""A BSD license of which nobody says how many clauses it has."""
PROPRIETARY = "LicenseRef-proprietary"
PERL = "Artistic-1.0-Perl OR GPL-1.0-or-later"

NAME_CHARACTERS = 160
_NOT_LETTERS = re.compile(r"[^a-z0-9+]+")
_NOISE = re.compile(
    r"\blicen[sc]e[sd]?\b|\bversion\b|\bsoftware\b|\bthe\b|\bv(?=\d)|\bosi approved\b|\b(?:revised|"
    r"agreement)\b"
)
_GNU = re.compile(r"^(?P<family>[al]?gpl|gfdl)(?:niv)?(?P<version>\d(?:[.]\d)?)?(?P<later>\+)?(?:only)?$")
_GNU_WORDS = (
    ("gnu", ""),
    ("lesser general public", "lgpl"),
    ("library or lesser general public", "lgpl"),
    ("library general public", "lgpl"),
    ("affero general public", "agpl"),
    ("general public", "gpl"),
    ("free documentation", "gfdl"),
)
_LATER = re.compile(
    r"\(?(?:or|and) (?:any |\(at your option\) any )?(?:later|newer|above)(?: version)?\)?|-or-later"
)

_ALIASES = {
    "MIT": "mit expat mitexpat expatmit mitx11 x11mit themit massachusettsinstituteoftechnology mitstandard",
    "X11": "x11",
    "MIT-0": "mit0 mitnoattribution",
    "MIT-CMU": "mitcmu historicalpermissionnoticeanddisclaimerpillow",
    "ISC": "isc iscl internetsystemsconsortium openbsdisc",
    "0BSD": "0bsd bsdzeroclause zeroclausebsd bsd0clause",
    "BSD-1-Clause": "bsd1clause",
    "BSD-2-Clause": "bsd2clause bsd2 2clausebsd simplifiedbsd bsdsimplified freebsd bsd2clausefreebsd "
    "bsd2clausenetbsd",
    "BSD-3-Clause": "bsd3clause bsd3 3clausebsd newbsd bsdnew modifiedbsd bsdmodified bsd3clausenewor "
    "bsd3clauseneworrevised newbsdbsd3clause bsdnewormodified thenewbsd",
    "BSD-4-Clause": "bsd4clause 4clausebsd originalbsd bsdoriginal bsdold",
    "BSD-4-Clause-UC": "bsd4clauseuc",
    "Apache-1.1": "apache11",
    "Apache-2.0": "apache20 apache2 apache apachesoftwarefoundation asl20 asl2 al20 apacheapache20 "
    "apache20apache20",
    "BSL-1.0": "bsl10 boost boost10 bsl1 boostsoftware boost1 boostsoftware10boost1 boost10boost1",
    "Zlib": "zlib zliblibpng libpngzlib",
    "zlib-acknowledgement": "nunit",
    "Libpng": "libpng",
    "Unlicense": "unlicense theunlicense unlicensedpublicdomain theununlicense unun",
    "CC0-1.0": "cc0 cc010 cc01 cc010universal creativecommonszero creativecommons0 publicdomaincc0 "
    "cc010universalcc010"
    "publicdomaindedication",
    "PSF-2.0": "psf20 psf psf2 pythonfoundation psfl python pythonsoftwarefoundation",
    "Python-2.0": "python20 python2",
    "PostgreSQL": "postgresql",
    "NCSA": "ncsa universityofillinoisncsaopensource uoincsa uiuc universityofillinois",
    "MS-PL": "mspl microsoftpublic microsoftpublicmspl",
    "MS-RL": "msrl microsoftreciprocal",
    "OpenSSL": "openssl",
    "curl": "curl",
    "HPND": "hpnd historicalpermissionnoticeanddisclaimer",
    "NTP": "ntp",
    "W3C": "w3c w3csoftwarenotice",
    "FTL": "ftl freetype freetypeproject",
    "IJG": "ijg",
    "ICU": "icu",
    "TCL": "tcl tcltk",
    "UPL-1.0": "upl upl10 universalpermissive universalpermissive10upl10",
    "WTFPL": "wtfpl dowhatthefuckyouwanttopublic wtfpl2 wtfpl20",
    "BlueOak-1.0.0": "blueoak100 blueoakmodel100",
    "Beerware": "beerware",
    "Unicode-3.0": "unicode30 unicodev3",
    "Unicode-DFS-2016": "unicodedfs2016",
    "PHP-3.01": "php301 php",
    "Zend-2.0": "zend20 zend",
    "ZPL-2.1": "zpl21 zopepublic zpl",
    "AFL-2.1": "afl21 academicfree21",
    "AFL-3.0": "afl30 academicfree afl3 academicfree30",
    "FSFAP": "fsfap",
    "FSFUL": "fsful",
    "FSFULLR": "fsfullr",
    "Artistic-1.0": "artistic artistic1 artistic10",
    "Artistic-2.0": "artistic20 artistic2",
    "MPL-1.0": "mpl10 mozillapublic10",
    "MPL-1.1": "mpl11 mozillapublic11 mpl11mpl11",
    "MPL-2.0": "mpl20 mpl2 mozillapublic20 mozillapublic20mpl20 mpl mozillapublic",
    "EPL-1.0": "epl10 epl eclipsepublic eclipsepublic10",
    "EPL-2.0": "epl20 eclipsepublic20 epl2",
    "CDDL-1.0": "cddl cddl10",
    "CDDL-1.1": "cddl11",
    "CPL-1.0": "cpl10 cpl commonpublic10 commonpublic",
    "OFL-1.1": "ofl11 ofl silopenfont silofl11 sil silopenfont11ofl11",
    "EUPL-1.2": "eupl12 eupl europeanunionpublic12",
    "EUPL-1.1": "eupl11",
    "Ruby": "ruby",
    "JSON": "json",
    "SSPL-1.0": "sspl sspl10 sspl1",
    "BUSL-1.1": "busl busl11 businesssource11 businesssource bsl11",
    "Elastic-2.0": "elastic20 elastic elastic2 elv2",
    PUBLIC_DOMAIN: "publicdomain pd pddedication publicdomaindedication",
    SOME_BSD: "bsd bsdstyle bsdlike berkeley thebsd",
    PERL: "perl perl5 sametermsasperl perl_5",
    PROPRIETARY: "proprietary unlicensed allrightsreserved otherproprietary commercial restricted nonfree "
    "closedsource internal confidential",
}
_BY_NAME = {key: spdx for spdx, keys in _ALIASES.items() for key in keys.split()}
_NO_CHANGES = "nd"  # codespell:ignore nd
_CREATIVE = re.compile(
    r"^(?:cc|creativecommons)(by(?:nc)?(?:sa|n[d])?)([1-4](?:[.]?[05])?)(?:international|unported)?$"
)


@lru_cache(maxsize=8192)
def spdx_of(name: str) -> str | None:
    """Name in SPDX's terms the license that a person wrote down.

    Args:
        name: A name, an SPDX id or expression, or several names with `/`, `or` or `and` between.

    Returns:
        An SPDX expression, or None where the name is not known.

    >>> spdx_of("The MIT License (MIT)")
    'MIT'
    >>> spdx_of("Apache License, Version 2.0")
    'Apache-2.0'
    >>> spdx_of("GNU General Public License v2 or later (GPLv2+)")
    'GPL-2.0-or-later'
    >>> spdx_of("Sam's own terms") is None
    True
    """
    name = " ".join(name[: 2 * NAME_CHARACTERS].split()).strip(" \"'`;.,")
    if not name or len(name) > NAME_CHARACTERS:
        return None
    return _alias(name) or normalized(name) or _several(name)


def _several(name: str) -> str | None:
    """Read `MIT/Apache-2.0`, `MIT or GPL`, `MIT, BSD`."""
    lowered = re.sub(r"^dual(?:ly)?(?:[- ]licen[sc]ed?)?(?: under)?[: ]*|^either ", "", name.lower())
    for operator, separator in (("OR", r" or (?!later|any|newer)|/"), ("AND", r" and (?!any|later)|[,;&]")):
        sides = [side.strip(" ()") for side in re.split(separator, lowered) if side.strip(" ()")]
        if len(sides) > 1:
            read = [spdx_of(side) for side in sides]
            known = [side for side in read if side is not None]
            return joined(operator, known) if len(known) == len(read) else None
    return None


def _alias(name: str) -> str | None:
    """Look one name up, without the words that mean nothing."""
    lowered = name.lower()
    bracket = re.search(r"^(.{2,120}?) ?\(([^()]{2,40})\)$", lowered)
    if bracket:
        return _alias(bracket[2]) or _alias(bracket[1])
    plain = _NOISE.sub(" ", lowered)
    key = _NOT_LETTERS.sub("", plain)
    return _BY_NAME.get(key) or _gnu(lowered) or _creative(plain)


def _creative(plain: str) -> str | None:
    """Read the Creative Commons licenses: `cc by-sa 4.0`."""
    spelled = plain.replace("attribution", "by").replace("sharealike", "sa").replace("share alike", "sa")
    spelled = re.sub(r"non-?commercial", "nc", re.sub(r"no-?deriv\w{0,6}", _NO_CHANGES, spelled))
    found = _CREATIVE.match(re.sub(r"[^a-z0-9.]+", "", spelled))
    if not found:
        return None
    kinds = re.findall("by|nc|sa|n[d]", found[1])
    version = found[2].replace(".", "")
    return normalized(f"CC-{'-'.join(kinds).upper()}-{version[0]}.{version[1:] or '0'}")


def _gnu(lowered: str) -> str | None:
    """Read the GNU licenses: `gplv2+`, `gnu lesser general public license v3 or later`."""
    text = _NOISE.sub(" ", _LATER.sub("+", lowered))
    for words, short in _GNU_WORDS:
        text = text.replace(words, short)
    text = re.sub(r"(?:\b|(?<=gpl))v\.? ?(?=\d)", "", text)
    found = _GNU.match(re.sub(r"[^a-z0-9.+]+", "", text))
    if not found:
        return None
    return gnu_id(found["family"], found["version"], later=bool(found["later"]))


def gnu_id(family: str, version: str | None, *, later: bool) -> str:
    """Name a license of the GNU family.

    Args:
        family: `gpl`, `lgpl`, `agpl` or `gfdl`.
        version: `2`, `2.1`; None where none is stated, which lets everyone take any.
        later: Whether later versions may be taken as well.

    >>> gnu_id("lgpl", "2.1", later=True)
    'LGPL-2.1-or-later'
    """
    first = {"gpl": "1.0", "lgpl": "2.0", "agpl": "3.0", "gfdl": "1.1"}[family]
    number = version or first
    number = number if "." in number else f"{number}.0"
    ending = "or-later" if later or version is None else "only"
    whole = f"{family.upper()}-{number}-{ending}"
    return normalized(whole) or f"{family.upper()}-{first}-or-later"
