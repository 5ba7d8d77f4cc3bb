"""Where drafts come from: guesses of the tokens that follow, cheap to make and checked before use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence as SequenceOf

    from numpy.typing import NDArray

# Fewer tokens in common are too often chance: an indent and a bracket.
SHORTEST_MATCH_TOKENS = 3
LONGEST_MATCH_TOKENS = 32
# Of the places where the last few tokens stood before, so many of the latest are compared.
MAX_PLACES = 64

# Three ids of 21 bits fill a key. Larger ids share keys, which costs time, not truth: ids are compared.
_ID_BITS = 21
_KEY_MASK = (1 << SHORTEST_MATCH_TOKENS * _ID_BITS) - 1
_NO_TOKEN = -1


class Drafter(Protocol):
    """Guesses how one answer goes on. A wrong guess costs time, never truth."""

    def push(self, token_id: int) -> None:
        """Take note of the answer's next token, whoever chose it."""

    def propose(self, max_tokens: int) -> list[int]:
        """What may follow: at most ``max_tokens`` ids (at least 1), perhaps none."""


class LookupDrafter:
    """Guesses that a text goes on as it did where it last read the same.

    It looks for the longest run of tokens that ends the text and stands in it, or in the prediction,
    once more, and proposes what followed there.

    There is no index to build: every proposal looks through all tokens, which NumPy does in a small part
    of the time in which a model attends to them.

    Source: Saxena 2023, "Prompt Lookup Decoding".

    Args:
        prompt_ids: the prompt.
        prediction_ids: a text that is expected as the answer, or as parts of it; may be empty.
    """

    def __init__(self, prompt_ids: SequenceOf[int], prediction_ids: SequenceOf[int] = ()) -> None:
        # The prediction stands behind the end of the prompt, as if that had been answered so before:
        # so the first tokens of an answer that begins like it are found there.
        before = [*prompt_ids[-LONGEST_MATCH_TOKENS:], *prediction_ids, _NO_TOKEN] if prediction_ids else []
        self._token_ids = [*before, *prompt_ids]
        self._text_start = len(before)
        self._keys = np.zeros(2 * len(self._token_ids) + 64, np.int64)
        self._keys[: len(self._token_ids)] = _keys_of(self._token_ids)

    def push(self, token_id: int) -> None:
        """Take note of the answer's next token."""
        position = len(self._token_ids)
        if position == len(self._keys):
            self._keys = np.concatenate([self._keys, np.zeros_like(self._keys)])
        before = int(self._keys[position - 1]) if position else 0
        self._keys[position] = (before << _ID_BITS | token_id) & _KEY_MASK
        self._token_ids.append(token_id)

    def propose(self, max_tokens: int) -> list[int]:
        """What followed the longest match, of equals the latest; repeated where it runs into the end."""
        place = self._find()
        if place is None:
            return []
        draft = self._token_ids[place : place + max_tokens]
        if _NO_TOKEN in draft:
            return draft[: draft.index(_NO_TOKEN)]
        # A text that repeats itself every few tokens is expected to go on doing so.
        return (draft * -(-max_tokens // len(draft)))[:max_tokens]

    def _find(self) -> int | None:
        """The position behind the longest match, or None where there is no match."""
        length = len(self._token_ids)
        if length - self._text_start < SHORTEST_MATCH_TOKENS:
            return None
        keys = self._keys[:length]
        places = np.flatnonzero(keys[SHORTEST_MATCH_TOKENS - 1 : -1] == keys[-1]) + SHORTEST_MATCH_TOKENS
        latest_first = places[::-1][:MAX_PLACES].tolist()
        best, place = max(((self._match_length(place), place) for place in latest_first), default=(0, None))
        return place if best >= SHORTEST_MATCH_TOKENS else None

    def _match_length(self, place: int) -> int:
        """How many tokens before ``place`` are those that end the text."""
        token_ids, end = self._token_ids, len(self._token_ids)
        limit = min(place, end - self._text_start, LONGEST_MATCH_TOKENS)
        length = 0
        while length < limit and token_ids[place - 1 - length] == token_ids[end - 1 - length]:
            length += 1
        return length


def _keys_of(token_ids: SequenceOf[int]) -> NDArray[np.int64]:
    """For each position, its token and those before it as one number."""
    ids = np.array(token_ids, np.int64)
    keys = ids.copy()
    for back in range(1, SHORTEST_MATCH_TOKENS):
        keys[back:] |= ids[:-back] << back * _ID_BITS
    return keys & _KEY_MASK
