"""Writes the record of a corpus: manifest, data card, acknowledgements, notices."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from llamita.corpus.document import SourceFile
from llamita.corpus.licenses import LicenseContext
from llamita.corpus.places import read_json
from llamita.corpus.recipe import built_in_recipes, find_recipe
from llamita.corpus.record.acknowledgements import acknowledgements
from llamita.corpus.record.card import card_html, card_markdown
from llamita.corpus.record.identity import corpus_id
from llamita.corpus.record.license_texts import LicenseTexts, given_on
from llamita.corpus.record.manifest import new_manifest
from llamita.corpus.record.notices import NoticeText, notices
from llamita.corpus.record.summary import BenchmarkSummary, CorpusSummary, Wanting
from llamita.corpus.shards.reader import Shards
from llamita.corpus.stages.aligned import NEAR
from llamita.corpus.summarizing import (
    count,
    group_summaries,
    license_summaries,
    opt_out_summaries,
    project_summaries,
    second_choices,
    sources_missing,
    stage_summaries,
)
from llamita.corpus.typed_json import canonical_json
from llamita.errors import CorpusError
from llamita.files.disk import disk_failures_in_words, replace_durably

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from llamita.corpus.plan import Plan
    from llamita.corpus.record.summary import ProjectSummary
    from llamita.corpus.summarizing import Counted


def alarms_of(plan: Plan) -> list[dict[str, Any]]:
    """Projects that lost nearly all their files as near-duplicates, as JSON has them."""
    alarms: list[dict[str, Any]] = plan.stages()[NEAR].counts()["alarms"]
    return alarms


def write_record(plan: Plan, parts: Sequence[str], alarms: Sequence[Mapping[str, Any]]) -> CorpusSummary:
    """Count everything, name the corpus, and write its record.

    Args:
        plan: what it was built from.
        parts: in the order of the recipe.
        alarms: of the stage that removed near-duplicates, as JSON has them.

    Returns:
        The summary that the record says.

    Raises:
        CorpusError: there is no code, and not because somebody asked for it to be left out.
        CapacityError: the disk is full.
    """
    counted = count(plan.places, parts)
    if not counted.opted_out and not any(kind == "code" for kind, _ in counted.documents):
        raise CorpusError(
            f"there is no code in `{plan.recipe.name}`: expected documents of kind `code`, got none",
            hint="the ledger says why each file is out: `llamita corpus show PATH`",
        )
    summary = _summary(plan, counted, alarms)
    texts = {
        "manifest.json": new_manifest(summary, counted.digests).to_json(),
        "card.md": card_markdown(summary),
        "card.html": card_html(summary),
        "ACKNOWLEDGEMENTS.md": acknowledgements(summary),
        "NOTICE.txt": _notices(plan, counted, summary.projects),
    }
    root = plan.places.root
    with disk_failures_in_words(root, sum(map(len, texts.values()))):
        for name, text in texts.items():
            replace_durably(root / name, text)
    return summary


def _summary(plan: Plan, counted: Counted, alarms: Sequence[Mapping[str, Any]]) -> CorpusSummary:
    groups, shortfalls = group_summaries(counted, plan.recipe.mixture)
    recipe = plan.recipe.as_json()
    identity = corpus_id(
        recipe=recipe,
        lock_sha256=plan.lock.digest,
        tools=plan.tools,
        benchmarks_sha256=plan.benchmarks.digest,
        opt_outs=plan.opt_outs.asked,
        shards=Shards.open(plan.places.shards).digests,
    )
    return CorpusSummary(
        name=plan.recipe.name,
        id=identity,
        rebuild_command=f"llamita corpus build {_what_to_build(plan)}",
        recipe_sha256=hashlib.sha256(canonical_json(recipe).encode()).hexdigest(),
        lock_sha256=plan.lock.digest,
        tools=dict(plan.tools),
        groups=groups,
        licenses=license_summaries(counted),
        stages=stage_summaries(counted),
        projects=project_summaries(counted, plan.recipe.projects, plan.artifacts),
        redactions=dict(sorted(counted.redactions.items())),
        benchmarks=_benchmark_summaries(plan, counted),
        benchmarks_missing=tuple(
            Wanting(name=name, reason="not at hand where the hashes of problems were made")
            for name in plan.benchmarks.missing
        ),
        sources_missing=sources_missing(plan.artifacts, plan.lock.missing),
        second_choices=second_choices(plan.artifacts, plan.lock.missing),
        shortfalls=shortfalls,
        alarms=tuple(
            Wanting(
                name=str(alarm["project"]),
                reason=f"{alarm['num_removed']} of {alarm['num_documents']} files were near-duplicates",
            )
            for alarm in alarms
        ),
        opt_outs=opt_out_summaries(counted, plan.opt_outs.asked),
    )


def _what_to_build(plan: Plan) -> str:
    """A recipe's name where Llamita brings it along; otherwise the copy that stands beside the record."""
    name = plan.recipe.name
    is_ours = name in built_in_recipes() and find_recipe(name) == plan.recipe
    return name if is_ours else plan.places.recipe.name


def _benchmark_summaries(plan: Plan, counted: Counted) -> tuple[BenchmarkSummary, ...]:
    """In the order in which texts were compared: one that several have is that of the first."""
    texts = Counter(benchmark for benchmark, _ in plan.benchmarks.problems)
    return tuple(
        BenchmarkSummary(
            name=name,
            texts=num_texts,
            files_removed=counted.contaminated[name],
            sha256=plan.benchmarks.digest,
        )
        for name, num_texts in texts.items()
    )


def _notices(plan: Plan, counted: Counted, projects: Iterable[ProjectSummary]) -> str:
    """`NOTICE.txt`, from what every project says of its license."""
    brought: list[NoticeText] = []
    license_texts = LicenseTexts()
    for project in projects:
        name = f"{project.name} {project.version}"
        told = read_json(plan.places.project(project.name))
        files = [SourceFile(file["path"], file["text"]) for file in told["license_files"]]
        license_texts.learn(name, files)
        if not project.files_kept:
            continue
        chosen = given_on(files, counted.projects[project.name].folders)
        texts = LicenseContext.read(chosen, stated=told["stated"]).notices()
        license_texts.require(name, counted.projects[project.name].owners(), texts)
        brought += (NoticeText(name, text.path, text.text) for text in texts)
    return notices(brought, license_texts.owed())
