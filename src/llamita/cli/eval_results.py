"""`llamita eval` verbs that ask no model: report, compare, score and audit what is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llamita.cli import options
from llamita.cli.eval_progress import EvaluationProgress
from llamita.cli.eval_shown import (
    Data,
    Isolation,
    Jobs,
    Options,
    Out,
    options_in,
    say_protection,
    show_results,
)
from llamita.cli.terminal import messages, print_json, print_line, read_text, require
from llamita.errors import RunError

if TYPE_CHECKING:
    from llamita.evaluation.comparison import Comparison
    from llamita.evaluation.report import RunReport

_DEFAULT_SCORED = Path("evaluations")
_MIN_VERBATIM = 50
# More than any source file that a person wrote.
_MAX_FILE_BYTES = 4 * 2**20


def report(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="The folders of runs.")],
    html_file: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="The page; by default `report.html` in the first run."),
    ] = None,
    markdown_file: Annotated[
        Path | None,
        typer.Option("--markdown", metavar="FILE", help="The text; by default `report.md` in the first run."),
    ] = None,
) -> None:
    """Write what runs say, as Markdown and as one HTML page that needs nothing else.

    Of two runs of the same tasks, the report compares them problem by problem.
    """
    from llamita.evaluation.report import html, markdown

    reports = [_read(run) for run in runs]
    html_file = html_file or runs[0] / "report.html"
    markdown_file = markdown_file or runs[0] / "report.md"
    for path, text in ((markdown_file, markdown(reports)), (html_file, html(reports))):
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise RunError(f"cannot write `{path}`: {error}") from error
        print_line(str(path))


def _read(run: Path) -> RunReport:
    from llamita.evaluation.report import run_report
    from llamita.evaluation.runs import RunFolder, values_of

    folder = RunFolder(run)
    return run_report(folder.config(), folder.summary(), values_of(folder))


def compare(
    first: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")],
    second: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of another run.")],
    as_json: options.Json = False,
) -> None:
    """Compare two runs problem by problem: what differs, and whether chance could have done it."""
    from llamita.evaluation.comparison import Scores
    from llamita.evaluation.comparison import compare as compare_scores
    from llamita.evaluation.runs import RunFolder, values_of

    one, other = RunFolder(first), RunFolder(second)
    values = values_of(one), values_of(other)
    shared = [task for task in values[0] if task in values[1]]
    require(
        shared,
        f"`{first}` and `{second}` have no judged task in common",
        hint="measurements, such as perplexity, stand side by side in `llamita eval report`",
    )
    compared: dict[str, Comparison] = {}
    for task in shared:
        scores = []
        for folder, found in zip((one, other), values, strict=True):
            config, summary = folder.config(), folder.summary()["tasks"][task]
            scores.append(
                Scores(
                    model=str(folder.path),
                    task=task,
                    measure=summary["summary"]["main"],
                    values={task_id: [value] for task_id, value in found[task].items()},
                    settings={**summary["settings"], "samples": config.get("samples"), **config["sampling"]},
                )
            )
        compared[task] = compare_scores(*scores)
    if as_json:
        print_json({"tasks": {task: _as_json(comparison) for task, comparison in compared.items()}})
        return
    print_line(f"`{first}` less `{second}`")
    for task, comparison in compared.items():
        print_line(_in_words(task, comparison))


def _as_json(comparison: Comparison) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(comparison)


def _in_words(task: str, comparison: Comparison) -> str:
    low, high = 100 * comparison.interval.low, 100 * comparison.interval.high
    return (
        f"{task}: {100 * comparison.difference:+.1f} points ({low:+.1f} to {high:+.1f}), "
        f"p = {comparison.p_value:.3g} ({comparison.test}), {comparison.num_problems} problems: "
        f"{len(comparison.only_first)} only the first solves, {len(comparison.only_second)} only the second"
    )


def score(
    task: Annotated[str, typer.Argument(metavar="TASK", help="A name from `llamita eval --list`.")],
    answers: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="JSON lines with `task_id` and `completion` or `solution`."),
    ],
    data: Data = None,
    option: Options = None,
    jobs: Jobs = 2,
    require_isolation: Isolation = False,
    out: Out = None,
    as_json: options.Json = False,
) -> None:
    """Judge answers that were written elsewhere, such as those of another harness.

    The same command goes on where it was interrupted; of a file that is judged already, it judges all once
    more, and says which tests are flaky.
    """
    from llamita.assembly.evaluate import open_scoring
    from llamita.evaluation.runs import RunFolder, add_given, rejudge, verdicts_of

    opened = open_scoring(
        task,
        answers,
        data=data,
        options=options_in(option),
        num_judges=jobs,
        require_isolation=require_isolation,
    )
    folder = RunFolder(out or _DEFAULT_SCORED / f"{answers.stem}-{task}-{opened.config['model']['key'][:8]}")
    say_protection(opened.sandbox.protection)
    progress = EvaluationProgress()
    with folder.held():
        folder.begin(opened.config)
        is_judged = add_given(folder, opened.task, answers) == len(verdicts_of(folder))
        try:
            summary = rejudge(opened.plan, folder, opened.sandbox, progress=progress, again=is_judged)
        finally:
            progress.close()
    show_results(folder, summary, as_json=as_json)


def audit_texts(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Texts; `-` reads stdin.")],
    folder: Annotated[
        Path | None,
        typer.Option("--folder", metavar="FOLDER", help="Look for parts that stand verbatim in its files."),
    ] = None,
    characters: Annotated[
        int, typer.Option("--characters", metavar="N", help="The shortest verbatim part that counts.")
    ] = _MIN_VERBATIM,
    as_json: options.Json = False,
) -> None:
    """Say which texts hold names, handles, e-mail addresses or keys, or parts of given files.

    What is found is printed by kind and count only: it is somebody's.
    """
    from llamita.evaluation.audit import VerbatimIndex, audit_text
    from llamita.files.folder import Folder

    index = VerbatimIndex(min_characters=characters)
    if folder is not None:
        require(folder.is_dir(), f"`{folder}` is no folder")
        index.add_all(Folder(folder, str(folder)).texts(max_bytes=_MAX_FILE_BYTES))
    found: dict[str, dict[str, Any]] = {}
    for file in files:
        text = read_text(file)
        counts = {kind: len(hits) for kind, hits in audit_text(text).to_json().items()}
        run = index.longest_run(text)
        found[file] = {**counts, "verbatim_characters": run.num_characters, "verbatim_lines": run.num_lines}
    if as_json:
        print_json({"files": found})
        return
    for file, counts in found.items():
        print_line(f"{file}: " + ", ".join(f"{count} {kind}" for kind, count in counts.items()))
    messages().print("placeholders, such as user@example.com, are nobody's", markup=False)
