"""Flags that several verbs share, defined once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from llamita import assist
    from llamita.spec import SamplingSpec

Model = Annotated[
    str,
    typer.Option("--model", metavar="NAME|PATH", help="A name from `llamita models list`, or a GGUF file."),
]
Engine = Annotated[
    str, typer.Option("--engine", metavar="NAME", help="What computes: `reference` (NumPy, any machine).")
]
Threads = Annotated[
    int | None, typer.Option("--threads", metavar="N", help="Threads to compute with; default: all cores.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
MaxTokens = Annotated[
    int | None, typer.Option("--max-tokens", metavar="N", help="Stop after so many new tokens.")
]
Temperature = Annotated[
    float | None, typer.Option("--temperature", metavar="T", help="0 is greedy; higher is more varied.")
]
TopP = Annotated[
    float | None, typer.Option("--top-p", metavar="P", help="Draw from the likeliest tokens that make up P.")
]
TopK = Annotated[
    int | None, typer.Option("--top-k", metavar="K", help="Draw from the K likeliest tokens; 0: all.")
]
MinP = Annotated[
    float | None,
    typer.Option("--min-p", metavar="P", help="Drop tokens less likely than P times the likeliest."),
]
Repetition = Annotated[
    float | None,
    typer.Option("--repetition-penalty", metavar="X", help="Above 1: avoid what was said lately."),
]
Seed = Annotated[
    int | None, typer.Option("--seed", metavar="N", help="The same seed gives the same answer. Default: 0.")
]
Stop = Annotated[
    list[str] | None,
    typer.Option("--stop", metavar="TEXT", help="End the answer before TEXT; may be repeated."),
]

DEFAULT_ENGINE = "reference"


def given(**flags: float | int | None) -> dict[str, float | int]:
    """The sampling flags that were given, by the names ``SamplingSpec`` has for them."""
    return {name: value for name, value in flags.items() if value is not None}


def asked(
    defaults: SamplingSpec, sampling: dict[str, Any], max_tokens: int | None, stop: list[str] | None
) -> dict[str, Any]:
    """Keyword arguments for ``Model.complete`` and its kin: the verb's defaults and what was given."""
    from llamita.spec import StoppingSpec

    ask: dict[str, Any] = {"sampling": replace(defaults, **sampling), "stop": tuple(stop or ())}
    # Made only to be checked: a wrong flag is refused before a model is loaded, or even pulled.
    StoppingSpec(max_tokens=max_tokens or 0, stop_texts=ask["stop"])
    return ask if max_tokens is None else ask | {"max_tokens": max_tokens}


def load_model(name_or_path: str, engine: str, threads: int | None) -> assist.Model:
    """Load the model that was asked for; a known one that is not here yet is pulled, and that is shown."""
    from llamita.assembly import load
    from llamita.cli.terminal import TerminalProgress

    return load(name_or_path, engine=engine, num_threads=threads, pull=True, progress=TerminalProgress())
