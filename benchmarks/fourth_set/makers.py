"""All makers of the fourth set under their short names, and the ways to lay out a key of many lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.fourth_set.armor import ARMOR_MAKERS, STYLES
from benchmarks.fourth_set.credentials import CREDENTIAL_MAKERS
from benchmarks.fourth_set.people import PEOPLE_MAKERS
from benchmarks.fourth_set.plain import PLAIN_MAKERS

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

__all__ = ["MAKERS", "STYLES"]

MAKERS: dict[str, Callable[[random.Random], str]] = {
    **ARMOR_MAKERS,
    **CREDENTIAL_MAKERS,
    **PEOPLE_MAKERS,
    **PLAIN_MAKERS,
}
"""What draws a value: name in the entries -> maker."""
