"""The sections of a report that hold its scores against published ones."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from llamita.evaluation.report.numbers import NONE, count, interval, percent, size, written
from llamita.evaluation.report.plots import Row, dots
from llamita.evaluation.report.published import NUM_PROBLEMS, PAPER, benchmark_of, published_for
from llamita.evaluation.report.rows import model_column, named, names_of, point, task_title, tasks_of
from llamita.pages.document import Block, Column, Figure, Note, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from llamita.evaluation.report.data import RunReport, TaskReport
    from llamita.evaluation.report.published import Published
    from llamita.evaluation.statistics import Estimate

# Models of the same size: up to three times smaller or larger.
_SAME_SIZE: Final = math.log(3.0)
_TELLING: Final = ("verb", "strip", "shots", "temperature", "max_tokens")


def beside_published(runs: Sequence[RunReport]) -> Section | None:
    """Scores beside those of published models of the same size, a plot for each benchmark."""
    blocks: list[Block] = []
    for benchmark, title in (("humaneval", "HumanEval"), ("mbpp", "MBPP"), ("mbpp-plus", "MBPP+")):
        ours = [
            (number, run, task, estimate)
            for number, run, task in tasks_of(runs)
            if benchmark_of(task.name) == benchmark and not task.own_items
            for name, estimate in task.estimates.items()
            if name == "pass@1"
        ]
        theirs = [
            one
            for one in published_for(benchmark)
            if any(_same_size(one, run.num_parameters) for _, run, _, _ in ours)
        ]
        if ours and theirs:
            blocks += _beside(title, runs, ours, theirs)
    if not blocks:
        return None
    note = Note(
        "Harness details move scores by tens of points: a row is comparable only where its settings are the "
        "same. Published scores come without intervals; on 164 problems theirs are as wide as those here."
    )
    return Section("Beside published models of the same size", (note, *blocks))


def _beside(
    title: str,
    runs: Sequence[RunReport],
    ours: Sequence[tuple[int, RunReport, TaskReport, Estimate]],
    theirs: Sequence[Published],
) -> list[Block]:
    mine = [
        (
            point(_short_name(names_of(runs)[number], task), estimate, number),
            (
                f"{names_of(runs)[number]}, {task.title}",
                _size_of(run),
                percent(estimate.value),
                interval(estimate),
                _how(run, task),
                "this report",
            ),
        )
        for number, run, task, estimate in ours
    ]
    others = [
        (
            Row(label=one.model, value=one.value),
            (one.model, size(one.num_parameters), percent(one.value), NONE, one.how, one.source),
        )
        for one in theirs
    ]
    ranked = sorted([*mine, *others], key=lambda pair: (-pair[0].value, pair[0].label))
    columns = (
        Column("Model, and task here"),
        Column("Size", "number"),
        Column("Pass@1, %", "number"),
        Column("95 % interval", "number"),
        Column("Settings"),
        Column("Source"),
    )
    figure = Figure(
        f"{title}, pass@1",
        "This run with its intervals, published models without; the table has the numbers.",
        dots([row for row, _ in ranked], names_of(runs)),
    )
    return [figure, Table(f"{title}, pass@1", columns, tuple(cells for _, cells in ranked))]


def beside_paper(runs: Sequence[RunReport]) -> Section | None:
    """Scores beside Code Llama's own, and what is different about the settings."""
    rows = [row for number, _, task in tasks_of(runs) for row in _paper_rows(runs, number, task)]
    if not rows:
        return None
    columns = (
        *model_column(runs),
        Column("Task"),
        Column("Measure"),
        Column("Here, %", "number"),
        Column("95 % interval", "number"),
        *(Column(f"{name}, %", "number") for name in ("7B", "13B", "34B", "70B")),
        Column("Their settings"),
        Column("What differs"),
    )
    note = Note(
        f"Code Llama's base models, as published: {PAPER}. They are many times larger than small models, and "
        "the last column says where settings are not the same."
    )
    return Section(
        "Beside the Code Llama paper", (note, Table("Here and in the paper", columns, tuple(rows)))
    )


def _paper_rows(runs: Sequence[RunReport], number: int, task: TaskReport) -> Iterator[tuple[str, ...]]:
    for name, estimate in task.estimates.items():
        theirs = [
            one
            for one in published_for(task.name, name)
            if one.source.startswith(PAPER) and one.model.startswith("Code Llama ")
        ]
        if task.own_items or not theirs:
            continue
        by_size = {one.num_parameters // 10**9: percent(one.value) for one in theirs}
        source = theirs[0].source.removeprefix(f"{PAPER}, ")
        yield (
            *named(runs, number),
            task_title(task),
            name,
            percent(estimate.value),
            interval(estimate),
            *(by_size.get(billions, NONE) for billions in (7, 13, 34, 70)),
            f"{theirs[0].how} ({source})",
            "; ".join(differences(runs[number], task, estimate, theirs[0].settings))
            or "nothing that is on record",
        )


def differences(run: RunReport, task: TaskReport, estimate: Estimate, theirs: Mapping[str, Any]) -> list[str]:
    """What is not the same as in a published evaluation, as far as both say it.

    Args:
        run: ours.
        task: ours.
        estimate: of the measure in question.
        theirs: the published settings.
    """
    ours = {**run.sampling, **task.settings}
    form = _form(task)
    found = [f"asked in the form {form} here"] if form else []
    for name, value in theirs.items():
        if name == "samples":
            mine: Any = estimate.num_samples // max(1, estimate.num_problems)
        else:
            mine = ours.get(name)
        if mine is None:
            found.append(f"{name}: {written(value)} there, not said here")
        elif mine != value:
            found.append(f"{name}: {written(mine)} here, {written(value)} there")
    expected = NUM_PROBLEMS.get(benchmark_of(task.name).removesuffix("-spm"))
    if expected is not None and estimate.num_problems != expected:
        found.append(f"{count(estimate.num_problems)} problems here, {count(expected)} there")
    found += [f"answers made by {method} here" for method in task.methods if "sampled" in method]
    return found


def _same_size(one: Published, num_parameters: int | None) -> bool:
    if not num_parameters:
        return False
    # Rounding must not decide about a model of just that size.
    return abs(math.log(one.num_parameters / num_parameters)) <= _SAME_SIZE + 1e-9


def _size_of(run: RunReport) -> str:
    return NONE if run.num_parameters is None else size(run.num_parameters)


def _short_name(model: str, task: TaskReport) -> str:
    return f"{model}, {form}" if (form := _form(task)) else model


def _form(task: TaskReport) -> str:
    return task.name.removeprefix(benchmark_of(task.name)).strip("-")


def _how(run: RunReport, task: TaskReport) -> str:
    """The settings that decide most, in a few words; all of them are further down."""
    said = {**run.sampling, **task.settings}
    told = [f"{name}: {written(said[name])}" for name in _TELLING if said.get(name) is not None]
    return ", ".join(told) or NONE
