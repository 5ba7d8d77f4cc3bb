"""The section of a report that holds two runs against each other, problem by problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.errors import RequestError
from llamita.evaluation.comparison import Scores, compare
from llamita.evaluation.report.numbers import count, p_value, percent
from llamita.evaluation.report.rows import names_of, task_title
from llamita.pages.document import Column, Note, Section, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llamita.evaluation.comparison import Comparison
    from llamita.evaluation.report.data import RunReport, TaskReport

_NUM_COMPARED: Final = 2
_MAX_NAMES: Final = 40
_COLUMNS: Final = (
    Column("Task"),
    Column("Difference, points", "number"),
    Column("95 % interval", "number"),
    Column("Better on", "number"),
    Column("Worse on", "number"),
    Column("Problems", "number"),
    Column("p", "number"),
    Column("Test"),
)


def compared(runs: Sequence[RunReport]) -> Section | None:
    """Two runs on the tasks that both have, with the values of each problem; None of any other number."""
    if len(runs) != _NUM_COMPARED:
        return None
    first, second = names_of(runs)
    tasks = {task.name: task for task in runs[1].tasks}
    rows, details, refused = [], [], []
    for task in runs[0].tasks:
        ours, theirs = _values(task), _values(tasks.get(task.name))
        if not ours or not theirs:
            continue
        other = tasks[task.name]
        try:
            result = compare(_scores(first, runs[0], task, ours), _scores(second, runs[1], other, theirs))
        except RequestError as error:
            refused.append(Note(f"{task_title(task)}: {error}.", "warning"))
            continue
        better = [name for name in sorted(ours) if ours[name] > theirs[name]]
        worse = [name for name in sorted(ours) if ours[name] < theirs[name]]
        rows.append(_row(task, result, len(better), len(worse)))
        details.append((task_title(task), _some(better), _some(worse)))
    if not rows:
        return Section("The two models compared", tuple(refused)) if refused else None
    which = (Column("Task"), Column(f"{first} is better on"), Column(f"{second} is better on"))
    note = Note(
        "Both models met the same problems in the same way, so problems are compared one by one: that tells "
        "models apart where their own intervals overlap."
    )
    return Section(
        "The two models compared",
        (
            note,
            *refused,
            Table(f"{first} less {second}", _COLUMNS, tuple(rows)),
            Table("Which problems", which, tuple(details), is_folded=True),
        ),
    )


def _row(task: TaskReport, result: Comparison, num_better: int, num_worse: int) -> tuple[str, ...]:
    return (
        task_title(task),
        _signed(result.difference),
        f"{_signed(result.interval.low)} to {_signed(result.interval.high)}",
        count(num_better),
        count(num_worse),
        count(result.num_problems),
        p_value(result.p_value),
        result.test,
    )


def _values(task: TaskReport | None) -> dict[str, float]:
    values = (task.values if task else None) or {}
    return {task_id: value for task_id, value in values.items() if value is not None}


def _scores(name: str, run: RunReport, task: TaskReport, values: Mapping[str, float]) -> Scores:
    return Scores(
        model=name,
        task=task.name,
        measure=task.main_name,
        values={task_id: (value,) for task_id, value in values.items()},
        settings={**run.sampling, **task.settings},
    )


def _signed(share: float) -> str:
    text = percent(share)
    return f"+{text}" if float(text) > 0 else text.replace("-", "\N{MINUS SIGN}")


def _some(names: Sequence[str]) -> str:
    rest = f", and {count(len(names) - _MAX_NAMES)} more" if len(names) > _MAX_NAMES else ""
    return (", ".join(names[:_MAX_NAMES]) + rest) or "none"
