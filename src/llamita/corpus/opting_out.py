"""Leaving something out of a corpus that is there: its tokens, its texts, and what the record says of it.

The wish is written down first. If the work ends midway, asking again goes on with it; so does the next build,
which sees that the stages were made for fewer wishes, and makes them anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from llamita.corpus.build import describe
from llamita.corpus.checkpoints import Trained, trained_on
from llamita.corpus.opt_outs import OptOuts
from llamita.corpus.plan import SHARDS
from llamita.corpus.record.manifest import Manifest
from llamita.corpus.recording import alarms_of, write_record
from llamita.corpus.shards.forgetting import forget
from llamita.corpus.shards.reader import Shards
from llamita.corpus.stages.aligned import FILES, OPT_OUT, TOKENS, values
from llamita.corpus.stages.opt_out import OptOutTask
from llamita.errors import CorpusError
from llamita.files.progress import piece_of_work

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from llamita.corpus.places import Places
    from llamita.corpus.plan import Plan
    from llamita.files.progress import ProgressSink


@dataclass(frozen=True, slots=True, kw_only=True)
class OptedOut:
    """What came of a wish to be left out."""

    files: int
    """That were seen and match the wish, or are what a match was removed for as a duplicate."""
    documents: tuple[str, ...]
    """Addresses of the documents that were in, and are gone."""
    shards: tuple[str, ...]
    """Files that were written anew."""
    id_before: str
    id: str
    """Of the corpus, before and after."""
    checkpoints: tuple[Trained, ...]
    """Models that were trained on it while the documents were in."""


def opt_out(plan: Plan, query: str, progress: ProgressSink) -> OptedOut:
    """Leave something out.

    Args:
        plan: of the corpus, with the wish among its ``opt_outs``.
        query: the wish.
        progress: told about the parts.

    Raises:
        CorpusError: nothing in the corpus matches, it is damaged, or another process works in it.
        CapacityError: the disk is full; asking again goes on.
    """
    places = plan.places
    parts = plan.parts()
    with places.held():
        if not set(OptOuts.read(places.opt_out).asked) <= set(plan.opt_outs.asked):
            raise CorpusError(f"another opt-out in `{places.root}` came in between", hint="ask again")
        id_before = Manifest.read(places.manifest).corpus.id
        # Not by all wishes at once: a file that an earlier one names is not told to match this one.
        wished = OptOuts().with_more(query, plan.recipe.project_names).files(places, parts)
        if not wished:
            raise CorpusError(
                f"no file that was ever seen for `{plan.recipe.name}` matches `{query}`",
                hint="`llamita corpus show` finds files by path, package or digest",
            )
        asked = plan.opt_outs.files(places, parts)
        documents = _documents(places, asked)
        plan.opt_outs.write(places.opt_out)
        rewritten = forget(places.shards, documents)
        _take_out(plan, parts, asked, progress)
        _renew(plan, parts)
        summary = write_record(plan, parts, alarms_of(plan))
        # Last: until then `Places.built` says that the wish is not done.
        describe(plan, parts)
        return OptedOut(
            files=len(wished),
            documents=tuple(documents.values()),
            shards=tuple(rewritten),
            id_before=id_before,
            id=summary.id,
            checkpoints=tuple(trained_on(places)),
        )


def _documents(places: Places, asked: Container[str]) -> dict[int, str]:
    """Numbers and addresses of the documents whose tokens are to go.

    Asked of the shards, not of the tables: those say that a file is out before its tokens are gone.
    """
    shards = Shards.open(places.shards)
    documents = (shards.document(number) for number in range(len(shards)))
    return {
        document.number: document.address
        for document in documents
        if document.address in asked and not document.is_forgotten
    }


def _take_out(plan: Plan, parts: Sequence[str], asked: Mapping[str, str], progress: ProgressSink) -> None:
    """Take texts and verdicts out of the stages' tables."""
    task = OptOutTask(plan.places, asked)
    with piece_of_work(progress, OPT_OUT, len(parts)):
        for done, part in enumerate(parts):
            if not asked.keys().isdisjoint(values(plan.places, FILES, part, "address")):
                task(part)
            progress.advance_to(done + 1)


def _renew(plan: Plan, parts: Sequence[str]) -> None:
    """Let the next build take these stages for its own.

    Not where it would make earlier ones anew, since code or tools have changed: then it makes these, too.
    """
    stages = plan.stages()
    changed = (OPT_OUT, TOKENS, SHARDS)
    if all(stage.is_whole(parts) for name, stage in stages.items() if name not in changed):
        for name in changed:
            stages[name].renew()
