"""How long the program takes to say its version, as a whole process."""

from __future__ import annotations

import subprocess
import sys
import time

from benchmarks.report import summary, write_result

NUM_RUNS = 30


def main() -> None:
    """Interleave `llamita --version` with an empty Python, which is the limit."""
    commands = {
        "version": [sys.executable, "-m", "llamita", "--version"],
        "help": [sys.executable, "-m", "llamita", "--help"],
        "empty_python": [sys.executable, "-c", "pass"],
    }
    wall_s: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(NUM_RUNS):
        for name, command in commands.items():
            started_s = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            wall_s[name].append(time.perf_counter() - started_s)
    write_result("start", {f"{name}_wall_s": summary(runs) for name, runs in wall_s.items()})
