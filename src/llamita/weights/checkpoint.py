"""Checkpoint: a model as it lies on disk, its numbers still in the file."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from llamita.errors import CheckpointError
from llamita.spec import ModelSpec, parameter_shapes
from llamita.weights.mapped_file import check_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from llamita.text.vocabulary import Vocabulary
    from llamita.weights.blocks import BlockFormat


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredTensor:
    """One named array, still as the bytes of its format; nothing is read before it is asked for."""

    name: str
    """Our name for it (``spec.parameters``); in a file that was only just opened, the file's own."""
    shape: tuple[int, ...]
    """Rows first; the last axis is the one blocks run along."""
    format: BlockFormat
    read: Callable[[], NDArray[np.uint8]] = field(repr=False)
    """Gets the raw bytes, flat: a read-only view of the mapped file where that keeps them in this order,
    otherwise a new array at every call."""

    @property
    def data(self) -> NDArray[np.uint8]:
        """The raw bytes, as ``read`` gets them.

        Raises:
            CheckpointError: they lie in a file that was cut short since it was opened.
        """
        data = self.read()
        check_whole(data)
        return data

    @property
    def size_bytes(self) -> int:
        """How many bytes ``data`` has."""
        return self.format.size_bytes(math.prod(self.shape))

    def dequantized(self) -> NDArray[np.float32]:
        """The numbers it stands for, in a new float32 array of ``shape``."""
        return self.format.dequantize(self.data).reshape(self.shape)


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkpoint:
    """Everything a file says about one model; complete and consistent, or it would not exist."""

    path: Path
    name: str
    """What the file calls the model."""
    spec: ModelSpec
    vocabulary: Vocabulary
    tensors: Mapping[str, StoredTensor]
    """One for each of ``parameter_shapes(spec)``, and nothing else."""
    license: str | None
    """As the file states it."""
    corpus_manifest: str | None = None
    """The manifest of the corpus it was trained on, as it lies beside or within the weights."""

    def __post_init__(self) -> None:
        """Hold the tensors to the spec: each parameter present, with its shape, and no stranger."""
        shapes = parameter_shapes(self.spec)
        for name, shape in shapes.items():
            tensor = self.tensors.get(name)
            if tensor is None:
                raise CheckpointError(
                    f"parameter `{name}` is missing from `{self.path}`: expected shape {shape}"
                )
            if tensor.shape != shape:
                raise CheckpointError(
                    f"parameter `{name}` in `{self.path}` has shape {tensor.shape}, this model needs {shape}"
                )
        if strangers := sorted(set(self.tensors) - set(shapes)):
            raise CheckpointError(
                f"`{self.path}` holds tensors this model does not have: {', '.join(strangers[:5])}"
            )
