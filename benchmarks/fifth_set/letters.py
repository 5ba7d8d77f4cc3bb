"""Alphabets and words, and how letters are drawn from them."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

DIGITS = string.digits
LOWER = string.ascii_lowercase
UPPER = string.ascii_uppercase
HEX = "0123456789abcdef"
ALNUM = DIGITS + UPPER + LOWER
URLSAFE = ALNUM + "-_"
BASE64 = ALNUM + "+/"


def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


def chars(draw: random.Random, alphabet: str, count: int) -> str:
    """So many letters of the alphabet."""
    return "".join(draw.choices(alphabet, k=count))


WORDS = words(
    "amber anchor autumn badger basalt beacon birch blossom bramble breeze canyon cedar cobalt comet copper "
    "coral cricket dragon dune ember falcon fennel garnet ginger glacier harbor hazel heron indigo jasmine "
    "juniper kestrel lagoon lantern maple meadow mustang nectar nimbus ocean olive onyx otter paprika pebble "
    "pepper pirate quartz raven ridge saffron salmon sierra spruce summit sunset tango thistle thunder tiger "
    "timber tulip velvet violet walnut willow winter zephyr"
)
