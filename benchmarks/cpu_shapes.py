"""How much of the machine our CPU engine uses on models of several sizes: bandwidth, arithmetic, memory.

The default model, and models of 1.1 and 7 billion random weights in 4 bits; 13 and 34 billion on request. The
files are written to a folder of their own and removed again: 4 GB at a time for 7B, 19 GB for 34B.

Each model is loaded by a process of its own, which sleeps while the limits are measured here, right before
each run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.peers.environments import OURS, PEERS
from benchmarks.peers.process import RemoteSide, memory_of
from benchmarks.random_models import SPECS, write_random_model
from benchmarks.report import summary, write_result
from llamita.assembly import DEFAULT_MODEL, describe_machine, find_checkpoint
from llamita.assembly.bench_cases import Case, Work
from llamita.assembly.machine import measure_peak_arithmetic, measure_read_bandwidth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llamita.spec import ModelSpec

DEFAULT_SIZE = "135m"
NUM_ROUNDS = 5
PROBE_BYTES = 1 << 30
# What a process may take: so many times its file, and so much for Python and the cache.
ALLOWED_FILES = 1.35
ALLOWED_BYTES = 120e6
# What a case of about two seconds needs; the default model is small enough for more.
DECODE = Case(name="decode", kind="decode", depth_tokens=0, num_tokens=16)
LONG_DECODE = Case(name="decode", kind="decode", depth_tokens=0, num_tokens=128)
PREFILL = Case(name="prefill", kind="prefill", depth_tokens=0, num_tokens=128)


def main(arguments: Sequence[str] = ()) -> None:
    """Measure every size in turn and write the result."""
    options = _options(arguments)
    figures: dict[str, Any] = {"num_threads": options.threads, "format": options.format}
    for size in options.sizes:
        if size == DEFAULT_SIZE:
            path = find_checkpoint(DEFAULT_MODEL, pull=True)[1].path
            figures |= measure(size, path, options)
            continue
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            path = Path(folder, f"{size}.gguf")
            print(f"writing {size}", flush=True)
            write_random_model(size, options.format, path)
            figures |= measure(size, path, options)
    write_result("cpu_shapes", figures)


def measure(size: str, path: Path, options: argparse.Namespace) -> dict[str, Any]:
    """The figures of one model."""
    print(f"loading {size}", flush=True)
    spec = find_checkpoint(path)[1].spec
    with tempfile.TemporaryFile() as log:
        side = RemoteSide(
            Path(sys.executable), PEERS[OURS].module, (str(path), str(options.threads), options.engine), log
        )
        loaded = memory_of(side.process_id)
        decode = LONG_DECODE if size == DEFAULT_SIZE else DECODE
        for case in (decode, PREFILL):
            side.prepare(case)
        figures = _speeds(side, spec, decode, options)
        used = memory_of(side.process_id)
        settings = side.settings
        side.close()
    file_bytes = path.stat().st_size
    figures |= {
        "load_s": settings["load_s"],
        "file_bytes": file_bytes,
        "resident_after_load_bytes": loaded.resident_bytes,
        "resident_bytes": used.resident_bytes,
        "peak_bytes": used.peak_bytes,
        "resident_to_file": used.resident_bytes / file_bytes,
        "resident_to_allowance": used.resident_bytes / (ALLOWED_FILES * file_bytes + ALLOWED_BYTES),
        "kernel_table": settings["kernel_table"],
    }
    return {f"{size}_{key}": value for key, value in figures.items()}


def _speeds(side: RemoteSide, spec: ModelSpec, decode: Case, options: argparse.Namespace) -> dict[str, Any]:
    """Speeds, and the shares of the limits; shares only of an engine that says what it reads."""
    settings = side.settings
    work = Work(spec, settings["weight_bytes"], settings["cache_bytes_per_token"])
    table = settings["kernel_table"] if settings["weight_bytes"] else None
    runs: dict[str, list[float]] = {}

    def keep(key: str, value: float) -> None:
        runs.setdefault(key, []).append(value)

    for number in range(options.rounds):
        print(f"round {number + 1} of {options.rounds}", flush=True)
        read_per_s = measure_read_bandwidth(options.threads, size_bytes=PROBE_BYTES)
        decode_s = side.seconds(decode)
        peak_per_s = measure_peak_arithmetic(options.threads, "int8", kernel_table=table)
        prefill_s = side.seconds(PREFILL)
        keep("decode_tokens_per_s", decode.num_tokens / decode_s)
        keep("prefill_tokens_per_s", PREFILL.num_tokens / prefill_s)
        read_bytes, operations = work.of(decode), work.of(PREFILL)
        if read_bytes is None or operations is None or read_per_s is None or peak_per_s is None:
            continue
        keep("read_bandwidth_bytes_per_s", read_per_s)
        keep("int8_operations_per_s", peak_per_s)
        keep("decode_bandwidth_reached", read_bytes / decode_s / read_per_s)
        keep("prefill_operations_per_s", operations / prefill_s)
        keep("prefill_arithmetic_reached", operations / prefill_s / peak_per_s)
    return {key: summary(values) for key, values in runs.items()}


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cpu_shapes", description=__doc__)
    parser.add_argument(
        "--sizes", nargs="*", choices=[DEFAULT_SIZE, *SPECS], default=[DEFAULT_SIZE, "1.1b", "7b"]
    )
    parser.add_argument("--format", choices=("Q4_0", "Q4_K"), default="Q4_0")
    parser.add_argument("--rounds", type=int, default=NUM_ROUNDS)
    parser.add_argument("--threads", type=int, default=describe_machine().num_cores)
    parser.add_argument("--engine", default="cpu")
    parser.add_argument("--folder", type=Path, help="where files are written; default: the system's own")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
