"""`llamita bench`: how fast a model runs here, beside what this machine can do."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llamita.cli import options
from llamita.cli.terminal import TerminalProgress, messages, print_json, print_line
from llamita.weights.store import DEFAULT_MODEL

if TYPE_CHECKING:
    from llamita.assembly import Speed

app = typer.Typer(help="Speed on this machine, beside its limits.", no_args_is_help=True)

_GIGA = 1e9
_NO_VALUE = "-"


@app.callback()
def bench() -> None:
    """Speed on this machine, beside its limits."""


@app.command("cpu")
def cpu(
    model: options.Model = DEFAULT_MODEL,
    engine: options.Engine = None,
    threads: options.Threads = None,
    rounds: Annotated[
        int, typer.Option("--rounds", metavar="N", help="Time everything so often; medians are shown.")
    ] = 5,
    as_json: options.Json = False,
) -> None:
    """Time reading a prompt and writing after short and long texts.

    Beside each speed stands the share of what the machine could do in the same seconds: of its memory's
    read bandwidth for writing, which reads every weight for each token; of its int8 arithmetic for
    reading a prompt. Other work on the machine lowers all of them.
    """
    from llamita.assembly import describe_machine, load, measure_speed

    console = messages()
    loaded = load(model, engine=engine, num_threads=threads, pull=True, progress=TerminalProgress())
    result = measure_speed(
        loaded.engine,
        num_threads=threads,
        num_rounds=rounds,
        told=lambda message: console.print(message, markup=False),
    )
    if as_json:
        machine = describe_machine()
        print_json(
            {
                "model": loaded.name,
                "engine": loaded.engine.name,
                "kernel_table": result.kernel_table,
                "threads": result.num_threads,
                "machine": {"processor": machine.brand, "instruction_sets": list(machine.features)},
                "limits": asdict(result.limits),
                "figures": [figure.to_json() for figure in result.figures],
            }
        )
        return
    _print_table(f"{loaded.name}, engine {loaded.engine.name}", result)


def _print_table(title: str, result: Speed) -> None:
    limits = result.limits
    print_line(f"{title} ({result.kernel_table}), {result.num_threads} threads")
    print_line(f"  {'':<24} {'tokens/s':>10} {'of limit':>9}")
    for figure in (figure.to_json() for figure in result.figures):
        print_line(f"  {_label(figure):<24} {figure['tokens_per_s']:>10.1f} {_percent(figure['reached']):>9}")
    print_line("limits of this machine, in the same seconds")
    for name, value, unit in (
        ("read, 1 thread", limits.read_one_thread_bytes_per_s, "GB/s"),
        (f"read, {result.num_threads} threads", limits.read_bytes_per_s, "GB/s"),
        ("int8", limits.int8_operations_per_s, "GOP/s"),
        ("float32", limits.fma_operations_per_s, "GOP/s"),
    ):
        print_line(f"  {name:<24} {_NO_VALUE if value is None else f'{value / _GIGA:.1f}':>10} {unit}")


def _label(figure: dict[str, Any]) -> str:
    verb = "read" if figure["name"].startswith("prefill") else "write"
    after = f" after {figure['depth_tokens']:,}" if figure["depth_tokens"] else ""
    return f"{verb} {figure['num_tokens']:,}{after}"


def _percent(share: float | None) -> str:
    return _NO_VALUE if share is None else f"{share:.0%}"
