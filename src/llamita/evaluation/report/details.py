"""The sections of a report that split a task's score, and those that show what measurements say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from llamita.evaluation.report.data import number
from llamita.evaluation.report.numbers import NONE, count, span
from llamita.evaluation.report.plots import grid, steps
from llamita.evaluation.report.published import PAPER, published_key_retrieval
from llamita.evaluation.report.rows import (
    estimate_cells,
    model_column,
    named,
    names_of,
    task_title,
    tasks_of,
)
from llamita.pages.document import Block, Column, Figure, Note, Section, Table

if TYPE_CHECKING:
    from llamita.evaluation.report.data import RunReport, TaskReport

MAX_ROWS: Final = 200
"""Of tables whose length others decide; the run's folder has the rest."""

_WHERE: Final = {"length", "depth"}
# Beyond, e to this is no float64.
_MAX_LOSS_NATS: Final = 700.0
_MAX_NESTING: Final = 3


def retrieval(runs: Sequence[RunReport]) -> Section | None:
    """Tasks whose problems have a length and a depth, as grids."""
    blocks: list[Block] = []
    for i, _, task in tasks_of(runs):
        found = [(facts, task_estimates.get(task.main_name)) for facts, task_estimates in task.groups]
        placed = [
            (length, depth, estimate)
            for facts, estimate in found
            if set(facts) == _WHERE and estimate is not None
            if (length := number(facts["length"])) is not None
            and (depth := number(facts["depth"])) is not None
        ]
        if placed:
            title = f"{task_title(task)}{', ' + names_of(runs)[i] if len(runs) > 1 else ''}"
            blocks += _grid(title, placed)
    if any(task.name == "key-retrieval" and task.groups for run in runs for task in run.tasks):
        blocks.append(_paper_retrieval())
    if not blocks:
        return None
    note = Note(
        "Share of answers that are right, in percent, by the length of the prompt in tokens and by how deep "
        "in it the key stands: 0 is the beginning, 1 the end."
    )
    return Section("Finding keys in long prompts", (note, *blocks))


def _grid(title: str, placed: list[tuple[float, float, Any]]) -> list[Block]:
    lengths = sorted({length for length, _, _ in placed})
    depths = sorted({depth for _, depth, _ in placed})
    names = {length: count(length) for length in lengths}
    cells = {(names[length], f"{depth:g}"): estimate.value for length, depth, estimate in placed}
    by_place = {(length, depth): estimate for length, depth, estimate in placed}
    columns = (
        Column("Depth", "number"),
        *(
            column
            for length in lengths
            for column in (Column(f"{names[length]} tokens, %", "number"), Column("95 % interval", "number"))
        ),
    )
    rows = tuple(
        (
            f"{depth:g}",
            *(cell for length in lengths for cell in estimate_cells(by_place.get((length, depth)))),
        )
        for depth in depths
    )
    drawing = grid(cells, list(names.values()), [f"{depth:g}" for depth in depths], ("tokens", "depth"))
    figure = Figure(title, "Rows are depths, columns lengths; the table has the numbers.", drawing)
    return [figure, Table(title, columns, rows, is_folded=True)]


def _paper_retrieval() -> Table:
    cells = published_key_retrieval()
    places = list(dict.fromkeys((cell.length_tokens, cell.depth) for cell in cells))
    columns = (
        Column("Model"),
        *(Column(f"{tokens // 1000}k at {depth:g}, %", "number") for tokens, depth in places),
    )
    by_model: dict[str, list[str]] = {}
    for cell in cells:
        by_model.setdefault(cell.model, []).append(f"{100 * cell.value:.1f}")
    rows = tuple((model, *values) for model, values in by_model.items())
    return Table(f"Key retrieval as published: {PAPER}, Table 17", columns, rows, is_folded=True)


def by_facts(runs: Sequence[RunReport]) -> Section | None:
    """Tasks that are split by other facts of their problems."""
    tables = []
    for i, _, task in tasks_of(runs):
        groups = [(facts, found) for facts, found in task.groups if facts and set(facts) != _WHERE]
        keys = list(dict.fromkeys(key for facts, _ in groups for key in facts))
        if not groups:
            continue
        columns = (
            *(Column(key.replace("_", " ").capitalize()) for key in keys),
            Column(f"{task.main_name}, %", "number"),
            Column("95 % interval", "number"),
            Column("Problems", "number"),
        )
        rows = tuple(
            (
                *(str(facts.get(key, NONE)) for key in keys),
                *estimate_cells(found.get(task.main_name)),
                count(next(iter(found.values())).num_problems) if found else NONE,
            )
            for facts, found in groups
        )
        whose = f", {names_of(runs)[i]}" if len(runs) > 1 else ""
        tables.append(Table(f"{task_title(task)}{whose}", columns, rows[:MAX_ROWS]))
    return Section("Scores by kind of problem", tuple(tables)) if tables else None


