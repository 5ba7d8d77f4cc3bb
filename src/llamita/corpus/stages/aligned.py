"""Tables that lie beside each other: row i of every stage's table of a part speaks of file i of that part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from llamita.corpus.places import read_table, write_table
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from llamita.corpus.document import Out
    from llamita.corpus.places import Places

FILES: Final = "files"
LICENSE: Final = "license"
QUALITY: Final = "quality"
EXACT: Final = "exact"
NEAR: Final = "near"
REDACT: Final = "redact"
DECONTAMINATE: Final = "decontaminate"
OPT_OUT: Final = "opt-out"
TOKENS: Final = "tokens"

DECIDING: Final = (FILES, LICENSE, QUALITY, EXACT, NEAR, DECONTAMINATE, OPT_OUT, TOKENS)
"""The stages that take files out, in order; each has the columns of ``VERDICT``."""

VERDICT: Final = (("rule", pa.string()), ("evidence", pa.string()))
"""Why a file is out, since this stage; null where it is not."""


class Columns:
    """A table in the making: one value for each column and file, null until it is set.

    Args:
        num_files: how many rows.
        columns: names and types beside those of ``VERDICT``.
    """

    def __init__(self, num_files: int, *columns: tuple[str, pa.DataType]) -> None:
        self._schema = pa.schema([*columns, *VERDICT])
        self._values: dict[str, list[Any]] = {name: [None] * num_files for name in self._schema.names}

    def set(self, file: int, **values: object) -> None:
        """Set values of a file's row."""
        for name, value in values.items():
            self._values[name][file] = value

    def take_out(self, file: int, out: Out | None) -> None:
        """Say why a file is out; None leaves it in."""
        if out is not None:
            self.set(file, rule=out.rule, evidence=out.evidence)

    def table(self) -> pa.Table:
        """The table."""
        return pa.table(self._values, schema=self._schema)


def before(stage: str) -> tuple[str, ...]:
    """The deciding stages before this one; redaction, which decides nothing, comes after near-duplicates."""
    asked = DECONTAMINATE if stage == REDACT else stage
    return DECIDING[: DECIDING.index(asked)]


def is_in(places: Places, part: str, stages: Iterable[str] = DECIDING) -> npt.NDArray[np.bool_]:
    """Which files of a part none of these stages took out.

    Raises:
        CorpusError: a table is damaged, or of another part.
    """
    kept: npt.NDArray[np.bool_] | None = None
    for stage in stages:
        rules = read_table(places.part(stage, part), ["rule"])["rule"]
        now = np.asarray(rules.is_null().to_numpy())
        if kept is not None and len(now) != len(kept):
            raise CorpusError(
                f"`{places.part(stage, part)}` has {len(now)} rows, expected {len(kept)}",
                hint="remove it and build again",
            )
        kept = now if kept is None else kept & now
    if kept is None:
        raise CorpusError("no stage to ask")
    return kept


def values(places: Places, stage: str, part: str, column: str) -> list[Any]:
    """One column of a stage's table."""
    listed: list[Any] = read_table(places.part(stage, part), [column])[column].to_pylist()
    return listed


def texts(places: Places, part: str, files: Sequence[int], *, newest: Sequence[str]) -> list[str]:
    """What files say, as the last of these stages that changed them left them.

    Args:
        places: of the corpus.
        part: which part.
        files: rows.
        newest: stages whose tables have a column ``text``, which is null where they changed nothing.
    """
    told: list[str | None] = [None] * len(files)
    for stage in newest:
        column = read_table(places.part(stage, part), ["text"])["text"].combine_chunks()
        changed = column.take(pa.array(files, pa.int64())).to_pylist()
        told = [new if new is not None else old for old, new in zip(told, changed, strict=True)]
    missing = next((file for file, text in zip(files, told, strict=True) if text is None), None)
    if missing is not None:
        raise CorpusError(f"file {missing} of part `{part}` has no text", hint="build the corpus anew")
    return [text for text in told if text is not None]


def project_of(part: str) -> str:
    """The project that a part belongs to."""
    return part.rpartition(".")[0]


def write_columns(places: Places, stage: str, part: str, columns: Columns) -> None:
    """Write a stage's table of a part."""
    write_table(places.part(stage, part), columns.table())
