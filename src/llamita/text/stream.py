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
        drops_space: the first byte of the text, where it is a space, is left out.
    """

    def __init__(self, piece_bytes: Callable[[int], bytes], *, drops_space: bool = False) -> None:
        self._piece_bytes = piece_bytes
        self._drops_space = drops_space
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def push(self, token_id: int) -> str:
        """The text that became certain with this token; often a word, sometimes nothing."""
        data = self._piece_bytes(token_id)
        if self._drops_space and data:
            self._drops_space = False
            data = data.removeprefix(b" ")
        return self._decoder.decode(data)

    def finish(self) -> str:
        """What is left when no token follows: U+FFFD for a character that never became whole."""
        return self._decoder.decode(b"", final=True)
