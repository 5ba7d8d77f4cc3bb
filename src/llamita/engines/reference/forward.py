"""The forward pass: token ids -> logits, one line of mathematics at a time.

Shape letters: T = tokens now, S = tokens in the cache with them, E = width, H = query heads,
G = key/value heads, R = query heads per key/value head (H / G), D = head width, C = pairs in a head
(D / 2), F = feed-forward width, V = vocabulary. Everything is float32.

Source: Touvron et al. 2023, "Llama 2", sec. 2.2, and the papers named at each step.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from llamita.engines.reference.cache import PagedCache
    from llamita.spec import ModelSpec

Array = NDArray[np.float32]
Parameters = Mapping[str, Array]


def forward(
    parameters: Parameters, spec: ModelSpec, cache: PagedCache, token_ids: NDArray[np.int64]
) -> Array:
    """Read T tokens after the cache; the cache then holds them. Returns the final states, T x E.

    Pages for them must have been reserved. ``output_logits`` turns a state into logits.
    """
    num_tokens = len(token_ids)
    position_T = np.arange(cache.length_tokens, cache.length_tokens + num_tokens)
    rotation_TC = rotary_table(spec, position_T)
    state_TE = parameters["token_embedding"][token_ids]
    for layer in range(spec.num_layers):
        # One block: each half reads a normalized copy of the state and adds what it found.
        state_TE = state_TE + attention(parameters, spec, cache, layer, state_TE, rotation_TC)
        state_TE = state_TE + feed_forward(parameters, spec, layer, state_TE)
    cache.advance(num_tokens)
    return state_TE


def output_logits(parameters: Parameters, spec: ModelSpec, state_TE: Array) -> Array:
    """The logits of each state, T x V: one number per vocabulary entry, larger is likelier."""
    output_VE = parameters["token_embedding" if spec.tied_output else "output"]
    normalized_TE = rms_norm(state_TE, parameters["output_norm"], spec.norm_epsilon)
    return normalized_TE @ output_VE.T


def rms_norm(x_TE: Array, weight_E: Array, epsilon: float) -> Array:
    """RMSNorm: x / sqrt(mean(x²) + epsilon) * weight, row by row.

    Source: Zhang and Sennrich 2019, "Root Mean Square Layer Normalization".
    """
    mean_square_T1 = np.mean(np.square(x_TE), axis=-1, keepdims=True)
    normalized_TE: Array = x_TE / np.sqrt(mean_square_T1 + np.float32(epsilon)) * weight_E
    return normalized_TE


def rotary_table(spec: ModelSpec, position_T: NDArray[np.int64]) -> NDArray[np.complex64]:
    """Where each pair of a head's numbers is turned to at each position, T x C unit complex numbers.

    Pair i turns by position * base^(-2i / D) / scale. Frequencies are rounded once, from float64; the
    angle is a float32 product as in Meta's code: in 16-bit floats it would be wrong by whole turns.

    Source: Su et al. 2021, "RoFormer", sec. 3.2.2; Chen et al. 2023, "Extending Context Window of Large
    Language Models via Position Interpolation", sec. 2.3.
    """
    exponent = np.arange(0, spec.head_width, 2, dtype=np.float64) / spec.head_width
    frequency = (spec.rope_base**-exponent / spec.rope_scale).astype(np.float32)
    angle = np.outer(position_T.astype(np.float32), frequency)
    return np.cos(angle) + np.complex64(1j) * np.sin(angle)


def rotate(x_TND: Array, rotation_TC: NDArray[np.complex64]) -> Array:
    """Turn the adjacent pairs (0, 1), (2, 3), ... of every head: Meta's order, which our weights keep."""
    pairs = np.ascontiguousarray(x_TND).view(np.complex64)
    return (pairs * rotation_TC[:, None, :]).view(np.float32)


def attention(
    parameters: Parameters,
    spec: ModelSpec,
    cache: PagedCache,
    layer: int,
    state_TE: Array,
    rotation_TC: NDArray[np.complex64],
) -> Array:
    """What each token gathers from itself and those before it, T x E; writes its keys and values.

    Query head h looks at key/value head h // R: R query heads share one (grouped-query attention).

    Source: Vaswani et al. 2017, sec. 3.2; Ainslie et al. 2023, "GQA".
    """
    name = f"layers.{layer}."
    num_tokens = len(state_TE)
    heads, kv_heads, width = spec.num_heads, spec.num_kv_heads, spec.head_width
    x_TE = rms_norm(state_TE, parameters[name + "attention_norm"], spec.norm_epsilon)
    query_THD = (x_TE @ parameters[name + "query"].T).reshape(num_tokens, heads, width)
    key_TGD = (x_TE @ parameters[name + "key"].T).reshape(num_tokens, kv_heads, width)
    value_TGD = (x_TE @ parameters[name + "value"].T).reshape(num_tokens, kv_heads, width)

    query_THD = rotate(query_THD, rotation_TC) * np.float32(width**-0.5)
    key_TGD = rotate(key_TGD, rotation_TC)
    cache.write(layer, key_TGD.swapaxes(0, 1), value_TGD.swapaxes(0, 1))

    mixed_THD = _attend(cache, layer, query_THD, kv_heads)
    return mixed_THD.reshape(num_tokens, heads * width) @ parameters[name + "attention_output"].T


def _attend(cache: PagedCache, layer: int, query_THD: Array, kv_heads: int) -> Array:
    """softmax(q · k) v over every position up to each token's own."""
    num_tokens, heads, width = query_THD.shape
    num_read = cache.length_tokens + num_tokens
    # The R query heads of a group stand together, so one matrix product serves the whole group.
    query_GRTD = query_THD.transpose(1, 0, 2).reshape(kv_heads, -1, width)
    score_GRTS = np.empty((*query_GRTD.shape[:2], num_read), np.float32)
    for positions, key_GPD, _ in cache.read(layer, num_read):
        np.matmul(query_GRTD, key_GPD.swapaxes(1, 2), out=score_GRTS[..., positions])
    if num_tokens > 1:
        future_TS = np.arange(num_read) > np.arange(cache.length_tokens, num_read)[:, None]
        score_GRTS.reshape(heads, num_tokens, num_read)[:, future_TS] = -np.inf
    weight_GRTS = softmax(score_GRTS)
    mixed_GRTD = np.zeros_like(query_GRTD)
    for positions, _, value_GPD in cache.read(layer, num_read):
        mixed_GRTD += weight_GRTS[..., positions] @ value_GPD
    return mixed_GRTD.reshape(heads, num_tokens, width).transpose(1, 0, 2)


def softmax(x: Array) -> Array:
    """exp(x) / sum(exp(x)) along the last axis, without overflow."""
    exponential: Array = np.exp(x - x.max(axis=-1, keepdims=True))
    exponential /= exponential.sum(axis=-1, keepdims=True)
    return exponential


def feed_forward(parameters: Parameters, spec: ModelSpec, layer: int, state_TE: Array) -> Array:
    """down(silu(gate(x)) * up(x)), T x E, where silu(z) = z / (1 + exp(-z)).

    Source: Shazeer 2020, "GLU Variants Improve Transformer".
    """
    name = f"layers.{layer}."
    x_TE = rms_norm(state_TE, parameters[name + "feed_forward_norm"], spec.norm_epsilon)
    gate_TF = x_TE @ parameters[name + "gate"].T
    up_TF = x_TE @ parameters[name + "up"].T
    hidden_TF = gate_TF / (1 + np.exp(-gate_TF)) * up_TF
    found_TE: Array = hidden_TF @ parameters[name + "down"].T
    return found_TE
