"""How much main memory there is, and how much of it this process can still have."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
CGROUP = Path("/sys/fs/cgroup")
KIB = 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """Main memory in bytes, within the container's limit where there is one; None where unknown."""

    total_bytes: int | None
    """What the machine or the container has."""
    available_bytes: int | None
    """What could be had now without swapping."""


def describe_memory() -> Memory:
    """Ask the operating system; takes microseconds."""
    return _within_container(_machine_memory())


def _within_container(machine: Memory) -> Memory:
    """Lower both numbers to the control group's limit (version 2), if it sets one."""
    try:
        limit_bytes = int((CGROUP / "memory.max").read_text(encoding="ascii"))
        used_bytes = int((CGROUP / "memory.current").read_text(encoding="ascii"))
        # Files read once count as used, but give way at once when memory is asked for.
        reclaimable_bytes = _numbers_by_name(CGROUP / "memory.stat").get("inactive_file", 0)
    except (OSError, ValueError):  # no such file, or "max": no limit
        return machine
    free_bytes = max(0, limit_bytes - used_bytes + reclaimable_bytes)
    return Memory(
        total_bytes=min(machine.total_bytes or limit_bytes, limit_bytes),
        available_bytes=min(machine.available_bytes or free_bytes, free_bytes),
    )


def _numbers_by_name(path: Path) -> dict[str, int]:
    """Read lines like ``MemTotal:  16303112 kB`` and ``inactive_file 4096``."""
    fields = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {words[0].rstrip(":"): int(words[1]) for words in fields if words[1:] and words[1].isdigit()}


if sys.platform == "win32":
    import ctypes

    class _MemoryStatus(ctypes.Structure):
        # Windows' MEMORYSTATUSEX: two 32-bit words, then seven 64-bit ones.
        _fields_ = (
            ("length_bytes", ctypes.c_uint32),
            ("load_percent", ctypes.c_uint32),
            ("total_bytes", ctypes.c_uint64),
            ("available_bytes", ctypes.c_uint64),
            ("others", ctypes.c_uint64 * 5),
        )

    def _machine_memory() -> Memory:
        status = _MemoryStatus(length_bytes=ctypes.sizeof(_MemoryStatus))
        if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
            return Memory(total_bytes=None, available_bytes=None)
        return Memory(total_bytes=status.total_bytes, available_bytes=status.available_bytes)

else:

    def _machine_memory() -> Memory:
        try:
            sizes_kib = _numbers_by_name(PROC / "meminfo")
        except OSError:  # macOS, which tells the total only
            total_bytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
            return Memory(total_bytes=total_bytes, available_bytes=None)
        total_kib, available_kib = sizes_kib.get("MemTotal"), sizes_kib.get("MemAvailable")
        return Memory(
            total_bytes=None if total_kib is None else total_kib * KIB,
            available_bytes=None if available_kib is None else available_kib * KIB,
        )
