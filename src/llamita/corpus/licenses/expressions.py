"""SPDX license expressions: reading, joining and taking apart."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from license_expression import (
    ExpressionError,
    ExpressionParseError,
    get_spdx_licensing,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

EXPRESSION_CHARACTERS = 300
"""No sane expression is longer; parentheses in a longer one could exhaust the parser."""

_SPDX = get_spdx_licensing()
_REFERENCE = "LicenseRef-"
_FOREIGN = "LicenseRef-scancode-"
"""ids that only the parser's own table has: SPDX does not know them."""
_SAME_FAMILY = {"LicenseRef-BSD": "BSD", "X": "MIT"}
_FAMILY = re.compile(r"^(?:LicenseRef-[\w.-]+|[A-Za-z]+)")


@lru_cache(maxsize=4096)
def _parsed(expression: str) -> Any:  # noqa: ANN401 - the library's trees have no types
    """Parse an expression, or give None where it is not one."""
    if len(expression) > EXPRESSION_CHARACTERS:
        return None
    try:
        return _SPDX.parse(expression)
    except (ExpressionError, ExpressionParseError):
        return None


@lru_cache(maxsize=4096)
def normalized(expression: str) -> str | None:
    """Give the canonical form of an SPDX expression.

    Args:
        expression: What someone wrote as one; ids in any case, deprecated ids allowed.

    Returns:
        The expression with SPDX's spelling, or None where a part of it is not an SPDX id.

    >>> normalized("(mit or gpl-2.0+)")
    'GPL-2.0-or-later OR MIT'
    >>> normalized("Some License") is None
    True
    """
    tree = _parsed(expression.strip())
    if tree is None:
        return None
    for symbol in _SPDX.license_symbols(tree):
        key = symbol.key
        known = key in _SPDX.known_symbols and not key.startswith(_FOREIGN)
        if not known and not (key.startswith(_REFERENCE) and " " not in key):
            return None
    return str(tree.simplify().render())


def ids_of(expression: str) -> frozenset[str]:
    """Name every license of a normalized expression, exceptions with their license."""
    return _leaves(_parsed(expression))


def _leaves(tree: Any) -> frozenset[str]:  # noqa: ANN401
    if tree is None:
        return frozenset()
    if not hasattr(tree, "operator"):
        return frozenset({tree.render()})
    return frozenset().union(*(_leaves(side) for side in tree.args))


def joined(operator: str, expressions: Iterable[str]) -> str:
    """Join normalized expressions by `AND` or `OR`, each once.

    >>> joined("AND", ["MIT OR ISC", "Zlib", "Zlib"])
    'Zlib AND (ISC OR MIT)'
    """
    parts = list(dict.fromkeys(expressions))
    if len(parts) == 1:
        return parts[0]
    bracketed = [f"({part})" if " AND " in part or " OR " in part else part for part in parts]
    whole = f" {operator} ".join(bracketed)
    return normalized(whole) or whole


def families_in(expression: str) -> frozenset[str]:
    """Name the families of licenses in an expression, without versions.

    >>> sorted(families_in("GPL-2.0-only OR MIT"))
    ['GPL', 'MIT']
    """
    words = expression.replace("(", " ").replace(")", " ").split()
    found = (_FAMILY.match(word) for word in words if word not in ("AND", "OR", "WITH"))
    return frozenset(_SAME_FAMILY.get(match[0], match[0]) for match in found if match)


def is_choice(expression: str) -> bool:
    """Whether an expression offers a choice at its top."""
    return getattr(_parsed(expression), "operator", "").strip() == "OR"


def chosen(expression: str, permitted: Callable[[str, str | None], bool]) -> str | None:
    """Choose from an expression what is permitted.

    Args:
        expression: A normalized expression.
        permitted: Says of a license and its exception (or None) whether they are permitted.

    Returns:
        The expression without the sides of an `OR` that are not permitted; None where nothing is left or a
        part of an `AND` is not permitted.
    """
    tree = _parsed(expression)
    return None if tree is None else _chosen(tree, permitted)


def _chosen(tree: Any, permitted: Callable[[str, str | None], bool]) -> str | None:  # noqa: ANN401
    operator = getattr(tree, "operator", "").strip()
    if not operator:
        exception = getattr(tree, "exception_symbol", None)
        license_id = tree.license_symbol.key if exception else tree.key
        return tree.render() if permitted(license_id, exception.key if exception else None) else None
    sides = [_chosen(side, permitted) for side in tree.args]
    left = [side for side in sides if side is not None]
    if not left or (operator == "AND" and len(left) < len(sides)):
        return None
    return joined(operator, left)
