"""Terms that forbid a use: what looks like an open license and is none.

Everything here works on `plain` text: lower case, one space between words, comment marks gone.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Restriction(NamedTuple):
    """A term that forbids something."""

    name: str
    """As a license: `LicenseRef-non-commercial`."""
    start: int
    """Where in the text it stands, in characters."""


_LEARNING = (
    r"(?:machine[- ]learning|deep[- ]learning|artificial intelligence|\bai\b|\bllms?\b|language models?|"
    r"neural networks?|generative)"
)
_FORBIDDEN = (
    r"(?:prohibit|forbid|not permitted|not allowed|disallow|may not|must not|shall not|can ?not|not be used|"
    r"do not use|not to be used|excluding|without (?:\w{1,20} ){0,4}(?:permission|consent))"
)
_NO_AI = r"\bnoai\b(?![:=]| (?:ts|sw|sts|et)\b)"
"""Not the `noai` of a modeline, by which Vim is told not to indent."""
_RESTRICTIONS = {
    "commons-clause": r"commons clause|right to sell the software",
    "business-source": r"business source licen[sc]e|functional source licen[sc]e|change (?:date|license):|"
    r"\bbusl\b|\bfsl-1\.[01]|\bbsl 1\.1|production use (?:is )?(?:prohibited|forbidden|not permitted)",
    "server-side-public": r"server[- ]side public licen[sc]e|\bsspl",
    "elastic": r"elastic licen[sc]e|\belv2\b|elastic-2\.0|\brsalv?[12]\b|confluent community licen[sc]e|"
    r"redis source available|timescale "
    r"licen[sc]e",
    "polyform": r"\bpolyform\b|prosperity public licen[sc]e|parity(?: public licen[sc]e|[- ]7\.0)|"
    r"fair source licen[sc]e|"
    r"big time public licen[sc]e|sustainable use licen[sc]e",
    "ethical-source": r"hippocratic(?: licen[sc]e|-[123])|anti[- ]996|do no harm licen[sc]e|good,? not evil|"
    r"(?:no|not|any) military (?:use|purposes)|not be used for military",
    "use-based": r"\bopen[- ]?rail\b|\brail(?:\+\+)?(?:-[dams]{1,4})? licen[sc]e|responsible ai licen|"
    r"use-based restrictions|\bllama(?: \d(?:\.\d)?)? community licen[sc]e|gemma terms of use",
    "non-commercial": r"attribution-?[ -]?non-?commercial|\bby-nc\b|"
    r"non[- ]?commercial[ ,](?:\w{1,20}[ ,/]{1,2}){0,5}only|only for (?:\w{1,20} ){0,4}non[- ]?commercial|"
    r"for (?:\w{1,20}[ ,] ?){0,4}non[- ]?commercial (?:use|purpose|research|and)|"
    r"non[- ]?commercial (?:use|purposes?)\b|"
    r"(?:not|never) (?:be |for |to be |permitted for )?(?:used? |sold |licensed )?(?:for |in |to )?(?:any "
    r")?commercial|"
    r"commercial (?:use|usage|redistribution|distribution|exploitation)(?: \w{1,20}){0,3} "
    r"(?:prohibited|forbidden|not permitted|not allowed|requires|must)|no commercial (?:use|usage|purpose)|"
    r"provided that you do not charge any fee|"
    r"prohibits? commercial|non-?profit use only|commercial licen[sc]e (?:is )?required|"
    r"valid commercial licen[sc]es?\b|commercial (?:use|usage) requires a",
    "no-derivatives": r"\bby-nd\b|\bno-?derivatives?\b|no-?derivs\b|(?:modification|derivative works?) "
    r"(?:is|are) (?:not (?:permitted|allowed)|prohibited|forbidden)|may not (?:be )?(?:modif|"
    r"alter)\w{1,6}[,. ]",
    "research-only": r"(?<!intended for )(?:academic|educational|research|evaluation|personal|private)"
    r"(?:[ ,/]{1,2}\w{1,20}){0,4}[ ,](?:use|purposes?) only|only for (?:\w{1,20} ){0,4}"
    r"(?:academic|educational|research|evaluation|personal) (?:use|purpose)|"
    r"(?:evaluation|personal|academic|research|educational) use only|"
    r"\bfree for (?:academic|educational|research|personal|private|home)\b|"
    r"strictly for (?:research|academic|educational|personal)|for evaluation (?:purposes )?only|"
    r"may use this (?:\w{1,20} ){1,4}for (?:academic|educational|research|personal|private)",
    "no-machine-learning": rf"{_LEARNING}[^.]{{0,160}}{_FORBIDDEN}|{_FORBIDDEN}[^.]{{0,200}}{_LEARNING}|"
    rf"{_FORBIDDEN}[^.]{{0,120}}\btrain(?:ing)? [^.]{{0,60}}(?:model|network|dataset)|{_NO_AI}|"
    rf"(?:no|not)\b[- ](?:for )?(?:ai|ml|llm|machine learning)[- ]training",
    "proprietary": r"proprietary ?(?:and|/) ?confidential|confidential ?/ ?proprietary|"
    r"(?:^|[.,:;] )(?:proprietary|confidential)(?:[.!;](?: |$)|$)|"
    r"(?:^|[.!] )(?:no |not for )redistribution\b(?! and)|"
    r"(?:subject to|under) (?:the )?(?:\w{1,20} ){1,4}eula\b|"
    r"may not use this file except with|this (?:\w{1,20} ){0,2}(?:file|code|source|software|program) "
    r"(?:may|can) only be used|licen[sc]ed only for use|"
    r"forbids? (?:\w{1,20} ){0,3}(?:redistribution|copying|modification|distribution)|"
    r"use by (?:\w{1,20} ){1,6}(?:is|are) (?:strictly )?(?:forbidden|prohibited|not (?:permitted|allowed))|"
    r"confidential and proprietary|strictly confidential|"
    r"confidential (?:and )?(?:information|property|material|source)|proprietary (?:information|property|"
    r"software|"
    r"code|source|licen[sc]e|material|rights|product|to\b)|(?:is|are|as) (?:the )?(?:confidential|"
    r"proprietary)\b|"
    r"company confidential|trade secrets? of|unpublished (?:source|work|proprietary|copyright)|"
    r"unauthori[sz]ed (?:\w{1,20}[,/ ]{1,2}(?:\w{1,20}[,/ ]{1,2}){0,10})?(?:is|are) (?:\w{1,20} "
    r"){0,2}prohibited|"
    r"(?:redistribution|reproduction|copying|distribution)(?: \w{1,20}){0,10} (?:is|are) (?:strictly )?"
    r"(?:prohibited|forbidden|not (?:permitted|allowed))|"
    r"(?:may|must|shall|can) ?not be (?:copied|reproduced|distributed|redistributed|disclosed|transmitted|"
    r"published|"
    r"used, |used or |sold)|(?:no|not any) part of (?:this|the) (?:\w{1,20} ){1,4}may be|"
    r"do not (?:copy|redistribute|distribute)\b|subject to (?:\w{1,20} ){0,6}end[- ]user licen[sc]e|\bnda\b",
}
_LITERALS = {
    "commons-clause": ("commons clause", "right to sell"),
    "business-source": ("business source", "functional source", "change date", "change license",
        "busl", "fsl-", "bsl 1",
        "production use"),
    "server-side-public": ("side public", "sspl"),
    "elastic": ("elastic", "elv2", "rsal", "confluent", "redis source", "timescale"),
    "polyform": ("polyform", "prosperity", "parity", "fair source", "big time", "sustainable use"),
    "ethical-source": ("hippocratic", "996", "no harm", "not evil", "military"),
    "use-based": ("rail", "responsible ai", "use-based", "community licen", "gemma"),
    "non-commercial": ("commercial", "-nc", "charge any fee", "profit use"),
    "no-derivatives": ("-nd", "deriv", "modification", "may not"),
    "research-only": ("use only", "purpose only", "purposes only", "only for", "free for", "strictly for",
        "evaluation only", "evaluation purposes", "may use this"),
    "no-machine-learning": (
        "learning", "intelligence", " ai", "train", "llm", "language model", "neural", "generative", "noai",
    ),
    "proprietary": (
        "proprietary", "confidential", "secret", "unpublished", "prohibited", "forbidden", "not permitted",
        "not allowed", "not be ", "forbid", "no redistribution", "for redistribution", "eula",
            "only be used", "only for use",
        "except with ", "no part of", "not any part", "do not ", "end-user", "end user", "nda",
    ),
}  # fmt: skip
"""Words of which one stands wherever the pattern matches: looking for them costs next to nothing."""
_HARMLESS = re.compile(
    r"(?:both )?(?:commercial(?:,? (?:and|or|and/or) |/)non[- ]?commercial|non[- ]?commercial(?:,? (?:and|or|"
    r"and/or) |/)"
    r"commercial)|(?:may|must|shall|can) ?not be used (?:in advertising|to endorse|or referenced in "
    r"advertising)|"
    r"modification,? (?:is|are) permitted|non-?proprietary|including(?:,? but not limited to,?)? commercial"
)
_COMPILED = {name: re.compile(pattern) for name, pattern in _RESTRICTIONS.items()}


RESTRICTIONS = frozenset(f"LicenseRef-{name}" for name in _RESTRICTIONS)
"""What such terms are called as licenses."""


def restrictions_in(plain: str) -> list[Restriction]:
    """Find the terms in a text that forbid a use.

    Args:
        plain: The text, in lower case, with one space between words.

    Returns:
        The first of each kind, in the order in which they stand.

    >>> [found.name for found in restrictions_in("for non-commercial use only")]
    ['LicenseRef-non-commercial']
    >>> restrictions_in("for any purpose, commercial or non-commercial")
    []
    """
    likely = [name for name, words in _LITERALS.items() if any(word in plain for word in words)]
    if not likely:
        return []
    cleaned = _HARMLESS.sub(lambda found: " " * len(found[0]), plain)
    matches = ((name, _COMPILED[name].search(cleaned)) for name in likely)
    found = [Restriction(f"LicenseRef-{name}", match.start()) for name, match in matches if match]
    return sorted(found, key=lambda restriction: (restriction.start, restriction.name))
