"""Runner: what does the work of a corpus, part by part, and brings together what belongs together.

A runner decides where and how many at a time, never what: the same tasks on the same parts give the same
files, whichever runs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt


@runtime_checkable
class Task(Protocol):
    """One piece of work on one part; it can be pickled, run anywhere, and run twice."""

    def __call__(self, part: str, /) -> None:
        """Do it; the result is a file, written whole or not at all."""


class Runner(Protocol):
    """What runs tasks."""

    name: str

    def run(self, task: Task, parts: Sequence[str]) -> Iterator[str]:
        """Run a task on every part, and name each as it is done, in any order.

        Raises:
            LlamitaError: what the task raised; or, where workers died again and again, CorpusError if they
                told an error of Python's, otherwise CapacityError.
        """

    def groups(self, paths: Sequence[Path]) -> list[npt.NDArray[np.int64]]:
        """Bring together the documents that share a key.

        Args:
            paths: tables with a column ``number`` (int64), and a column ``keys`` (lists of uint64).

        Returns:
            For each key that two documents or more have, their numbers, ascending; groups that are alike
            once, in ascending order.
        """
