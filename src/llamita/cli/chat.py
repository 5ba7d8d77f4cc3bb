"""`llamita chat`: ask in words, once or in a conversation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llamita.cli import options
from llamita.cli.terminal import (
    STDIN,
    Interrupt,
    exit_code_of,
    messages,
    print_error,
    print_json,
    read_text,
    require,
    write_steps,
)
from llamita.errors import RequestError

if TYPE_CHECKING:
    from llamita.assist import Conversation, Model

_HELP = "/clear forgets the conversation, /quit or Ctrl-D ends it; Ctrl-C stops an answer and keeps it"


@options.takes_answer_flags
def chat(
    message: Annotated[
        str | None, typer.Argument(metavar="MESSAGE", help="What to ask; without it, a conversation.")
    ] = None,
    files: Annotated[
        list[str] | None,
        typer.Option("--file", metavar="FILE", help="Bring a file along; may be repeated; `-` reads stdin."),
    ] = None,
    system: Annotated[
        str | None, typer.Option("--system", metavar="TEXT", help="Replace the model's own system message.")
    ] = None,
    dialog: Annotated[
        str | None,
        typer.Option(
            "--dialog",
            metavar="NAME",
            help="The form of conversation the model was trained on, where its files do not tell: "
            "llama-2, codellama-70b, chatml or smollm2.",
        ),
    ] = None,
    *,
    flags: options.AnswerFlags,
) -> None:
    """Ask in words; a conversation without MESSAGE.

    The answer is printed while it is written. Temperature 0.2 and top-p 0.95 unless given; at most
    1,024 new tokens unless --max-tokens is given. Ctrl-C ends an answer and keeps what was said.
    """
    from llamita.assist.model import CHAT

    ask = flags.ask(CHAT.sampling)
    is_typed = sys.stdin is not None and sys.stdin.isatty()
    num_readers = (files or []).count(STDIN) + (message is None and not is_typed)
    require(num_readers <= 1, "stdin can be read only once", hint="give the MESSAGE as an argument")
    if message is None and not is_typed:
        message = read_text(STDIN)
    attached = "".join(map(_quoted, files or []))
    require(
        message is not None or not flags.as_json,
        "`--json` needs a MESSAGE",
        hint='`llamita chat --json "..."`',
    )
    require(message is None or message.strip(), "the message is empty")
    loaded = flags.load_model(dialog=dialog)
    if message is None:
        _converse(loaded, system, attached, ask)
    else:
        _answer_once(loaded, system, attached + message, ask, as_json=flags.as_json)


def _quoted(source: str) -> str:
    """A file as it is put before the question."""
    text = read_text(source)
    name = "stdin" if source == STDIN else Path(source).name
    language = Path(source).suffix.removeprefix(".") if source != STDIN else ""
    # A longer fence than any inside, so that the file cannot end it.
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{name}:\n\n{fence}{language}\n{text.rstrip()}\n{fence}\n\n"


def _answer_once(model: Model, system: str | None, text: str, ask: dict[str, Any], *, as_json: bool) -> None:
    from llamita.assist import Conversation

    with Interrupt() as interrupt:
        conversation = Conversation(model, system=system, **ask)
        steps = conversation.say(text, cancel=interrupt)
        if as_json:
            for _ in steps:
                pass
        else:
            write_steps(steps)
    answer = conversation.answer
    if as_json:
        print_json(answer.to_json())
    raise typer.Exit(exit_code_of(answer.finish_reason))


def _converse(model: Model, system: str | None, attached: str, ask: dict[str, Any]) -> None:
    from llamita.assist import Conversation

    console = messages()
    console.print(f"{model.name} on {model.engine.name}. {_HELP}.", style="dim", markup=False)
    _enable_line_editing()
    conversation = Conversation(model, system=system, **ask)
    while (text := _next_message()) is not None:
        if text == "/clear":
            conversation = Conversation(model, system=system, **ask)
        elif text.startswith("/"):
            console.print(_HELP, style="dim", markup=False)
        elif text and _say(conversation, attached + text):
            attached = ""


def _next_message() -> str | None:
    """The next line a person typed, or None when they are done."""
    try:
        if sys.stdout.isatty():
            text = input("> ").strip()
        else:
            sys.stderr.write("> ")
            text = input().strip()
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write("\n")
        return None
    return None if text == "/quit" else text


def _say(conversation: Conversation, text: str) -> bool:
    """Answer one question; false where it was refused, which does not end the conversation."""
    with Interrupt() as interrupt:
        try:
            write_steps(conversation.say(text, cancel=interrupt), ends_line=True)
        except RequestError as error:
            print_error(error)
            return False
    if conversation.answer.finish_reason != "stop":
        messages().print(f"[{conversation.answer.finish_reason}]", style="dim", markup=False)
    return True


def _enable_line_editing() -> None:
    # Importing it is what gives input() history and arrow keys; Windows has its own.
    try:
        import readline  # noqa: F401
    except ImportError:
        return
