"""Redaction: secrets and personal data leave the texts; the table keeps what kind stood where, not what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from llamita.corpus.redaction import redact
from llamita.corpus.stages.aligned import (
    FILES,
    QUALITY,
    REDACT,
    Columns,
    before,
    is_in,
    texts,
    values,
    write_columns,
)

if TYPE_CHECKING:
    from llamita.corpus.places import Places
    from llamita.corpus.redaction import Finding

_FINDING: Final = pa.struct(
    [("kind", pa.string()), ("rule", pa.string()), ("line", pa.int32()), ("digest", pa.string())]
)


@dataclass(frozen=True, slots=True)
class RedactTask:
    """Writes the texts that changed, and what was found in them."""

    places: Places

    def __call__(self, part: str) -> None:
        """Do it for one part."""
        kept = is_in(self.places, part, before(REDACT))
        rows = np.flatnonzero(kept).tolist()
        languages = values(self.places, QUALITY, part, "language")
        columns = Columns(len(kept), ("text", pa.large_string()), ("findings", pa.list_(_FINDING)))
        for row, text in zip(rows, texts(self.places, part, rows, newest=(FILES, QUALITY)), strict=True):
            redacted = redact(text, languages[row])
            if redacted.findings:
                columns.set(row, text=redacted.text, findings=_rows(text, redacted.findings))
        write_columns(self.places, REDACT, part, columns)


def _rows(text: str, findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    line, at = 1, 0
    for finding in sorted(findings, key=lambda one: one.start):
        line, at = line + text.count("\n", at, finding.start), finding.start
        rows.append({"kind": finding.kind, "rule": finding.rule, "line": line, "digest": finding.digest})
    return rows
