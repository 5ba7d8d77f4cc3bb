"""Runs tasks that kill their workers; a process of its own, since Daft leaves pipes of dead workers open."""

import sys
from pathlib import Path

from llamita.corpus.runner.daft_runner import DaftRunner
from llamita.errors import CapacityError
from tests.corpus.runner.tasks import KillOnce

if __name__ == "__main__":
    folder, always, kind = Path(sys.argv[1]), sys.argv[2] == "always", sys.argv[3]
    try:
        done = list(DaftRunner(kind, workers=2).run(KillOnce(folder, always=always), [f"p{n}" for n in range(6)]))
        print(*sorted(done))
    except CapacityError as error:
        print(error, error.hint, sep="\n")
