"""LoRA adapters as PEFT keeps them, merged into a model's weights.

A matrix W becomes W + scale B A, in float32, whatever format W is in; B has the rank's columns, A its
rows. The sum is made whenever a tensor is read, so that an adapter opens as fast as its base.

Source: Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models", sec. 4.1; Kalajdzievski
2023, "A Rank Stabilization Scaling Factor", for the root of the rank; names and scales as in PEFT 0.21.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.errors import CheckpointError, shown
from llamita.spec import parameter_shapes
from llamita.text.dialog import recognized_dialog
from llamita.text.tokenizer_config import read_side_files
from llamita.weights.adapter_config import MERGE_HINT, AdapterConfig, read_adapter_config
from llamita.weights.blocks import F32
from llamita.weights.hugging_face.names import module_name, order_when_read
from llamita.weights.layout import reordered
from llamita.weights.safetensors_file import read_safetensors_file
from llamita.weights.torch_file import read_torch_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from llamita.spec import ModelSpec
    from llamita.weights.checkpoint import Checkpoint, StoredTensor

_READERS: Final[Mapping[str, Callable[[Path], dict[str, StoredTensor]]]] = {
    "adapter_model.safetensors": read_safetensors_file,
    "adapter_model.bin": read_torch_file,
}

# PEFT wraps the model twice; what it keeps whole of a module, it may keep beside or within the wrapper.
_TENSOR_NAME = re.compile(
    r"base_model\.model\.(?P<module>.+?)\.(?:(?:base_layer|modules_to_save)\.)?"
    r"(?P<part>lora_A\.weight|lora_B\.weight|weight)"
)
_A, _B, _WHOLE = "lora_A.weight", "lora_B.weight", "weight"
_MATRIX_AXES = 2


def base_of(folder: Path) -> str:
    """Name or path of the model that an adapter belongs to, as the adapter states it.

    Raises:
        CheckpointError: the adapter is damaged or not supported, or states nothing.
    """
    config = read_adapter_config(folder)
    if not config.base:
        raise CheckpointError(f"{config.place} does not say which model it belongs to")
    return config.base


def with_adapter(checkpoint: Checkpoint, folder: Path) -> Checkpoint:
    """The same model with a LoRA adapter merged into its weights.

    Opening reads descriptions only. What the adapter changes is F32 in the result, and computed anew
    whenever it is read. A chat template beside it is the one that it was trained with, and counts.

    Args:
        checkpoint: the model that the adapter was trained on, in any format.
        folder: with ``adapter_config.json`` and ``adapter_model.safetensors`` or ``adapter_model.bin``.

    Raises:
        CheckpointError: the adapter is missing, damaged, of a kind that is not supported, or belongs to
            another model.
        TokenizerError: its chat template cannot be read.
    """
    config = read_adapter_config(folder)
    parts = _parts_by_module(folder)
    modules = {module_name(parameter): parameter for parameter in parameter_shapes(checkpoint.spec)}
    if strangers := sorted(set(parts) - set(modules)):
        raise CheckpointError(
            f"`{folder}` changes {shown(strangers[0])}, which {shown(checkpoint.name)} does not have",
            hint=_base_hint(config),
        )
    _require_targets(config, parts, modules, folder)
    tensors = dict(checkpoint.tensors)
    for module, found in parts.items():
        parameter = modules[module]
        tensors[parameter] = _changed(tensors[parameter], found, module, config, checkpoint.spec)
    return replace(
        _with_template(checkpoint, read_side_files(folder).chat_template),
        name=f"{checkpoint.name} with {folder.absolute().name}",
        tensors=tensors,
    )


def _with_template(checkpoint: Checkpoint, template: str | None) -> Checkpoint:
    if template is None:
        return checkpoint
    vocabulary = replace(checkpoint.vocabulary, chat_template=template)
    spec = replace(checkpoint.spec, dialog=recognized_dialog(vocabulary))
    return replace(checkpoint, vocabulary=vocabulary, spec=spec)


def _parts_by_module(folder: Path) -> dict[str, dict[str, StoredTensor]]:
    """The adapter's tensors: module -> ``lora_A.weight``, ``lora_B.weight`` or ``weight`` -> tensor."""
    path = next((folder / name for name in _READERS if (folder / name).exists()), None)
    if path is None:
        raise CheckpointError(
            f"`{folder}` holds no adapter: expected {' or '.join(f'`{name}`' for name in _READERS)}"
        )
    parts: dict[str, dict[str, StoredTensor]] = defaultdict(dict)
    for name, tensor in _READERS[path.name](path).items():
        match = _TENSOR_NAME.fullmatch(name)
        if match is None or match["part"] in parts[match["module"]]:
            raise CheckpointError(
                f"tensor {shown(name)} in `{path}` is no part of a plain LoRA adapter", hint=MERGE_HINT
            )
        parts[match["module"]][match["part"]] = tensor
    if not parts:
        raise CheckpointError(f"`{path}` holds no tensors: expected those of a LoRA adapter")
    return parts


