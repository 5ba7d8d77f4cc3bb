"""The numbers of the record, counted from the stages' tables; none is written by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from llamita.corpus.mixture import Supply, mix
from llamita.corpus.places import read_table
from llamita.corpus.record.numbers import percent
from llamita.corpus.record.summary import (
    GroupSummary,
    LicenseSummary,
    OptOutSummary,
    ProjectSummary,
    SecondChoice,
    StageSummary,
    Wanting,
)
from llamita.corpus.stages.aligned import (
    DECIDING,
    DECONTAMINATE,
    FILES,
    LICENSE,
    OPT_OUT,
    QUALITY,
    REDACT,
    TOKENS,
    project_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from llamita.corpus.lock import Artifact, Missing
    from llamita.corpus.mixture import Group, Mixture, MixtureRecipe
    from llamita.corpus.places import Places
    from llamita.corpus.recipe_projects import Project

_MAX_COPYRIGHT_LINES: Final = 40
_COPY: Final = ", as a copy"
_BEFORE_FILE: Final = ": "
"""Between an origin and a file of it, where a lock tells what is missing."""


@dataclass(slots=True)
class _OfProject:
    files_seen: int = 0
    files_kept: int = 0
    bytes_kept: int = 0
    tokens: int = 0
    licenses: Counter[str] = field(default_factory=Counter)
    copyrights: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Of the files under each license."""
    folders: set[str] = field(default_factory=set)
    """With files that are in, and all above them; `""` is the project itself."""

    def owners(self) -> dict[str, tuple[str, ...]]:
        """The copyright lines that most files under each license have."""
        return {name: _most_common(self.copyrights[name]) for name in sorted(self.licenses)}

    def all_owners(self) -> tuple[str, ...]:
        """The copyright lines that most files have."""
        together: Counter[str] = Counter()
        for lines in self.copyrights.values():
            together.update(lines)
        return _most_common(together)


@dataclass(slots=True)
class _OfStage:
    files_in: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    rules: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Counted:
    """What was counted in all parts of a corpus."""

    projects: dict[str, _OfProject] = field(default_factory=lambda: defaultdict(_OfProject))
    stages: dict[str, _OfStage] = field(default_factory=lambda: {name: _OfStage() for name in DECIDING})
    documents: Counter[Group] = field(default_factory=Counter)
    sizes_bytes: Counter[Group] = field(default_factory=Counter)
    tokens: Counter[Group] = field(default_factory=Counter)
    license_documents: Counter[str] = field(default_factory=Counter)
    license_bytes: Counter[str] = field(default_factory=Counter)
    redactions: Counter[str] = field(default_factory=Counter)
    opted_out: Counter[str] = field(default_factory=Counter)
    contaminated: Counter[str] = field(default_factory=Counter)
    """Files that held a problem, by benchmark."""
    digests: list[str] = field(default_factory=list)

    def supplies(self) -> dict[Group, Supply]:
        """What there is of each kind and language."""
        return {group: Supply(self.documents[group], self.tokens[group]) for group in self.documents}


def count(places: Places, parts: Sequence[str]) -> Counted:
    """Count all that the stages' tables say."""
    counted = Counted()
    for part in parts:
        _count_part(places, part, counted)
    return counted


def _count_part(places: Places, part: str, counted: Counted) -> None:
    files = read_table(places.part(FILES, part), ["size_bytes", "sha256"])
    sizes = files["size_bytes"].to_numpy()
    project = counted.projects[project_of(part)]
    project.files_seen += len(sizes)
    kept = np.ones(len(sizes), bool)
    for name, stage in counted.stages.items():
        table = read_table(places.part(name, part), ["rule", "evidence"])
        goes_on = kept & np.asarray(table["rule"].is_null().to_numpy())
        gone = np.flatnonzero(kept & ~goes_on)
        rules = table.take(pa.array(gone))
        stage.files_in += int(kept.sum())
        stage.bytes_in += int(sizes[kept].sum())
        stage.bytes_out += int(sizes[gone].sum())
        stage.rules.update(rules["rule"].to_pylist())
        if name == DECONTAMINATE:
            benchmarks = read_table(places.part(name, part), ["benchmark"])["benchmark"]
            counted.contaminated.update(benchmarks.take(pa.array(gone)).to_pylist())
        if name == OPT_OUT:
            counted.opted_out.update(asked.removesuffix(_COPY) for asked in rules["evidence"].to_pylist())
        kept = goes_on
    _count_kept(places, part, np.flatnonzero(kept), counted)
    counted.digests += files["sha256"].take(pa.array(np.flatnonzero(kept))).to_pylist()


def _count_kept(places: Places, part: str, rows: NDArray[np.int64], counted: Counted) -> None:
    def of(stage: str, column: str) -> list[Any]:
        values = read_table(places.part(stage, part), [column])[column]
        listed: list[Any] = values.take(pa.array(rows)).to_pylist()
        return listed

    project = counted.projects[project_of(part)]
    project.folders |= _folders_of(of(FILES, "path"))
    columns = (of(TOKENS, "text_bytes"), of(TOKENS, "tokens"), of(QUALITY, "kind"), of(QUALITY, "language"))
    for size_bytes, tokens, kind, language, license_expression, copyrights, findings in zip(
        *columns, of(LICENSE, "license"), of(LICENSE, "copyrights"), of(REDACT, "findings"), strict=True
    ):
        group: Group = (kind, language)
        counted.documents[group] += 1
        counted.sizes_bytes[group] += size_bytes
        counted.tokens[group] += tokens
        counted.license_documents[license_expression] += 1
        counted.license_bytes[license_expression] += size_bytes
        counted.redactions.update(finding["kind"] for finding in findings or ())
        project.files_kept += 1
        project.bytes_kept += size_bytes
        project.tokens += tokens
        project.licenses[license_expression] += 1
        # In `debian/copyright`, lines are sometimes listed with commas between.
        project.copyrights[license_expression].update(line.rstrip(" ,") for line in copyrights or ())


