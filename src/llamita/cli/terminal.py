"""What every verb does with a terminal: answers and JSON to stdout, the rest to stderr."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rich.console import Console

from llamita.cli.exits import EXIT_INTERRUPTED, ReaderGone
from llamita.errors import ArtifactError, LlamitaError, RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType, TracebackType

    from rich.progress import Progress, TaskID

    from llamita.generate import Step

STDIN = "-"
JSON_FLAG = "--json"


def messages() -> Console:
    """Where everything goes that is not the answer; colored only on a terminal."""
    return Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


def print_error(error: LlamitaError) -> None:
    """Say what failed and what to do; with ``--json`` also as the one object on stdout."""
    console = messages()
    console.print("error:", style="bold red", end=" ")
    console.print(printable(str(error)), markup=False)
    if error.hint:
        console.print("hint:", style="bold cyan", end=" ")
        console.print(printable(error.hint), markup=False)
    if JSON_FLAG in sys.argv:
        print_json({"error": str(error), "hint": error.hint, "exit_code": error.exit_code})


def print_warning(message: Warning | str, *_where: object) -> None:
    """Say a warning as one line; which line of ours raised it is nothing to a user."""
    console = messages()
    console.print("warning:", style="bold yellow", end=" ")
    console.print(printable(str(message)), markup=False)


def print_json(data: dict[str, Any]) -> None:
    """The one object of ``--json``."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    # Half a surrogate pair, from a file name that is not UTF-8, is no text: it goes out escaped.
    _write(text.encode(errors="backslashreplace").decode())


def print_line(text: str = "") -> None:
    """One line of an answer that is not a model's own text."""
    _write((printable(text) if sys.stdout.isatty() else text) + "\n")


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderGone from error


def read_text(source: str) -> str:
    """The text of a file, or of stdin for ``-``; line ends are kept as they are.

    Raises:
        ArtifactError: the file cannot be read, or is not UTF-8.
    """
    name = "stdin" if source == STDIN else f"`{source}`"
    if source == STDIN and sys.stdin is None:
        raise ArtifactError("cannot read stdin: it is closed")
    try:
        data = sys.stdin.buffer.read() if source == STDIN else Path(source).read_bytes()
    except OSError as error:
        raise ArtifactError(f"cannot read {name}: {error.strerror}") from error
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ArtifactError(
            f"{name} is not UTF-8 text: byte {error.start} is 0x{data[error.start]:02x}",
            hint="convert it first, for example with `iconv -t UTF-8`",
        ) from error


def write_steps(steps: Iterable[Step], *, ends_line: bool = False) -> None:
    """Show an answer while it is being written; on a terminal, or if asked to, end its last line."""
    is_terminal = sys.stdout.isatty()
    last = "\n"
    for step in steps:
        if step.text:
            last = step.text[-1]
            _write(printable(step.text) if is_terminal else step.text)
    if (is_terminal or ends_line) and last != "\n":
        _write("\n")


def printable(text: str) -> str:
    r"""Text that cannot command the terminal: control characters become U+FFFD, CR goes.

    >>> printable("a\x1b[2Jb\r\n")
    'a�[2Jb\n'
    """
    return "".join(
        c if c in "\n\t" or (c >= " " and not "\x7f" <= c <= "\x9f") else "\ufffd"
        for c in text.replace("\r", "")
    )


def exit_code_of(finish_reason: str) -> int:
    """What a verb exits with after an answer that ended so."""
    return EXIT_INTERRUPTED if finish_reason == "cancelled" else 0


class Interrupt:
    """Within ``with``, the first Ctrl-C ends the answer and keeps it; a second one ends the program.

    Call it to ask whether the first has come: it is the ``cancel`` of ``Model.chat`` and its kin.
    """

    def __init__(self) -> None:
        self._pressed = False

    def __call__(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self._pressed

    def __enter__(self) -> Interrupt:
        self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _press(self, _signal_number: int, _frame: FrameType | None) -> None:
        if self._pressed:
            raise KeyboardInterrupt
        self._pressed = True


class TerminalProgress:
    """Shows how long work goes on: a bar on a terminal, a line at its start elsewhere.

    Args:
        unit: what the work is counted in.
    """

    def __init__(self, unit: Literal["bytes", "tokens", "items"] = "bytes") -> None:
        self._console = messages()
        self._unit = unit
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def start(self, label: str, total: int) -> None:
        """A piece of work begins."""
        from rich import progress

        counts_bytes = self._unit == "bytes"
        if not self._console.is_terminal:
            size = f"{total / 1e6:.1f} MB" if counts_bytes else f"{total:,} {self._unit}"
            self._console.print(f"{label} ({size})", markup=False)
            return
        counted: tuple[progress.ProgressColumn, ...] = (
            (progress.DownloadColumn(), progress.TransferSpeedColumn())
            if counts_bytes
            else (progress.MofNCompleteColumn(), progress.TextColumn(self._unit))
        )
        self._progress = progress.Progress(
            progress.TextColumn("{task.description}", markup=False),
            progress.BarColumn(),
            *counted,
            progress.TimeRemainingColumn(),
            console=self._console,
        )
        self._task = self._progress.add_task(label, total=total)
        self._progress.start()

    def advance_to(self, done: int) -> None:
        """So much of it is done."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done)

    def finish(self) -> None:
        """It ended, well or not."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def note(self, message: str) -> None:
        """Something a person wants to know."""
        self._console.print(message, markup=False)


def require(condition: object, message: str, *, hint: str | None = None) -> None:
    """Refuse flags that contradict each other.

    Raises:
        RequestError: ``condition`` does not hold.
    """
    if not condition:
        raise RequestError(message, hint=hint)
