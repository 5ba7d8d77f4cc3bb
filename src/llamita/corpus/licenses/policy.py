"""Which licenses are let into a corpus.

The permissive ids are our own table: licenses that ask for no more than keeping notices, naming changes and
the like, and that let the result be licensed as one likes. Decided by hand, and why:

- `MS-PL`: in. Its source stays under it when given on as source, which binds copies, not what is learned.
- `BSD-4-Clause`, `OpenSSL`, `PHP-3.01`: in. Advertising and naming clauses are conditions, not copyleft.
- `JSON`: out. "Good, not Evil" restricts a use.
- `CC-BY-*`, `OFL-1.1`: in, out. Attribution is what a record gives; fonts are no source text.
- `CC-BY-SA-*`, `Artistic-*`, `MPL-*`, `EPL-*`, `CDDL-*`, `LGPL-*`: share-alike in some way: `weak copyleft`.
- `WITH`: an exception only ever grants more, so what is permitted stays permitted with any exception that
  SPDX knows. A GPL with an exception stays a GPL for `permissive`; `weak copyleft` takes those for linking
  and for generated output.
- `LicenseRef-public-domain` and `LicenseRef-BSD` (a BSD license whose clauses nobody counted): in. Every
  other `LicenseRef-`: out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from llamita.corpus.document import Out
from llamita.corpus.licenses.expressions import chosen
from llamita.errors import RequestError, shown

if TYPE_CHECKING:
    from llamita.corpus.licenses.finding import Claim, LicenseFinding

PolicyName: TypeAlias = Literal["permissive", "weak copyleft", "any osi"]


def _ids(names: str) -> frozenset[str]:
    return frozenset(names.split())


PERMISSIVE = _ids(
    """
    0BSD AAL AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 Apache-1.0 Apache-1.1 Apache-2.0 Beerware blessing
    BlueOak-1.0.0 BSD-1-Clause BSD-2-Clause BSD-2-Clause-FreeBSD BSD-2-Clause-NetBSD BSD-2-Clause-Patent
    BSD-2-Clause-Views BSD-3-Clause BSD-3-Clause-Attribution BSD-3-Clause-Clear BSD-3-Clause-HP
    BSD-3-Clause-LBNL BSD-3-Clause-Modification BSD-3-Clause-Open-MPI BSD-4-Clause
    BSD-4-Clause-Shortened BSD-4-Clause-UC BSD-4.3RENO BSD-4.3TAHOE BSD-Advertising-Acknowledgement
    BSD-Attribution-HPND-disclaimer BSD-Source-Code BSL-1.0 bzip2-1.0.5 bzip2-1.0.6 CC-BY-1.0 CC-BY-2.0
    CC-BY-2.5 CC-BY-3.0 CC-BY-3.0-US CC-BY-4.0 CC-PDDC CC0-1.0 CNRI-Python curl ECL-1.0 ECL-2.0 EFL-2.0
    Entessa Fair FSFAP FSFUL FSFULLR FSFULLRWD FTL HPND HPND-DEC HPND-doc HPND-doc-sell HPND-Markus-Kuhn
    HPND-sell-MIT-disclaimer-xserver HPND-sell-regexpr HPND-sell-variant
    HPND-sell-variant-MIT-disclaimer ICU IJG Info-ZIP Intel ISC JasPer-2.0 Latex2e libpng-2.0 Libpng
    libtiff Linux-OpenIB Minpack MIT MIT-0 MIT-CMU MIT-enna MIT-feh MIT-Festival MIT-Khronos-old
    MIT-Modern-Variant MIT-open-group MIT-Wu MITNFA MS-PL MTLL MulanPSL-1.0 MulanPSL-2.0 Multics
    NAIST-2003 Naumen NCSA Net-SNMP NetCDF NIST-PD NIST-PD-fallback NTP NTP-0 OFFIS OGC-1.0 OLDAP-2.8
    OpenSSL PDDL-1.0 PHP-3.0 PHP-3.01 Plexus PostgreSQL PSF-2.0 Python-2.0 Python-2.0.1 SAX-PD Saxpath
    SGI-B-2.0 SMLNJ snprintf Spencer-86 Spencer-94 Spencer-99 SSH-OpenSSH SSH-short SSLeay-standalone SunPro
    SWL TCL TCP-wrappers TU-Berlin-1.0 TU-Berlin-2.0 ulem Unicode-3.0 Unicode-DFS-2015 Unicode-DFS-2016
    Unlicense UPL-1.0 VSL-0.1 W3C W3C-19980720 W3C-20150513 WTFPL X11
    X11-distribute-modifications-variant Xerox Xfig XFree86-1.1 xinetd xlock Xnet xpp Zed Zend-2.0 Zlib
    zlib-acknowledgement ZPL-1.1 ZPL-2.0 ZPL-2.1 LicenseRef-public-domain LicenseRef-BSD
    """
)
"""Licenses that ask for notices and no more."""

WEAK_COPYLEFT = _ids(
    """
    Artistic-1.0 Artistic-1.0-cl8 Artistic-1.0-Perl Artistic-2.0 CC-BY-SA-1.0 CC-BY-SA-2.0 CC-BY-SA-2.5
    CC-BY-SA-3.0 CC-BY-SA-4.0 CDDL-1.0 CDDL-1.1 CPL-1.0 CECILL-C EPL-1.0 EPL-2.0 IPL-1.0 LGPL-2.0-only
    LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later LPL-1.02 MPL-1.0
    MPL-1.1 MPL-2.0 MPL-2.0-no-copyleft-exception MS-RL OFL-1.1 Ruby SPL-1.0
    """
)
"""Licenses whose copyleft ends at the file or the library."""

STRONG_OSI = _ids(
    """
    AGPL-3.0-only AGPL-3.0-or-later APSL-2.0 CAL-1.0 CECILL-2.1 CPAL-1.0 EUPL-1.1 EUPL-1.2
    GPL-1.0-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later NPOSL-3.0 OSL-1.0
    OSL-2.0 OSL-2.1 OSL-3.0 QPL-1.0 RPL-1.5 SimPL-2.0 Sleepycat
    """
)
"""Open-source licenses with copyleft for the whole."""

LINKING_EXCEPTIONS = _ids(
    """
    Autoconf-exception-2.0 Autoconf-exception-3.0 Autoconf-exception-generic
    Autoconf-exception-generic-3.0 Autoconf-exception-macro Bison-exception-1.24 Bison-exception-2.2
    Bootloader-exception Classpath-exception-2.0 GCC-exception-2.0 GCC-exception-3.1 GNAT-exception
    Libtool-exception LLVM-exception OCaml-LGPL-linking-exception Universal-FOSS-exception-1.0
    WxWindows-exception-3.1
    """
)
"""Exceptions that let a GPL's program be part of other programs."""

