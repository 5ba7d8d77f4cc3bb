"""Benchmarks: hashes of what stands in their problems, with which files that hold one are found.

A file holds a problem where near each other stand

- `10-gram`: 8 of a text's runs of 10 words, or two thirds where it has fewer than 12; a text of fewer words
  whole. Texts are words of the task, docstrings, programs with docstrings and without, and tests.
- `syntax`: 8 of a Python program's runs of 16 tokens, or two thirds where it has fewer than 12, in which
  names stand only for themselves; a program of fewer tokens from its `def` to its end.

One run alone says little: licenses, imports and tables of numbers share them. So runs that more than 8 tasks
of a benchmark share, and those of numbers or names alone, do not count at all. A program as short as
`return min(xs)` counts only where a whole function is like it: then ordinary code is out with it, some 75
files of 116,000.
Problems in other languages than Python have no published solution and are found by their words.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from llamita.corpus.decontamination.grams import token_grams, word_grams
from llamita.corpus.decontamination.index import ROW_BYTES, Index, Passage, build_index, unpack_index
from llamita.corpus.decontamination.lexing import (
    Tokens,
    program_tokens,
    token_starts,
    tokens,
    word_codes,
    word_span,
    words,
)
from llamita.corpus.decontamination.python import renamed
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from llamita.corpus.decontamination.grams import Hashes
    from llamita.corpus.decontamination.texts import BenchmarkText
    from llamita.corpus.document import Language

NUM_WORDS: Final = 10
"""How long a run of words is."""
MIN_PROSE_WORDS: Final = 8
MIN_PROGRAM_WORDS: Final = 5
MANY_WORD_GRAMS: Final = 8
"""How many runs show a problem, in however long a text."""
WORD_WINDOW: Final = 120
"""Within how many words they begin."""
MIN_DISTINCT_WORDS: Final = 5
MIN_LETTERS: Final = 3
"""How many words of a run are no numbers."""

NUM_TOKENS: Final = 16
"""How long a run of tokens is."""
MIN_TOKENS: Final = 6
MANY_TOKEN_GRAMS: Final = 8
TOKEN_WINDOW: Final = 60
MIN_SAID: Final = 5
"""How many tokens of a gram are no names; of a whole function that is shorter than a gram:"""
MIN_SAID_SHORT: Final = 2

SHARE: Final = 2 / 3
"""Of a short text's grams, how many show it."""
MAX_EVIDENCE_CHARACTERS: Final = 200

_WORD_LENGTHS: Final = range(MIN_PROGRAM_WORDS, NUM_WORDS + 1)
_TOKEN_LENGTHS: Final = range(MIN_TOKENS, NUM_TOKENS + 1)

_NOT_PYTHON: Final = frozenset(
    {"c", "c++", "c#", "java", "javascript", "typescript", "php", "go", "rust", "kotlin", "swift", "css"}
)


_MAGIC: Final = b"llamita benchmarks 1\n"


@dataclass(frozen=True, slots=True)
class Hit:
    """A problem that a file holds."""

    benchmark: str
    task_id: str
    how: Literal["10-gram", "syntax"]
    line: int
    """Where it begins, from 1."""
    evidence: str
    """What stands there, in at most 200 characters."""


