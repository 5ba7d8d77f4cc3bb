"""The forms of dialog that models were trained on: messages -> token ids, exactly.

Marks of a form that are control tokens go in by id, so what people wrote stays text, also where it
spells one. In ``llama-2`` the marks are plain text, which nothing can tell from the same text written
by a person: there it is refused.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Final

from llamita.errors import RequestError, UnsupportedByModel
from llamita.text.code_llama_pieces import CHATML_PIECES, TURN_PIECE
from llamita.text.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llamita.text.tokenizer import Tokenizer

_LLAMA_TWO_TAGS: Final = ("[INST]", "[/INST]", "<<SYS>>", "<</SYS>>")


class DialogFormat(ABC):
    """A form of dialog: how messages become the prompt of an answer.

    An answer ends as any text does, see ``Tokenizer.stop_ids``.
    """

    name: str
    """What ``spec.dialog`` and ``--dialog`` call it."""
    answer_continues: ClassVar[bool] = True
    """Whether the answer stands behind text of the prompt. Where it begins anew, the space that
    SentencePiece put in front of it in training is no part of it."""
    answer_destination: ClassVar[str | None] = None
    """The destination of the message that an answer becomes."""

    @abstractmethod
    def prompt(self, tokenizer: Tokenizer, messages: Sequence[Message]) -> list[int]:
        """The ids a model reads to write the assistant's next message.

        Raises:
            RequestError: no dialog of this form has messages in this order, or one of them spells a mark
                that could not be told from a real one.
            UnsupportedByModel: the vocabulary lacks a token that the form is made of.
        """


class LlamaTwo(DialogFormat):
    """``[INST] question [/INST] answer``, each pair between BOS and EOS: Llama 2 Chat, Code Llama Instruct.

    A system message is folded into the first question; there is none by default. The tags are plain
    text: a message that holds one could end its turn and forge another, so it is refused, whoever wrote
    it. The reference generates all the same, and gives out an error text as if it were the answer.

    Source:
        github.com/meta-llama/codellama, llama/generation.py, ``chat_completion``; its 70B has another.
    """

    name = "llama-2"
    answer_continues = False

    def prompt(self, tokenizer: Tokenizer, messages: Sequence[Message]) -> list[int]:
        """See ``DialogFormat.prompt``. Spaces around a message are dropped, as in training."""
        check_turns(messages)
        _refuse_tags(messages)
        begin_id = _required(tokenizer.vocabulary.begin_id, "begin", self.name)
        end_id = _required(tokenizer.vocabulary.end_id, "end", self.name)
        texts = [message.content for message in messages]
        if messages[0].role == "system":
            system, first, *rest = texts
            texts = [f"<<SYS>>\n{system}\n<</SYS>>\n\n{first}", *rest]
        token_ids: list[int] = []
        for question, answer in zip(texts[::2], texts[1::2], strict=False):
            pair = f"[INST] {question.strip()} [/INST] {answer.strip()} "
            token_ids += [begin_id, *tokenizer.encode(pair), end_id]
        return [*token_ids, begin_id, *tokenizer.encode(f"[INST] {texts[-1].strip()} [/INST]")]


class CodeLlama70B(DialogFormat):
    r"""``Source: role``, a blank line, the text and ``<step>`` for each message: Code Llama 70B Instruct.

    A dialog without a system message gets an empty one. ``<step>`` goes in by id, so a message that
    spells it stays text and nothing has to be refused; the reference refuses it, and the tags of
    ``llama-2``, with an error text as if it were the answer.

    Source:
        github.com/meta-llama/codellama, llama/generation.py, ``dialog_prompt_tokens``. Its tokenizer
        puts no space in front of a text; here none is put whatever the vocabulary says, because files
        converted from it often lost that setting.
    """

    name = "codellama-70b"
    answer_destination = "user"

    def prompt(self, tokenizer: Tokenizer, messages: Sequence[Message]) -> list[int]:
        """See ``DialogFormat.prompt``. Spaces around a message are dropped, as in training."""
        check_turns(messages)
        step_id = tokenizer.control_id(TURN_PIECE)
        token_ids = [_required(tokenizer.vocabulary.begin_id, "begin", self.name)]
        if messages[0].role != "system":
            messages = [Message("system", ""), *messages]
        for message in messages:
            token_ids += tokenizer.encode(_header(message.role, message.destination), continues=True)
            if message.content:
                token_ids += tokenizer.encode(f"\n\n {message.content.strip()}", continues=True)
            token_ids.append(step_id)
        token_ids += tokenizer.encode(_header("assistant", self.answer_destination), continues=True)
        return token_ids + tokenizer.encode("\n\n ", continues=True)


class ChatML(DialogFormat):
    """Each message between ``<|im_start|>role`` and ``<|im_end|>``, the answer's left open.

    Text behind a mark begins anew: in a vocabulary like Llama's it gets a space in front, as in the
    ``tokenizer.json`` by which its fine-tunes were trained.

    Args:
        name: of the form.
        default_system: the system message that is put first where a dialog does not start with one.

    Source:
        github.com/openai/openai-python, chatml.md; for the space, github.com/ggml-org/llama.cpp, issues
        7049 and 7094.
    """

    def __init__(self, name: str, default_system: str | None) -> None:
        self.name = name
        self.default_system = default_system

    def prompt(self, tokenizer: Tokenizer, messages: Sequence[Message]) -> list[int]:
        """See ``DialogFormat.prompt``. Messages may come in any order that ends with the user's."""
        _check_last(messages)
        if self.default_system is not None and messages[0].role != "system":
            messages = [Message("system", self.default_system), *messages]
        start, end = map(tokenizer.control_id, CHATML_PIECES)
        newline = tokenizer.encode("\n")
        token_ids: list[int] = []
        for message in messages:
            token_ids += [start, *tokenizer.encode(f"{message.role}\n{message.content}"), end, *newline]
        return [*token_ids, start, *tokenizer.encode("assistant\n")]


