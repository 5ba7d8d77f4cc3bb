"""Whole license texts -> SPDX."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from licenseclassifier import identify_license

from llamita.corpus.licenses.expressions import families_in, is_choice, joined, normalized
from llamita.corpus.licenses.grants import Grant, expression_of, grants_in
from llamita.corpus.licenses.plain import plain_of
from llamita.corpus.licenses.short_names import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT_CHARACTERS = 200_000
"""What of a license file is read; collections of the licenses of a hundred parts are longer."""
CHOICE_CHARACTERS = 6000
"""In a longer text, words that offer a choice stand in some license, not about the licenses."""

_NEGATED = re.compile(
    r"\b(?:not (?:(?:licensed |available |released )?under )?|based (?:up)?on |model(?:l)?ed (?:on|after) |"
    r"derived from |variant of |similar to |inspired by |adapted from )(?:the |a |an )?(?:terms of the )?"
    r"(?:standard |original |usual |plain )?(?:mit|bsd|[23][- ]clause bsd|apache|isc|expat|zlib|x11|"
    r"boost(?: software)?)"
    r"(?:[- ](?:style|like))?(?: software)? licen[sc]e[^.]{0,40}"
)
"""Words on what a license is not, or from what it was made: it is another one."""
_FONT = re.compile(r"\.(?:ttf|otf|woff2?|eot)\b")
_BUNDLES = re.compile(r"^.{0,40}binary distribution of .{1,60} bundle", re.IGNORECASE | re.MULTILINE)
"""What the licenses of compiled packages say before those of libraries that only the compiled form holds."""
_HISTORY = re.compile(r"HISTORY OF THE SOFTWARE\n.{1,6000}?(?=TERMS AND CONDITIONS FOR ACCESSING)", re.DOTALL)
"""How Python came to its license, and which of its versions the GPL could be combined with: no terms."""


@lru_cache(maxsize=256)
def license_of_text(text: str) -> str | None:
    """Name the license that a license file holds.

    Args:
        text: The whole file; of one with more than 200,000 characters only the beginning is looked at, and
            what follows is a license nobody knows.

    Returns:
        An SPDX expression. Several texts in one file hold together unless it says that one may choose.
        A known text with terms added that forbid something keeps both: `MIT AND LicenseRef-non-commercial`.
        None where nothing in it is known.
    """
    is_cut = len(text) > TEXT_CHARACTERS
    text = text[:TEXT_CHARACTERS]
    bundles = _BUNDLES.search(text)
    if bundles and bundles.start():
        text = text[: bundles.start()]
        is_cut = False
    known = _license_of(text)
    return joined("AND", [known, UNKNOWN]) if known and is_cut else known


def _license_of(text: str) -> str | None:
    """Name the license that a text of a bounded length holds."""
    text = _HISTORY.sub("", text, count=1)
    regions = identify_license(text)
    whole = plain_of(text, 0, len(text)).lower
    if not regions:
        return _spoken_of(whole)
    ids = [normalized(region.id) or f"LicenseRef-{region.id}" for region in regions]
    position = 0
    rest: list[str] = []
    for region in regions:
        rest.append(text[position : region.start])
        position = region.end
    remainder = "\n".join([*rest, text[position:]])
    added = _spoken_of(plain_of(remainder, 0, len(remainder)).lower)
    return _with_added(ids, added)


def _spoken_of(plain: str) -> str | None:
    """Name what a text speaks of, without a choice where it is long."""
    plain = _NEGATED.sub(lambda found: " " * len(found[0]), plain)
    grants = [grant for grant in grants_in(plain) if not _is_of_font(grant, plain)]
    if len(plain) > CHOICE_CHARACTERS and grants:
        return joined("AND", [grant.expression for grant in grants])
    return expression_of(grants, plain)


def _is_of_font(grant: Grant, plain: str) -> bool:
    """Whether a license is that of fonts, which are no source text, in a text on several parts."""
    return (
        grant.expression == "OFL-1.1"
        and _FONT.search(plain, max(0, grant.start - 400), grant.start) is not None
    )


def _with_added(ids: Sequence[str], added: str | None) -> str:
    """Join the licenses whose texts stand in a file with what is said around them."""
    if added is None:
        return joined("AND", ids)
    if is_choice(added) and families_of(ids) <= families_of([added]):
        return joined("OR", ids)
    return joined("AND", [*ids, *(() if families_of([added]) <= families_of(ids) else (added,))])


def families_of(expressions: Sequence[str]) -> frozenset[str]:
    """Name the families of licenses in expressions, without versions: `GPL`, `MIT`, `BSD`.

    >>> sorted(families_of(["GPL-2.0-only OR MIT"]))
    ['GPL', 'MIT']
    """
    return frozenset().union(*(families_in(expression) for expression in expressions))