def _require_targets(
    config: AdapterConfig,
    parts: Mapping[str, Mapping[str, StoredTensor]],
    modules: Mapping[str, str],
    folder: Path,
) -> None:
    """Hold the tensors to what the config lists, where it does: an adapter that was cut short still loads."""
    for module in modules:
        is_whole = _WHOLE in parts.get(module, {})
        if config.is_target(module) and not is_whole and _A not in parts.get(module, {}):
            raise CheckpointError(
                f"`{folder}` holds nothing for {shown(module)}, which {config.place} lists as changed"
            )


def _changed(
    base: StoredTensor, parts: Mapping[str, StoredTensor], module: str, config: AdapterConfig, spec: ModelSpec
) -> StoredTensor:
    """A parameter with all that the adapter holds for it."""
    if _WHOLE in parts:
        if spec.tied_output and base.name == "token_embedding":
            raise CheckpointError(
                f"the adapter of {config.place} replaces {shown(module)}, which is this model's output too: "
                "it does not say whether the output follows"
            )
        _require_same_tokens(parts[_WHOLE], base, config)
        base = _in_our_order(_with_shape(parts[_WHOLE], base.shape, module, config), base.name, spec)
    if _A not in parts and _B not in parts:
        return base
    if _A not in parts or _B not in parts or len(base.shape) != _MATRIX_AXES:
        raise CheckpointError(f"the adapter of {config.place} holds half of a change to {shown(module)}")
    if base.name == "token_embedding":
        raise CheckpointError(
            f"the adapter of {config.place} changes {shown(module)}, which is no linear layer"
        )
    num_rows, num_columns = base.shape
    rank = config.rank_of(module)
    a = _with_shape(parts[_A], (rank, num_columns), f"{module}.{_A}", config)
    b = _with_shape(parts[_B], (num_rows, rank), f"{module}.{_B}", config)
    b = _in_our_order(b, base.name, spec)
    return replace(base, format=F32, read=partial(_sum, base, a, b, np.float32(config.scale_of(module))))


def _require_same_tokens(whole: StoredTensor, base: StoredTensor, config: AdapterConfig) -> None:
    """Tell an adapter for which tokens were added from one that belongs to a model of another shape."""
    if base.name in ("token_embedding", "output") and whole.shape[1:] == base.shape[1:]:
        num_rows, expected = whole.shape[0], base.shape[0]
        if num_rows != expected:
            raise CheckpointError(
                f"the adapter of {config.place} is for {shown(num_rows)} tokens, this model has {expected}",
                hint=f"tokens were added when it was trained: {MERGE_HINT}",
            )


def _with_shape(
    tensor: StoredTensor, shape: tuple[int, ...], name: str, config: AdapterConfig
) -> StoredTensor:
    if tensor.shape != shape:
        raise CheckpointError(
            f"the adapter of {config.place} has {shown(name)} in shape {shown(tensor.shape)}, "
            f"this model and its rank need {shape}",
            hint=_base_hint(config),
        )
    return tensor


def _in_our_order(tensor: StoredTensor, parameter: str, spec: ModelSpec) -> StoredTensor:
    order = order_when_read(parameter, spec)
    named = replace(tensor, name=parameter)
    return named if order is None else reordered(named, order)


def _sum(base: StoredTensor, a: StoredTensor, b: StoredTensor, scale: np.float32) -> NDArray[np.uint8]:
    """The bytes of W + scale B A in float32; what overflows becomes infinite, as in the formats."""
    with np.errstate(all="ignore"):
        change = b.dequantized() @ a.dequantized()
        change *= scale
        change += base.dequantized()
    return change.reshape(-1).view(np.uint8)


def _base_hint(config: AdapterConfig) -> str | None:
    return f"the adapter says that it belongs to {shown(config.base)}" if config.base else None
