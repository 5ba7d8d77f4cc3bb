"""Text as numbers: its words, and the tokens of programs without what formatting and comments change.

Of a program the names, keywords, operators and literals stay. Comments, docstrings, line breaks and
indentation go, and so do brackets, commas, colons and semicolons, which formatters add and remove; `elif`
and `else: if` are one, and strings and numbers are the same however they are written.
"""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.corpus.decontamination.grams import Hashes, code_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

MAX_KNOWN: Final = 2**19
"""How many words and tokens are remembered with their numbers."""
MAX_KNOWN_CHARACTERS: Final = 64

_NAME_BIT: Final = 1
_JOINING_BIT: Final = 2
_KIND_BITS: Final = _NAME_BIT | _JOINING_BIT
_DROPPED: Final = 0
_OTHER: Final = 4

_WORD: Final = re.compile(r"[a-z0-9_]+")

_PREFIX: Final = r"[rRbBuUfF]{0,2}"
# Whatever is not closed ends with its line, a block with the text: no place is read more than twice.
_STRING: Final = _PREFIX + r"""(?:"(?:[^"\\\n]++|\\.)*+"?|'(?:[^'\\\n]++|\\.)*+'?)"""
_BLOCK: Final = (
    _PREFIX + r'(?:"""(?:[^"\\]++|\\.|"(?!""))*+(?:""")?' + r"|'''(?:[^'\\]++|\\.|'(?!''))*+(?:''')?)"
)
_ALONE: Final = rf"\n[ \t]*+{_STRING}[ \t\r]*+(?=\n)"
_WORDS: Final = r"[A-Za-z_]\w*+|\.[ \t]?[A-Za-z_]\w*+|\.?[0-9](?:[eE][+-][0-9]|[\w.])*+"
_OPERATORS: Final = r"\*\*=?|//=?|<<=?|>>=?|->|[-+*/%<>=!&|^@:]=|[-+*/%<>=&|^~@\[]"
_OUTSIDE_BLOCKS: Final = rf"#[^\n]*+|{_ALONE}|{_STRING}|{_WORDS}|{_OPERATORS}"

_TOKEN: Final = re.compile(rf"{_BLOCK}|{_OUTSIDE_BLOCKS}", re.ASCII | re.DOTALL)
_TOKEN_INSIDE: Final = re.compile(_OUTSIDE_BLOCKS, re.ASCII | re.DOTALL)
"""Tokens inside a block of text, which may show a program."""
_SHOWING: Final = re.compile(
    _PREFIX + r"(?:\"\"\"|''')(?=[\s\S]*?\b(?:def|return)\b)",
)
_DROPPED_TOKEN: Final = re.compile(_PREFIX + r"(?:\"\"\"|''')|#|\n")
_MIN_SHOWING_CHARACTERS: Final = 20

_KEYWORDS: Final = frozenset(keyword.kwlist)
"""The same in all versions of Python since 3.7."""
_COMMON_NAMES: Final = (
    "abs all any bin bool bytes chr complex dict divmod enumerate filter float format frozenset getattr "
    "hash hex id input int isinstance iter len list map max min next object oct open ord pow print range "
    "repr reversed round set setattr slice sorted str sum super tuple type zip self cls "
    "Exception IndexError KeyError TypeError ValueError StopIteration ZeroDivisionError"
)
"""Names that hardly anybody gives another meaning: they are like keywords."""
_FIXED: Final = _KEYWORDS | frozenset(_COMMON_NAMES.split())
_JOINING_KEYWORDS: Final = frozenset({"and", "or", "in", "is", "not"})


class _Codes(dict[str, int]):
    """Texts with their numbers, each made once."""

    def __init__(self, make: Callable[[str], int]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> int:
        code = self._make(text)
        if len(text) <= MAX_KNOWN_CHARACTERS:
            if len(self) >= MAX_KNOWN:
                self.clear()
            self[text] = code
        return code

    def of(self, texts: list[str]) -> Hashes:
        """The numbers of many texts."""
        return np.fromiter(map(self.__getitem__, texts), np.uint64, len(texts))


_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}


def _token_code(token: str) -> int:
    """A token as a number, which says in its last bits what it is; 0 for what is dropped."""
    if _DROPPED_TOKEN.match(token):
        return _DROPPED
    if token[0] in _MARKS or token[-1] in _MARKS:
        return _marked(_literal(token), 0)
    if token[0].isdigit() or (token[0] == "." and token[1:2].isdigit()):
        return _marked(_number(token), 0)
    if token[0] == ".":
        return _marked("." + token[1:].lstrip(), _JOINING_BIT)
    if token[0].isidentifier() and token not in _FIXED:
        return _marked(token, _NAME_BIT)
    is_joining = token in _JOINING_KEYWORDS or not (token[0].isidentifier() or token == "@")
    return _marked("if" if token == "elif" else token, _JOINING_BIT if is_joining else 0)


