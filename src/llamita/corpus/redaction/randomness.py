"""Whether a value looks drawn at random, written by a person, or made up to stand for any."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise
from typing import Final

# Two letters that often follow each other in identifiers: 95 % of the pairs in Python's library.
_PAIRS: Final = frozenset(
    first + second
    for first, followers in (
        row.split(":")
        for row in (
            "a:abcdfgiklmnprstuvwxy",
            "b:abceijlorsuy",
            "c:acdehiklmorstuv",
            "d:abcdefiloprstu",
            "e:abcdefghilmnopqrstuvwxy",
            "f:adefilorstu",
            "g:aehilnorstu",
            "h:aeiort",
            "i:abcdefglmnoprstvxz",
            "k:aeils",
            "l:acdeilopstuy",
            "m:abdeilmopstuy",
            "n:acdefgiklnopstuv",
            "o:abcdfgiklmnoprstuvwx",
            "p:acehiloprstuy",
            "q:u",
            "r:acdefgiklmnoprstuvy",
            "s:acdeghiklmnopstuwy",
            "t:abcdefhilmnoprstuwy",
            "u:abcdefilmnprst",
            "v:aei",
            "w:aeinors",
            "x:ceiptx",
            "y:cenpsty",
            "z:eiz",
        )
    )
    for second in followers
)
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MIN_WORD_CHARACTERS: Final = 4
_MIN_PAIR_SHARE: Final = 0.8
_MAX_WORD_SHARE: Final = 0.4
_MIN_ENTROPY_BITS: Final = 3.0
_MIN_RANDOM_CHARACTERS: Final = 16
_MAX_STEP_SHARE: Final = 0.5

_STANDS_FOR_ANY: Final = re.compile(
    r"(?i)example|your|placeholder|dummy|sample|fake|redacted|changeme|change[_-]me|insert[_-]"
    r"|replace[_-]|goes[_-]?here"
    r"|x{4}|\*{3}|\.{3}|0{6}|(?:0000-){2}|(.)\1{5}|<[\w -]{1,40}>|\$\{|\{\{|%\(|todo"
)
_UUID: Final = re.compile(r"(?i)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")


def looks_random(value: str, *, min_characters: int = _MIN_RANDOM_CHARACTERS) -> bool:
    """Whether a value looks drawn at random: letters and digits, 3 bits of entropy each, and few words.

    >>> looks_random("q8Zk2Lw9Xv4Tn7Rb"), looks_random("next_token_of_line_2")
    (True, False)
    """
    return (
        len(value) >= min_characters
        and any(map(str.isdigit, value))
        and any(map(str.isalpha, value))
        and entropy_bits(value) >= _MIN_ENTROPY_BITS
        and not is_made_up(value)
        and word_share(value) < _MAX_WORD_SHARE
    )


def is_made_up(value: str) -> bool:
    """Whether a value plainly stands for any: it says so, or counts up, or repeats itself.

    >>> is_made_up("your_api_key_here"), is_made_up("0123456789abcdef"), is_made_up("AKIAIOSFODNN7EXAMPLE")
    (True, True, True)
    """
    return _STANDS_FOR_ANY.search(value) is not None or _step_share(value) > _MAX_STEP_SHARE


def is_uuid(value: str) -> bool:
    """Whether a value is a universally unique identifier.

    >>> is_uuid("8f14e45f-ceea-467a-9af1-2b0b8e3f9f0e")
    True
    """
    return _UUID.match(value) is not None


def word_share(value: str) -> float:
    """How much of a value is in words: runs of four letters or more whose neighbors often stand together.

    >>> word_share("getUserToken2"), word_share("q8Zk2Lw9Xv4Tn7Rb")
    (0.6923076923076923, 0.0)
    """
    in_words = sum(
        len(word)
        for word in _WORD.findall(value)
        if len(word) >= _MIN_WORD_CHARACTERS and _pair_share(word.lower()) >= _MIN_PAIR_SHARE
    )
    return in_words / len(value) if value else 0.0


def entropy_bits(text: str) -> float:
    """Shannon entropy for each character, by how often each stands in the text itself.

    >>> entropy_bits("abab"), entropy_bits("aaaa")
    (1.0, 0.0)
    """
    shares = [count / len(text) for count in Counter(text).values()]
    return abs(math.fsum(share * math.log2(share) for share in shares))


def _pair_share(word: str) -> float:
    pairs = [first + second for first, second in pairwise(word)]
    return sum(pair in _PAIRS for pair in pairs) / len(pairs)


def _step_share(value: str) -> float:
    """How many neighbors repeat or count by one: `aaaa`, `1234`, `dcba`."""
    if len(value) < _MIN_WORD_CHARACTERS:
        return 0.0
    steps = sum(
        abs(ord(a) - ord(b)) <= 1 or a + b in {"90", "f0", "9a", "9A", "z0", "Z0"} for a, b in pairwise(value)
    )
    return steps / (len(value) - 1)
