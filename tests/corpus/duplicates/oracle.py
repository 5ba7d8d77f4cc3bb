"""What near-deduplication means, said once more without arrays or hashes: slow, and over real words."""

from __future__ import annotations

import re
import string

Shingle = tuple[str, ...]

_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def shingles(text: str) -> set[Shingle]:
    """Every five words in a row."""
    words = re.findall(r"[0-9a-z_\u0080-\U0010ffff]+", text.translate(_ASCII_LOWER))
    return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}


def jaccard(ours: set[Shingle], theirs: set[Shingle]) -> float:
    """Shared / all; 0 for two that are empty."""
    return len(ours & theirs) / max(len(ours | theirs), 1)


def remove(
    texts: dict[int, set[Shingle]], groups: list[list[int]], threshold: float
) -> dict[int, tuple[int, float]]:
    """By rank: what goes -> its twin and how similar they are."""
    stay: set[int] = set()
    removed = {}
    for rank in sorted(texts):
        candidates = {other for group in groups if rank in group for other in group} & stay
        similar = {other: jaccard(texts[rank], texts[other]) for other in candidates}
        similar = {other: similarity for other, similarity in similar.items() if similarity >= threshold}
        if similar:
            twin = min(similar, key=lambda other: (-similar[other], other))
            removed[rank] = (twin, similar[twin])
        else:
            stay.add(rank)
    return removed