def other_measures(runs: Sequence[RunReport]) -> Section | None:
    """Measures that are not a task's headline, such as the similarity of texts."""
    rows = tuple(
        (*named(runs, i), task_title(task), name, *estimate_cells(estimate), count(estimate.num_problems))
        for i, _, task in tasks_of(runs)
        for name, estimate in task.estimates.items()
        if name != task.main_name and not name.startswith("pass@")
    )
    if not rows:
        return None
    columns = (
        *model_column(runs),
        Column("Task"),
        Column("Measure"),
        Column("Mean, %", "number"),
        Column("95 % interval", "number"),
        Column("Problems", "number"),
    )
    return Section("Other measures", (Table("Other measures", columns, rows),))


def perplexity(runs: Sequence[RunReport]) -> Section | None:
    """How well texts are predicted, and how that changes with what stands before."""
    names = names_of(runs)
    found = {
        (i, task.name): (task, stretches)
        for i, _, task in tasks_of(runs)
        if task.kind == "measurement" and (stretches := _stretches(task))
    }
    blocks: list[Block] = []
    for task_name in dict.fromkeys(name for _, name in found):
        mine = [(i, *found[i, task_name]) for i in range(len(runs)) if (i, task_name) in found]
        blocks += _by_position([names[i] for i, _, _ in mine], [one for _, *one in mine])
    return Section("Perplexity by position", tuple(blocks)) if blocks else None


def _by_position(names: list[str], found: list[Any]) -> list[Block]:
    title = f"{task_title(found[0][0])}: perplexity by position"
    starts = sorted({(start, stop) for _, stretches in found for start, stop, *_ in stretches})
    columns = (
        Column("Positions", "number"),
        *(
            column
            for name in names
            for column in (
                Column(f"Perplexity{', ' + name if len(names) > 1 else ''}", "number"),
                Column("Tokens", "number"),
            )
        ),
    )
    by_place = [{(start, stop): rest for start, stop, *rest in stretches} for _, stretches in found]
    rows = tuple(
        (
            span(count(start), count(stop - 1)),
            *(
                cell
                for places in by_place
                for cell in (
                    (f"{places[start, stop][0]:.3f}", count(places[start, stop][1]))
                    if (start, stop) in places
                    else (NONE, NONE)
                )
            ),
        )
        for start, stop in starts
    )
    lines = [[(max(1.0, start), max(2.0, stop), value) for start, stop, value, _ in one] for _, one in found]
    figure = Figure(
        title,
        "Each step is the perplexity of the tokens at these positions; lower is better. The table has them.",
        steps(lines, ("position in the text, tokens", "perplexity"), names),
    )
    return [figure, Table(title, columns, rows, is_folded=True)]


def _stretches(task: TaskReport) -> list[tuple[float, float, float, float]]:
    """First position, position after the last, perplexity, tokens; only what can be drawn."""
    positions = task.summary.get("positions")
    found = []
    for said in positions[:MAX_ROWS] if isinstance(positions, list | tuple) else ():
        values = [number(said.get(name)) for name in ("start", "stop", "loss_nats", "num_tokens")]
        start, stop, loss, num_tokens = values
        if (
            start is None
            or stop is None
            or loss is None
            or not 0 <= start < stop
            or abs(loss) > _MAX_LOSS_NATS
        ):
            continue
        found.append((start, stop, math.exp(loss), num_tokens or 0.0))
    return sorted(found)


def measurements(runs: Sequence[RunReport]) -> Section | None:
    """What measurements say, each under its own names."""
    tables = []
    for name in dict.fromkeys(task.name for run in runs for task in run.tasks if task.kind == "measurement"):
        tasks = [next((task for task in run.tasks if task.name == name), None) for run in runs]
        said = [dict(_facts(task.summary)) if task else {} for task in tasks]
        keys = list(dict.fromkeys(key for facts in said for key in facts))
        title = next(task_title(task) for task in tasks if task)
        columns = (Column("What"), *(Column(run, "number") for run in names_of(runs)))
        rows = tuple((key, *(facts.get(key, NONE) for facts in said)) for key in keys[:MAX_ROWS])
        tables.append(Table(title, columns, rows))
    return Section("Measurements", tuple(tables)) if tables else None


def _facts(said: Mapping[str, Any], before: str = "", depth: int = 0) -> list[tuple[str, str]]:
    """Numbers and words of a summary, those within others named after both; lists stay in the folder."""
    found: list[tuple[str, str]] = []
    for key, value in said.items():
        name = f"{before}{str(key).replace('_', ' ')}"
        if isinstance(value, Mapping) and depth < _MAX_NESTING:
            found += _facts(value, f"{name}: ", depth + 1)
        elif (figure := number(value)) is not None:
            found.append((name, count(figure)))
        elif isinstance(value, str | bool):
            found.append((name, str(value)))
    return found