def check_turns(messages: Sequence[Message]) -> None:
    """Refuse messages that do not take turns.

    Raises:
        RequestError: they are not an optional one from the system, then one from user and assistant in
            turn, the last one from the user.
    """
    _check_last(messages)
    has_system = messages[0].role == "system"
    for index, message in enumerate(messages[has_system:]):
        expected = "assistant" if index % 2 else "user"
        if message.role != expected:
            raise RequestError(
                f"message {index + has_system + 1} is from `{message.role}`, expected `{expected}`",
                hint="at most one message from `system` comes first, then `user` and `assistant` take turns",
            )


def _check_last(messages: Sequence[Message]) -> None:
    if not messages or messages[-1].role != "user":
        last = f"`{messages[-1].role}`" if messages else "no message"
        raise RequestError(f"a dialog must end with a message from `user`, got {last}")


def _refuse_tags(messages: Sequence[Message]) -> None:
    """Refuse the marks of ``llama-2`` in what people, or the model, wrote."""
    for number, message in enumerate(messages, 1):
        tag = next((tag for tag in _LLAMA_TWO_TAGS if tag in message.content), None)
        if tag is not None:
            raise RequestError(
                f"message {number}, from `{message.role}`, contains `{tag}`, which marks a turn here",
                hint=f"write it in another way, such as `{tag[0]} {tag[1:]}`, or begin a new dialog",
            )


def _required(token_id: int | None, purpose: str, form: str) -> int:
    if token_id is None:
        raise UnsupportedByModel(
            f"a dialog of form `{form}` needs a token to {purpose} a text, this model's vocabulary has none",
            hint="name the form that the model was trained on with `--dialog NAME`",
        )
    return token_id


def _header(role: str, destination: str | None) -> str:
    source = f" Source: {role}"
    return source if destination is None else f"{source}\nDestination: {destination.strip()}"
