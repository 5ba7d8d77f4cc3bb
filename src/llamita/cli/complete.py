"""`llamita complete`: continue a text."""

from __future__ import annotations

from typing import Annotated

import typer

from llamita.cli import options
from llamita.cli.terminal import Interrupt, exit_code_of, print_json, read_text, write_steps
from llamita.weights.store import DEFAULT_MODEL


def complete(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The text to continue; `-` reads stdin.")],
    model: options.Model = DEFAULT_MODEL,
    engine: options.Engine = options.DEFAULT_ENGINE,
    threads: options.Threads = None,
    max_tokens: options.MaxTokens = None,
    temperature: options.Temperature = None,
    top_p: options.TopP = None,
    top_k: options.TopK = None,
    min_p: options.MinP = None,
    repetition_penalty: options.Repetition = None,
    seed: options.Seed = None,
    stop: options.Stop = None,
    as_json: options.Json = False,
) -> None:
    """Continue a text.

    The text is given to the model exactly as it is; only what follows it is printed. Greedy unless
    --temperature is given; at most 256 new tokens unless --max-tokens is given.
    """
    from llamita.assist.model import COMPLETE

    sampling = options.given(
        temperature=temperature,
        top_p=top_p,
        top_k=top_k,
        min_p=min_p,
        repetition_penalty=repetition_penalty,
        seed=seed,
    )
    ask = options.asked(COMPLETE.sampling, sampling, max_tokens, stop)
    text = read_text(file)
    loaded = options.load_model(model, engine, threads)
    with Interrupt() as interrupt:
        stream = loaded.complete(text, stream=True, cancel=interrupt, **ask)
        if as_json:
            print_json(stream.finish().to_json())
        else:
            write_steps(stream)
    raise typer.Exit(exit_code_of(stream.answer.finish_reason))
