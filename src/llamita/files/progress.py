"""How long work reports itself, in no user interface's terms."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class ProgressSink(Protocol):
    """Whoever shows progress to a person; the store calls it from the thread that pulls."""

    def start(self, label: str, total_bytes: int) -> None:
        """Begin a piece of work; pieces follow each other and never nest."""

    def advance_to(self, done_bytes: int) -> None:
        """Say how much of the piece is done so far, between 0 and its total."""

    def finish(self) -> None:
        """End the piece, done or not; always called after ``start``."""

    def note(self, message: str) -> None:
        """Tell the person one thing, between or within pieces."""


class SilentProgress:
    """A sink for callers who show nothing."""

    def start(self, label: str, total_bytes: int) -> None:
        """Show nothing."""

    def advance_to(self, done_bytes: int) -> None:
        """Show nothing."""

    def finish(self) -> None:
        """Show nothing."""

    def note(self, message: str) -> None:
        """Show nothing."""


@contextmanager
def piece_of_work(progress: ProgressSink, label: str, total_bytes: int) -> Iterator[None]:
    """Start a piece and finish it whatever happens inside."""
    progress.start(label, total_bytes)
    try:
        yield
    finally:
        progress.finish()


def adding_up(progress: ProgressSink) -> Callable[[int], None]:
    """A function to be told how many bytes more are done; it tells ``progress`` how many are in all."""
    done_bytes = 0

    def more(size_bytes: int) -> None:
        nonlocal done_bytes
        done_bytes += size_bytes
        progress.advance_to(done_bytes)

    return more
