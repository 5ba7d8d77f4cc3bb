"""What the tables and plots of a report have in common: whose a row is, and what it is called."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from llamita.evaluation.report.numbers import NONE, interval, percent
from llamita.evaluation.report.plots import Row
from llamita.pages.document import Column
from llamita.problems.record import OWN_ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from llamita.evaluation.report.data import RunReport, TaskReport
    from llamita.evaluation.statistics import Estimate

"""The label of a task whose items are a few of this project's."""


def tasks_of(runs: Sequence[RunReport]) -> Iterable[tuple[int, RunReport, TaskReport]]:
    """Every task of every run, a task's runs one after another, with the place of its run."""
    names = list(dict.fromkeys(task.name for run in runs for task in run.tasks))
    return (
        (i, run, task)
        for name in names
        for i, run in enumerate(runs)
        for task in run.tasks
        if task.name == name
    )


def task_title(task: TaskReport) -> str:
    """What a task is called in tables, labeled where it is not the benchmark."""
    return f"{task.title} ({OWN_ITEMS})" if task.own_items and OWN_ITEMS not in task.title else task.title


def names_of(runs: Sequence[RunReport]) -> list[str]:
    """What runs are called beside each other: their models, numbered where one occurs twice."""
    times = Counter(run.model for run in runs)
    return [f"{run.model} ({i + 1})" if times[run.model] > 1 else run.model for i, run in enumerate(runs)]


def model_column(runs: Sequence[RunReport]) -> tuple[Column, ...]:
    """The first column of a table of several runs; a single one needs none."""
    return (Column("Model"),) if len(runs) > 1 else ()


def named(runs: Sequence[RunReport], number: int) -> tuple[str, ...]:
    """The cells under ``model_column`` of a run."""
    return (names_of(runs)[number],) if len(runs) > 1 else ()


def point(label: str, estimate: Estimate, series: int) -> Row:
    """An estimate in a plot."""
    return Row(label=label, value=estimate.value, low=estimate.low, high=estimate.high, series=series)


def estimate_cells(estimate: Estimate | None) -> tuple[str, str]:
    """The score and the interval of a table."""
    return (NONE, NONE) if estimate is None else (percent(estimate.value), interval(estimate))
