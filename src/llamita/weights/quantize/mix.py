"""Which format each tensor of a quantized model gets: a mix, as llama.cpp makes it.

- Matrices get the format that was asked for, norms stay F32.
- The output matrix gets at least Q6_K: its errors reach the answer undamped. In a model whose output is tied
  to the embedding, that is the embedding.
- Where the rows do not fill whole blocks, the next format that they fill takes its place: one with blocks of
  32 and about as many bits, at last F16.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from llamita.errors import RequestError
from llamita.weights.blocks import F16
from llamita.weights.layout import converted
from llamita.weights.quantize.tensor import QUANTIZED_FORMATS, quantized_tensor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.weights.blocks import BlockFormat
    from llamita.weights.checkpoint import Checkpoint, StoredTensor

_OUTPUT_AT_LEAST: Final = QUANTIZED_FORMATS["q6_k"]

_IN_PLACE_OF: Final[Mapping[str, BlockFormat]] = MappingProxyType(
    {
        "Q2_K": QUANTIZED_FORMATS["q4_0"],
        "Q3_K": QUANTIZED_FORMATS["q4_0"],
        "Q4_K": QUANTIZED_FORMATS["q5_0"],
        "Q5_K": QUANTIZED_FORMATS["q5_1"],
        "Q6_K": QUANTIZED_FORMATS["q8_0"],
    }
)


def quantized(
    checkpoint: Checkpoint,
    format: BlockFormat,
    *,
    allow_requantize: bool = False,
    num_threads: int | None = None,
) -> Checkpoint:
    """The same model with its matrices in a quantized format, or in those that stand in for it.

    Nothing is read yet: each tensor is packed when its data is read.

    Args:
        checkpoint: the model.
        format: one of ``QUANTIZED_FORMATS``.
        allow_requantize: also take weights that are quantized already; those that have their format already
            stay as they are.
        num_threads: how many to pack with; None takes one for each core.

    Raises:
        RequestError: the weights are quantized already, and that is not allowed.
    """
    if not allow_requantize:
        _refuse_quantized(checkpoint)

    def in_mix(tensor: StoredTensor) -> StoredTensor:
        if len(tensor.shape) == 1:
            return tensor
        target = mixed_format(tensor, format, is_output=tensor.name == output_name)
        if target is F16:
            return converted(tensor, F16)
        return quantized_tensor(tensor, target, num_threads=num_threads)

    output_name = "token_embedding" if checkpoint.spec.tied_output else "output"
    return replace(checkpoint, tensors={name: in_mix(tensor) for name, tensor in checkpoint.tensors.items()})


def mixed_format(tensor: StoredTensor, format: BlockFormat, *, is_output: bool) -> BlockFormat:
    """The format that a matrix gets where ``format`` was asked for."""
    if is_output and _bits_per_value(format) < _bits_per_value(_OUTPUT_AT_LEAST):
        format = _OUTPUT_AT_LEAST
    while tensor.shape[-1] % format.block_length_values:
        format = _IN_PLACE_OF.get(format.name, F16)
    return format


def _refuse_quantized(checkpoint: Checkpoint) -> None:
    for tensor in checkpoint.tensors.values():
        if tensor.format.block_length_values > 1:
            raise RequestError(
                f"`{tensor.name}` of `{checkpoint.path}` is quantized already ({tensor.format.name}): "
                "what that lost stays lost, and a second rounding loses more",
                hint="quantize the original, or allow it with `--allow-requantize`",
            )


def _bits_per_value(format: BlockFormat) -> float:
    return 8 * format.block_size_bytes / format.block_length_values
