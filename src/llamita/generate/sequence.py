"""Sequence: one running text on an engine, which reads only what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

from llamita.engines.contract import CacheT, CancelCheck, Cancelled, Engine
from llamita.generate.common_prefix import common_length

if TYPE_CHECKING:
    from collections.abc import Sequence as SequenceOf

    from llamita.engines.contract import Logits, Wanted
    from llamita.generate.prefixes import PrefixCache


class Sequence(Generic[CacheT]):
    """A cache and the token ids in it.

    Reading a prompt that begins like the last one, or like one that ``prefixes`` keeps, costs only the
    difference: the next turn of a conversation, or the same file after an edit further down.

    Args:
        engine: what reads.
        limit_tokens: how many tokens it may hold.
        prefixes: what other sequences of this engine and limit have read.
    """

    def __init__(
        self, engine: Engine[CacheT], limit_tokens: int, prefixes: PrefixCache[CacheT] | None = None
    ) -> None:
        self.engine = engine
        self.cache = engine.new_cache(limit_tokens)
        self.token_ids: list[int] = []
        """What the cache holds, in order."""
        self.num_prompts = 0
        """How many prompts were read: an answer whose prompt is not the last one cannot go on."""
        self.cached_tokens = 0
        """How many tokens of the last prompt were held already, here or in ``prefixes``."""
        self._prefixes = prefixes

    def read_prompt(self, token_ids: SequenceOf[int], cancel: CancelCheck | None = None) -> Logits:
        """Hold exactly ``token_ids`` and return the logits after the last of them, 1 x V.

        Raises:
            RequestError: ``token_ids`` is empty.
            Cancelled: the sequence then holds what was read.
        """
        self.num_prompts += 1
        # The last token is always read again: its logits are what is asked for.
        self._start_from(token_ids[:-1])
        self.cached_tokens = len(self.token_ids)
        return self.extend(token_ids[self.cached_tokens :], cancel)

    def extend(
        self, token_ids: SequenceOf[int], cancel: CancelCheck | None = None, *, logits: Wanted = "last"
    ) -> Logits:
        """Read ``token_ids`` after what is held; logits after the last of them, or after each."""
        try:
            logits_TV = self.engine.extend(self.cache, token_ids, logits=logits, cancel=cancel)
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

    def keep(self) -> None:
        """Leave what is held to later sequences, where there are ``prefixes`` to keep it."""
        if self._prefixes is not None:
            # An interrupt may have come between a change of the one and of the other.
            self._prefixes.keep(self.token_ids[: self.cache.length_tokens], self.cache)

    def _start_from(self, token_ids: SequenceOf[int]) -> None:
        """Hold the longest beginning of ``token_ids`` that was read before, and nothing else."""
        held_tokens = common_length(self.token_ids, token_ids)
        found = None
        if self._prefixes is not None:
            found = self._prefixes.fork(token_ids, longer_than=held_tokens)
        if found is None:
            self.truncate(held_tokens)
        else:
            self.cache, self.token_ids = found, list(token_ids[: found.length_tokens])