@dataclass(frozen=True, slots=True)
class Benchmarks:
    """The problems of many benchmarks, as hashes."""

    problems: tuple[tuple[str, str], ...]
    """Names of benchmarks and tasks."""
    words: Index
    tokens: Index
    missing: tuple[str, ...] = ()
    """Benchmarks that are not among them, because they were not at hand."""

    @property
    def digest(self) -> str:
        """The sha256 of the file that `save` writes."""
        return sha256(self._packed()).hexdigest()

    def save(self, path: Path) -> None:
        """Writes hashes and names, and no text: a line of JSON, then arrays of little-endian numbers."""
        path.write_bytes(self._packed())

    def _packed(self) -> bytes:
        head = {
            "problems": self.problems,
            "missing": self.missing,
            "indexes": [
                {"size": index.hashes_G.size, "window": index.window} for index in (self.words, self.tokens)
            ],
        }
        line = json.dumps(head, separators=(",", ":")).encode()
        return b"".join((_MAGIC, line, b"\n", self.words.packed(), self.tokens.packed()))

    @classmethod
    def load(cls, path: Path) -> Benchmarks:
        """What `save` wrote.

        Raises:
            CorpusError: the file is missing or damaged.
        """
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CorpusError(f"cannot read benchmarks from `{path}`: {error.strerror}") from error
        try:
            return _unpacked(data)
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise CorpusError(
                f"`{path}` holds no benchmarks: {error}", hint="make it again, or install llamita again"
            ) from error

    def find(self, text: str, language: Language) -> Hit | None:
        """A benchmark's problem that a text holds; None where it holds none.

        Args:
            text: a file's.
            language: what it is written in; in some, such as `java`, no Python program is looked for.
        """
        for version in _versions(text, language):
            hit = self._find_words(version) or self._find_tokens(version, language)
            if hit is not None:
                return hit
        return None

    def _find_words(self, text: str) -> Hit | None:
        codes_W = word_codes(text)
        found = self.words.find((None, grams) for _, grams in word_grams(codes_W, _WORD_LENGTHS))
        if found is None:
            return None
        last = min(found.last + NUM_WORDS, codes_W.size) - 1
        start, end = word_span(text, found.first, last)
        return self._hit(found.problem, "10-gram", text.lower(), start, end)

    def _find_tokens(self, text: str, language: Language) -> Hit | None:
        if language in _NOT_PYTHON:
            return None
        found = self.tokens.find(_anchored(tokens(text)))
        if found is None:
            return None
        starts_T = token_starts(text)
        last = min(found.last + NUM_TOKENS, starts_T.size) - 1
        return self._hit(found.problem, "syntax", text, int(starts_T[found.first]), int(starts_T[last]))

    def _hit(self, problem: int, how: Literal["10-gram", "syntax"], text: str, start: int, end: int) -> Hit:
        benchmark, task_id = self.problems[problem]
        evidence = " ".join(text[start:end][: 4 * MAX_EVIDENCE_CHARACTERS].split())[:MAX_EVIDENCE_CHARACTERS]
        return Hit(benchmark, task_id, how, text.count("\n", 0, start) + 1, evidence)


BENCHMARKS_FILE: Final = Path(__file__).with_name("benchmarks.bin")
"""The hashes of all benchmarks that were at hand when this package was made."""


def build_benchmarks(texts: tuple[BenchmarkText, ...], missing: tuple[str, ...] = ()) -> Benchmarks:
    """The hashes of benchmarks' texts.

    Args:
        texts: what `gather` found.
        missing: the names of what it did not find.
    """
    series = {name: place for place, name in enumerate(dict.fromkeys(text.benchmark for text in texts))}
    word_passages: list[Passage] = []
    token_passages: list[Passage] = []
    for problem, text in enumerate(texts):
        where = (problem, series[text.benchmark])
        for shortest, passages in (
            (MIN_PROSE_WORDS, text.prose),
            (MIN_PROGRAM_WORDS, (*text.programs, *text.tests)),
        ):
            word_passages += (
                Passage(*where, *grams) for passage in passages for grams in _word_passage(passage, shortest)
            )
        if text.language == "python":
            token_passages += (
                Passage(*where, *grams) for program in text.programs for grams in _token_passages(program)
            )
    return Benchmarks(
        tuple((text.benchmark, text.task_id) for text in texts),
        build_index(word_passages, WORD_WINDOW),
        build_index(token_passages, TOKEN_WINDOW),
        missing,
    )


def _unpacked(data: bytes) -> Benchmarks:
    if not data.startswith(_MAGIC):
        raise ValueError("expected another first line")
    line, _, rest = data.removeprefix(_MAGIC).partition(b"\n")
    head = json.loads(line)
    problems = tuple((str(benchmark), str(task_id)) for benchmark, task_id in head["problems"])
    words_head, tokens_head = ((int(index["size"]), int(index["window"])) for index in head["indexes"])
    if len(rest) != ROW_BYTES * (words_head[0] + tokens_head[0]):
        raise ValueError(f"expected {words_head[0]} and {tokens_head[0]} hashes, got {len(rest)} bytes")
    middle = ROW_BYTES * words_head[0]
    return Benchmarks(
        problems,
        unpack_index(rest[:middle], *words_head),
        unpack_index(rest[middle:], *tokens_head),
        tuple(map(str, head["missing"])),
    )


