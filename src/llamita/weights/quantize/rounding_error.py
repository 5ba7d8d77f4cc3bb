"""What quantizing did to a model's numbers, measured on what was written."""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.files.progress import ProgressSink, SilentProgress, adding_up, piece_of_work
from llamita.spec import parameter_shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from llamita.weights.blocks import BlockFormat
    from llamita.weights.checkpoint import Checkpoint, StoredTensor

_CHUNK_VALUES: Final = 1 << 18


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundingError:
    """How far the numbers of one tensor are from what they were."""

    name: str
    source_format: BlockFormat
    format: BlockFormat
    relative_rms: float
    """The root of the mean squared difference, over that of the numbers themselves; 0 where all are 0."""
    largest: float
    """The largest difference."""


def rounding_errors(
    source: Checkpoint,
    written: Checkpoint,
    *,
    progress: ProgressSink | None = None,
    num_threads: int | None = None,
) -> list[RoundingError]:
    """The error of each matrix, in the order of the model.

    Args:
        source: the model as it was.
        written: the same model in other formats, as it was read again.
        progress: is told how much is compared.
        num_threads: how many to compare with; None takes one for each core.
    """
    pairs = [
        (source.tensors[name], written.tensors[name])
        for name, shape in parameter_shapes(source.spec).items()
        if len(shape) > 1
    ]
    sink = progress or SilentProgress()
    total_bytes = sum(after.size_bytes for _, after in pairs)
    errors = []
    with (
        ThreadPoolExecutor(num_threads or os.cpu_count()) as pool,
        piece_of_work(sink, f"comparing {written.path.name}", total_bytes),
    ):
        compared = adding_up(sink)
        for before, after in pairs:
            errors.append(_rounding_error(before, after, pool))
            compared(after.size_bytes)
    return errors


def _rounding_error(before: StoredTensor, after: StoredTensor, pool: ThreadPoolExecutor) -> RoundingError:
    source, target = before.data, after.data
    length_values = math.prod(before.shape)

    def compare(start: int) -> tuple[float, float, float]:
        stop = min(start + _CHUNK_VALUES, length_values)
        values, rounded = (
            _values(tensor.format, data, start, stop) for tensor, data in ((before, source), (after, target))
        )
        difference = rounded - values
        return float(difference @ difference), float(values @ values), float(np.abs(difference).max())

    parts = list(pool.map(compare, range(0, length_values, _CHUNK_VALUES)))
    lost, whole = math.fsum(part[0] for part in parts), math.fsum(part[1] for part in parts)
    return RoundingError(
        name=before.name,
        source_format=before.format,
        format=after.format,
        relative_rms=math.sqrt(lost / whole) if whole else 0.0,
        largest=max(part[2] for part in parts),
    )


def _values(format: BlockFormat, data: NDArray[np.uint8], start: int, stop: int) -> NDArray[np.float64]:
    return format.dequantize(data[format.size_bytes(start) : format.size_bytes(stop)]).astype(np.float64)
