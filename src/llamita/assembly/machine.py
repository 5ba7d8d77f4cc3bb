"""What the machine has, for those above who must not know which engine looked."""

from llamita.engines.cpu.machine import Machine, describe_machine, measure_read_bandwidth

__all__ = ["Machine", "describe_machine", "measure_read_bandwidth"]
