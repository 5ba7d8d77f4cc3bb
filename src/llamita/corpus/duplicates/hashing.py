"""Hashes over arrays of 64-bit numbers: splitmix64, the same on every machine and in every NumPy.

Steele, Lea, Flood: "Fast splittable pseudorandom number generators" (2014), with the constants of Vigna's
reference implementation, https://prng.di.unimi.it/splitmix64.c.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GOLDEN = 0x9E3779B97F4A7C15
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_MASK = 2**64 - 1


def mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Every number spread over all 64 bits: splitmix64's last step, which no two numbers share."""
    spread = values ^ (values >> np.uint64(30))
    spread *= _FIRST
    spread ^= spread >> np.uint64(27)
    spread *= _SECOND
    spread ^= spread >> np.uint64(31)
    return spread


def constants(seed: int, count: int) -> NDArray[np.uint64]:
    """The first ``count`` numbers that splitmix64 makes of a seed.

    >>> [hex(number) for number in constants(0, 2).tolist()]
    ['0xe220a8397b1dcdaf', '0x6e789e6aa1b965f4']
    """
    states = np.array([(seed + _GOLDEN * step) & _MASK for step in range(1, count + 1)], np.uint64)
    return mixed(states)
