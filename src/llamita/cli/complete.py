"""`llamita complete`: continue a text."""

from __future__ import annotations

from typing import Annotated

import typer

from llamita.cli import options
from llamita.cli.terminal import Interrupt, exit_code_of, print_json, read_text, write_steps


@options.takes_answer_flags
def complete(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The text to continue; `-` reads stdin.")],
    *,
    flags: options.AnswerFlags,
) -> None:
    """Continue a text.

    The text is given to the model exactly as it is; only what follows it is printed. Greedy unless
    --temperature is given; at most 256 new tokens unless --max-tokens is given.
    """
    from llamita.assist.model import COMPLETE

    ask = flags.ask(COMPLETE.sampling)
    text = read_text(file)
    loaded = flags.load_model()
    with Interrupt() as interrupt:
        stream = loaded.complete(text, stream=True, cancel=interrupt, **ask)
        if flags.as_json:
            print_json(stream.finish().to_json())
        else:
            write_steps(stream)
    raise typer.Exit(exit_code_of(stream.answer.finish_reason))
