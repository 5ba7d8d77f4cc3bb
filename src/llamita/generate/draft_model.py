"""ModelDrafter: a smaller model of the same vocabulary guesses what a larger one will say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

from llamita.engines.contract import CacheT, CancelCheck, Cancelled
from llamita.generate.sampling import Sampler

if TYPE_CHECKING:
    from collections.abc import Sequence as SequenceOf

    from llamita.engines.contract import Logits
    from llamita.generate.sequence import Sequence
    from llamita.spec import SamplingSpec


class ModelDrafter(Generic[CacheT]):
    """Guesses what another model would answer.

    It draws as the answer is drawn, with the same key at each position: where two models see the same
    chances they draw the same token, at any temperature.

    Source: Leviathan et al. 2023, "Fast Inference from Transformers via Speculative Decoding".

    Args:
        sequence: on the other model, whose vocabulary must be the same; it is this drafter's alone.
        prompt_ids: the prompt.
        sampling: how the answer's tokens are drawn.
        cancel: looked at while the other model reads; a draft that is cut short is still a draft.
    """

    def __init__(
        self,
        sequence: Sequence[CacheT],
        prompt_ids: SequenceOf[int],
        sampling: SamplingSpec,
        cancel: CancelCheck | None = None,
    ) -> None:
        self._sequence, self._cancel = sequence, cancel
        self._sampler = Sampler(sampling, sequence.engine.spec.vocabulary_size)
        self._token_ids = list(prompt_ids)
        self._prompt_tokens = len(prompt_ids)

    def push(self, token_id: int) -> None:
        """Take note of the answer's next token, and forget what was guessed in its place."""
        position = len(self._token_ids)
        if self._sequence.token_ids[position : position + 1] not in ([], [token_id]):
            self._sequence.truncate(position)
        self._token_ids.append(token_id)

    def propose(self, max_tokens: int) -> list[int]:
        """What the other model would say next; nothing where its context is full."""
        room_tokens = self._sequence.cache.limit_tokens - len(self._token_ids)
        text_ids = self._token_ids.copy()
        try:
            while len(text_ids) < len(self._token_ids) + min(max_tokens, room_tokens):
                logits_V = self._read(text_ids)[0]
                num_generated = len(text_ids) - self._prompt_tokens
                text_ids.append(self._sampler.choose(logits_V, text_ids, num_generated))
        except Cancelled:
            pass  # Whoever verifies the draft looks at `cancel` as well.
        return text_ids[len(self._token_ids) :]

    def _read(self, text_ids: list[int]) -> Logits:
        if self._sequence.num_prompts == 0:
            return self._sequence.read_prompt(text_ids, self._cancel)
        # The last token is read again where a guess of it was read already: its logits are what is wanted.
        held_tokens = min(len(self._sequence.token_ids), len(text_ids) - 1)
        self._sequence.truncate(held_tokens)
        return self._sequence.extend(text_ids[held_tokens:], self._cancel)