def _word_passage(text: str, shortest: int) -> Iterator[tuple[Hashes, int]]:
    codes_W = word_codes(text)
    length = min(codes_W.size, NUM_WORDS)
    if length < shortest:
        return
    ((_, grams),) = word_grams(codes_W, range(length, length + 1))
    letters = sliding_window_view(np.array([not word.isdigit() for word in words(text)]), length).sum(axis=1)
    varied = (_num_distinct(codes_W, length) >= min(MIN_DISTINCT_WORDS, length - 1)) & (
        letters >= MIN_LETTERS
    )
    yield grams[varied], _needed(grams.size, grams[varied], MANY_WORD_GRAMS)


def _token_passages(program: str) -> Iterator[tuple[Hashes, int]]:
    """Of a program as it is, and with other names: its own may be those of Python's functions."""
    for version in (program, renamed(program)):
        found = program_tokens(version)
        start = found.definitions[0] if found.definitions.size else 0
        codes_T, names_T = found.codes_T[start:], found.names[start:]
        length = min(codes_T.size, NUM_TOKENS)
        if length < MIN_TOKENS:
            continue
        ((_, grams),) = token_grams(codes_T, names_T, range(length, length + 1))
        said = sliding_window_view(~names_T, length).sum(axis=1) >= (
            MIN_SAID if length == NUM_TOKENS else MIN_SAID_SHORT
        )
        yield grams[said], _needed(grams.size, grams[said], MANY_TOKEN_GRAMS)


def _anchored(found: Tokens) -> Iterator[tuple[NDArray[np.intp] | None, Hashes]]:
    """The grams of a text; short ones only where a function begins."""
    starts, joins_T = found.definitions, found.joins
    for length, grams in token_grams(found.codes_T, found.names, _TOKEN_LENGTHS):
        if length == NUM_TOKENS:
            yield None, grams
        else:
            whole = starts[starts < grams.size]
            ends = whole + length
            whole = whole[(ends == joins_T.size) | ~joins_T[np.minimum(ends, joins_T.size - 1)]]
            yield whole, grams[whole]


def _needed(num_all: int, grams: Hashes, many: int) -> int:
    """Two thirds of the grams that count; where few do, not so few that one run shows a long text."""
    least = min(many // 2, math.ceil(num_all * SHARE))
    return max(1, least, min(many, math.ceil(np.unique(grams).size * SHARE)))


def _num_distinct(codes: Hashes, length: int) -> NDArray[np.int64]:
    """How many different words each gram has."""
    windows = np.sort(sliding_window_view(codes, length), axis=1)
    num_changes: NDArray[np.int64] = (np.diff(windows, axis=1) != 0).sum(axis=1)
    return num_changes + 1


_NUMBERED: Final = re.compile(r"^[ \t]*+[0-9]{1,6}(?:[ \t]*+[:|.)]|[ \t]++(?=[A-Za-z@#\"']))", re.MULTILINE)
# Also what is never closed, so that no place is read more than twice.
_QUOTED: Final = re.compile(r'"((?:[^"\\\n]++|\\.)*+)("?)')
_ESCAPE: Final = re.compile(r"\\[nrt\"]")
_ESCAPES: Final = {"\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"'}
_MIN_NUMBERED: Final = 2
_MIN_ESCAPED: Final = 8
"""How many line breaks written as in JSON make a text one that may hold a program so; in JSON one does."""


def _versions(text: str, language: Language) -> Iterator[str]:
    """A text as it is, without numbers of lines, and with what JSON escapes."""
    yield text
    if len(_NUMBERED.findall(text)) >= _MIN_NUMBERED:
        yield _NUMBERED.sub("", text)
    if text.count("\\n") >= (1 if language.startswith(("json", "jupyter")) else _MIN_ESCAPED):
        bare = _QUOTED.sub(_without_quotes, text)
        yield _ESCAPE.sub(lambda match: _ESCAPES[match[0]], bare)


def _without_quotes(quoted: re.Match[str]) -> str:
    """A string of several lines stands on lines of its own: a quote before `def` would begin a string."""
    return f"\n{quoted[1]}\n" if quoted[2] and "\\n" in quoted[1] else quoted[0]
