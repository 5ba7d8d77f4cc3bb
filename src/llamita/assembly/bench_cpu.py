"""How fast an engine is on this machine, beside what the machine could do in the same seconds."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from llamita.assembly.bench_cases import Timer, Work, cases_within
from llamita.assembly.machine import (
    arithmetic_tables,
    describe_machine,
    measure_peak_arithmetic,
    measure_read_bandwidth,
)
from llamita.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from llamita.assembly.bench_cases import Case
    from llamita.engines.contract import Engine

DEFAULT_ROUNDS: Final = 5
PROBE_BYTES: Final = 1 << 30
"""As much memory as the read probe goes through: no cache holds it."""
PROBE_SECONDS: Final = 0.3


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What the machine can do at best, each the median of the probes that ran between the cases.

    None where there is no probe for it: without the native extension, or on a processor without its
    instructions.
    """

    read_one_thread_bytes_per_s: float | None
    read_bytes_per_s: float | None
    int8_operations_per_s: float | None
    fma_operations_per_s: float | None


@dataclass(kw_only=True, slots=True)
class Figure:
    """One case: the speeds of its runs, and the share of the limit that each reached."""

    case: Case
    tokens_per_s: list[float] = field(default_factory=list)
    reached: list[float] = field(default_factory=list)
    """Of the limit measured right before the run: bytes read in a decode, arithmetic with weights in a
    prefill. Empty for an engine that does not say what it reads, or a machine that cannot be probed."""

    def to_json(self) -> dict[str, Any]:
        """Medians, and every run."""
        return {
            "name": self.case.name,
            "depth_tokens": self.case.depth_tokens,
            "num_tokens": self.case.num_tokens,
            "tokens_per_s": statistics.median(self.tokens_per_s),
            "reached": statistics.median(self.reached) if self.reached else None,
            "runs_tokens_per_s": self.tokens_per_s,
            "runs_reached": self.reached,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Speed:
    """How fast an engine was, and what would have been possible."""

    kernel_table: str
    num_threads: int
    limits: Limits
    figures: tuple[Figure, ...]


class Probes:
    """The machine's limits, measured again and again, for one number of threads and one engine.

    Args:
        engine: whose kernel table the peak of arithmetic is measured for.
        num_threads: how many threads read and compute.
    """

    def __init__(self, engine: Engine[Any], num_threads: int) -> None:
        self.num_threads = num_threads
        # An engine without a table of ours, as `reference`, is compared with nothing.
        self._table = engine.kernel_table if engine.kernel_table in arithmetic_tables() else None
        self._read: list[float | None] = []
        self._int8: list[float | None] = []

    def read_bytes_per_s(self) -> float | None:
        """The bandwidth now."""
        self._read.append(
            measure_read_bandwidth(self.num_threads, size_bytes=PROBE_BYTES, min_seconds=PROBE_SECONDS)
        )
        return self._read[-1]

    def int8_operations_per_s(self) -> float | None:
        """The peak of the engine's kernel table now; of the widest one, where it has none."""
        self._int8.append(
            measure_peak_arithmetic(
                self.num_threads, "int8", kernel_table=self._table, min_seconds=PROBE_SECONDS
            )
        )
        return self._int8[-1]

    def limits(self) -> Limits:
        """Everything measured so far, and what is measured only once."""
        return Limits(
            read_one_thread_bytes_per_s=measure_read_bandwidth(
                1, size_bytes=PROBE_BYTES, min_seconds=PROBE_SECONDS
            ),
            read_bytes_per_s=_median(self._read),
            int8_operations_per_s=_median(self._int8),
            fma_operations_per_s=measure_peak_arithmetic(
                self.num_threads, "fma", kernel_table=self._table, min_seconds=PROBE_SECONDS
            ),
        )


def measure_speed(
    engine: Engine[Any],
    *,
    num_threads: int | None = None,
    num_rounds: int = DEFAULT_ROUNDS,
    told: Callable[[str], None] = lambda _message: None,
) -> Speed:
    """Time every case that fits into the model's context, in turn with the probes of the machine.

    Takes about half a minute for the default model. Other work on the machine lowers all numbers.

    Args:
        engine: already loaded, with ``num_threads`` threads.
        num_threads: how many threads the probes use; None is all cores.
        num_rounds: how often each case is timed; medians are reported.
        told: is told what happens now.

    Raises:
        RequestError: ``num_rounds`` is not positive, or the model's context is too short for every case.
        CapacityError: the memory for a cache or a probe cannot be had.
    """
    if num_rounds < 1:
        raise RequestError(f"rounds must be 1 or more, got {num_rounds}")
    figures = tuple(Figure(case=case) for case in cases_within(engine.spec.context_tokens))
    if not figures:
        raise RequestError(
            f"the model's context of {engine.spec.context_tokens} tokens is too short for any measurement"
        )
    probes = Probes(engine, num_threads or describe_machine().num_cores)
    timers = []
    for figure in figures:
        told(f"preparing {figure.case.name}")
        timers.append(Timer(engine, figure.case))
        timers[-1].seconds()  # the first run pays for pages and caches that later ones find
    work = Work.of_engine(engine)
    for number in range(num_rounds):
        told(f"round {number + 1} of {num_rounds}")
        for figure, timer in zip(figures, timers, strict=True):
            _run(figure, timer, work, probes)
    return Speed(
        kernel_table=engine.kernel_table,
        num_threads=probes.num_threads,
        limits=probes.limits(),
        figures=figures,
    )


def _run(figure: Figure, timer: Timer, work: Work, probes: Probes) -> None:
    is_prefill = figure.case.kind == "prefill"
    limit_per_s = probes.int8_operations_per_s() if is_prefill else probes.read_bytes_per_s()
    taken_s = timer.seconds()
    figure.tokens_per_s.append(figure.case.num_tokens / taken_s)
    amount = work.of(figure.case)
    if limit_per_s is not None and amount is not None:
        figure.reached.append(amount / taken_s / limit_per_s)


def _median(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None
