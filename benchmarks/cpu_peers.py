"""Our CPU engine against llama.cpp, OpenVINO GenAI and `transformers`, on the same file, in turn.

    python -m benchmarks.cpu_peers --setup     # once: an environment for each; llama.cpp is compiled
    python -m benchmarks.cpu_peers

Every side has a process of its own, keeps its model loaded and sleeps while others run. In each round each
case is run by every side, one right after the other, in an order that turns round by round; what counts is
the median of the rounds' ratios. Beside each round stand the machine's limits. At the end the same with as
many processes in the way as there are cores.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from typing import TYPE_CHECKING, Any

from benchmarks.peers.environments import OURS, PEERS, python_of, set_up
from benchmarks.peers.process import BusyCores, RemoteSide, SideFailed
from benchmarks.report import summary, write_result
from llamita.assembly import DEFAULT_MODEL, describe_machine, find_checkpoint
from llamita.assembly.bench_cases import CASES, Case, cases_within
from llamita.assembly.machine import measure_peak_arithmetic, measure_read_bandwidth

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import IO

RIVAL = "llama_cpp"
NUM_ROUNDS = 5
NUM_BUSY_ROUNDS = 3
# Shorter than its idle twin: llama.cpp writes a few tokens a second when its threads must share their cores.
BUSY_CASE = Case(name="decode_32", kind="decode", depth_tokens=0, num_tokens=32)
PROBE_BYTES = 1 << 30


def main(arguments: Sequence[str] = ()) -> None:
    """Set the environments up, or race and write the result."""
    options = _options(arguments)
    if options.setup:
        for name in options.peers:
            print(f"{name}: {set_up(name) or 'ready'}", flush=True)
        return
    checkpoint = find_checkpoint(options.model, pull=True)[1]
    with tempfile.TemporaryFile() as log:
        race = Race([OURS, *options.peers], options, checkpoint.path, log)
        try:
            cases = cases_within(checkpoint.spec.context_tokens)
            figures = race.run([case for case in cases if case.name in options.cases])
            if options.busy_rounds:
                figures |= race.run_beside_others()
        finally:
            race.close()
    figures |= {
        "model": options.model,
        "num_threads": options.threads,
        "settings": {name: side.settings for name, side in race.sides.items()},
        "absent": race.absent,
    }
    write_result("cpu_peers", figures)


class Race:
    """The sides that could be started, and why the others could not.

    Args:
        names: of the sides; ours first.
        options: of the command line.
        model: the GGUF file that all of them load.
        log: where what they print goes.
    """

    def __init__(
        self, names: Sequence[str], options: argparse.Namespace, model: Path, log: IO[bytes]
    ) -> None:
        self._options = options
        self.sides: dict[str, RemoteSide] = {}
        self.absent: dict[str, str] = {}
        for name in names:
            python = python_of(name)
            if python is None:
                self.absent[name] = "not set up: run `python -m benchmarks.cpu_peers --setup`"
                continue
            print(f"loading {name}", flush=True)
            arguments = (str(model), str(options.threads), options.engine)
            try:
                self.sides[name] = RemoteSide(python, PEERS[name].module, arguments, log)
            except SideFailed as error:
                self.absent[name] = str(error)

    def close(self) -> None:
        """End every side."""
        for side in self.sides.values():
            side.close()

    def run(self, cases: Sequence[Case]) -> dict[str, Any]:
        """Speeds of all cases and sides, and ours relative to each other side's."""
        runners = {case: self._prepared(case) for case in cases}
        runs: dict[Case, dict[str, list[float]]] = {
            case: {name: [] for name in names} for case, names in runners.items()
        }
        reads, int8s = [], []
        for number in range(self._options.rounds):
            print(f"round {number + 1} of {self._options.rounds}", flush=True)
            for case in cases:
                reads.append(measure_read_bandwidth(self._options.threads, size_bytes=PROBE_BYTES))
                int8s.append(measure_peak_arithmetic(self._options.threads, "int8"))
                self._time(case, runs[case], number)
        figures = {key: value for case in cases for key, value in _compared(case.name, runs[case]).items()}
        limits = {"read_bandwidth_bytes_per_s": reads, "int8_operations_per_s": int8s}
        for key, values in limits.items():
            if known := [value for value in values if value is not None]:
                figures[key] = summary(known)
        return figures

    def run_beside_others(self) -> dict[str, Any]:
        """Ours and llama.cpp while other processes want the cores; and ours without them, in turn."""
        runs: dict[str, list[float]] = {name: [] for name in self._prepared(BUSY_CASE, (OURS, RIVAL))}
        idle: list[float] = []
        for number in range(self._options.busy_rounds):
            print(f"busy round {number + 1} of {self._options.busy_rounds}", flush=True)
            if OURS in runs:
                idle.append(BUSY_CASE.num_tokens / self.sides[OURS].seconds(BUSY_CASE))
            with BusyCores():
                self._time(BUSY_CASE, runs, number)
        figures = _compared("busy_decode_32", runs)
        if OURS in runs:
            ratios = [busy / alone for busy, alone in zip(runs[OURS], idle, strict=True)]
            figures["ratio_busy_decode_32_ours_to_ours_idle"] = summary(ratios)
        return figures

    def _prepared(self, case: Case, names: Sequence[str] | None = None) -> list[str]:
        """The sides that are ready to run the case."""
        ready = []
        for name, side in self.sides.items():
            if case.depth_tokens > PEERS[name].max_depth_tokens or (names and name not in names):
                continue
            print(f"preparing {case.name} of {name}", flush=True)
            try:
                side.prepare(case)
            except SideFailed as error:
                self.absent[f"{name} {case.name}"] = str(error)
                continue
            ready.append(name)
        return ready

    def _time(self, case: Case, runs: dict[str, list[float]], number: int) -> None:
        """Run the case once by each of its sides, starting with another one in each round.

        A side that fails leaves the case, with its earlier runs.
        """
        names = list(runs)
        first = number % max(1, len(names))
        for name in names[first:] + names[:first]:
            try:
                runs[name].append(case.num_tokens / self.sides[name].seconds(case))
            except SideFailed as error:
                self.absent[f"{name} {case.name}"] = str(error)
                del runs[name]


def _compared(case_name: str, runs: dict[str, list[float]]) -> dict[str, Any]:
    """Speeds in tokens/s, and the ratios of ours to each other's of the same round."""
    figures = {f"{case_name}_{name}_tokens_per_s": summary(speeds) for name, speeds in runs.items()}
    for name, speeds in runs.items():
        if name != OURS and OURS in runs:
            ratios = [ours / theirs for ours, theirs in zip(runs[OURS], speeds, strict=True)]
            figures[f"ratio_{case_name}_ours_to_{name}"] = summary(ratios)
    return figures


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cpu_peers", description=__doc__)
    others = [name for name in PEERS if name != OURS]
    case_names = [case.name for case in CASES]
    parser.add_argument("--setup", action="store_true", help="prepare the environments, and stop")
    parser.add_argument("--peers", nargs="*", choices=others, default=others)
    parser.add_argument("--cases", nargs="*", choices=case_names, default=case_names)
    parser.add_argument("--rounds", type=int, default=NUM_ROUNDS)
    parser.add_argument("--busy-rounds", type=int, default=NUM_BUSY_ROUNDS, help="0 leaves them out")
    parser.add_argument("--threads", type=int, default=describe_machine().num_cores)
    parser.add_argument("--engine", default="cpu", help="ours")
    parser.add_argument("--model", default=DEFAULT_MODEL, metavar="NAME|PATH")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
