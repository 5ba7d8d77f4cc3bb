"""How many tokens to guess ahead: more while guesses come true, none for a while after they did not."""

from __future__ import annotations

from dataclasses import dataclass, replace

# As long as reading the weights is what takes the time, two more tokens in a step cost next to nothing.
FIRST_TOKENS = 2
# After a long time without a right guess, one wrong one in so many steps is a loss that cannot be seen.
LONGEST_REST_STEPS = 32


@dataclass(frozen=True, slots=True)
class DraftLength:
    """How long the next draft may be. It depends on how earlier drafts fared and on nothing else."""

    limit_tokens: int
    """The longest draft; 0 means none at all."""
    wanted_tokens: int = FIRST_TOKENS
    """The length after what was seen so far."""
    rest_steps: int = 0
    """How many steps to take without a draft."""
    next_rest_steps: int = 1
    """How many it will be if the next draft is all wrong."""

    @property
    def tokens(self) -> int:
        """How many tokens to guess now."""
        return 0 if self.rest_steps else min(self.wanted_tokens, self.limit_tokens)

    def after(self, num_drafted: int, num_accepted: int) -> DraftLength:
        """What to do after a step in which ``num_accepted`` of ``num_drafted`` guesses came true.

        >>> DraftLength(16).after(2, 2).after(4, 4).tokens
        8
        >>> DraftLength(16).after(2, 0).tokens
        0
        """
        if num_drafted == 0:
            return replace(self, rest_steps=max(0, self.rest_steps - 1))
        if num_accepted == num_drafted:
            return DraftLength(self.limit_tokens, min(2 * self.wanted_tokens, self.limit_tokens))
        if num_accepted:
            return DraftLength(self.limit_tokens)
        return DraftLength(
            self.limit_tokens,
            rest_steps=self.next_rest_steps,
            next_rest_steps=min(2 * self.next_rest_steps, LONGEST_REST_STEPS),
        )
