"""Grams: runs of words or tokens, as numbers of 64 bits that are the same on every machine."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator

Hashes: TypeAlias = NDArray[np.uint64]

_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xD6E8FEB86659FD93)
_LENGTH: Final = 0xA24BAED4963EE407
_SHIFT: Final = np.uint64(32)


def code_of(text: str) -> int:
    """A text as a number from 0 to 2**64 - 1."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


_DISTANCES: Final = np.array(
    [code_of(f"name, last seen {distance} before") for distance in range(64)], np.uint64
)


def word_grams(codes_W: Hashes, lengths: range) -> Iterator[tuple[int, Hashes]]:
    """For each length, the grams that begin at each word, the last words excepted."""
    hashes = codes_W.copy()
    for length in range(1, lengths.stop):
        if length > 1:
            hashes = hashes[:-1] * _BASE + codes_W[length - 1 :]
        if not hashes.size:
            return
        if length in lengths:
            yield length, _mixed(hashes, length)


def token_grams(codes_T: Hashes, names_T: NDArray[np.bool_], lengths: range) -> Iterator[tuple[int, Hashes]]:
    """For each length, the grams that begin at each token, in which names stand only for themselves.

    A name counts as how many tokens before it stood last, or as new where that is before the gram
    (parameterized matching; Baker 1993), so programs that differ in their names alone have the same grams.
    """
    distances_T = _distances(codes_T, names_T, lengths.stop - 2)
    new_T = np.where(names_T, _DISTANCES[0], codes_T)
    seen_T = np.where(names_T, _DISTANCES[distances_T], codes_T)
    change_T = seen_T - new_T
    hashes = new_T.copy()
    for length in range(1, lengths.stop):
        if length > 1:
            place = length - 1
            inside = distances_T[place:] <= place
            hashes = hashes[:-1] * _BASE + new_T[place:] + change_T[place:] * inside
        if not hashes.size:
            return
        if length in lengths:
            yield length, _mixed(hashes, length)


def _distances(codes_T: Hashes, names_T: NDArray[np.bool_], farthest: int) -> NDArray[np.uint8]:
    """How far before each name it stood last; 0 where that is farther than asked for."""
    distances_T = np.zeros(codes_T.size, np.uint8)
    for distance in range(min(farthest, codes_T.size - 1), 0, -1):
        same = (codes_T[distance:] == codes_T[:-distance]) & names_T[distance:]
        distances_T[distance:][same] = distance
    return distances_T


def _mixed(hashes: Hashes, length: int) -> Hashes:
    """Spreads differences over all bits, and keeps lengths apart."""
    mixed = (hashes + np.uint64(length * _LENGTH % 2**64)) * _MIX
    mixed ^= mixed >> _SHIFT
    mixed *= _MIX
    mixed ^= mixed >> _SHIFT
    return mixed
