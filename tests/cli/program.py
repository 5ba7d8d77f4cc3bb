"""Running `llamita` as people do: a process, its output, its exit code."""

from __future__ import annotations

import os
import subprocess
import sys

LLAMITA = [sys.executable, "-m", "llamita"]


def run(*arguments, stdin: str | bytes = "", **environment):
    """Run `llamita` with these arguments; the finished process, output as text."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    process = subprocess.run(
        [*LLAMITA, *map(str, arguments)],
        input=data,
        capture_output=True,
        env=os.environ | environment,
        check=False,
        timeout=120,
    )
    process.stdout, process.stderr = process.stdout.decode(), process.stderr.decode()
    return process
