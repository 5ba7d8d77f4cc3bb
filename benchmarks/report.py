"""What every benchmark keeps beside its numbers: machine, commit, command, date, all runs."""

from __future__ import annotations

import datetime
import json
import platform
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from llamita.engines.cpu.machine import describe_machine

RESULTS = Path(__file__).resolve().parent / "results"


def summary(runs: list[float]) -> dict[str, Any]:
    """Minimum, median and maximum, and the runs themselves."""
    return {"min": min(runs), "median": statistics.median(runs), "max": max(runs), "runs": runs}


def write_result(name: str, figures: dict[str, Any]) -> Path:
    """Keep the figures of one benchmark as ``results/NAME.json`` and print them; the path."""
    machine = describe_machine()
    result = {
        "benchmark": name,
        "command": " ".join(["python", *sys.orig_argv[1:]]),
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": {
            "processor": machine.brand,
            "instruction_sets": machine.features,
            "cores": machine.num_cores,
            "memory_bytes": machine.memory.total_bytes,
            "platform": platform.system(),
            "python": platform.python_version(),
        },
        "figures": figures,
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(_without_runs(figures), indent=2))
    return path


def _without_runs(figures: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_runs(value) if isinstance(value, dict) else value
        for key, value in figures.items()
        if key not in {"runs", "prompts"}
    }


def _commit() -> str:
    """The commit, and whether anything but this folder's own results differs from it."""
    commit = _git("rev-parse", "--short", "HEAD") or "unknown"
    changed = _git("status", "--porcelain", "--", ":!benchmarks/results", ":!benchmarks/README.md")
    return f"{commit}-dirty" if changed else commit


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=False).stdout.strip()
