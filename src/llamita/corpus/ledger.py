"""Ledger: why each file that was ever seen is in or out: the stages' tables, read side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from llamita.corpus.naming import named
from llamita.corpus.places import read_table
from llamita.corpus.stages.aligned import (
    DECIDING,
    EXACT,
    FILES,
    LICENSE,
    NEAR,
    QUALITY,
    REDACT,
    project_of,
)
from llamita.errors import RequestError, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llamita.corpus.places import Places

_COLUMNS: Final = {
    FILES: ("path", "address", "sha256", "swhid", "size_bytes"),
    LICENSE: (
        "license",
        "license_source",
        "license_where",
        "license_quote",
        "license_conflicts",
        "copyrights",
    ),
    QUALITY: ("language", "kind"),
    EXACT: ("twin",),
    NEAR: ("twin", "jaccard"),
    REDACT: ("findings",),
}
_MIN_DIGEST_CHARACTERS: Final = 8
_SWHID: Final = "swh:1:cnt:"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger says of one file."""

    part: str
    row: int
    project: str
    path: str
    address: str
    """A package URL, with the path behind `#`."""
    sha256: str
    swhid: str
    """What Software Heritage calls these bytes."""
    size_bytes: int
    is_in: bool
    stage: str | None
    """Where it was taken out."""
    rule: str | None
    evidence: str | None
    facts: dict[str, Any]
    """What the stages found: license and evidence, language, twin, redactions; None where not looked at."""

    def to_json(self) -> dict[str, Any]:
        """For ``--json``."""
        verdict = {"in": self.is_in, "stage": self.stage, "rule": self.rule, "evidence": self.evidence}
        return {
            "address": self.address,
            "project": self.project,
            "path": self.path,
            "sha256": self.sha256,
            "swhid": self.swhid,
            "size_bytes": self.size_bytes,
            **verdict,
            **self.facts,
        }


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of a corpus."""

    places: Places
    parts: Sequence[str]
    """In the order of the recipe."""

    @classmethod
    def open(cls, places: Places) -> Ledger:
        """The ledger of a corpus that was built.

        Raises:
            CorpusError: there is none.
        """
        return cls(places, places.read_built()["parts"])

    def find(self, query: str) -> list[Entry]:
        """Files by what they are called, or by what is in them.

        Args:
            query: an address, or a package (`pkg:npm/zod`) with or without its version, a project, a path
                with its project before it, a path or its end (`src/index.ts`, `index.ts`), a SHA-256 or at
                least 8 digits of it, or a SWHID.

        Raises:
            RequestError: it is empty.
        """
        if not query.strip():
            raise RequestError(f"cannot look for {shown(query)}: expected a path, an address or a digest")
        return [entry for part in self.parts for entry in self._find_in(part, named(query))]

    def copies_of(self, entry: Entry) -> list[str]:
        """Addresses of the files that were left out as duplicates of this one."""
        return [
            address
            for part in self.parts
            for stage in (EXACT, NEAR)
            for address in self._twins_of(stage, part, entry.address)
        ]

    def entries(self, part: str, rows: Sequence[int]) -> Iterator[Entry]:
        """What is known of some files of a part."""
        tables = {stage: self._rows(stage, part, rows) for stage in (*DECIDING, REDACT)}
        for at, row in enumerate(rows):
            yield _entry(part, row, {stage: table[at] for stage, table in tables.items()})

    def _rows(self, stage: str, part: str, rows: Sequence[int]) -> list[dict[str, Any]]:
        columns = [*_COLUMNS.get(stage, ()), "rule", "evidence"]
        table = read_table(self.places.part(stage, part), columns)
        listed: list[dict[str, Any]] = table.take(pa.array(rows, pa.int64())).to_pylist()
        return listed

    def _find_in(self, part: str, query: str) -> Iterator[Entry]:
        table = read_table(self.places.part(FILES, part), ["path", "address", "sha256", "swhid"])
        project, slash, path = query.partition("/")
        mask = _matches(table, query)
        if project == project_of(part):
            mask = pc.or_(mask, pc.equal(table["path"], path)) if slash else pc.is_valid(table["path"])
        rows = [row for row, matched in enumerate(mask.to_pylist()) if matched]
        if rows:
            yield from self.entries(part, rows)

    def _twins_of(self, stage: str, part: str, address: str) -> list[str]:
        twins = read_table(self.places.part(stage, part), ["twin"])["twin"]
        rows = pc.indices_nonzero(pc.fill_null(pc.equal(twins, address), fill_value=False))
        if not len(rows):
            return []
        addresses = read_table(self.places.part(FILES, part), ["address"])["address"]
        listed: list[str] = addresses.take(rows).to_pylist()
        return listed


def _matches(table: pa.Table, query: str) -> pa.ChunkedArray:
    if query.startswith("pkg:"):
        package, _, path = query.partition("#")
        found = pc.starts_with(table["address"], package + ("#" if "@" in package else "@"))
        return pc.and_(found, pc.equal(table["path"], path)) if path else found
    if query.startswith(_SWHID):
        return pc.equal(table["swhid"], query)
    path = pc.or_(pc.equal(table["path"], query), pc.ends_with(table["path"], "/" + query))
    digest = query.lower()
    if len(digest) >= _MIN_DIGEST_CHARACTERS and not set(digest) - set("0123456789abcdef"):
        return pc.or_(path, pc.starts_with(table["sha256"], digest))
    return path


def _entry(part: str, row: int, told: dict[str, dict[str, Any]]) -> Entry:
    stage = next((stage for stage in DECIDING if told[stage]["rule"] is not None), None)
    file = told[FILES]
    facts = {
        "license": told[LICENSE]["license"],
        "license_source": told[LICENSE]["license_source"],
        "license_where": told[LICENSE]["license_where"],
        "license_quote": told[LICENSE]["license_quote"],
        "license_conflicts": told[LICENSE]["license_conflicts"] or [],
        "copyrights": told[LICENSE]["copyrights"] or [],
        "language": told[QUALITY]["language"],
        "kind": told[QUALITY]["kind"],
        "twin": told[EXACT]["twin"] or told[NEAR]["twin"],
        "jaccard": told[NEAR]["jaccard"],
        "redactions": told[REDACT]["findings"] or [],
    }
    return Entry(
        part=part,
        row=row,
        project=project_of(part),
        path=file["path"],
        address=file["address"],
        sha256=file["sha256"],
        swhid=file["swhid"],
        size_bytes=file["size_bytes"],
        is_in=stage is None,
        stage=stage,
        rule=told[stage]["rule"] if stage else None,
        evidence=told[stage]["evidence"] if stage else None,
        facts=facts,
    )
