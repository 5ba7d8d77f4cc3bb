"""Message: one turn of a dialog, who says it and what is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from llamita.errors import RequestError

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a dialog."""

    role: Role
    content: str
    destination: str | None = None
    """Whom it is addressed to; only the form ``codellama-70b`` writes it down."""

    def __post_init__(self) -> None:
        """Refuse roles no form knows, and contents that are not text."""
        if self.role not in get_args(Role):
            expected = ", ".join(f"`{role}`" for role in get_args(Role))
            raise RequestError(f"message role must be one of {expected}, got `{self.role}`")
        if not isinstance(self.content, str):
            raise RequestError(f"message content must be a string, got {self.content!r}")
        if not (self.destination is None or isinstance(self.destination, str)):
            raise RequestError(f"message destination must be a string, got {self.destination!r}")
