"""Lookahead: the logits after each token of an answer, several from one step where a guess is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

from llamita.engines.contract import CacheT, CancelCheck, Cancelled
from llamita.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as SequenceOf

    from llamita.generate.sampling import Row
    from llamita.generate.sequence import Sequence
    from llamita.generate.speculation import Speculation


class Lookahead(Generic[CacheT]):
    """Reads the tokens of one answer, and with them the draft of those that may follow.

    Logits depend on the tokens before them alone. Who chooses tokens by them chooses the same ones
    whatever was guessed: what was read behind a wrong guess is forgotten and never shown.

    Args:
        sequence: what reads.
        speculation: where drafts come from.
        cancel: looked at in every step and while the prompt is read.
    """

    def __init__(
        self, sequence: Sequence[CacheT], speculation: Speculation, cancel: CancelCheck | None
    ) -> None:
        self._sequence, self._speculation, self._cancel = sequence, speculation, cancel
        self._prompt_number = 0
        self._length_tokens = 0
        self._rows: Iterator[Row] = iter(())

    def read_prompt(self, prompt_ids: SequenceOf[int]) -> Row | None:
        """The logits after the prompt, or None where the caller cancelled."""
        self._length_tokens = len(prompt_ids)
        try:
            self._rows = iter(self._sequence.read_prompt(prompt_ids, self._cancel))
        except Cancelled:
            return None
        finally:
            self._prompt_number = self._sequence.num_prompts
        return next(self._rows)

    def read(self, token_id: int, room_tokens: int) -> Row | None:
        """The logits after the answer's next token, or None where the caller cancelled.

        Args:
            token_id: what was chosen by the logits before.
            room_tokens: how many tokens may be read after it.

        Raises:
            RequestError: another answer was begun on the sequence.
        """
        if self._sequence.num_prompts != self._prompt_number:
            raise RequestError(
                "this answer cannot go on: another one was begun on the same sequence",
                hint="finish one answer before the next, or give each a sequence of its own",
            )
        if not self._speculation.push(token_id):
            self.forget_rejected()
            draft = self._speculation.draft(room_tokens)
            try:
                self._rows = iter(self._sequence.extend([token_id, *draft], self._cancel, logits="all"))
            except Cancelled:
                return None
        self._length_tokens += 1
        return next(self._rows)

    def forget_rejected(self) -> None:
        """Let the sequence hold nothing but the prompt and the tokens that ``read`` was given."""
        is_ours = self._sequence.num_prompts == self._prompt_number
        if is_ours and len(self._sequence.token_ids) > self._length_tokens:
            self._sequence.truncate(self._length_tokens)