def _literal(token: str) -> str:
    """A string without its marks; where names may stand inside, only that it is a string."""
    text = token.lstrip("rRbBuUfF")
    prefix = token[: len(token) - len(text)].lower()
    if "f" in prefix or "$" in text:
        return "'formatted"
    return "'" + _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[1]), text[1:].removesuffix(text[0]))


def _number(token: str) -> str:
    """A number as Python writes it: 1e-6, 0.000001 and 1E-06 are one."""
    text = token.replace("_", "").lower()
    try:
        return repr(float(int(text, 0)) if text[:2] in _BASES else float(text))
    except (ValueError, OverflowError):
        return text


def _marked(text: str, kind: int) -> int:
    return ((code_of(text) & ~_KIND_BITS) | kind) or _OTHER


_MARKS: Final = ("'", '"')
_BASES: Final = ("0x", "0o", "0b")
_BREAK: Final = "<>"
"""No token of a program."""

_ELSE: Final = np.uint64(_marked("else", 0))
_IF: Final = np.uint64(_marked("if", 0))
_DEFINE: Final = np.uint64(_marked("def", 0))

_word_codes: Final = _Codes(code_of)
_token_codes: Final = _Codes(_token_code)


def words(text: str) -> list[str]:
    """The words of a text in lower case; all that is not a letter, a digit or `_` in ASCII parts words."""
    return _WORD.findall(text.lower())


def word_codes(text: str) -> Hashes:
    """The words of a text as numbers."""
    return _word_codes.of(words(text))


def word_span(text: str, first: int, last: int) -> tuple[int, int]:
    """Where in the lower-cased text the words from one to another stand, counted from 0."""
    spans = [match.span() for match in islice(_WORD.finditer(text.lower()), first, last + 1)]
    return spans[0][0], spans[-1][1]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a program, without what formatting and comments change."""

    codes_T: Hashes

    @property
    def names(self) -> NDArray[np.bool_]:
        """Which tokens are names that a person may choose."""
        return (self.codes_T & np.uint64(_NAME_BIT)).astype(bool)

    @property
    def joins(self) -> NDArray[np.bool_]:
        """Which tokens go on with the expression before them: operators and `.attribute`."""
        return (self.codes_T & np.uint64(_JOINING_BIT)).astype(bool)

    @property
    def definitions(self) -> NDArray[np.intp]:
        """The places of `def`."""
        return np.flatnonzero(self.codes_T == _DEFINE)


def tokens(text: str) -> Tokens:
    """The tokens of a text with a Python program; behind them those of programs that its blocks show."""
    found = _TOKEN.findall(text)
    shown = [token for token in found if _shows(token)]
    pieces = [found, *([_BREAK, *_TOKEN_INSIDE.findall(block)] for block in shown)]
    codes_T = _token_codes.of(list(chain.from_iterable(pieces)))
    return Tokens(codes_T[_kept(codes_T)])


def program_tokens(program: str) -> Tokens:
    """The tokens of a Python program, without what blocks of text in it show."""
    codes_T = _token_codes.of(_TOKEN.findall(program))
    return Tokens(codes_T[_kept(codes_T)])


def _kept(codes_T: Hashes) -> NDArray[np.bool_]:
    kept_T: NDArray[np.bool_] = codes_T != _DROPPED
    kept_T[:-1] &= (codes_T[:-1] != _ELSE) | (codes_T[1:] != _IF)
    return kept_T


def token_starts(text: str) -> NDArray[np.intp]:
    """Where each of a text's tokens begins."""
    matches = list(_TOKEN.finditer(text))
    texts, starts = [match[0] for match in matches], [match.start() for match in matches]
    for block, start in zip(texts.copy(), starts.copy(), strict=True):
        if _shows(block):
            inside = list(_TOKEN_INSIDE.finditer(block))
            texts += [_BREAK, *(match[0] for match in inside)]
            starts += [start, *(start + match.start() for match in inside)]
    return np.array(starts, np.intp)[_kept(_token_codes.of(texts))]


def _shows(token: str) -> bool:
    return len(token) >= _MIN_SHOWING_CHARACTERS and _SHOWING.match(token) is not None
