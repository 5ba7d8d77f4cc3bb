"""Hugging Face's names for the parameters of a Llama, and what it does to the rows of two of them.

The rows of its query and key matrices are sorted by halves (``layout.meta_row_order``); ours are Meta's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.weights.layout import hugging_face_row_order, meta_row_order

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from llamita.spec import ModelSpec

_MODEL_MODULES: Final[Mapping[str, str]] = {
    "token_embedding": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
}
_LAYER_MODULES: Final[Mapping[str, str]] = {
    "attention_norm": "input_layernorm",
    "query": "self_attn.q_proj",
    "key": "self_attn.k_proj",
    "value": "self_attn.v_proj",
    "attention_output": "self_attn.o_proj",
    "feed_forward_norm": "post_attention_layernorm",
    "gate": "mlp.gate_proj",
    "up": "mlp.up_proj",
    "down": "mlp.down_proj",
}


def module_name(parameter: str) -> str:
    """The module that holds one of our parameters.

    >>> module_name("layers.3.up")
    'model.layers.3.mlp.up_proj'
    """
    if parameter in _MODEL_MODULES:
        return _MODEL_MODULES[parameter]
    _, layer, part = parameter.split(".")
    return f"model.layers.{layer}.{_LAYER_MODULES[part]}"


def tensor_name(parameter: str) -> str:
    """What a file calls one of our parameters.

    >>> tensor_name("output")
    'lm_head.weight'
    """
    return f"{module_name(parameter)}.weight"


def order_when_read(parameter: str, spec: ModelSpec) -> NDArray[np.intp] | None:
    """Which of the file's rows become ours, in our order; None where they are in it already."""
    num_heads = _num_turned_heads(parameter, spec)
    return meta_row_order(num_heads, spec.head_width) if num_heads else None


def order_when_written(parameter: str, spec: ModelSpec) -> NDArray[np.intp] | None:
    """Which of our rows become the file's, in its order; None where they are in it already."""
    num_heads = _num_turned_heads(parameter, spec)
    return hugging_face_row_order(num_heads, spec.head_width) if num_heads else None


def _num_turned_heads(parameter: str, spec: ModelSpec) -> int:
    part = parameter.rpartition(".")[2]
    return {"query": spec.num_heads, "key": spec.num_kv_heads}.get(part, 0)
