"""`llamita complete`: continue a text."""

from __future__ import annotations

from typing import Annotated

import typer

from llamita.cli.options import (
    DEFAULT_ENGINE,
    EngineOption,
    JsonOption,
    MaxTokensOption,
    MinPOption,
    ModelOption,
    RepetitionOption,
    SeedOption,
    StopOption,
    TemperatureOption,
    ThreadsOption,
    TopKOption,
    TopPOption,
    asked,
    load_model,
    sampling_options,
)
from llamita.cli.terminal import Interrupt, exit_code_of, print_json, read_text, write_steps
from llamita.weights.store import DEFAULT_MODEL


def complete(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The text to continue; `-` reads stdin.")],
    model: ModelOption = DEFAULT_MODEL,
    engine: EngineOption = DEFAULT_ENGINE,
    threads: ThreadsOption = None,
    max_tokens: MaxTokensOption = None,
    temperature: TemperatureOption = None,
    top_p: TopPOption = None,
    top_k: TopKOption = None,
    min_p: MinPOption = None,
    repetition_penalty: RepetitionOption = None,
    seed: SeedOption = None,
    stop: StopOption = None,
    as_json: JsonOption = False,
) -> None:
    """Continue a text.

    The text is given to the model exactly as it is; only what follows it is printed. Greedy unless
    --temperature is given; at most 256 new tokens unless --max-tokens is given.
    """
    from llamita.assist.model import COMPLETE

    sampling = sampling_options(
        temperature=temperature,
        top_p=top_p,
        top_k=top_k,
        min_p=min_p,
        repetition_penalty=repetition_penalty,
        seed=seed,
    )
    ask = asked(COMPLETE.sampling, sampling, max_tokens, stop)
    text = read_text(file)
    loaded = load_model(model, engine, threads)
    with Interrupt() as interrupt:
        stream = loaded.complete(text, stream=True, cancel=interrupt, **ask)
        if as_json:
            print_json(stream.finish().to_json())
        else:
            write_steps(stream)
    raise typer.Exit(exit_code_of(stream.answer.finish_reason))
