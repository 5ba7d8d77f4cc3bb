"""Which files of a project tell its license, and what each governs."""

from __future__ import annotations

import re

from llamita.corpus.licenses.comments import is_code_suffix

_LICENSE = re.compile(
    r"^(?:[\w.+]{1,40}[-_. ])?(?:un)?licen[sc]es?(?:[-_. ~].{0,60})?$|^copying(?:\d|[-_. ].{0,60})?$|"
    r"^copyright(?:[-_. ].{0,20})?$|^(?:mit|apache|bsd|gpl|lgpl)[-_]licen[sc]e.{0,20}$",
    re.IGNORECASE,
)
_DOCUMENT = r"(?:[.](?:txt|text|md|markdown|rst|html?|rtf|pdf))?~?"
_BARE = re.compile(
    rf"^(?:(?:gnu[-_ ]?)?(?:[al]?gpl|mpl|epl|cddl|eupl|sspl|busl|cc-by-[\w.-]{{1,20}}?)"
    rf"(?:[-_ ]?v?\d(?:[.-]\d){{0,2}})?\+?(?:[-_](?:only|or-later))?(?:[-_]licen[sc]e)?|gnu|copyleft|eula)"
    rf"{_DOCUMENT}$",
    re.IGNORECASE,
)
"""A text under the name of its license: `GPL-3.0.txt`."""
_SPOKEN = re.compile(rf"^(?:(?i:licensing|lizenz(?:en)?|licencia|licenza|licenca)|LEGAL|TERMS){_DOCUMENT}$")
"""Names for a license where nothing is called a license."""
_NOTICE = re.compile(r"^(?:[\w.]{1,40}[-_])?notices?(?:[-_. ].{0,40})?$", re.IGNORECASE)
_THIRD_PARTY = re.compile(
    r"third[-_ ]?part|3rd[-_ ]?part|3dparty|vendor|bundled|dependenc|attribution", re.IGNORECASE
)
_LEGAL = re.compile(r"^(?:[\w.-]{1,60}-)?docinfo\.xml$")
"""What Asciidoctor puts at the head of a book: its legal notice, for one."""
_METADATA = re.compile(
    r"^(?:package\.json|pom\.xml|composer\.json|setup\.cfg|pyproject\.toml|pkg-info|metadata|"
    r"[^/]{1,100}\.nuspec)$",
    re.IGNORECASE,
)
_DIST_INFO = re.compile(r"^[^/]{1,200}\.(?:dist|egg)-info$")
_EGG_INFO = re.compile(r"^(?:[^/]{1,60}/){0,2}[^/]{1,200}\.egg-info/PKG-INFO$")
_POM = re.compile(r"^META-INF/maven/[^/]{1,200}/[^/]{1,200}/pom\.xml$")
_DOC = re.compile(r"^(?:\./)?usr/share/doc/[^/]{1,200}/copyright$")
_PICTURE = re.compile(
    r"\.(?:png|jpe?g|gif|svgz?|ico|icns|webp|avif|bmp|tiff?|psd|xcf|class|pyc|so|dll|exe|o|a|jar|woff2?|ttf|mo|qm|"
    r"resources|snap|nib|wasm|mp[34])$",
    re.IGNORECASE,
)
_LIFTED = ("licenses", "license", "licences", "meta-inf", "legal")  # codespell:ignore licences
_TEXTS = "LICENSES"
"""Where REUSE keeps the texts that tags in files point to; they govern nothing by themselves."""


def is_license_file(path: str) -> bool:
    """Whether a file of a project tells something of its license.

    Args:
        path: Inside the project, with `/` between.

    >>> is_license_file("vendor/zlib/LICENSE.txt"), is_license_file("src/license.py")
    (True, False)
    """
    return is_debian_copyright(path) or is_metadata(path) or is_license_text(path) or is_notice(path)


def is_debian_copyright(path: str) -> bool:
    """Whether a file is a Debian package's statement about every file."""
    return path.removeprefix("./") == "debian/copyright" or is_binary_copyright(path)


def is_binary_copyright(path: str) -> bool:
    """Whether a file is the statement in a binary package, whose paths are not those of its source."""
    return _DOC.match(path) is not None


def is_metadata(path: str) -> bool:
    """Whether a file is the metadata of the project itself, not of a package inside."""
    folder, _, name = path.rpartition("/")
    if not _METADATA.match(name):
        return False
    if _DIST_INFO.match(folder):
        return name in ("METADATA", "PKG-INFO")
    if not folder:
        return name.upper() != "METADATA"
    return bool(_EGG_INFO.match(path) or _POM.match(path) or (folder == "package" and name == "package.json"))


def is_license_text(path: str) -> bool:
    """Whether a file holds the license of a folder, or a license that tags point to."""
    folder, _, name = path.rpartition("/")
    if _LEGAL.match(name):
        return True
    if is_code_suffix(name):
        return False
    named = _LICENSE.match(name) or _BARE.match(name) or _SPOKEN.match(name)
    return named is not None or folder.rpartition("/")[2] == _TEXTS


def is_notice(path: str) -> bool:
    """Whether a file is one that has to be given on with the work."""
    name = path.rpartition("/")[2]
    return _NOTICE.match(name) is not None and not is_code_suffix(name)


def governed_folder(path: str) -> str | None:
    """Give the folder below which a license file holds.

    Args:
        path: A file for which `is_license_text` holds.

    Returns:
        The folder, `""` for the project; None for a file that governs nothing: the license of third parties'
        code that is elsewhere, a text kept for tags to point to.
    """
    folders = path.split("/")[:-1]
    name = path.rpartition("/")[2]
    if _THIRD_PARTY.search(name) or _TEXTS in folders[-1:]:
        return None
    for place, folder in enumerate(folders):
        if _DIST_INFO.match(folder):
            inner = folders[place + 1 :]
            if inner[:1] == ["licenses"]:
                inner = inner[1:]
            if inner[:1] in (["src"], ["lib"]):
                inner = inner[1:]
            return "/".join(folders[:place] + inner)
    while folders and folders[-1].lower() in _LIFTED:
        folders.pop()
    return "/".join(folders)


def is_bare_license(path: str) -> bool:
    """Whether a file is called by a license: one such may be the project's, many are a collection."""
    return _BARE.match(path.rpartition("/")[2]) is not None


def is_spoken_of(path: str) -> bool:
    """Whether a file may tell a license, but only where none is called one: `LEGAL`, `LICENSING.md`."""
    return _SPOKEN.match(path.rpartition("/")[2]) is not None


def is_kept_for_tags(path: str) -> bool:
    """Whether a file is in REUSE's folder of license texts."""
    return path.rpartition("/")[0].rpartition("/")[2] == _TEXTS


def is_plainly_named(path: str) -> bool:
    """Whether a license file's name says that it is the license, not a page about it."""
    return (
        re.match(r"^(?:(?:UN)?LICEN[SC]E|COPYING|EULA)(?:[.-](?:txt|md))?~?$", path.rpartition("/")[2], re.I)
        is not None
    )


def is_picture(path: str) -> bool:
    """Whether a license file's name is that of a picture or of a compiled program: it holds no license."""
    return _PICTURE.search(path) is not None
