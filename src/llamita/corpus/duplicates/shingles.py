r"""Shingles of a text: five words in a row, as 32-bit hashes.

A word is a longest run of ASCII letters, digits, `_` and bytes from 0x80 of the UTF-8 text, with A to Z read
as a to z. This is The Stack's split at `\W+` after lower-casing, on bytes: it differs for non-ASCII
punctuation, which joins words here, and for non-ASCII capitals, which stay.
"""

from __future__ import annotations

import itertools
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from llamita.corpus.duplicates.hashing import constants, mixed
from llamita.corpus.duplicates.ragged import Ragged, first_of_runs, offsets_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

WORDS_PER_SHINGLE = 5
"""The Stack's. A text with fewer words has no shingle."""

_WORD_BYTES = frozenset(b"0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") | set(
    range(128, 256)
)
_IS_WORD = bytes(byte in _WORD_BYTES for byte in range(256))
_BLOCK_BYTES = 1 << 15
"""So much at a time keeps the 64-bit numbers of a block in a core's second cache."""

_SEED = 0x5_0001
_DRAWN = constants(_SEED, 256 + 3)
_LETTERS = _DRAWN[np.frombuffer(bytes(range(256)).lower(), np.uint8)]
"""What each byte counts in the hash of its word; capitals as small letters."""
# An odd number has an inverse modulo 2^64; with a remainder of 5 modulo 8 its powers differ for longest.
_BASE = int(_DRAWN[256]) & ~7 | 5
_STEP = np.uint64(int(_DRAWN[257]) & ~7 | 5)
_LAST = np.uint64(int(_DRAWN[258]) | 1)


def shingles(text: str) -> NDArray[np.uint32]:
    """Hashes of the shingles of a text.

    Returns:
        Sorted, each once; none where the text has fewer than five words.

    >>> len(shingles("a b c d")), len(shingles("a b c d e")), len(shingles("a b c d e F a b c d e"))
    (0, 1, 6)
    """
    return shingles_of_many([text]).values


def shingles_of_many(texts: Sequence[str]) -> Ragged:
    """Hashes of the shingles of each text, sorted, each once: faster than one text at a time.

    Takes about 40 bytes of memory for each word of the texts.
    """
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    words, word_offsets = _words(encoded)
    hashes, counts = _windows(words, word_offsets)
    offsets = offsets_of(counts)
    for begin, end in itertools.pairwise(offsets.tolist()):
        hashes[begin:end].sort()
    new = first_of_runs(hashes)
    new[offsets[:-1][counts > 0]] = True
    return Ragged(hashes[new], offsets_of(new.view(np.int8))[offsets])


def _words(encoded: list[bytes]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The hash of every word of all texts, and where the words of each text begin."""
    data = b"\n".join([*encoded, b""])
    is_word = data.translate(_IS_WORD)
    hashes, starts = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for begin, end in _blocks(is_word):
        block_hashes, block_starts = _word_hashes(
            np.frombuffer(data, np.uint8, end - begin, begin),
            np.frombuffer(is_word, np.uint8, end - begin, begin),
        )
        hashes.append(block_hashes)
        starts.append(block_starts + begin)
    text_offsets = offsets_of(np.array([len(text) + 1 for text in encoded], np.int64))
    return np.concatenate(hashes), np.searchsorted(np.concatenate(starts), text_offsets)


def _blocks(is_word: bytes) -> Iterator[tuple[int, int]]:
    """Where to cut: about `_BLOCK_BYTES` each, no word in two of them."""
    begin = 0
    while begin < len(is_word):
        end = is_word.find(0, begin + _BLOCK_BYTES)
        end = len(is_word) if end < 0 else end
        yield begin, end
        begin = end


def _word_hashes(
    data: NDArray[np.uint8], is_word: NDArray[np.uint8]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The hash of every word, and where it begins.

    The hash is the polynomial of the word's letters. All words share one running sum of terms: the part that
    belongs to a word, divided by the power at which the word begins, does not depend on where it stands.
    """
    powers, inverse_powers = _powers(max(len(data), 2 * _BLOCK_BYTES))
    sums = np.zeros(len(data) + 1, np.uint64)
    np.take(_LETTERS, data, out=sums[1:], mode="clip")
    sums[1:] *= powers[: len(data)]
    np.cumsum(sums, out=sums)
    padded = np.zeros(len(data) + 2, np.uint8)
    padded[1:-1] = is_word
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    starts, ends = edges[::2], edges[1::2]
    return mixed((sums[ends] - sums[starts]) * inverse_powers[starts]), starts


@lru_cache(maxsize=1)
def _powers(count: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The first powers of the base modulo 2^64, and their inverses."""
    powers = []
    for factor in (_BASE, pow(_BASE, -1, 2**64)):
        steps = np.full(count, factor, np.uint64)
        steps[0] = 1
        powers.append(np.multiply.accumulate(steps))
    return powers[0], powers[1]


def _windows(
    words: NDArray[np.uint64], word_offsets: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The hash of every five words in a row that lie in one text, and how many each text has."""
    num_words = np.diff(word_offsets)
    counts = np.maximum(num_words - (WORDS_PER_SHINGLE - 1), 0)
    num_windows = max(len(words) - (WORDS_PER_SHINGLE - 1), 0)
    hashes = words[:num_windows].copy()
    for place in range(1, WORDS_PER_SHINGLE):
        hashes *= _STEP
        hashes += words[place : place + num_windows]
    hashes ^= hashes >> np.uint64(29)
    hashes *= _LAST
    inside = np.zeros(num_windows + 1, np.int8)
    texts = counts > 0
    inside[word_offsets[:-1][texts]] += 1
    inside[(word_offsets[:-1] + counts)[texts]] -= 1
    in_a_text = np.cumsum(inside[:-1], dtype=np.int8).view(bool)
    return (hashes[in_a_text] >> np.uint64(32)).astype(np.uint32), counts
