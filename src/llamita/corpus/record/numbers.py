"""How the record writes numbers."""

from __future__ import annotations

from typing import Final

_UNITS: Final = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "kB"))
_TEN: Final = 10


def count(number: int) -> str:
    """A whole number in groups of three.

    >>> count(134515008)
    '134,515,008'
    """
    return f"{number:,}"


def size(size_bytes: int) -> str:
    """A number of bytes, to three digits or so.

    >>> size(859_000_000_000), size(1_234_567), size(12)
    ('859 GB', '1.2 MB', '12 B')
    """
    for unit_bytes, unit in _UNITS:
        if size_bytes >= unit_bytes:
            value = size_bytes / unit_bytes
            return f"{value:.1f} {unit}" if value < 10 * _TEN else f"{value:.0f} {unit}"
    return f"{size_bytes} B"


def percent(share: float) -> str:
    """A share in percent, to a tenth; to a hundredth where a tenth would say nothing.

    >>> percent(0.85), percent(0.0004), percent(0)
    ('85.0 %', '0.04 %', '0.0 %')
    """
    digits = 2 if 0 < share < 0.001 else 1  # noqa: PLR2004
    return f"{100 * share:.{digits}f} %"


def epochs(number: float) -> str:
    """How often something is seen.

    >>> epochs(2.0333), epochs(0.004)
    ('2.03', '0.004')
    """
    return f"{number:.3f}" if 0 < number < 0.01 else f"{number:.2f}"  # noqa: PLR2004
