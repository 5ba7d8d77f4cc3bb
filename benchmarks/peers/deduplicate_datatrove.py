r"""Near-deduplication with datatrove, up to the list of what goes; its own reader, workers and stages.

Its tokenizer for English is spaCy's; `DATATROVE_WORDS=regex` splits at `\W+` instead, which is faster and
what the other sides do. 5-word shingles, 25 buckets of 10 hashes; nothing is verified.
"""

from __future__ import annotations

import os
import re
import struct
import tempfile
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import JsonlReader
from loguru import logger

from benchmarks.peers.deduplicate import part_paths, race, texts_of

_CONFIG = MinhashConfig(n_grams=5, num_buckets=25, hashes_per_bucket=10)


class RegexWords:
    """In place of datatrove's word tokenizer."""

    def word_tokenize(self, text: str) -> list[str]:
        """The words of a text."""
        return re.findall(r"\w+", text)


def deduplicate(folder: Path, num_workers: int) -> list[int]:
    """The numbers of the documents that go."""
    logger.remove()
    paths = part_paths(folder)
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        signature = MinhashDedupSignature(str(work / "signatures"), _CONFIG)
        if os.environ.get("DATATROVE_WORDS") == "regex":
            signature.word_tokenizer = RegexWords()
        stages = (
            ([JsonlReader(str(folder)), signature], len(paths)),
            ([MinhashDedupBuckets(str(work / "signatures"), str(work / "pairs"), config=_CONFIG)], 25),
            ([MinhashDedupCluster(str(work / "pairs"), str(work / "removed"), config=_CONFIG)], 1),
        )
        for number, (pipeline, num_tasks) in enumerate(stages):
            LocalPipelineExecutor(
                pipeline, tasks=num_tasks, workers=num_workers, logging_dir=str(work / f"logs{number}")
            ).run()
        return _removed(work / "removed", paths)


def _removed(folder: Path, paths: list[Path]) -> list[int]:
    """Numbers over all parts, from datatrove's file of numbers for each part."""
    removed, before = [], 0
    for part, path in enumerate(paths):
        found = folder / f"{part:06d}.remove"
        if found.exists():
            removed += [before + number for (number,) in struct.iter_unpack("<I", found.read_bytes())]
        before += len(texts_of(path))
    return removed


if __name__ == "__main__":
    race(deduplicate)
