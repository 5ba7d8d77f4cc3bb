"""How long checkpoints of full size take to open in each form, and how much memory that takes.

The files are as large as real ones, but their numbers are holes: opening reads what describes a model and
its tokenizer, and checks it; the numbers are only mapped. Each is opened in a process of its own, whose
memory is counted from its start, interpreter included.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.report import summary, write_result
from llamita.weights.blocks import BF16
from tests.weights.meta.sparse import write_sparse as write_sparse_meta
from tests.weights.sparse_checkpoints import sparse_checkpoint, write_sparse_gguf, write_sparse_hugging_face

NUM_RUNS = 10
SIZES = ("7B", "34B")
LIMIT_S = 1.0
LIMIT_BYTES = 300_000_000


def main() -> None:
    """Open each form of each size in turn."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {
            f"{form}_{size}": path for size in SIZES for form, path in _write(Path(folder), size).items()
        }
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in paths}
        for _ in range(NUM_RUNS):
            for name, path in paths.items():
                command = [sys.executable, "-m", "benchmarks.open_once", str(path)]
                runs[name].append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    figures = {f"{name}_s": summary([taken_s for taken_s, _ in taken]) for name, taken in runs.items()}
    peaks = {f"{name}_peak_bytes": summary([peak for _, peak in taken]) for name, taken in runs.items()}
    write_result("open_forms", {**figures, **peaks, "limit_s": LIMIT_S, "limit_peak_bytes": LIMIT_BYTES})
    slow = [name for name, figure in figures.items() if figure["median"] > LIMIT_S]
    large = [name for name, peak in peaks.items() if peak["max"] > LIMIT_BYTES]
    if slow or large:
        sys.exit(f"beyond their limits: {', '.join(slow + large)}")


def _write(folder: Path, size: str) -> dict[str, Path]:
    """The files of one size, by form."""
    checkpoint = sparse_checkpoint(f"codellama-{size.lower()}", BF16)
    return {
        "gguf": write_sparse_gguf(checkpoint, folder / f"{size}.gguf"),
        "safetensors": write_sparse_hugging_face(checkpoint, folder / f"{size}-hugging-face"),
        "meta": write_sparse_meta(folder / f"{size}-meta", size),
    }
