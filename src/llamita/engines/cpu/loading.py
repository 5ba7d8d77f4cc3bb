"""A checkpoint into a native model: matrix after matrix, each read and packed on all threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llamita.errors import CapacityError, CheckpointError, RequestError
from llamita.spec import parameter_shapes
from llamita.weights.mapped_file import DAMAGED_HINT, file_span

if TYPE_CHECKING:
    from llamita.engines.cpu import _native
    from llamita.weights.checkpoint import Checkpoint, StoredTensor

# In the order of native/include/llamita/model.h.
_MATRIX_ROLES = (
    "token_embedding",
    "output",
    "query",
    "key",
    "value",
    "attention_output",
    "gate",
    "up",
    "down",
)
_NORM_ROLES = ("attention_norm", "feed_forward_norm", "output_norm")


def load_weights(model: _native.Model, checkpoint: Checkpoint) -> None:
    """Pack every parameter of ``checkpoint`` into ``model``.

    Raises:
        CheckpointError: a file was cut short since it was opened.
        CapacityError: the packed weights do not fit into memory.
        RequestError: the model has a shape that the native engine does not compute.
    """
    for name in parameter_shapes(checkpoint.spec):
        layer, role = _place_of(name)
        tensor = checkpoint.tensors[name]
        try:
            if role in _NORM_ROLES:
                model.set_norm(_NORM_ROLES.index(role), layer, tensor.dequantized().reshape(-1))
            else:
                _set_matrix(model, _MATRIX_ROLES.index(role), layer, tensor)
        except ValueError as error:
            raise RequestError(f"`{name}` of `{checkpoint.path}` cannot be packed: {error}") from error
        except MemoryError as error:
            raise CapacityError(
                f"no memory for the weights of `{checkpoint.name}`, at `{name}`: {model.size_bytes} bytes "
                f"are packed, {tensor.size_bytes} more were wanted",
                hint="use a smaller model, or the same one in a smaller format (`llamita models quantize`)",
            ) from error
        except RuntimeError as error:
            raise CheckpointError(
                f"`{name}` cannot be read from `{checkpoint.path}`: {error}", hint=DAMAGED_HINT
            ) from error
    model.check_complete()


def _place_of(name: str) -> tuple[int, str]:
    """Layer and role of a parameter; 0 where it belongs to the whole model."""
    if not name.startswith("layers."):
        return 0, name
    _, layer, role = name.split(".")
    return int(layer), role


def _set_matrix(model: _native.Model, role: int, layer: int, tensor: StoredTensor) -> None:
    num_rows, num_values = tensor.shape
    # Not `data`: what lies in a file is not looked at here; native code sees for itself whether it is whole.
    data = tensor.read()
    span = file_span(data)
    if span is None:
        # Put into another order on the way, so it is in memory of its own already.
        model.set_matrix(role, layer, tensor.format.gguf_type, num_rows, num_values, data)
        return
    model.set_matrix_from_file(
        role,
        layer,
        tensor.format.gguf_type,
        num_rows,
        num_values,
        span.file.descriptor,
        span.start_bytes,
        span.size_bytes,
    )
