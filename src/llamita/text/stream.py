"""Ids -> growing text, never half a character."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class TextStream:
    """Decodes one token after the other; a character split over tokens appears when it is whole.

    Args:
        piece_bytes: the bytes a token id stands for.
        opens_with_space: whether a token begins with the space that stands in front of a text; where
            this is given, the first token that says anything loses that space.
    """

    def __init__(
        self,
        piece_bytes: Callable[[int], bytes],
        *,
        opens_with_space: Callable[[int], bool] | None = None,
    ) -> None:
        self._piece_bytes = piece_bytes
        self._opens_with_space = opens_with_space
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def push(self, token_id: int) -> str:
        """The text that became certain with this token; often a word, sometimes nothing."""
        data = self._piece_bytes(token_id)
        if data and self._opens_with_space is not None:
            if self._opens_with_space(token_id):
                data = data[1:]
            self._opens_with_space = None
        return self._decoder.decode(data)

    def finish(self) -> str:
        """What is left when no token follows: U+FFFD for a character that never became whole."""
        return self._decoder.decode(b"", final=True)
