"""Rules that find text which says the same over and over."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final

from llamita.corpus.document import Out

if TYPE_CHECKING:
    from llamita.corpus.quality.subject import Subject
    from llamita.corpus.quality.thresholds import Thresholds

_MAX_WORDS: Final = 20_000
"""So many words from the beginning are counted; it bounds time and memory."""
_MIN_WORDS: Final = 100
"""In fewer words a phrase that stands a few times is already a large share."""
_MIN_LINES: Final = 20


def duplicate_lines(subject: Subject, limits: Thresholds) -> Out | None:
    """Most characters stand in lines that stand in the text before, by OpenCoder's measure."""
    stripped = [line.strip() for line in subject.lines]
    if len(stripped) < _MIN_LINES:
        return None
    total = sum(map(len, stripped))
    repeated = total - sum(map(len, dict.fromkeys(stripped)))
    share = repeated / max(total, 1)
    if share <= limits.max_duplicate_line_share:
        return None
    return Out(
        "repetition", f"{share:.3f} stands in lines seen before, over {limits.max_duplicate_line_share}"
    )


def top_ngrams(subject: Subject, limits: Thresholds) -> Out | None:
    """The most frequent two, three or four words in a row make up too much of the text."""
    words = subject.text.split(None, _MAX_WORDS)[:_MAX_WORDS]
    if len(words) < _MIN_WORDS:
        return None
    total = sum(map(len, words))
    allowed = (limits.max_top_bigram_share, limits.max_top_trigram_share, limits.max_top_fourgram_share)
    heaviest = max(len(word) * count for word, count in Counter(words).items())
    for length, limit in zip((2, 3, 4), allowed, strict=True):
        # No run weighs more than its words do; most texts are through with this.
        if length * heaviest <= limit * total:
            continue
        counts = Counter(zip(*(islice(words, start, None) for start in range(length)), strict=False))
        most = max(counts.values())
        # Letters and digits only, or a ruler of dashes would weigh a lot; of runs that are equally frequent
        # the heaviest, so that no order of counting matters.
        characters = max(
            sum(map(str.isalnum, "".join(ngram))) for ngram, count in counts.items() if count == most
        )
        share = characters * most / total
        if most > 1 and share > limit:
            return Out("repetition", f"{share:.3f} is one run of {length} words, over {limit}")
    return None
