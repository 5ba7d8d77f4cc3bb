"""Speculation: the drafts of one answer, and how they fared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llamita.generate.draft_length import DraftLength

if TYPE_CHECKING:
    from llamita.generate.draft import Drafter

# On two cores a step of so many tokens is bound by arithmetic: longer drafts would save little more.
DRAFT_TOKENS = 16


class Speculation:
    """Guesses ahead for one answer, which it makes faster, never different.

    Args:
        drafters: who guesses: the first that has a guess; each at its own pace. Without any there are no
            guesses.
        limit_tokens: the longest draft.
    """

    def __init__(self, *drafters: Drafter, limit_tokens: int = DRAFT_TOKENS) -> None:
        self.drafted_tokens = 0
        """How many tokens were guessed."""
        self.accepted_tokens = 0
        """How many of the guesses came true."""
        self._drafters = drafters
        self._lengths = [DraftLength(limit_tokens) for _ in drafters]
        self._author = 0
        self._draft: list[int] = []
        self._num_accepted = 0

    def push(self, token_id: int) -> bool:
        """Take note of the answer's next token; whether it is the next one of the draft."""
        for drafter in self._drafters:
            drafter.push(token_id)
        is_guessed = self._draft[self._num_accepted : self._num_accepted + 1] == [token_id]
        self._num_accepted += is_guessed
        self.accepted_tokens += is_guessed
        return is_guessed

    def draft(self, room_tokens: int) -> list[int]:
        """A guess of at most ``room_tokens`` tokens that follow, perhaps none. The draft before is over."""
        if self._draft:
            length = self._lengths[self._author]
            self._lengths[self._author] = length.after(len(self._draft), self._num_accepted)
        self._draft = self._propose(room_tokens)
        self._num_accepted = 0
        self.drafted_tokens += len(self._draft)
        return self._draft

    def _propose(self, room_tokens: int) -> list[int]:
        for place, drafter in enumerate(self._drafters):
            num_tokens = min(self._lengths[place].tokens, room_tokens)
            if num_tokens and (draft := drafter.propose(num_tokens)):
                self._author = place
                return draft
            self._lengths[place] = self._lengths[place].after(0, 0)
        return []
