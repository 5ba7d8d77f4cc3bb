"""What license texts and notices say, phrase by phrase.

Everything here works on `plain` text: lower case, one space between words, comment marks gone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from llamita.corpus.licenses.expressions import families_in, joined, normalized
from llamita.corpus.licenses.names import PERL, PUBLIC_DOMAIN, SOME_BSD, gnu_id
from llamita.corpus.licenses.restrictions import RESTRICTIONS, restrictions_in
from llamita.corpus.licenses.short_names import named_in

CHOICE_BEFORE = 2400
"""How far before the words that offer a choice a license may begin, in characters: a BSD license fits in."""
CHOICE_AFTER = 600
"""How long a sentence that offers one may go on to either side, in characters."""


class Grant(NamedTuple):
    """A license that a text speaks of."""

    expression: str
    start: int
    """Where in the text, in characters."""


_MIT = "permission is hereby granted, free of charge, to any person obtaining a copy"
_MIT_CONDITION = "subject to the following conditions"
_X11 = "except as contained in this notice, the name"
_BSD = "redistribution and use in source and binary forms, with or without modification"
_ISC = re.compile(
    r"permission to use, copy, modify,? (?:and/or|and|or) (?:sell|distribute) this software for any purpose"
)
_ISC_CONDITION = "this permission notice appear"
_HPND = re.compile(
    r"permission to use, copy, modify,?(?: and)? distribute,?(?: and sell| and license)? this software and "
    r"its "
    r"documentation"
)
_PHRASES = {
    "altered source versions must be plainly marked": "Zlib",
    "boost software license": "BSL-1.0",
    "boost.org/license_1_0.txt": "BSL-1.0",
    "free and unencumbered software released into the public domain": "Unlicense",
    "unlicense.org": "Unlicense",
    "publicdomain/zero/1.0": "CC0-1.0",
    "cc0 1.0": "CC0-1.0",
    "cc0-1.0": "CC0-1.0",
    "creative commons zero": "CC0-1.0",
    "licensed to psf under a contributor agreement": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "ncsa open source license": "NCSA",
    "microsoft public license": "MS-PL",
    "(ms-pl)": "MS-PL",
    "microsoft reciprocal license": "MS-RL",
    "same terms as perl": PERL,
    "zope public license": "ZPL-2.1",
    "php.net/license/3_0": "PHP-3.01",
    "subject to version 3.01 of the php license": "PHP-3.01",
    "subject to version 2.00 of the zend": "Zend-2.0",
    "do what the fuck you want to public licen": "WTFPL",
    "the beer-ware license": "Beerware",
    "universal permissive license": "UPL-1.0",
    "sil open font license": "OFL-1.1",
    "eclipse public license": "EPL-2.0",
    "eclipse.org/legal/epl": "EPL-2.0",
    "eclipse distribution license": "BSD-3-Clause",
    "common public license": "CPL-1.0",
    "common development and distribution license": "CDDL-1.0",
    "open software license": "OSL-3.0",
    "european union public licen": "EUPL-1.2",
    "cecill": "CECILL-2.1",
    "artistic license": "Artistic-1.0",
    "netscape public license": "LicenseRef-NPL",
    "apple public source license": "APSL-2.0",
    "q public license": "QPL-1.0",
    "openssl license": "OpenSSL",
    "postgresql license": "PostgreSQL",
    "blue oak model license": "BlueOak-1.0.0",
    "isc license": "ISC",
    "mulan psl": "MulanPSL-2.0",
    "academic free license": "AFL-3.0",
    "copying and distribution of this file, with or without modification, are permitted": "FSFAP",
}
_APACHE = re.compile(
    r"apache(?: software)? licen[sc]e,? ?(?:\(?the license\)?,? ?)?\(?(?:version|vers?\.|v\.?)? "
    r"?2(?:\.0)?\b(?P<llvm>,? with llvm)?|"
    r"apache-2\.0(?P<llvm2> with llvm)?|apache\.org/licenses/license-2\.0|apache 2(?:\.0)? licen[sc]e"
)
_MIT_WORDS = ("mit ", "mit-", "expat", "/mit", " mit")
_MIT_NAMED = re.compile(
    r"\b(?:mit|expat)(?:/x11|/expat)? \(?(?:open source )?licen[sc]e|licen[sc]ed? ?(?:under|:|-|by|as)? "
    r"?(?:the |a )?"
    r"(?:terms of the )?mit\b(?!-?style|-like|/)|opensource\.org/licenses/mit\b|mit-license\.(?:org|php|html)"
)
_BSD_NAMED = re.compile(
    r"\b(?P<clauses>[234])[- ]clause bsd|bsd[- ](?P<clauses2>[234])[- ]clause|(?P<new>(?:new|modified|"
    r"revised) bsd)|"
    r"(?P<simple>(?:simplified|freebsd) bsd)|\bbsd licen[sc]e|opensource\.org/licenses/bsd|"
    r"licen[sc]ed? under (?:the |a )?bsd\b(?!-)"
)
_MOZILLA = re.compile(
    r"mozilla public licen[sc]e,? ?(?:version|v\.?)? ?(?P<version>[12]\.[01])?|mozilla\.org/mpl"
)
_DOMAIN = re.compile(
    r"(?:\b(?:this|these|the) (?:\w{1,20} ){1,4}(?:is|are|has been|have been)|\b(?:placed|released|put|"
    r"donated|"
    r"dedicated|contributed|hereby|author|i|we))(?: (?:hereby|now|placed|released|put|donated|dedicated|it|"
    r"this|"
    r"file|code|all)){0,4}(?: in| into| to| as)?(?: the)? public[- ]domain\b|^public[- ]domain\b|"
    r"licen[sc]e: public[- ]domain"
)
_NO_CHANGES = "ND"  # codespell:ignore nd,ND
_CREATIVE = re.compile(
    r"creativecommons\.org/licenses/(?P<url>by(?:-nc)?(?:-sa|-nd)?)/(?P<url_version>[1-4]\.[05])|"
    r"creative commons (?P<name>attribution(?:[- ]?non-?commercial)?(?:[- ]?(?:share[- ]?alike|"
    r"no-?deriv\w{0,5}s))?)"
    r",? ?(?:licen[sc]e,? )?(?:version )?(?P<version>[1-4]\.[05])?"
)
_GNU = re.compile(
    r"gnu (?P<kind>lesser |library |affero |lesser/library |library or lesser )?(?:general )?(?:public )?"
    r"licen[sc]e(?!s\b)|lesser gnu public licen[sc]e|"
    r"(?P<doc>gnu free documentation licen[sc]e)|\b(?P<free>free documentation licen[sc]e)|"
    r"\b(?P<kind2>lesser |affero )general public licen[sc]e|"
    r"(?<![-.\w/])(?:(?P<short>l|a)-?)?gpl(?P<later>(?:[- ]?v?[123](?:\.[01])?)?(?:\+|-or-later))?(?=[^\w-]|"
    r"[-_ ]?v?[123]|ed\b|-licen|$)"
)
_GNU_LITERALS = ("gpl", "general public", "free documentation", "gnu public", "gnu licen", "lesser gnu")
_VERSION = re.compile(r"(?:version|versions|v\.?|gpl|l\)) ?-?v?([123](?:\.[0-3])?)\b")
_LATER = re.compile(
    r"any later version|or later\b|or \(at your (?:option|choice)\) any|[123](?:\.[01])?\+|-or-later|or newer"
)
_VERSION_AWAY = 160
_NOT_GNU = re.compile(
    r"(?:l|a)?gpl[- ](?:in)?compatible|(?:in)?compatible with (?:the )?(?:gnu )?(?:l|a)?(?:gpl|general "
    r"public licen[sc]e)|"
    r"non-(?:l|a)?gpl|(?:not|no longer|rather than|instead of|unlike) (?:\w{1,12} ){0,4}(?:gnu )?(?:l|"
    r"a)?gpl\w{0,3}|"
    r"derived year owner gpl|doesn't mean [^.]{0,60}\bgpl\b|other software that is released under the gpl|"
    r"incompatible[\"' ]{1,2}with the gpl|previously distributed under the gnu general public licen[sc]e(?: "
    r"\(gpl\))?"
)
_EXCEPTIONS = (
    ("autoconf", "Autoconf-exception-generic"),
    ("bison", "Bison-exception-2.2"),
    ("libtool", "Libtool-exception"),
    ("gcc runtime library exception", "GCC-exception-3.1"),
    ("classpath", "Classpath-exception-2.0"),
    ("linking this library statically or dynamically", "Classpath-exception-2.0"),
)
_FAMILY = (
    r"(?:gnu|l?gpl|mit|bsd|apache|mpl|mozilla|x11|isc|expat|zlib|boost|artistic|lesser|unlicense|cc0|"
    r"public domain)"
)
_CHOICE = re.compile(
    rf"\bdual(?:ly)?[- ]?licen[sc]|\beither (?:of )?(?:the |under )*(?:terms of )?(?:the )?[\"'`]?{_FAMILY}|"
    rf"alternatively,? |"
    rf"at your (?:option|choice)(?!\)?,? any (?:later|newer))|(?:of|at) your choice|"
    rf"\b{_FAMILY}\b[^.;]{{0,60}} or (?:\w{{1,12}} ){{0,4}}{_FAMILY}\b"
)

_SENTENCE_END = re.compile(r"(?<!vers)(?<!\bv)(?<!inc)(?<!\bcf)[.!?](?:[\"')\]]{0,2})(?: (?!or |and )|$)")
_NO_CHOICE = re.compile(
    r"\bcommercial|\bproprietary|\w/ |\bdocumentation\b|\bdocs\b|"
    r"\bexamples?\b|\bbundled\b|\bparts?\b|\btests?\b"
)
"""Words of those who offer something else, or speak of several things with a license each."""


def grants_in(plain: str) -> list[Grant]:
    """Find the licenses that a notice or a license text speaks of.

    Args:
        plain: The text, in lower case, with one space between words.

    Returns:
        One for each license, in the order in which they stand; also those that only forbid something
        (`LicenseRef-non-commercial`).
    """
    return list(_grants_in(plain))


@lru_cache(maxsize=128)
def _grants_in(plain: str) -> tuple[Grant, ...]:
    """Find them once for each text: the files of a project begin alike."""
    found = [Grant(spdx, at) for phrase, spdx in _PHRASES.items() if (at := plain.find(phrase)) >= 0]
    found += _full_texts(plain) + _named(plain) + _gnu(plain) + _creative(plain)
    families = {_family_of(grant.expression) for grant in found}
    found += [Grant(*named) for named in named_in(plain) if _family_of(named.expression) not in families]
    found += [Grant(name, start) for name, start in restrictions_in(plain)]
    first: dict[str, Grant] = {}
    for grant in sorted(found, key=lambda grant: (grant.start, grant.expression)):
        first.setdefault(grant.expression, grant)
    if len(first) > 1 and any(other in first for other in ("BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause")):
        first.pop(SOME_BSD, None)
    if "Unlicense" in first or "CC0-1.0" in first:
        first.pop(PUBLIC_DOMAIN, None)
    return tuple(first.values())


def expression_of(grants: list[Grant], plain: str) -> str | None:
    """Join what a text speaks of to one expression: all of it, or a choice where it offers one.

    Args:
        grants: What `grants_in` found in the text.
        plain: The text.

    >>> text = "licensed under either the mit license or the gnu general public license version 2"
    >>> expression_of(grants_in(text), text)
    'GPL-2.0-only OR MIT'
    """
    if not grants:
        return None
    free = [grant for grant in grants if grant.expression not in RESTRICTIONS]
    parts = [grant.expression for grant in grants if grant.expression in RESTRICTIONS]
    if len(free) > 1 and (offered := _offered(free, plain)):
        free = [grant for grant in free if grant.expression not in offered]
        parts.append(joined("OR", offered))
    return joined("AND", [grant.expression for grant in free] + parts)


def _offered(free: list[Grant], plain: str) -> list[str]:
    """Name the licenses between which a text offers a choice: those in the sentence that offers it.

    A sentence that begins with `alternatively` names one; the others stand before it, mostly in full.
    """
    for choice in _CHOICE.finditer(plain):
        begin, end = _sentence(plain, choice)
        sentence = plain[begin:end]
        if _NO_CHOICE.search(sentence):
            continue
        families = frozenset().union(*(families_in(grant.expression) for grant in grants_in(sentence)))
        named = [grant.expression for grant in free if families_in(grant.expression) & families]
        if len(named) > 1:
            return named
        if named and choice[0].startswith("alternatively"):
            nearest = max(0, begin - CHOICE_BEFORE)
            return [grant.expression for grant in free if nearest <= grant.start < end]
    return []


def _sentence(plain: str, choice: re.Match[str]) -> tuple[int, int]:
    """Give where the sentence around some words begins and ends; at most 600 characters to each side."""
    start = max(0, choice.start() - CHOICE_AFTER)
    ends = [match.end() for match in _SENTENCE_END.finditer(plain, start, choice.start())]
    after = _SENTENCE_END.search(plain, choice.end(), choice.end() + CHOICE_AFTER)
    return (ends[-1] if ends else start), (after.start() if after else choice.end() + CHOICE_AFTER)


def _family_of(expression: str) -> str:
    """Name the family of a license: `MPL`, `CC-BY-SA`."""
    name = expression.partition(" ")[0].rstrip("0123456789.")
    return name if name.startswith(("CC-", "LicenseRef-")) else name.partition("-")[0]


def _full_texts(plain: str) -> list[Grant]:
    """Find the permissive licenses that are short enough to stand in full in a file."""
    found: list[Grant] = []
    if (at := plain.find(_MIT)) >= 0:
        spdx = "MIT" if _MIT_CONDITION in plain else "MIT-0"
        found.append(Grant("X11" if spdx == "MIT" and _X11 in plain else spdx, at))
    if (at := plain.find(_BSD)) >= 0:
        found.append(Grant(_counted_bsd(plain[at:]), at))
    if "permission to use, copy" in plain:
        if match := _ISC.search(plain):
            found.append(Grant("ISC" if _ISC_CONDITION in plain else "0BSD", match.start()))
        if match := _HPND.search(plain):
            found.append(Grant("HPND-sell-variant" if " sell this" in match[0] else "HPND", match.start()))
    return found


def _counted_bsd(plain: str) -> str:
    """Tell the BSD licenses apart by their clauses."""
    if "advertising materials mentioning" in plain:
        return "BSD-4-Clause"
    if "endorse or promote" in plain or "neither the name" in plain:
        return "BSD-3-Clause"
    return "BSD-2-Clause" if "in binary form must reproduce" in plain else "BSD-1-Clause"


def _named(plain: str) -> list[Grant]:
    """Find licenses called by their names."""
    found: list[Grant] = []
    if "apache" in plain and (match := _APACHE.search(plain)):
        llvm = match["llvm"] or match["llvm2"]
        found.append(Grant("Apache-2.0 WITH LLVM-exception" if llvm else "Apache-2.0", match.start()))
    if any(word in plain for word in _MIT_WORDS) and (match := _MIT_NAMED.search(plain)):
        found.append(Grant("MIT", match.start()))
    if "bsd" in plain and (match := _BSD_NAMED.search(plain)):
        clauses = (
            match["clauses"] or match["clauses2"] or ("3" if match["new"] else "2" if match["simple"] else "")
        )
        found.append(Grant(f"BSD-{clauses}-Clause" if clauses else SOME_BSD, match.start()))
    if "mozilla" in plain and (match := _MOZILLA.search(plain)):
        found.append(Grant(f"MPL-{match['version'] or '2.0'}", match.start()))
    if "public" in plain and "domain" in plain and (match := _DOMAIN.search(plain)):
        found.append(Grant(PUBLIC_DOMAIN, match.start()))
    return found


def _creative(plain: str) -> list[Grant]:
    """Find the licenses of Creative Commons, by name or address."""
    match = _CREATIVE.search(plain) if "creative" in plain else None
    if not match:
        return []
    words = match["url"] or match["name"]
    kinds = [
        short
        for short, pattern in (
            ("BY", "by|attr"),
            ("NC", "nc|non"),
            ("SA", "sa|share"),
            (_NO_CHANGES, "n[d]|no-?der"),
        )
        if re.search(pattern, words)
    ]
    version = match["url_version"] or match["version"] or "4.0"
    return [
        Grant(normalized(f"CC-{'-'.join(kinds)}-{version}") or "LicenseRef-creative-commons", match.start())
    ]


def _gnu(plain: str) -> list[Grant]:
    """Find the licenses of the GNU project; each mention counts, save those that say what is not so."""
    if not any(words in plain for words in _GNU_LITERALS):
        return []
    cleaned = _NOT_GNU.sub(lambda match: " " * len(match[0]), plain)
    found: list[Grant] = []
    families: set[str] = set()
    for match in _GNU.finditer(cleaned):
        family = _family(match)
        if family not in families:
            families.add(family)
            found.append(Grant(_with_exception(_gnu_license(cleaned, match, family), cleaned), match.start()))
    return found


def _family(match: re.Match[str]) -> str:
    """Name the family that a mention of a GNU license speaks of."""
    if match["doc"] or match["free"]:
        return "gfdl"
    kind = match["kind"] or match["kind2"] or match["short"] or ""
    return "agpl" if kind.startswith("a") else "lgpl" if kind.startswith("l") else "gpl"


def _gnu_license(plain: str, match: re.Match[str], family: str) -> str:
    """Read the version that is meant from what stands around a mention."""
    around = plain[match.start() : match.end() + _VERSION_AWAY]
    version = _VERSION.search(around) or _VERSION.search(plain[max(0, match.start() - 60) : match.start()])
    later = bool(match["later"] or _LATER.search(around))
    return gnu_id(family, version[1] if version else None, later=later)


def _with_exception(expression: str, plain: str) -> str:
    """Add the exception that a text grants to a GPL."""
    if "exception" not in plain or not expression.startswith("GPL"):
        return expression
    named = (spdx for word, spdx in _EXCEPTIONS if word in plain)
    exception = next(named, None)
    return f"{expression} WITH {exception}" if exception else expression
