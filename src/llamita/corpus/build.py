"""Building a corpus: the stages in their order, each taken up where it was left, then the record."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from llamita.corpus.places import num_nulls, num_rows, read_json, remove, write_json
from llamita.corpus.plan import SHARDS
from llamita.corpus.recording import alarms_of, write_record
from llamita.corpus.shards.part_tokens import assemble
from llamita.corpus.shards.reader import Shards
from llamita.corpus.shards.tokenizing import open_tokenizer
from llamita.corpus.stages.aligned import (
    DECONTAMINATE,
    EXACT,
    FILES,
    LICENSE,
    NEAR,
    OPT_OUT,
    QUALITY,
    REDACT,
    TOKENS,
    project_of,
)
from llamita.corpus.stages.decontaminate import DecontaminateTask
from llamita.corpus.stages.exact import KEYS, KeysTask, decide_exact
from llamita.corpus.stages.files import FilesTask
from llamita.corpus.stages.license import LicenseTask
from llamita.corpus.stages.near import SHINGLES, ShinglesTask, decide_near
from llamita.corpus.stages.opt_out import OptOutTask
from llamita.corpus.stages.quality import QualityTask
from llamita.corpus.stages.redact import RedactTask
from llamita.corpus.stages.stage import Stage, count_rules, run_parts, run_stage
from llamita.corpus.stages.tokens import TokensTask, documents_of, tokens_file
from llamita.errors import CorpusError
from llamita.files.disk import sync_folder
from llamita.files.progress import piece_of_work

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from llamita.corpus.places import Places
    from llamita.corpus.plan import Plan
    from llamita.corpus.record.summary import CorpusSummary
    from llamita.corpus.runner.contract import Runner, Task
    from llamita.files.progress import ProgressSink

_OF_TEXTS: Final = (LICENSE, QUALITY, REDACT, DECONTAMINATE, OPT_OUT)
"""Stages that look at the texts of one part at a time, or say whose are gone."""


@dataclass(frozen=True, slots=True)
class Build:
    """One build of a corpus.

    Every stage is a folder of files that are there whole or not at all: whatever ends a build, the same build
    goes on from there. A stage that is whole and was made by the same plan is not made again.
    """

    plan: Plan
    runner: Runner
    progress: ProgressSink

    def run(self) -> CorpusSummary:
        """Build it, and write its record.

        Raises:
            LlamitaError: a source is damaged, the disk is full, workers died, nothing is left.
        """
        plan, places = self.plan, self.plan.places
        with places.held():
            stages = plan.stages()
            parts = self._files(stages)
            kinds = {project.name: project.kind for project in plan.recipe.projects}
            self._map(
                stages[LICENSE], LicenseTask(places, plan.recipe.license_policy, plan.recipe.name), parts
            )
            self._map(stages[QUALITY], QualityTask(places, plan.thresholds, kinds), parts)
            self._duplicates(stages[EXACT], stages[NEAR], parts)
            self._map(stages[REDACT], RedactTask(places), parts)
            self._map(stages[DECONTAMINATE], DecontaminateTask(places, plan.benchmarks), parts)
            asked = plan.opt_outs.files(places, parts)
            self._map(stages[OPT_OUT], OptOutTask(places, asked), parts)
            self._shards(stages[TOKENS], stages[SHARDS], parts)
            describe(plan, parts)
            return write_record(plan, parts, alarms_of(plan))

    def _map(self, stage: Stage, task: Task, parts: Sequence[str]) -> None:
        run_stage(stage, self.runner, task, parts, self.progress)

    def _files(self, stages: Mapping[str, Stage]) -> list[str]:
        """Read the archives of the projects that changed; gives all parts in the order of the recipe."""
        plan, stage = self.plan, stages[FILES]
        fingerprints = {name: plan.project_fingerprint(name) for name in plan.artifacts}
        if not fingerprints:
            raise CorpusError(
                f"nothing of recipe `{plan.recipe.name}` could be had", hint="its lock says why, at `missing`"
            )
        left = _unread(stages, fingerprints)
        if left or not stage.is_done():
            started_s = time.monotonic()
            plan.places.withdraw()
            _forget_projects(plan.places, left, set(fingerprints))
            self._read(stage, left, fingerprints)
            parts = _parts_of(plan.places, fingerprints)
            stage.finish(count_rules(stage, parts), time.monotonic() - started_s)
        return _parts_of(plan.places, fingerprints)

    def _read(self, stage: Stage, left: Sequence[str], fingerprints: Mapping[str, str]) -> None:
        plan = self.plan
        tasks = {
            name: FilesTask(
                plan.places,
                plan.recipe.project(name),
                plan.artifacts[name].located(plan.recipe.start),
                plan.archives.get(name, ()),
                fingerprints[name],
            )
            for name in left
        }
        # The largest first: the last one then keeps the others waiting for the shortest time.
        largest_first = sorted(left, key=lambda name: -plan.artifacts[name].size_bytes)
        with piece_of_work(self.progress, stage.name, len(fingerprints)):
            done = len(fingerprints) - len(left)
            self.progress.advance_to(done)
            for _ in self.runner.run(ByProject(tasks), largest_first):
                done += 1
                self.progress.advance_to(done)

    def _duplicates(self, exact: Stage, near: Stage, parts: Sequence[str]) -> None:
        first_numbers = _first_numbers(self.plan.places, parts)
        places, recipe = self.plan.places, self.plan.recipe
        if not exact.is_whole(parts):
            started_s = time.monotonic()
            self._prepare(exact, KEYS, KeysTask(places, first_numbers), parts)
            decide_exact(places, parts, first_numbers, self.runner)
            exact.finish(count_rules(exact, parts), time.monotonic() - started_s)
        if not near.is_whole(parts):
            started_s = time.monotonic()
            task = ShinglesTask(places, first_numbers, recipe.near_duplicates)
            self._prepare(near, SHINGLES, task, parts)
            with piece_of_work(self.progress, near.name, 1):
                alarms = decide_near(places, parts, first_numbers, self.runner, recipe.near_duplicates)
            counts = {**count_rules(near, parts), "alarms": [asdict(alarm) for alarm in alarms]}
            near.finish(counts, time.monotonic() - started_s)
        # Also what a build left that was killed when all was decided.
        remove(places.stage(KEYS))
        remove(places.stage(SHINGLES))
        for alarm in near.counts()["alarms"]:
            self.progress.note(
                f"`{alarm['project']}` lost {alarm['num_removed']} of {alarm['num_documents']}: duplicates"
            )

    def _prepare(self, stage: Stage, name: str, task: Task, parts: Sequence[str]) -> None:
        """What is compared, written part by part, before the stage decides over all."""
        stage.begin()
        preparation = Stage(stage.places, name, stage.plan)
        preparation.begin()
        run_parts(preparation, self.runner, task, parts, self.progress)

    def _shards(self, tokens: Stage, shards: Stage, parts: Sequence[str]) -> None:
        places = self.plan.places
        is_done = shards.is_done() and self._are_intact(places)
        if not is_done and any(not tokens_file(places, part).exists() for part in parts):
            remove(tokens.folder)
        self._map(tokens, TokensTask(places), parts)
        if not is_done:
            self._assemble(shards, parts)
        for part in parts:
            tokens_file(places, part).unlink(missing_ok=True)

    def _assemble(self, shards: Stage, parts: Sequence[str]) -> None:
        places = self.plan.places
        started_s = time.monotonic()
        shards.begin()
        remove(places.shards)
        with piece_of_work(self.progress, shards.name, len(parts)):
            files = [(tokens_file(places, part), documents_of(places, part)) for part in parts]
            needed_bytes = sum(path.stat().st_size for path, _ in files)
            note = open_tokenizer(places.tokenizer).note
            assemble(places.shards, files, note, needed_bytes=needed_bytes)
        # Before the tokens go that they are made of.
        sync_folder(places.shards)
        sync_folder(places.root)
        shards.finish(
            {"documents": sum(row is not None for _, rows in files for row in rows)},
            time.monotonic() - started_s,
        )

    def _are_intact(self, places: Places) -> bool:
        """Whether the shards hold what was written: the corpus' id is of that, whatever lies there now."""
        try:
            with piece_of_work(self.progress, "verifying shards", 1):
                Shards.open(places.shards).verify()
        except CorpusError as error:
            self.progress.note(f"{error}: the shards are made anew")
            return False
        return True


