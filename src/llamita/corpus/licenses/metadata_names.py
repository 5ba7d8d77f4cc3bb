"""License names in packages' metadata, several of them at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from llamita.corpus.licenses.expressions import joined
from llamita.corpus.licenses.names import spdx_of

if TYPE_CHECKING:
    from collections.abc import Sequence

Stated: TypeAlias = tuple[str | None, str]
"""An expression, or None where nobody can name what is stated; and the statement as it is written."""
LICENSES_READ = 20
"""Nobody names more; of more, nothing is known."""

_OURS = re.compile(r"licenseref-(?:bsd|public-domain)", re.IGNORECASE)
"""References that mean something where this project writes them; elsewhere they may mean anything."""
_LIMITED = re.compile(
    r"\((?=[^()]{0,100}(?:\b(?:not?|only|except\w{0,4}|modified|custom|additional|academic|personal|"
    r"research|evaluation|educational)\b|\bnon-?\w|commerc|restrict|commons|clause added))",
    re.IGNORECASE,
)
"""A bracket after a name that takes back what the name grants."""


def foreign_name(name: str) -> str | None:
    """Name in SPDX's terms the license that somebody else wrote down.

    >>> foreign_name("MIT (Expat)")
    'MIT'
    >>> foreign_name("MIT (non-commercial)") is None
    True
    >>> foreign_name("LicenseRef-BSD") is None
    True
    """
    # An asterisk is npm's mark of a license that it guessed.
    return None if "*" in name or _OURS.search(name) or _LIMITED.search(name) else spdx_of(name)


def all_of(expressions: Sequence[str | None]) -> str | None:
    """Join what holds together; nothing is known where a part of it is not."""
    known = [expression for expression in expressions if expression is not None]
    if not known or len(known) < len(expressions) or len(known) > LICENSES_READ:
        return None
    return joined("AND", known)


def choice_of(names: Sequence[str]) -> str | None:
    """Offer a choice between named licenses; nothing is known where one of them is not."""
    if len(names) > LICENSES_READ:
        return None
    known = [expression for name in names if (expression := foreign_name(name))]
    return joined("OR", known) if known and len(known) == len(names) else None
