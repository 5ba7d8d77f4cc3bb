"""A file under judgment, with what several rules measure of it, each measured once."""

from __future__ import annotations

import string
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from llamita.corpus.languages.kinds import Kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from llamita.corpus.document import Language, Out
    from llamita.corpus.quality.thresholds import Thresholds

_LETTERS: Final = string.ascii_letters.encode()
_DIGITS: Final = string.digits.encode()
_SPACES: Final = string.whitespace.encode()
_ASCII: Final = bytes(range(128))
_HEAD_CHARACTERS: Final = 4000


class Subject:
    """A file, its language and its measures; characters beyond ASCII count as letters."""

    def __init__(self, path: str, text: str, language: Language) -> None:
        self.path = path
        self.text = text
        self.language = language

    @cached_property
    def kind(self) -> Kind:
        """Code, docs or data."""
        return kind_of(self.language, self.path)

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """The folders above the file, in lower case, the outermost first."""
        return tuple(self.path.lower().split("/")[:-1])

    @cached_property
    def name(self) -> str:
        """The file's own name, in lower case."""
        return self.path.rpartition("/")[2].lower()

    @cached_property
    def head(self) -> str:
        """The first characters, in lower case."""
        return self.text[:_HEAD_CHARACTERS].lower()

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines, without their ends."""
        return self.text.splitlines()

    @cached_property
    def data(self) -> bytes:
        """The text as UTF-8."""
        return self.text.encode()

    @cached_property
    def letters(self) -> int:
        """How many letters."""
        return len(self.data) - len(self.data.translate(None, _LETTERS)) + self._wide

    @cached_property
    def digits(self) -> int:
        """How many digits."""
        return len(self.data) - len(self.data.translate(None, _DIGITS))

    @cached_property
    def spaces(self) -> int:
        """How many spaces, tabs and ends of lines."""
        return len(self.data) - len(self.data.translate(None, _SPACES))

    @cached_property
    def _wide(self) -> int:
        if len(self.data) == len(self.text):
            return 0
        return len(self.text) - (len(self.data) - len(self.data.translate(None, _ASCII)))

    def share(self, count: int) -> float:
        """A part of the text's characters."""
        return count / len(self.text) if self.text else 0.0


Rule: TypeAlias = "Callable[[Subject, Thresholds], Out | None]"
"""Says why a file is out, or nothing."""