@dataclass(frozen=True, slots=True)
class ByProject:
    """One task for each project."""

    tasks: Mapping[str, FilesTask]

    def __call__(self, project: str) -> None:
        """Do that of one project."""
        self.tasks[project]()


def describe(plan: Plan, parts: Sequence[str]) -> None:
    """Write what the corpus was made by; with it the ledger can be read."""
    told = {
        "tools": dict(plan.tools),
        "parts": list(parts),
        "benchmarks": plan.benchmarks.digest,
        "tokenizer_sha256": plan.tokenizer_sha256,
        "opt_outs": list(plan.opt_outs.asked),
    }
    write_json(plan.places.built, told)


def _unread(stages: Mapping[str, Stage], wanted: Mapping[str, str]) -> list[str]:
    """Projects whose archives are to be read: those that changed, and those whose texts are needed again."""
    places = stages[FILES].places
    read = [name for name, fingerprint in wanted.items() if _is_read(places, name, fingerprint)]
    parts = _parts_of(places, read)
    are_needed = not all(stages[name].is_whole(parts) for name in (*_OF_TEXTS, NEAR))
    lacking = {project_of(part) for part in parts if are_needed and _lacks_texts(places, part)}
    return [name for name in wanted if name not in read or name in lacking]


def _is_read(places: Places, project: str, wanted: str) -> bool:
    try:
        told = read_json(places.project(project))
    except CorpusError:
        return False
    parts = told.get("parts")
    if told.get("fingerprint") != wanted or not isinstance(parts, list):
        return False
    return all(places.part(FILES, part).exists() for part in parts)


def _lacks_texts(places: Places, part: str) -> bool:
    """Whether texts of a part are gone, since somebody opted out; a file has a text or a rule otherwise."""
    path = places.part(FILES, part)
    return num_nulls(path, "text") + num_nulls(path, "rule") > num_rows(path)


def _parts_of(places: Places, projects: Iterable[str]) -> list[str]:
    return [part for name in projects for part in read_json(places.project(name))["parts"]]


def _forget_projects(places: Places, changed: Collection[str], wanted: Collection[str]) -> None:
    """Remove what was read of projects that are to be read, or are wanted no more, and what came of it."""
    for stage in (FILES, *_OF_TEXTS):
        for path in places.stage(stage).glob("*.parquet"):
            project = project_of(path.stem)
            if project in changed or project not in wanted:
                remove(path)
    for project in changed:
        remove(places.project(project))


def _first_numbers(places: Places, parts: Sequence[str]) -> dict[str, int]:
    """Files are numbered in the order of the recipe, then of their paths."""
    first_numbers, number = {}, 0
    for part in parts:
        first_numbers[part] = number
        number += num_rows(places.part(FILES, part))
    return first_numbers
