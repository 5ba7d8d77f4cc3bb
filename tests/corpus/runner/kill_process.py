"""Runs tasks that kill their workers; a process of its own, since Daft leaves pipes of dead workers open."""

import os
import sys
from pathlib import Path

from llamita.corpus.runner.daft_runner import DaftRunner
from llamita.errors import CapacityError
from tests.corpus.runner.tasks import KillOnce

if __name__ == "__main__":
    folder, always, kind = Path(sys.argv[1]), sys.argv[2] == "always", sys.argv[3]
    try:
        parts = [f"p{number}" for number in range(6)]
        done = list(DaftRunner(kind, workers=2).run(KillOnce(folder, always=always), parts))
        sys.stdout.write(" ".join(sorted(done)))
    except CapacityError as error:
        sys.stdout.write(f"{error}\n{error.hint}")
    # As the program does: threads of Daft that still wait for a dead worker would abort the interpreter.
    sys.stdout.flush()
    os._exit(0)
