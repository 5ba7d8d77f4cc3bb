"""Our engine as a side of a race."""

from __future__ import annotations

import sys
import time
from typing import Any

from benchmarks.peers.child import serve
from llamita.assembly import load
from llamita.assembly.bench_cases import Case, Timer, Work


class OurSide:
    """A model of ours, with a cache for each case."""

    def __init__(self, path: str, num_threads: int, engine: str) -> None:
        started_s = time.perf_counter()
        self._engine = load(path, engine=engine, num_threads=num_threads).engine
        load_s = time.perf_counter() - started_s
        work = Work.of_engine(self._engine)
        self._timers: dict[Case, Timer] = {}
        self.settings: dict[str, Any] = {
            "engine": self._engine.name,
            "kernel_table": self._engine.kernel_table,
            "num_threads": num_threads,
            "load_s": load_s,
            "weight_bytes": work.weight_bytes,
            "cache_bytes_per_token": work.cache_bytes_per_token,
        }

    def prepare(self, kind: str, depth_tokens: int, num_tokens: int) -> None:
        """Fill a cache for the case."""
        case = _case(kind, depth_tokens, num_tokens)
        self._timers[case] = Timer(self._engine, case)
        self._timers[case].seconds()

    def seconds(self, kind: str, depth_tokens: int, num_tokens: int) -> float:
        """Time it."""
        return self._timers[_case(kind, depth_tokens, num_tokens)].seconds()


def _case(kind: Any, depth_tokens: int, num_tokens: int) -> Case:  # noqa: ANN401 - from JSON
    return Case(name="", kind=kind, depth_tokens=depth_tokens, num_tokens=num_tokens)


if __name__ == "__main__":
    serve(lambda path, num_threads: OurSide(path, num_threads, engine=sys.argv[3]))
