"""`python -m benchmarks.open_once PATH`: seconds to open a checkpoint, and the memory that the process had.

A program of its own, which imports what opens checkpoints and nothing else.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from llamita.weights.forms import read_checkpoint

_KIB = 1024


def main() -> None:
    """Print the seconds and the bytes as JSON."""
    started_s = time.perf_counter()
    read_checkpoint(Path(sys.argv[1]))
    taken_s = time.perf_counter() - started_s
    # Not getrusage, whose peak begins with that of the process that started this one.
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    print(json.dumps([taken_s, int(peak[1]) * _KIB if peak else 0]))


if __name__ == "__main__":
    main()
