"""The sections of a report that say how good a model is: all tasks, languages, infilling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.evaluation.report.numbers import NONE, count, interval, percent
from llamita.evaluation.report.plots import bars, dots
from llamita.evaluation.report.rows import (
    estimate_cells,
    model_column,
    named,
    names_of,
    point,
    task_title,
    tasks_of,
)
from llamita.pages.document import Column, Figure, Note, Section, Table
from llamita.problems.record import OWN_ITEMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llamita.evaluation.report.data import RunReport, TaskReport

LANGUAGES: Final = {
    "java": "Java",
    "cpp": "C++",
    "php": "PHP",
    "ts": "TypeScript",
    "cs": "C#",
    "sh": "Bash",
    "js": "JavaScript",
}
"""By the end of a task's name, in the order of the Code Llama paper."""

_LANGUAGE_TASK: Final = "multipl-e-"
_INFILL_TASK: Final = "infill-"
_SAMPLED_MIDDLES: Final = Note(
    "Sampled middles: the model has no infilling tokens. Middles were written from left to right, and the "
    "one kept after which the rest of the file is the likeliest. This is a fallback; it is not what "
    "infilling models are measured by.",
    "warning",
)


def headline(runs: Sequence[RunReport]) -> Section:
    """Every task's headline, with pass@k as far as there are answers for it."""
    shown = [
        (number, run, task, name, estimate)
        for number, run, task in tasks_of(runs)
        for name, estimate in task.estimates.items()
        if name == task.main_name or name.startswith("pass@")
        if not (name == "pass@1" and task.main_name != "pass@1")
    ]
    if not shown:
        return Section("Scores", (Note("No task has answers yet."),))
    rows = [
        (
            *named(runs, number),
            task_title(task),
            name,
            percent(estimate.value),
            interval(estimate),
            count(estimate.num_problems),
            count(estimate.num_samples),
        )
        for number, _, task, name, estimate in shown
    ]
    columns = (
        *model_column(runs),
        Column("Task"),
        Column("Measure"),
        Column("Score, %", "number"),
        Column("95 % interval", "number"),
        Column("Problems", "number"),
        Column("Answers", "number"),
    )
    points = [
        point(task.title + (" *" if task.own_items else ""), estimate, number)
        for number, _, task, name, estimate in shown
        if name == task.main_name
    ]
    own = any(task.own_items for _, _, task, _, _ in shown)
    notes = [Note(f"* {OWN_ITEMS}", "warning")] if own else []
    figure = Figure(
        "Scores with their 95 % intervals",
        "One row for each task" + (" and model" if len(runs) > 1 else "") + "; the table has the numbers.",
        dots(points, names_of(runs)),
    )
    return Section("Scores", (*notes, figure, Table("Scores", columns, tuple(rows))))


def languages(runs: Sequence[RunReport]) -> Section | None:
    """MultiPL-E, language by language."""
    found = [
        (number, run, task, estimate)
        for number, run, task in tasks_of(runs)
        if task.name.startswith(_LANGUAGE_TASK) and (estimate := task.estimates.get("pass@1"))
    ]
    if not found:
        return None
    order = [*LANGUAGES.values(), *(_language(task) for _, _, task, _ in found)]
    ranked = sorted(found, key=lambda one: order.index(_language(one[2])))
    own = any(task.own_items for _, _, task, _ in found)
    rows = tuple(
        (
            *named(runs, number),
            _language(task) + (f" ({OWN_ITEMS})" if task.own_items else ""),
            percent(estimate.value),
            interval(estimate),
            count(estimate.num_problems),
        )
        for number, _, task, estimate in ranked
    )
    columns = (
        *model_column(runs),
        Column("Language"),
        Column("Pass@1, %", "number"),
        Column("95 % interval", "number"),
        Column("Problems", "number"),
    )
    figure = Figure(
        "Pass@1 by language, with 95 % intervals",
        "A bar for each language; the table has the numbers.",
        bars(
            [point(_language(task) + (" *" if task.own_items else ""), e, i) for i, _, task, e in ranked],
            names_of(runs),
        ),
    )
    notes = [Note(f"* {OWN_ITEMS}", "warning")] if own else []
    return Section("Languages", (*notes, figure, Table("Pass@1 by language", columns, rows)))


def infilling(runs: Sequence[RunReport]) -> Section | None:
    """Pass@1 and exact match of infilling, by span and by the order of the prompt."""
    rows = []
    for number, _, task in tasks_of(runs):
        if not task.name.startswith(_INFILL_TASK) or not task.estimates:
            continue
        cells = [
            cell for name in ("pass@1", "exact_match") for cell in estimate_cells(task.estimates.get(name))
        ]
        span = task.name.removeprefix(_INFILL_TASK)
        order = "suffix first (SPM)" if span.endswith("-spm") else "prefix first (PSM)"
        span = span.removesuffix("-spm").replace("-", " ") + (f" ({OWN_ITEMS})" if task.own_items else "")
        method = ", ".join(task.methods) or str(task.settings.get("method", "")) or NONE
        main = task.main or next(iter(task.estimates.values()))
        rows.append((*named(runs, number), span, order, method, *cells, count(main.num_problems)))
    if not rows:
        return None
    columns = (
        *model_column(runs),
        Column("Gap"),
        Column("Order"),
        Column("Method"),
        Column("Pass@1, %", "number"),
        Column("95 % interval", "number"),
        Column("Exact match, %", "number"),
        Column("95 % interval", "number"),
        Column("Problems", "number"),
    )
    notes = []
    if any("sampled middles" in cell for row in rows for cell in row):
        notes.append(_SAMPLED_MIDDLES)
    return Section("Infilling", (*notes, Table("Infilling", columns, tuple(rows))))


def _language(task: TaskReport) -> str:
    name = task.name.removeprefix(_LANGUAGE_TASK)
    return LANGUAGES.get(name, name)
