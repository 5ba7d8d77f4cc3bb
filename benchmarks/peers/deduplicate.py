"""What the sides of the deduplication race share: the documents, and how a side is timed.

This module imports nothing of Llamita: it runs in the environments of others.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def write_parts(texts: list[str], folder: Path, num_parts: int) -> None:
    """The documents as lines of JSON, in as many files, one after the other."""
    for part in range(num_parts):
        begin, end = (len(texts) * at // num_parts for at in (part, part + 1))
        with (folder / f"{part:05d}.jsonl").open("w", encoding="utf-8") as file:
            for number in range(begin, end):
                file.write(json.dumps({"id": str(number), "text": texts[number]}) + "\n")


def part_paths(folder: Path) -> list[Path]:
    """The files of `write_parts`, in order."""
    return sorted(folder.glob("*.jsonl"))


def texts_of(path: Path) -> list[str]:
    """The documents of one part."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def race(deduplicate: Callable[[Path, int], list[int]]) -> None:
    """Time one side on the folder of the command line; what it removes goes to the file named there.

    The time includes reading the documents and starting the workers, and not importing the program.
    """
    folder, num_workers, answer = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    begin = time.perf_counter()
    removed = deduplicate(folder, num_workers)
    seconds = time.perf_counter() - begin
    answer.write_text(json.dumps({"seconds": seconds, "removed": sorted(removed)}))
