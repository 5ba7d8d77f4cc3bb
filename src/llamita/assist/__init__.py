"""What people and editors want, in no protocol's words: ``Model`` completes, infills and chats."""

from llamita.assist.answer import Answer, AnswerStream, Timings
from llamita.assist.conversation import Conversation
from llamita.assist.cursor import split_at_cursor
from llamita.assist.model import Model

__all__ = ["Answer", "AnswerStream", "Conversation", "Model", "Timings", "split_at_cursor"]
