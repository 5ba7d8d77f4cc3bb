"""The verbs of `llamita`; they hold no logic but what a terminal needs.

Data goes to stdout, everything else to stderr. Exit codes: 0 done, 1 done but the answer is no, 2 the
request is wrong, 3 a file is missing or damaged, 4 no capacity, 70 a bug, 130 interrupted.
"""

import sys

from llamita.version import VERSION

__all__ = ["run"]


def run() -> None:
    """The program `llamita`."""
    # Before anything is imported: scripts and editors ask for it at every start.
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"llamita {VERSION}\n")
        return
    from llamita.cli.main import main

    main()
