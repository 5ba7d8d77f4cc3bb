"""PlainRunner: everything in this process, and NumPy instead of a shuffle: the oracle of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from llamita.corpus.places import read_table
from llamita.corpus.runner.grouping import distinct_groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from llamita.corpus.runner.contract import Task


class PlainRunner:
    """Runs one task after the other, in order."""

    name = "numpy"

    def run(self, task: Task, parts: Sequence[str]) -> Iterator[str]:
        """Run a task on every part; see ``Runner.run``."""
        for part in parts:
            task(part)
            yield part

    def groups(self, paths: Sequence[Path]) -> list[npt.NDArray[np.int64]]:
        """Bring together the documents that share a key; see ``Runner.groups``."""
        keys: list[npt.NDArray[np.uint64]] = [np.empty(0, np.uint64)]
        numbers: list[npt.NDArray[np.int64]] = [np.empty(0, np.int64)]
        for path in paths:
            table = read_table(path, ["number", "keys"]).combine_chunks()
            lists = table["keys"].combine_chunks()
            keys.append(lists.flatten().to_numpy(zero_copy_only=False).astype(np.uint64))
            lengths = lists.value_lengths().to_numpy(zero_copy_only=False)
            numbers.append(np.repeat(table["number"].to_numpy(), lengths))
        all_keys, all_numbers = np.concatenate(keys), np.concatenate(numbers)
        order = np.lexsort((all_numbers, all_keys))
        starts = np.flatnonzero(np.diff(all_keys[order])) + 1
        return distinct_groups(np.split(all_numbers[order], starts))
