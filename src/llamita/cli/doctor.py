"""`llamita doctor`: what this machine has, what is in use, what would be faster."""

from __future__ import annotations

import platform
import shutil
from typing import Any

from rich.console import Console

from llamita.cli import options
from llamita.cli.terminal import print_json
from llamita.errors import LlamitaError
from llamita.version import VERSION
from llamita.weights.store import DEFAULT_MODEL

GIGABYTE = 1e9
FLOAT32_BYTES = 4


def doctor(as_json: options.Json = False) -> None:
    """Say what this machine has, what computes here, and what would be faster."""
    findings = _findings()
    if as_json:
        print_json(findings)
        return
    console = Console(highlight=False, soft_wrap=True)
    for section, facts in findings.items():
        if section == "advice":
            continue
        console.print(section, style="bold", markup=False)
        for name, value in facts.items():
            console.print(f"  {name:<22} {value}", markup=False)
    console.print("advice", style="bold")
    for line in findings["advice"]:
        console.print(f"  {line}", markup=False)


def _findings() -> dict[str, Any]:
    from llamita.assembly import describe_machine, measure_read_bandwidth

    machine = describe_machine()
    bytes_per_s = measure_read_bandwidth(machine.num_cores)
    return {
        "llamita": {
            "version": VERSION,
            "python": platform.python_version(),
            "platform": machine.platform,
        },
        "machine": {
            "processor": machine.brand,
            "instruction_sets": " ".join(machine.features) or "unknown",
            "cores": machine.num_cores,
            "memory_gb": _gigabytes(machine.memory.total_bytes),
            "memory_available_gb": _gigabytes(machine.memory.available_bytes),
            "read_gb_per_s": _gigabytes(bytes_per_s),
        },
        "engine": {
            "in_use": "reference",
            "kernels": _numpy_kernels(),
            "native_extension": "built" if machine.native_available else machine.native_missing_reason,
        },
        "store": _store(),
        "advice": _advice(native=machine.native_available, bytes_per_s=bytes_per_s),
    }


def _gigabytes(num_bytes: float | None) -> float | None:
    return None if num_bytes is None else round(num_bytes / GIGABYTE, 1)


def _numpy_kernels() -> str:
    import numpy as np
    import threadpoolctl

    libraries = [
        f"{info['internal_api']} {info.get('version')} ({info.get('architecture', 'unknown')}, "
        f"{info['num_threads']} threads)"
        for info in threadpoolctl.threadpool_info()
        if info["user_api"] == "blas"
    ]
    return f"NumPy {np.__version__}, " + (", ".join(libraries) or "BLAS of unknown name")


def _store() -> dict[str, Any]:
    from llamita.assembly import open_store

    store = open_store()
    folder = next(path for path in [store.home, *store.home.parents] if path.exists())
    try:
        installed = ", ".join(model.name for model in store.installed()) or "nothing yet"
    except LlamitaError as error:
        installed = f"unreadable: {error}"
    return {
        "home": str(store.home),
        "installed": installed,
        "disk_free_gb": _gigabytes(shutil.disk_usage(folder).free),
    }


def _advice(*, native: bool, bytes_per_s: float | None) -> list[str]:
    from llamita.assembly import open_store

    lines = []
    if DEFAULT_MODEL not in {model.name for model in open_store().installed()}:
        lines.append(
            f"`llamita models pull {DEFAULT_MODEL}` fetches the default model now rather than at first use"
        )
    if not native:
        lines.append("with a C++20 compiler, `pip install` also builds the native extension")
    if bytes_per_s is not None:
        lines.append(
            "every weight is read once a token, here as float32: the memory allows at most "
            f"{bytes_per_s / FLOAT32_BYTES / 1e6:.0f} tokens/s per million parameters of a model, "
            f"{bytes_per_s / FLOAT32_BYTES / 134.5e6:.0f} for {DEFAULT_MODEL}"
        )
    return lines
