"""Engine names -> engines. An engine is imported only when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llamita.assembly.machine import describe_machine
from llamita.errors import CapacityError, RequestError

if TYPE_CHECKING:
    from llamita.engines.contract import Engine
    from llamita.weights.checkpoint import Checkpoint

ENGINE_NAMES = ("reference",)
FLOAT32_BYTES = 4


def check_engine(name: str, num_threads: int | None) -> None:
    """Refuse what ``open_engine`` would, before anything is read or fetched for it.

    Raises:
        RequestError: there is no such engine, or the number of threads is not positive.
    """
    if num_threads is not None and num_threads < 1:
        raise RequestError(f"threads must be 1 or more, got {num_threads}")
    if name not in ENGINE_NAMES:
        known = ", ".join(f"`{known_name}`" for known_name in ENGINE_NAMES)
        raise RequestError(f"no engine named `{name}`: expected {known}")


def open_engine(name: str, checkpoint: Checkpoint, num_threads: int | None) -> Engine[Any]:
    """Load ``checkpoint`` into the engine called ``name``.

    Args:
        name: one of ``ENGINE_NAMES``.
        checkpoint: the model.
        num_threads: how many threads its arithmetic may use; None leaves it to the machine.

    Raises:
        RequestError: there is no such engine, or the number of threads is not positive.
        CapacityError: the model does not fit into memory.
    """
    check_engine(name, num_threads)
    _check_memory(checkpoint)
    from llamita.engines.reference import ReferenceEngine

    if num_threads is not None:
        _limit_numpy_threads(num_threads)
    return ReferenceEngine(checkpoint)


def _check_memory(checkpoint: Checkpoint) -> None:
    # Asked before: a system that promises more memory than it has would end the program without a word.
    needed_bytes = checkpoint.spec.num_parameters * FLOAT32_BYTES
    available_bytes = describe_machine().memory.available_bytes
    if available_bytes is not None and needed_bytes > available_bytes:
        raise CapacityError(
            f"`{checkpoint.name}` needs {needed_bytes / 1e9:.1f} GB of memory as float32, "
            f"{available_bytes / 1e9:.1f} GB are available",
            hint="use a smaller model: the reference engine keeps every weight as float32",
        )


def _limit_numpy_threads(num_threads: int) -> None:
    # NumPy itself has no such setting; its BLAS library does, under a name that differs by library.
    import threadpoolctl

    threadpoolctl.threadpool_limits(limits=num_threads, user_api="blas")
