"""The summary of a corpus: the numbers and names that its record is generated from, and nothing more.

It is plain data, and its JSON reads back the same. The stages fill it in; no number of the record is
written by hand.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectSummary:
    """A project that files came from."""

    name: str
    version: str
    origin: str
    """As a package URL: `pkg:npm/zod@4.6.7`."""
    homepage: str | None
    licenses: dict[str, int]
    """Kept files for each license, by its SPDX expression."""
    copyright_lines: tuple[str, ...]
    """As the project states them."""
    files_seen: int
    files_kept: int
    bytes_kept: int
    """Of text."""
    tokens: int
    """On disk."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupSummary:
    """Documents of a kind (code, docs, prose) in a language."""

    kind: str
    language: str
    documents: int
    size_bytes: int
    tokens: int
    """On disk."""
    sampled_tokens: int
    """That training sees, repetitions included."""
    epochs: float
    share: float
    """Of all samples, from 0 to 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LicenseSummary:
    """Kept documents under a license."""

    license: str
    """As an SPDX expression."""
    documents: int
    size_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StageSummary:
    """What a stage did, in the order of stages."""

    name: str
    files_in: int
    files_out: int
    """That go no further."""
    rules: dict[str, int]
    """Files that went no further, for each rule."""
    bytes_in: int
    bytes_out: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanting:
    """A project or a benchmark that could not be had, or less of a kind than was asked for."""

    name: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SecondChoice:
    """A project that is in, but not, or not whole, from where it was looked for first."""

    project: str
    wanted: str
    """The origin, or the file of it, that could not be had."""
    reason: str
    had: str
    """The kind of origin and the files that it was had from."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BenchmarkSummary:
    """A benchmark whose problems must not be in the corpus."""

    name: str
    texts: int
    """Of its problems, without those that a benchmark before it or another of its problems has."""
    files_removed: int
    sha256: str
    """Of the problems that were looked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OptOutSummary:
    """A request to leave something out, which was followed."""

    target: str
    """A package, a path or a hash."""
    documents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CorpusSummary:
    """Everything that the record says."""

    name: str
    id: str
    """A sha256 in hexadecimal: ``identity.corpus_id``."""
    rebuild_command: str
    recipe_sha256: str
    lock_sha256: str
    tools: dict[str, str]
    """Name to version, of everything that the result depends on."""
    groups: tuple[GroupSummary, ...]
    licenses: tuple[LicenseSummary, ...]
    stages: tuple[StageSummary, ...]
    projects: tuple[ProjectSummary, ...]
    redactions: dict[str, int]
    """Places that were written over, for each kind of secret or personal data."""
    benchmarks: tuple[BenchmarkSummary, ...]
    benchmarks_missing: tuple[Wanting, ...]
    sources_missing: tuple[Wanting, ...]
    """Of projects that are not in at all."""
    second_choices: tuple[SecondChoice, ...]
    shortfalls: tuple[Wanting, ...]
    alarms: tuple[Wanting, ...]
    """What a person should look at: a source that near-deduplication all but wiped out."""
    opt_outs: tuple[OptOutSummary, ...]

    @property
    def short_id(self) -> str:
        """The first 16 digits of the id: enough for people."""
        return self.id[:16]

    @property
    def documents(self) -> int:
        """How many documents are in."""
        return sum(group.documents for group in self.groups)

    @property
    def size_bytes(self) -> int:
        """Of the text that is in."""
        return sum(group.size_bytes for group in self.groups)

    @property
    def tokens(self) -> int:
        """On disk."""
        return sum(group.tokens for group in self.groups)

    @property
    def sampled_tokens(self) -> int:
        """That training sees, repetitions included."""
        return sum(group.sampled_tokens for group in self.groups)
