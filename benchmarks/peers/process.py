"""A side of a race as seen from the program that runs the race."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llamita.assembly import describe_machine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

    from llamita.assembly.bench_cases import Case

_KIB = 1024
ROOT = Path(__file__).resolve().parents[2]


class SideFailed(Exception):
    """It could not be started, or not do what was asked."""


class RemoteSide:
    """A child process that has loaded the model.

    Args:
        python: the interpreter of the environment that it runs in.
        module: of ``benchmarks.peers``, which calls ``child.serve``.
        arguments: of its command line: a GGUF file, the number of threads, and for ours the engine.
        log: where what it prints goes.

    Raises:
        SideFailed: it does not start.
    """

    def __init__(self, python: Path, module: str, arguments: Sequence[str], log: IO[bytes]) -> None:
        self._process = subprocess.Popen(
            [str(python), "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=ROOT,
        )
        self.settings: dict[str, Any] = self._ask(ask="settings")["settings"]

    @property
    def process_id(self) -> int:
        """Of the child."""
        return self._process.pid

    def prepare(self, case: Case) -> None:
        """Read what lies before the case, and run it once."""
        self._ask(ask="prepare", **_parts(case))

    def seconds(self, case: Case) -> float:
        """Seconds for all tokens of the case."""
        seconds: float = self._ask(ask="seconds", **_parts(case))["seconds"]
        return seconds

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _ask(self, **request: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON carries
        to_child, from_child = self._process.stdin, self._process.stdout
        if to_child is None or from_child is None:
            raise SideFailed("it has no pipes")
        try:
            to_child.write(json.dumps(request) + "\n")
            to_child.flush()
        except BrokenPipeError as error:
            raise SideFailed(f"it ended with status {self._process.wait()}") from error
        line = from_child.readline()
        if not line:
            raise SideFailed(f"it ended with status {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise SideFailed(answer["error"])
        return answer


@dataclass(frozen=True, slots=True)
class ProcessMemory:
    """What a process has of the machine's memory."""

    resident_bytes: int
    """Now, with the pages of mapped files."""
    peak_bytes: int
    """The most it ever had."""


def memory_of(process_id: int) -> ProcessMemory:
    """Ask the system, which must be Linux."""
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii", errors="replace")
    sizes_kib = {name: int(size) for name, size in re.findall(r"^(Vm\w+):\s+(\d+) kB$", status, re.MULTILINE)}
    return ProcessMemory(sizes_kib["VmRSS"] * _KIB, sizes_kib["VmHWM"] * _KIB)


class BusyCores:
    """Within ``with``, as many processes as there are cores do nothing but take time."""

    def __enter__(self) -> BusyCores:
        command = [sys.executable, "-c", "while True: pass"]
        self._processes = [subprocess.Popen(command) for _ in range(describe_machine().num_cores)]
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()
            process.wait()


def _parts(case: Case) -> dict[str, Any]:
    return {"kind": case.kind, "depth_tokens": case.depth_tokens, "num_tokens": case.num_tokens}
