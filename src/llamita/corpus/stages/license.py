"""Licenses: what each file may be used under, and where that stands."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from llamita.corpus.document import SourceFile
from llamita.corpus.licenses import LicenseContext, Policy
from llamita.corpus.places import edition_of, read_json, read_table
from llamita.corpus.stages.aligned import FILES, LICENSE, Columns, before, is_in, project_of, write_columns

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.corpus.places import Places
    from llamita.corpus.recipe import LicensePolicy


_UNKNOWN: Final = "a license that nobody here can name"


@dataclass(frozen=True, slots=True)
class LicenseTask:
    """Writes the license of every file that has a text, its evidence, and whether the recipe takes it."""

    places: Places
    policy: LicensePolicy
    recipe: str
    """Its name: where a license stands that a recipe states."""

    def __call__(self, part: str) -> None:
        """Do it for one part."""
        kept = is_in(self.places, part, before(LICENSE))
        rows = np.flatnonzero(kept).tolist()
        table = read_table(self.places.part(FILES, part), ["path", "text"]).take(pa.array(rows, pa.int64()))
        project = project_of(part)
        path = self.places.project(project)
        where = f"recipe {self.recipe}, project {project}"
        context = _context(path, edition_of(path), where)
        policy = Policy(self.policy)
        columns = Columns(
            len(kept),
            ("license", pa.string()),
            ("license_source", pa.string()),
            ("license_where", pa.string()),
            ("license_quote", pa.string()),
            ("license_conflicts", pa.list_(pa.string())),
            ("copyrights", pa.list_(pa.string())),
        )
        for row, path, text in zip(rows, table["path"].to_pylist(), table["text"].to_pylist(), strict=True):
            finding = context.license_of(path, text)
            columns.take_out(row, policy.judge(finding))
            columns.set(
                row,
                license=finding.expression,
                license_source=finding.source,
                license_where=finding.where,
                license_quote=finding.quote,
                license_conflicts=[
                    f"{claim.expression or _UNKNOWN}: {claim.where}" for claim in finding.conflicts
                ],
                copyrights=list(finding.copyrights),
            )
        write_columns(self.places, LICENSE, part, columns)


@functools.lru_cache(maxsize=4)
def _context(path: Path, _edition: tuple[int, int], where: str) -> LicenseContext:
    told = read_json(path)
    files = [SourceFile(file["path"], file["text"]) for file in told["license_files"]]
    return LicenseContext.read(files, stated=told["stated"], why=told["why"], where=where)
