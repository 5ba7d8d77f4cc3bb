"""Who was trained on a corpus: a line for each checkpoint, written when training begins to read it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from llamita.errors import CorpusError
from llamita.files.disk import disk_failures_in_words

if TYPE_CHECKING:
    from llamita.corpus.places import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A checkpoint, and what it was trained on."""

    checkpoint: str
    """A path or a name."""
    corpus_id: str
    """Of the corpus as it was then."""


def note_checkpoint(places: Places, trained: Trained) -> None:
    """Write down that a checkpoint was trained on this corpus; once, however often it is told.

    Raises:
        CapacityError: the disk is full.
        FetchError: it refuses for another reason.
    """
    if trained in trained_on(places):
        return
    with disk_failures_in_words(places.root, 0), places.checkpoints.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(trained), sort_keys=True) + "\n")


def trained_on(places: Places) -> list[Trained]:
    """Every checkpoint that was trained on this corpus, in the order they were noted.

    Raises:
        CorpusError: a line is damaged.
    """
    if not places.checkpoints.exists():
        return []
    found = []
    for number, line in enumerate(places.checkpoints.read_text("utf-8").splitlines(), 1):
        try:
            found.append(Trained(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise CorpusError(f"line {number} of `{places.checkpoints}` is damaged: {error}") from error
    return found
