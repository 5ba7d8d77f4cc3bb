"""The verbs of `llamita`; they hold no logic but what a terminal needs.

Data goes to stdout, everything else to stderr. Exit codes: 0 done, 1 done but the answer is no, 2 the
request is wrong, 3 a file is missing or damaged, 4 no capacity, 70 a bug, 130 interrupted, 141 whoever
read the output went away.
"""

import contextlib
import os
import sys
from typing import NoReturn

from llamita.cli.exits import EXIT_INTERRUPTED, EXIT_READER_GONE, ReaderGone
from llamita.version import VERSION

__all__ = ["run"]


def run() -> None:
    """The program `llamita`."""
    try:
        # Before anything is imported: scripts and editors ask for it at every start.
        if sys.argv[1:] == ["--version"]:
            sys.stdout.write(f"llamita {VERSION}\n")
            sys.stdout.flush()
            return
        from llamita.cli.main import main

        try:
            main()
        except SystemExit as left:
            _leave(left)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except (ReaderGone, BrokenPipeError):
        # Python flushes stdout once more at its end, into a pipe that nobody reads.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_READER_GONE)


def _leave(left: SystemExit) -> NoReturn:
    """End the program with the exit code that it was left with.

    Where Daft has worked, at once: a thread of it that still waits for a worker that died would abort the
    interpreter while that tidies up, and what comes out would be 134 instead of the exit code.
    """
    if "daft" in sys.modules and isinstance(left.code, int):
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(left.code)
    raise left
