"""The verbs on one command, and what becomes of errors."""

from __future__ import annotations

import io
import sys
import traceback
import warnings
from typing import Final, cast

import typer

from llamita.cli import bench, chat, complete, corpus, doctor, eval, infill, models
from llamita.cli.exits import EXIT_BUG, EXIT_INTERRUPTED
from llamita.cli.terminal import JSON_FLAG, print_error, print_warning
from llamita.errors import LlamitaError, RequestError
from llamita.version import VERSION

# What Typer raises for a flag that it does not know, an argument that is missing and the like. It exports one
# of them only, and where their common class lies differs between its versions.
_UsageError: Final = cast("type[typer.BadParameter]", typer.BadParameter.__base__)

app = typer.Typer(
    name="llamita",
    help="Code Llama, open and whole: complete, infill and chat on your own machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
app.command("chat")(chat.chat)
app.command("complete")(complete.complete)
app.command("infill")(infill.infill)
app.add_typer(models.app, name="models")
app.add_typer(corpus.app, name="corpus")
app.add_typer(eval.app, name="eval")
app.add_typer(bench.app, name="bench")
app.command("doctor")(doctor.doctor)


def _print_version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"llamita {VERSION}\n")
        raise typer.Exit


@app.callback()
def llamita(
    version: bool = typer.Option(
        False, "--version", help="Print the version.", callback=_print_version, is_eager=True
    ),
) -> None:
    """Code Llama, open and whole: complete, infill and chat on your own machine."""


def main() -> None:
    """Run the verb that was asked for; never returns."""
    for stream in (sys.stdout, sys.stderr):
        # Answers are UTF-8 with their own line ends, whatever the terminal or the platform prefers; a
        # message about a file with an odd name is shown as well as it can be.
        if isinstance(stream, io.TextIOWrapper):
            is_answer = stream is sys.stdout
            stream.reconfigure(
                encoding="utf-8",
                newline="" if is_answer else None,
                errors="strict" if is_answer else "backslashreplace",
            )
    warnings.showwarning = print_warning  # type: ignore[assignment]  # it is called with positions only
    try:
        # Not standalone: errors arrive here, and an exit code is what comes back.
        sys.exit(app(prog_name="llamita", standalone_mode=False) or 0)
    except _UsageError as error:
        if JSON_FLAG in sys.argv:
            hint = f"`{error.ctx.command_path} --help`" if error.ctx else None
            print_error(RequestError(error.format_message(), hint=hint))
        else:
            error.show()
        sys.exit(error.exit_code)
    except typer.Abort:  # Ctrl-C, in some versions of Typer
        sys.exit(EXIT_INTERRUPTED)
    except LlamitaError as error:
        print_error(error)
        sys.exit(error.exit_code)
    except Exception:  # noqa: BLE001 - one of the main loops: whatever arrives here is a bug
        traceback.print_exc()
        sys.stderr.write("\nerror: this is a bug in llamita; please report it with the lines above\n")
        sys.exit(EXIT_BUG)