def _folders_of(paths: Iterable[str]) -> set[str]:
    folders: set[str] = set()
    for folder in {path.rpartition("/")[0] for path in paths}:
        above = folder
        while above not in folders:
            folders.add(above)
            above = above.rpartition("/")[0]
    return folders


def stage_summaries(counted: Counted) -> tuple[StageSummary, ...]:
    """What each stage did, in their order."""
    return tuple(
        StageSummary(
            name=name,
            files_in=stage.files_in,
            files_out=stage.rules.total(),
            rules=dict(sorted(stage.rules.items())),
            bytes_in=stage.bytes_in,
            bytes_out=stage.bytes_out,
        )
        for name, stage in counted.stages.items()
    )


def project_summaries(
    counted: Counted, projects: Iterable[Project], artifacts: dict[str, Artifact]
) -> tuple[ProjectSummary, ...]:
    """What came of each project that could be had."""
    return tuple(
        ProjectSummary(
            name=project.name,
            version=artifacts[project.name].version,
            origin=artifacts[project.name].purl,
            homepage=project.homepage,
            licenses=dict(sorted(of.licenses.items())),
            copyright_lines=of.all_owners(),
            files_seen=of.files_seen,
            files_kept=of.files_kept,
            bytes_kept=of.bytes_kept,
            tokens=of.tokens,
        )
        for project in projects
        if project.name in artifacts
        for of in [counted.projects[project.name]]
    )


def sources_missing(artifacts: Mapping[str, Artifact], missing: Iterable[Missing]) -> tuple[Wanting, ...]:
    """What could not be had of projects that are not in at all."""
    return tuple(
        Wanting(name=f"{one.project}: {_without_folders(one.origin)}", reason=one.why)
        for one in missing
        if one.project not in artifacts
    )


def second_choices(artifacts: Mapping[str, Artifact], missing: Iterable[Missing]) -> tuple[SecondChoice, ...]:
    """The projects that are in, but not, or not whole, from where they were looked for first."""
    missing_of: dict[str, list[Missing]] = defaultdict(list)
    for one in missing:
        missing_of[one.project].append(one)
    choices = []
    for name, artifact in artifacts.items():
        if not missing_of[name]:
            continue
        # Without one of its files an origin may be of no use: then both are missing.
        origins = [one for one in missing_of[name] if _BEFORE_FILE not in one.origin]
        first = (origins or missing_of[name])[0]
        choices.append(
            SecondChoice(
                project=name,
                wanted=_without_folders(first.origin),
                reason=first.why,
                had=f"{artifact.kind}: {', '.join(file.name for file in artifact.files)}",
            )
        )
    return tuple(choices)


def _without_folders(origin: str) -> str:
    """An origin, with its file's name alone: `debian-source bats: bats.tar.xz`."""
    package, separator, path = origin.partition(_BEFORE_FILE)
    return package + separator + path.rpartition("/")[2]


def license_summaries(counted: Counted) -> tuple[LicenseSummary, ...]:
    """Documents and bytes under each license, the most first."""
    return tuple(
        LicenseSummary(license=name, documents=documents, size_bytes=counted.license_bytes[name])
        for name, documents in sorted(counted.license_documents.items(), key=lambda item: (-item[1], item[0]))
    )


def group_summaries(
    counted: Counted, recipe: MixtureRecipe
) -> tuple[tuple[GroupSummary, ...], tuple[Wanting, ...]]:
    """How often training sees what, and what there is too little of."""
    mixture = mix(counted.supplies(), recipe)
    groups = tuple(
        GroupSummary(
            kind=portion.kind,
            language=portion.language,
            documents=portion.documents,
            size_bytes=counted.sizes_bytes[portion.kind, portion.language],
            tokens=portion.tokens,
            sampled_tokens=portion.sampled_tokens,
            epochs=portion.epochs,
            share=portion.share,
        )
        for portion in mixture.portions
    )
    return groups, _shortfalls(mixture)


def opt_out_summaries(counted: Counted, asked: Iterable[str]) -> tuple[OptOutSummary, ...]:
    """What was asked to be left out, and how many documents that took."""
    return tuple(OptOutSummary(target=query, documents=counted.opted_out[query]) for query in asked)


def _shortfalls(mixture: Mixture) -> tuple[Wanting, ...]:
    """What there is too little of; a kind's only language says no more than the kind."""
    languages = Counter(portion.kind for portion in mixture.portions)
    short_kinds = {shortfall.kind for shortfall in mixture.shortfalls if shortfall.language is None}
    return tuple(
        Wanting(
            name=shortfall.kind if shortfall.language is None else f"{shortfall.kind}, {shortfall.language}",
            reason=f"{percent(shortfall.wanted_share)} of samples were asked for, "
            f"{percent(shortfall.share)} is there",
        )
        for shortfall in mixture.shortfalls
        if shortfall.language is None or languages[shortfall.kind] > 1 or shortfall.kind not in short_kinds
    )


def _most_common(lines: Counter[str]) -> tuple[str, ...]:
    """The lines that most files have; with thousands of authors, all of them stand in the ledger."""
    ordered = sorted(lines.items(), key=lambda item: (-item[1], item[0]))
    return tuple(line for line, _ in ordered[:_MAX_COPYRIGHT_LINES])
