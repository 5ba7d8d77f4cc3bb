"""Conversation: turns that remember each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from llamita.errors import RequestError
from llamita.text import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llamita.assist.answer import Answer, AnswerStream
    from llamita.assist.model import Ask, Model
    from llamita.engines.contract import CancelCheck
    from llamita.generate import Step


class Conversation:
    """A dialog with a model, one question after the other.

    Args:
        model: who answers.
        system: the system turn, or None for the model's own.
        ask: see ``assist.model.Ask``; for every answer.
    """

    def __init__(self, model: Model, *, system: str | None = None, **ask: Unpack[Ask]) -> None:
        self.model = model
        self.messages: list[Message] = [] if system is None else [Message("system", system)]
        self._ask = ask
        self._stream: AnswerStream | None = None

    @property
    def answer(self) -> Answer:
        """The answer being written, or the last one.

        Raises:
            RequestError: nothing was said yet.
        """
        if self._stream is None:
            raise RequestError("there is no answer yet: nothing was said")
        return self._stream.answer

    def say(self, text: str, *, cancel: CancelCheck | None = None) -> Iterator[Step]:
        """Put a question; the steps of the answer.

        What was said stays said: if the iterator is abandoned in the middle, question and the part of
        the answer that came are kept. A question that got no answer at all is not.

        Args:
            text: the question.
            cancel: ends this answer when it returns true.

        Raises:
            PromptTooLong: the conversation no longer fits into the model's context.
        """
        question = Message("user", text)
        ask: Ask = self._ask if cancel is None else {**self._ask, "cancel": cancel}
        stream = self.model.chat([*self.messages, question], stream=True, **ask)
        self._stream = stream
        return self._follow(question, stream)

    def _follow(self, question: Message, stream: AnswerStream) -> Iterator[Step]:
        self.messages += [question, self._answered("")]
        try:
            yield from stream
        finally:
            stream.close()
            if stream.answer.token_ids:
                self.messages[-1] = self._answered(stream.answer.text)
            else:
                del self.messages[-2:]

    def _answered(self, text: str) -> Message:
        return Message("assistant", text, self.model.dialog.answer_destination)
