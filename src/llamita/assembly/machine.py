"""What the machine has, for those above who must not know which engine looked."""

from llamita.engines.cpu.machine import (
    Machine,
    arithmetic_tables,
    describe_machine,
    measure_peak_arithmetic,
    measure_read_bandwidth,
)

__all__ = [
    "Machine",
    "arithmetic_tables",
    "describe_machine",
    "measure_peak_arithmetic",
    "measure_read_bandwidth",
]
