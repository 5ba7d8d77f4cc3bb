"""Leaving something out of a corpus that is there: its tokens, its texts, and what the record says of it.

The wish is written down first. If the work ends midway, the next build sees that the stages were made for
fewer wishes, and makes them anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from llamita.corpus.checkpoints import Trained, trained_on
from llamita.corpus.document import Out
from llamita.corpus.places import read_table, write_table
from llamita.corpus.plan import SHARDS
from llamita.corpus.record.manifest import Manifest
from llamita.corpus.recording import alarms_of, write_record
from llamita.corpus.shards.forgetting import forget
from llamita.corpus.shards.reader import Shards
from llamita.corpus.stages.aligned import (
    FILES,
    OPT_OUT,
    QUALITY,
    REDACT,
    TOKENS,
    Columns,
    before,
    is_in,
    values,
    write_columns,
)
from llamita.errors import CorpusError
from llamita.files.progress import piece_of_work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
        CorpusError: nothing in the corpus matches, or it is damaged.
    """
    places = plan.places
    parts = plan.parts()
    with places.held():
        id_before = Manifest.read(places.manifest).corpus.id
        asked = plan.opt_outs.files(places, parts)
        wished = [address for address, why in asked.items() if why.startswith(query)]
        if not wished:
            raise CorpusError(
                f"no file that was ever seen for `{plan.recipe.name}` matches `{query}`",
                hint="`llamita corpus show` finds files by path, package or digest",
            )
        plan.opt_outs.write(places.opt_out)
        gone = _remove(plan, parts, asked, progress)
        numbers = _numbers_of(places, gone)
        rewritten = forget(places.shards, numbers)
        for name, stage in plan.stages().items():
            if name in {OPT_OUT, TOKENS, SHARDS}:
                stage.renew()
        summary = write_record(plan, parts, alarms_of(plan))
        return OptedOut(
            files=len(wished),
            documents=tuple(gone),
            shards=tuple(rewritten),
            id_before=id_before,
            id=summary.id,
            checkpoints=tuple(trained_on(places)),
        )


def _remove(plan: Plan, parts: Sequence[str], asked: Mapping[str, str], progress: ProgressSink) -> list[str]:
    """Take texts and verdicts out of the stages' tables; gives the documents that were in."""
    gone: list[str] = []
    with piece_of_work(progress, OPT_OUT, len(parts)):
        for done, part in enumerate(parts):
            addresses = values(plan.places, FILES, part, "address")
            rows = [row for row, address in enumerate(addresses) if address in asked]
            if rows:
                was_in = is_in(plan.places, part)
                gone += [addresses[row] for row in rows if was_in[row]]
                _write_verdicts(plan.places, part, {row: asked[addresses[row]] for row in rows})
                for stage in (FILES, QUALITY, REDACT):
                    _blank(plan.places, stage, part, rows)
            progress.advance_to(done + 1)
    return gone


def _write_verdicts(places: Places, part: str, asked: Mapping[int, str]) -> None:
    kept = is_in(places, part, before(OPT_OUT))
    columns = Columns(len(kept))
    for row in np.flatnonzero(kept).tolist():
        if row in asked:
            columns.take_out(row, Out("opted out", asked[row]))
    write_columns(places, OPT_OUT, part, columns)


def _blank(places: Places, stage: str, part: str, rows: Sequence[int]) -> None:
    table = read_table(places.part(stage, part))
    at = table.column_names.index("text")
    texts = table["text"].to_pylist()
    for row in rows:
        texts[row] = None
    column = pa.array(texts, table.schema.field(at).type)
    write_table(places.part(stage, part), table.set_column(at, table.schema.field(at), column))


def _numbers_of(places: Places, addresses: Sequence[str]) -> list[int]:
    wanted = set(addresses)
    shards = Shards.open(places.shards)
    return [number for number in range(len(shards)) if shards.document(number).address in wanted]
