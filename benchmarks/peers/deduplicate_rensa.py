"""Near-deduplication with rensa: shingles of words in Python, everything after them in rensa.

The workers make shingles and signatures; 25 bands of 10 rows take the first 250 of the 256 permutations
elsewhere, so that rensa, which takes all it is given, gets 250. Nothing is verified: a document goes when it
shares a band with one before it that is still there.
"""

from __future__ import annotations

import re
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from rensa import RMinHash, RMinHashLSH

from benchmarks.peers.deduplicate import part_paths, race, texts_of

if TYPE_CHECKING:
    from pathlib import Path

_NUM_PERMUTATIONS, _NUM_BANDS, _SEED, _THRESHOLD = 250, 25, 42, 0.7


def deduplicate(folder: Path, num_workers: int) -> list[int]:
    """The numbers of the documents that go."""
    with ProcessPoolExecutor(num_workers) as pool:
        parts = list(pool.map(_sign, part_paths(folder)))
    signed = [minhash for part in parts for minhash in part]
    index = RMinHashLSH(_THRESHOLD, _NUM_PERMUTATIONS, _NUM_BANDS)
    with_shingles = [number for number, minhash in enumerate(signed) if minhash is not None]
    minhashes = [signed[number] for number in with_shingles]
    index.insert_many(minhashes)
    removed: set[int] = set()
    for at, candidates in enumerate(index.query_all(minhashes)):
        if any(other < at and other not in removed for other in candidates):
            removed.add(at)
    return [with_shingles[at] for at in removed]


def _sign(path: Path) -> list[RMinHash | None]:
    sets = [_shingles(text) for text in texts_of(path)]
    signed = iter(RMinHash.from_token_sets([s for s in sets if s], _NUM_PERMUTATIONS, _SEED))
    return [next(signed) if s else None for s in sets]


def _shingles(text: str) -> list[str]:
    words = re.findall(r"\w+", text.lower())
    return list({" ".join(words[at : at + 5]) for at in range(len(words) - 4)})


if __name__ == "__main__":
    race(deduplicate)
