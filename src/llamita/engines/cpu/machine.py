"""What this machine has: processor, instruction sets, cores, memory; how fast it reads and computes.

Everything here but the instruction sets and the two speeds is known also without the native extension.
"""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from llamita.engines.cpu import memory
from llamita.engines.cpu.memory import Memory, describe_memory
from llamita.errors import CapacityError, RequestError

try:
    # Not `from ... import`: that raises the same error for a missing and for a damaged file.
    import llamita.engines.cpu._native as _native
except ModuleNotFoundError:
    _MISSING_REASON: str | None = "built without a compiler"
except ImportError as error:
    _MISSING_REASON = f"the extension does not load: {error}"
else:
    _MISSING_REASON = None

if TYPE_CHECKING:
    from collections.abc import Callable

Arithmetic = Literal["int8", "fma"]
"""Products of int8 added to int32, or of float32 added to float32."""

MIB = 1024 * 1024
PROBE_MIN_BYTES = 256 * MIB
PROBE_BYTES_PER_THREAD = 32 * MIB  # above one core's share of the last cache, on any machine known
PROBE_MIN_SECONDS = 0.3


@dataclass(frozen=True, kw_only=True, slots=True)
class Machine:
    """The machine this process runs on, as far as it may use it."""

    brand: str
    """What the processor calls itself, or its architecture where it does not say."""
    features: tuple[str, ...]
    """Instruction sets that processor and operating system allow; empty without the extension."""
    kernel_tables: tuple[str, ...]
    """The kernel tables that this processor runs, the best one first; empty without the extension."""
    native_available: bool
    """Whether the native extension is installed and loads."""
    native_missing_reason: str | None
    """Why it is not; None if it is."""
    num_cores: int
    """Logical cores this process may run on, at least 1."""
    memory: Memory
    """Main memory, total and available, in bytes."""
    platform: str
    """Operating system, its release and the architecture."""


def describe_machine() -> Machine:
    """Say what this machine has; takes milliseconds and changes nothing."""
    brand = ""
    features: tuple[str, ...] = ()
    if _MISSING_REASON is None:
        found = _native.machine()
        brand = found["brand"]
        features = tuple(name for name, usable in found["features"].items() if usable)
    return Machine(
        brand=brand or _brand_from_system(),
        features=features,
        kernel_tables=() if _MISSING_REASON is not None else tuple(_native.kernel_tables()),
        native_available=_MISSING_REASON is None,
        native_missing_reason=_MISSING_REASON,
        num_cores=count_cores(),
        memory=describe_memory(),
        platform=f"{platform.system()} {platform.release()} {platform.machine()}",
    )


def measure_read_bandwidth(
    num_threads: int, *, size_bytes: int | None = None, min_seconds: float = PROBE_MIN_SECONDS
) -> float | None:
    """Measure how many bytes per second ``num_threads`` threads read from main memory together.

    With plain loads of the widest registers there are. Other work on the machine lowers the result, so
    measure beside what it is to be compared with.

    Args:
        num_threads: in [1, 1024]; more than ``Machine.num_cores`` is allowed and rarely faster.
        size_bytes: how much memory is read again and again, at least 4096 bytes a thread; None takes
            256 MiB or 32 MiB per thread, whichever is more.
        min_seconds: in (0, 60]; filling the memory comes on top.

    Returns:
        Bytes per second, or None without the native extension.

    Raises:
        RequestError: an argument is outside its range.
        CapacityError: the memory for the probe cannot be had.
    """
    if _MISSING_REASON is not None:
        return None
    if size_bytes is None:
        size_bytes = max(PROBE_MIN_BYTES, num_threads * PROBE_BYTES_PER_THREAD)
    try:
        return _measured(lambda: _native.measure_read_bandwidth(num_threads, size_bytes, min_seconds))
    except MemoryError as error:
        raise CapacityError(
            f"no memory for the bandwidth probe: {num_threads} threads need {size_bytes} bytes",
            hint="ask for fewer threads",
        ) from error


def arithmetic_tables() -> tuple[str, ...]:
    """The kernel tables whose peak can be measured here, the widest first; empty without the extension."""
    return tuple(_native.arithmetic_tables()) if _MISSING_REASON is None else ()


def measure_peak_arithmetic(
    num_threads: int,
    kind: Arithmetic,
    *,
    kernel_table: str | None = None,
    min_seconds: float = PROBE_MIN_SECONDS,
) -> float | None:
    """Measure how many operations per second ``num_threads`` threads reach, all numbers in registers.

    A multiplication and an addition count one each.

    Args:
        num_threads: in [1, 1024].
        kind: what is multiplied and added.
        kernel_table: whose instructions are used, one of ``arithmetic_tables()``; None takes the first.
        min_seconds: in (0, 60].

    Returns:
        Operations per second, or None where there is no table to measure.

    Raises:
        RequestError: an argument is outside its range.
    """
    tables = arithmetic_tables()
    if not tables:
        return None
    table = tables[0] if kernel_table is None else kernel_table
    return _measured(lambda: _native.measure_peak_arithmetic(num_threads, kind, table, min_seconds))


def _measured(probe: Callable[[], float]) -> float:
    try:
        return probe()
    except ValueError as error:
        raise RequestError(str(error)) from error


def count_cores() -> int:
    """Cores this process may use, at least 1: those it may run on, within the container's share of time."""
    num_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = (memory.CGROUP / "cpu.max").read_text(encoding="ascii").split()
        return max(1, min(num_cores, -(-int(quota) // int(period))))
    except (OSError, ValueError):  # no such file, or "max": no limit
        return num_cores


def _brand_from_system() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "") or platform.processor() or platform.machine()
