"""Stop strings in text that grows: nothing that belongs to a stop string is ever shown."""

from __future__ import annotations


class StopMatcher:
    """Passes text on as it comes, and holds back what may be the beginning of a stop string.

    Args:
        stop_texts: strings that end the text; the first to be complete wins, so chunks make no difference.
    """

    def __init__(self, stop_texts: tuple[str, ...]) -> None:
        self._stop_texts = stop_texts
        self._held = ""
        self.stopped = False
        """Whether a stop string has occurred; from then on nothing is passed on."""

    def push(self, text: str) -> str:
        r"""The text that can be shown after ``text`` came.

        >>> matcher = StopMatcher(("\nclass",))
        >>> matcher.push("x = 1\ncl"), matcher.push("ean()")
        ('x = 1', '\nclean()')
        """
        if self.stopped:
            return ""
        self._held += text
        found = [
            (place + len(stop), place) for stop in self._stop_texts if (place := self._held.find(stop)) >= 0
        ]
        if found:
            self.stopped = True
            shown, self._held = self._held[: min(found)[1]], ""
            return shown
        keep = max((_overlap(self._held, stop) for stop in self._stop_texts), default=0)
        shown, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return shown

    def finish(self) -> str:
        """What was held back and turned out to be no stop string."""
        shown, self._held = self._held, ""
        return shown


def _overlap(text: str, stop: str) -> int:
    """How many characters at the end of ``text`` are the beginning of ``stop``."""
    longest = min(len(text), len(stop) - 1)
    return next((count for count in range(longest, 0, -1) if text.endswith(stop[:count])), 0)
