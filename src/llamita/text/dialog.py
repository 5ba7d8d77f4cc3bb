"""Chat turns -> token ids, in the form the model was trained on.

A checkpoint carries its form as a template program. We do not execute programs found in weights: a
template is recognized by its digest, and the form it stands for is written here. An unknown template
is an error that says so, not a guess.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from llamita.errors import RequestError, UnsupportedByModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llamita.text.tokenizer import Tokenizer

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str

    def __post_init__(self) -> None:
        """Refuse roles no format knows, and contents that are not text."""
        if self.role not in get_args(Role):
            expected = ", ".join(f"`{role}`" for role in get_args(Role))
            raise RequestError(f"message role must be one of {expected}, got `{self.role}`")
        if not isinstance(self.content, str):
            raise RequestError(f"message content must be a string, got {self.content!r}")


@dataclass(frozen=True, kw_only=True, slots=True)
class DialogFormat:
    """ChatML: each turn stands between ``<|im_start|>role`` and ``<|im_end|>``, the answer is left open."""

    name: str
    default_system: str | None
    """The system turn that is put first when the conversation does not start with one."""

    def prompt(self, tokenizer: Tokenizer, messages: Sequence[Message]) -> list[int]:
        """The ids a model reads to write the assistant's next turn.

        Turn markers go in as ids; what people wrote stays text, also where it spells a marker.

        Raises:
            RequestError: no messages, or the last one is not from the user.
        """
        if not messages or messages[-1].role != "user":
            last = f"`{messages[-1].role}`" if messages else "no message"
            raise RequestError(f"a conversation must end with a message from `user`, got {last}")
        if self.default_system is not None and messages[0].role != "system":
            messages = [Message("system", self.default_system), *messages]
        start, end = tokenizer.control_id("<|im_start|>"), tokenizer.control_id("<|im_end|>")
        newline = tokenizer.encode("\n")
        token_ids: list[int] = []
        for message in messages:
            turn = tokenizer.encode(f"{message.role}\n{message.content}")
            token_ids += [start, *turn, end, *newline]
        return [*token_ids, start, *tokenizer.encode("assistant\n")]


# sha256 of the template as the file spells it -> the form it stands for.
_FORMATS = {
    "872be49dbb638044ad01b60388f48d469ff2980e5f0dccdc22ec907db54d0788": DialogFormat(
        name="chatml",
        default_system="You are a helpful AI assistant named SmolLM, trained by Hugging Face",
    ),
}


def dialog_format(template: str | None) -> DialogFormat:
    """The form of conversation that a checkpoint's template stands for.

    Raises:
        UnsupportedByModel: the checkpoint has no template, or one that is not known here.
    """
    if template is None:
        raise UnsupportedByModel(
            "this model has no chat template: it was not trained to converse",
            hint="`llamita complete` continues a text with any model",
        )
    digest = hashlib.sha256(template.encode()).hexdigest()
    if digest not in _FORMATS:
        raise UnsupportedByModel(
            f"this model's chat template (sha256 {digest[:12]}…) is not one that is known here",
            hint="`llamita complete` continues a text with any model",
        )
    return _FORMATS[digest]
