"""Runs a task on workers that do not start; a process of its own, since Daft leaves their pipes open."""

import os
import signal
import sys
from pathlib import Path

from llamita.corpus.runner import daft_runner
from llamita.errors import LlamitaError
from tests.corpus.runner.tasks import Touch


def children() -> set[int]:
    """Processes that this one has started."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {int(number) for task in tasks for number in task.read_text().split()}


if __name__ == "__main__":
    daft_runner.START_S = float(sys.argv[2])
    try:
        list(daft_runner.DaftRunner("native", workers=1).run(Touch(Path(sys.argv[1])), ["p0"]))
    except LlamitaError as error:
        sys.stdout.write(f"{type(error).__name__}: {error}")
    for child in children():
        os.kill(child, signal.SIGKILL)
    sys.stdout.flush()
    os._exit(0)