NO_LICENSE = "no license found"
NOT_PERMITTED = "license not permitted"
DISAGREE = "licenses disagree"
IN_THE_FILE = ("spdx tag", "header")


@dataclass(frozen=True, slots=True)
class Policy:
    """Says which findings are let in.

    Attributes:
        name: `permissive` (the default), `weak copyleft` or `any osi`; each lets in what the one before does.
    """

    name: PolicyName = "permissive"

    def __post_init__(self) -> None:
        """Refuse a name that is not known."""
        if self.name not in ("permissive", "weak copyleft", "any osi"):
            raise RequestError(
                f"no license policy named {shown(self.name)}",
                hint="there are `permissive`, `weak copyleft` and `any osi`",
            )

    def permits(self, license_id: str, exception: str | None = None) -> bool:
        """Whether one license, with its exception if it has one, is let in.

        Args:
            license_id: An SPDX id in SPDX's spelling.
            exception: The id of an exception that goes with it.
        """
        if license_id in PERMISSIVE:
            return True
        if self.name == "permissive":
            return False
        if license_id in WEAK_COPYLEFT or exception in LINKING_EXCEPTIONS:
            return license_id in WEAK_COPYLEFT | STRONG_OSI
        return self.name == "any osi" and license_id in STRONG_OSI

    def choose(self, expression: str) -> str | None:
        """Choose what is let in of an expression.

        Returns:
            The expression without the sides of an `OR` that are not permitted; None where it is not let in.

        >>> Policy().choose("GPL-2.0-only OR MIT")
        'MIT'
        >>> Policy().choose("GPL-2.0-only AND MIT") is None
        True
        """
        return chosen(expression, self.permits)

    def judge(self, finding: LicenseFinding) -> Out | None:
        """Say why a file is out by its license, or None where it may stay.

        A file is out where nothing is known, where what is known is not permitted, and where the file itself
        or something as near to it contradicts a permissive license.
        """
        if finding.expression is None:
            return Out(NO_LICENSE, _named(finding) if finding.where else "no statement about it anywhere")
        permitted = self.choose(finding.expression) is not None
        for claim in finding.conflicts:
            if self._contradicts(finding, claim, permitted=permitted):
                return Out(DISAGREE, f"{finding.expression}, {_named(finding)}; {_other(claim)}")
        return None if permitted else Out(NOT_PERMITTED, f"{finding.expression}, {_named(finding)}")

    def _contradicts(self, finding: LicenseFinding, claim: Claim, *, permitted: bool) -> bool:
        """Whether another statement about a file makes the one that decided doubtful."""
        if claim.expression is None and claim.source == "metadata":
            return False  # a name that nobody can read says nothing against a license whose text is there
        other = claim.expression is not None and self.choose(claim.expression) is not None
        if permitted:
            return not other and claim.nearness >= finding.nearness
        return other and finding.source in IN_THE_FILE


def _other(claim: Claim) -> str:
    """Say what else is claimed."""
    return f"but {claim.expression or 'an unknown license'}, {claim.where}: {claim.quote}"


def _named(finding: LicenseFinding) -> str:
    """Name the evidence of a finding."""
    return f"{finding.where}: {finding.quote}"
