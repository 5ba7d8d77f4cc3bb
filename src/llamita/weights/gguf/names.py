"""What GGUF calls our parameters, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_MODEL_NAMES: Final[Mapping[str, str]] = {
    "token_embd.weight": "token_embedding",
    "output_norm.weight": "output_norm",
    "output.weight": "output",
}
_LAYER_NAMES: Final[Mapping[str, str]] = {
    "attn_norm": "attention_norm",
    "attn_q": "query",
    "attn_k": "key",
    "attn_v": "value",
    "attn_output": "attention_output",
    "ffn_norm": "feed_forward_norm",
    "ffn_gate": "gate",
    "ffn_up": "up",
    "ffn_down": "down",
}
_LAYER_TENSOR = re.compile(r"blk\.(0|[1-9][0-9]*)\.([a-z_]+)\.weight")

_GGUF_MODEL_NAMES = {ours: theirs for theirs, ours in _MODEL_NAMES.items()}
_GGUF_LAYER_NAMES = {ours: theirs for theirs, ours in _LAYER_NAMES.items()}


def parameter_name(gguf_name: str) -> str | None:
    """Our name for a tensor; None for one that is no parameter of a Llama.

    >>> parameter_name("blk.3.ffn_up.weight")
    'layers.3.up'
    """
    if gguf_name in _MODEL_NAMES:
        return _MODEL_NAMES[gguf_name]
    layer_tensor = _LAYER_TENSOR.fullmatch(gguf_name)
    if layer_tensor and layer_tensor[2] in _LAYER_NAMES:
        return f"layers.{layer_tensor[1]}.{_LAYER_NAMES[layer_tensor[2]]}"
    return None


def gguf_name(parameter: str) -> str:
    """GGUF's name for one of our parameters.

    >>> gguf_name("layers.3.up")
    'blk.3.ffn_up.weight'
    """
    if parameter in _GGUF_MODEL_NAMES:
        return _GGUF_MODEL_NAMES[parameter]
    _, layer, part = parameter.split(".")
    return f"blk.{layer}.{_GGUF_LAYER_NAMES[part]}.weight"
