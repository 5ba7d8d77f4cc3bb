"""Sequence: one running text on an engine, which reads only what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

from llamita.engines.contract import CacheT, CancelCheck, Cancelled, Engine

if TYPE_CHECKING:
    from collections.abc import Sequence as SequenceOf

    from llamita.engines.contract import Logits


class Sequence(Generic[CacheT]):
    """A cache and the token ids in it.

    Reading a prompt that begins like the last one costs only the difference: the next turn of a
    conversation, or the same file after an edit further down.
    """

    def __init__(self, engine: Engine[CacheT], limit_tokens: int) -> None:
        self.engine = engine
        self.cache = engine.new_cache(limit_tokens)
        self.token_ids: list[int] = []
        """What the cache holds, in order."""
        self.num_prompts = 0
        """How many prompts were read: an answer whose prompt is not the last one cannot go on."""
        self.cached_tokens = 0
        """How many tokens of the last prompt the cache held already."""

    def read_prompt(self, token_ids: SequenceOf[int], cancel: CancelCheck | None = None) -> Logits:
        """Hold exactly ``token_ids`` and return the logits after the last of them, 1 x V.

        Raises:
            RequestError: ``token_ids`` is empty.
            Cancelled: the sequence then holds what was read.
        """
        self.num_prompts += 1
        # The last token is always read again: its logits are what is asked for.
        self.cached_tokens = max(0, min(common_length(self.token_ids, token_ids), len(token_ids) - 1))
        self.truncate(self.cached_tokens)
        return self.extend(token_ids[self.cached_tokens :], cancel)

    def extend(self, token_ids: SequenceOf[int], cancel: CancelCheck | None = None) -> Logits:
        """Read ``token_ids`` after what is held; the logits after the last of them, 1 x V."""
        try:
            logits_TV = self.engine.extend(self.cache, token_ids, logits="last", cancel=cancel)
        except Cancelled:
            num_read = self.cache.length_tokens - len(self.token_ids)
            self.token_ids += token_ids[:num_read]
            raise
        self.token_ids += token_ids
        return logits_TV

    def truncate(self, length_tokens: int) -> None:
        """Forget everything from position ``length_tokens`` on."""
        self.cache.truncate(length_tokens)
        del self.token_ids[length_tokens:]


def common_length(left: SequenceOf[int], right: SequenceOf[int]) -> int:
    """How many ids two sequences begin with in common.

    >>> common_length([1, 2, 3], [1, 2, 9, 9])
    2
    """
    length = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        length += 1
    return length
