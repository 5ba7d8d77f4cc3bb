"""The sections of a report that say why to believe it: who was asked, how, where, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from llamita.evaluation.report.data import number
from llamita.evaluation.report.numbers import NONE, count, length, written
from llamita.evaluation.report.rows import model_column, named, names_of, task_title, tasks_of
from llamita.pages.document import Block, Column, Note, Section, Table
from llamita.problems.record import OWN_ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llamita.evaluation.report.data import RunReport


def overview(runs: Sequence[RunReport]) -> Section:
    """Which models, on which engines, and what a reader must know before the scores."""
    facts = [
        {
            "Weights": run.digest,
            "Parameters": "" if run.num_parameters is None else count(run.num_parameters),
            "Engine": run.engine + (f", kernels {run.kernel_table}" if run.kernel_table else ""),
            "Llamita": run.version,
            "Started": run.started,
        }
        for run in runs
    ]
    rows = tuple(
        (what, *(said[what] or NONE for said in facts))
        for what in facts[0]
        if any(said[what] for said in facts)
    )
    columns = (Column("Model"), *(Column(name, "code") for name in names_of(runs)))
    return Section("What was evaluated", (*_warnings(runs), Table("What was evaluated", columns, rows)))


def _warnings(runs: Sequence[RunReport]) -> Iterator[Note]:
    own = list(dict.fromkeys(task.title for _, _, task in tasks_of(runs) if task.own_items))
    if own:
        which = "; ".join(own)
        yield Note(
            f"{OWN_ITEMS[0].upper()}{OWN_ITEMS[1:]}: {which}. The benchmark's data was not at hand; these "
            "scores, on five items or so written for this project, say nothing about it.",
            "warning",
        )
    for name, run in zip(names_of(runs), runs, strict=True):
        if run.isolated is False:
            yield Note(f"{name}: answers ran without isolation, within limits only.", "warning")
        missing = [task.title for task in run.tasks if not task.summary]
        if missing:
            yield Note(f"{name}: not finished: {'; '.join(missing)}.", "warning")


def outcomes(runs: Sequence[RunReport]) -> Section | None:
    """How answers ended, and which problems have tests that cannot make up their mind."""
    kinds = ("passed", "failed", "timeout", "crashed", "no compile", "refused")
    rows = []
    for i, _, task in tasks_of(runs):
        counts = task.summary.get("outcomes")
        if isinstance(counts, Mapping) and counts:
            said = [number(counts.get(kind, 0)) for kind in kinds]
            taken = NONE if task.wall_s is None else length(task.wall_s)
            rows.append(
                (
                    *named(runs, i),
                    task_title(task),
                    *(NONE if one is None else count(one) for one in said),
                    taken,
                )
            )
    if not rows:
        return None
    columns = (
        *model_column(runs),
        Column("Task"),
        *(Column(kind.capitalize(), "number") for kind in kinds),
        Column("Time", "number"),
    )
    flaky = [
        (*named(runs, i), task_title(task), ", ".join(task.flaky_task_ids))
        for i, _, task in tasks_of(runs)
        if task.flaky_task_ids
    ]
    blocks: list[Block] = [Table("How answers ended", columns, tuple(rows))]
    if flaky:
        which = (*model_column(runs), Column("Task"), Column("Problems", "code"))
        blocks += [
            Note(
                "Flaky tests: of the same answer, those of these problems said now this, now that.",
                "warning",
            ),
            Table("Flaky tests", which, tuple(flaky)),
        ]
    else:
        blocks.append(Note("No flaky test was seen."))
    return Section("How answers ended", tuple(blocks))


def settings(runs: Sequence[RunReport]) -> Section:
    """Every setting there is a record of."""
    blocks: list[Block] = []
    for name, run in zip(names_of(runs), runs, strict=True):
        general = {"command": " ".join(run.command), "seed": run.seed, **run.sampling}
        blocks.append(_settings_table(f"{name}: the run", general))
        blocks += [
            _settings_table(f"{name}: {task_title(task)} ({task.name})", task.settings) for task in run.tasks
        ]
    return Section("Settings", tuple(blocks))


def machine(runs: Sequence[RunReport]) -> Section:
    """Where it ran, and what kept answers in."""
    blocks: list[Block] = []
    for name, run in zip(names_of(runs), runs, strict=True):
        blocks.append(_settings_table(f"{name}: machine", run.machine, is_folded=False))
        blocks.append(
            Table(
                f"{name}: sandbox",
                (Column("What kept answers in"),),
                tuple((line,) for line in run.protection) or (("not on record",),),
            )
        )
    return Section("Machine and sandbox", tuple(blocks))


def reading() -> Section:
    """How numbers were made."""
    return Section(
        "How to read this",
        (
            Note(
                "Intervals say where a score would lie, were the problems drawn anew, 19 times out of 20. "
                "With one answer to each problem they are Wilson's; otherwise problems are drawn again with "
                "replacement, 10,000 times, from a fixed seed."
            ),
            Note(
                "Pass@k is the chance that one of k answers passes all tests, estimated without bias from "
                "all answers to a problem (Chen et al. 2021), then averaged over problems. It is not "
                "reported where a problem has fewer than k answers."
            ),
            Note(
                "Two models are compared by McNemar's exact test where each gave one answer to each "
                "problem, otherwise by permuting signs of the differences; both are two-sided."
            ),
        ),
    )


def _settings_table(title: str, said: Mapping[str, Any], *, is_folded: bool = True) -> Table:
    rows = tuple((str(name), written(value)) for name, value in said.items())
    return Table(
        title, (Column("Setting"), Column("Value", "code")), rows or (("none", NONE),), is_folded=is_folded
    )
