"""Engine names -> engines. An engine is imported only when it is asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from llamita.assembly.machine import describe_machine
from llamita.errors import CapacityError, RequestError

if TYPE_CHECKING:
    from llamita.engines.contract import Engine
    from llamita.weights.checkpoint import Checkpoint

ENGINE_NAMES: Final = ("cpu", "reference")
KV_FORMATS: Final = ("f16", "int8")
"""How the cpu engine can keep keys and values."""

KERNELS_VARIABLE: Final = "LLAMITA_KERNELS"
"""Names the kernel table that the cpu engine is to use; the best one otherwise."""

_FLOAT32_BYTES = 4
# Tiles are a little larger than GGUF's K blocks, whose scales they unpack to bytes.
_PACKED_OVERHEAD = 1.04


def default_engine() -> str:
    """``cpu``, or ``reference`` where the native extension is missing."""
    return "cpu" if describe_machine().native_available else "reference"


def check_engine(name: str, num_threads: int | None, kv_format: str | None = None) -> None:
    """Refuse what ``open_engine`` would, before anything is read or fetched for it.

    Raises:
        RequestError: there is no such engine here, the number of threads is not positive, or the engine
            does not keep keys and values in this format.
    """
    if num_threads is not None and num_threads < 1:
        raise RequestError(f"threads must be 1 or more, got {num_threads}")
    if name not in ENGINE_NAMES:
        known = ", ".join(f"`{known_name}`" for known_name in ENGINE_NAMES)
        raise RequestError(f"no engine named `{name}`: expected {known}")
    machine = describe_machine()
    if name == "cpu" and not machine.native_available:
        raise RequestError(
            f"the cpu engine is not here: {machine.native_missing_reason}",
            hint="install a C++ compiler and llamita again, or use `--engine reference`",
        )
    if kv_format is not None and kv_format not in KV_FORMATS:
        raise RequestError(f"no KV format named `{kv_format}`: expected one of {', '.join(KV_FORMATS)}")
    if kv_format is not None and name != "cpu":
        raise RequestError(f"the {name} engine keeps keys and values as float32, got KV format `{kv_format}`")


def open_engine(
    name: str, checkpoint: Checkpoint, num_threads: int | None, kv_format: str | None = None
) -> Engine[Any]:
    """Load ``checkpoint`` into the engine called ``name``.

    Args:
        name: one of ``ENGINE_NAMES``.
        checkpoint: the model.
        num_threads: how many threads its arithmetic may use; None leaves it to the machine.
        kv_format: one of ``KV_FORMATS``, for the cpu engine; None is its default.

    Raises:
        RequestError: see ``check_engine``; or the environment names a kernel table that cannot run here.
        CheckpointError: the file was cut short since it was opened.
        CapacityError: the model does not fit into memory.
    """
    check_engine(name, num_threads, kv_format)
    if name == "cpu":
        return _open_cpu(checkpoint, num_threads, kv_format)
    _check_memory(
        checkpoint,
        checkpoint.spec.num_parameters * _FLOAT32_BYTES,
        "as float32",
        "use a smaller model: the reference engine keeps every weight as float32",
    )
    from llamita.engines.reference import ReferenceEngine

    if num_threads is not None:
        _limit_numpy_threads(num_threads)
    return ReferenceEngine(checkpoint)


def _open_cpu(checkpoint: Checkpoint, num_threads: int | None, kv_format: str | None) -> Engine[Any]:
    stored_bytes = sum(tensor.size_bytes for tensor in checkpoint.tensors.values())
    _check_memory(
        checkpoint,
        round(stored_bytes * _PACKED_OVERHEAD),
        "for its weights",
        "use a smaller model, or the same one in a smaller format (`llamita models quantize`)",
    )
    from llamita.engines.cpu.engine import CpuEngine

    return CpuEngine(
        checkpoint,
        num_threads=num_threads,
        kv_format="int8" if kv_format == "int8" else "f16",
        kernels=os.environ.get(KERNELS_VARIABLE) or None,
    )


def _check_memory(checkpoint: Checkpoint, needed_bytes: int, what: str, hint: str) -> None:
    # Asked before: a system that promises more memory than it has would end the program without a word.
    available_bytes = describe_machine().memory.available_bytes
    if available_bytes is not None and needed_bytes > available_bytes:
        raise CapacityError(
            f"`{checkpoint.name}` needs {needed_bytes / 1e9:.1f} GB of memory {what}, "
            f"{available_bytes / 1e9:.1f} GB are available",
            hint=hint,
        )


def _limit_numpy_threads(num_threads: int) -> None:
    # NumPy itself has no such setting; its BLAS library does, under a name that differs by library.
    import threadpoolctl

    threadpoolctl.threadpool_limits(limits=num_threads, user_api="blas")
