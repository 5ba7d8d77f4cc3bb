"""The parameters of a model: name -> shape. Every reader of weights is held to this list.

A matrix that maps x to y is stored y x x (rows are outputs). Rows of ``query`` and ``key`` are in
Meta's order, where rotary positions turn the adjacent pairs (0, 1), (2, 3), ...; GGUF keeps the
same order, Hugging Face another, which its reader undoes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llamita.spec.model import ModelSpec

Shape = tuple[int, ...]


def parameter_shapes(spec: ModelSpec) -> dict[str, Shape]:
    """Every parameter the model has, in the order of the forward pass, with its shape.

    Letters: V vocabulary, E width, H query heads, G key/value heads, D head width, F feed-forward width.
    A tied model has no ``output``: its output projection is ``token_embedding``.
    """
    shapes: dict[str, Shape] = {"token_embedding": (spec.vocabulary_size, spec.width)}
    for layer in range(spec.num_layers):
        shapes |= {f"layers.{layer}.{name}": shape for name, shape in layer_shapes(spec).items()}
    shapes["output_norm"] = (spec.width,)
    if not spec.tied_output:
        shapes["output"] = (spec.vocabulary_size, spec.width)
    return shapes


def layer_shapes(spec: ModelSpec) -> dict[str, Shape]:
    """The parameters of one decoder block, in the order of its forward pass."""
    queries = spec.num_heads * spec.head_width
    keys = spec.num_kv_heads * spec.head_width
    return {
        "attention_norm": (spec.width,),
        "query": (queries, spec.width),
        "key": (keys, spec.width),
        "value": (keys, spec.width),
        "attention_output": (spec.width, queries),
        "feed_forward_norm": (spec.width,),
        "gate": (spec.feed_forward_width, spec.width),
        "up": (spec.feed_forward_width, spec.width),
        "down": (spec.width, spec.feed_forward_width),
    }
