"""The verbs of `llamita`; they hold no logic but what a terminal needs.

Data goes to stdout, everything else to stderr. Exit codes: 0 done, 1 done but the answer is no, 2 the
request is wrong, 3 a file is missing or damaged, 4 no capacity, 70 a bug, 130 interrupted, 141 whoever
read the output went away.
"""

import os
import sys

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

        main()
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except (ReaderGone, BrokenPipeError):
        # Python flushes stdout once more at its end, into a pipe that nobody reads.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_READER_GONE)
