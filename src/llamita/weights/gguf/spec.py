"""What a GGUF file's keys say about the model, as a ModelSpec; nothing is guessed.

Where the format itself defines what a missing key means, that is what it means here; every other
missing key, and every kind of model that ``ModelSpec`` cannot describe, is refused by name.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from llamita.errors import CheckpointError, shown
from llamita.spec import ModelSpec
from llamita.text.dialog import recognized_dialog
from llamita.weights.rope_base import resolved_rope_base

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.text.vocabulary import Vocabulary
    from llamita.weights.gguf.header import TensorEntry
    from llamita.weights.gguf.metadata import Metadata

ARCHITECTURE: Final = "llama"

# Rotary angles are computed from positions in float32; above this not every position is one.
_MAX_CONTEXT_TOKENS = 2**24
_MATRIX_AXES = 2


def read_spec(
    metadata: Metadata,
    tensors: Mapping[str, TensorEntry],
    vocabulary: Vocabulary,
    *,
    rope_base: float | None,
) -> ModelSpec:
    """The model's numbers, held against each other and against the embedding.

    Args:
        metadata: of a model that ``refuse_other_models`` let pass.
        tensors: by the file's names.
        vocabulary: the file's; it tells a Code Llama and its form of conversation.
        rope_base: counts before what the file states, or does not.

    Raises:
        CheckpointError: a key is missing or contradicts another, or the model is of a kind that is
            not supported.
        RequestError: ``rope_base`` is none.
    """
    width = _positive(metadata, "llama.embedding_length")
    num_heads = _positive(metadata, "llama.attention.head_count")
    head_width = _head_width(metadata, width, num_heads)
    num_layers = _num_layers(metadata, tensors)
    num_kv_heads = _positive(metadata, "llama.attention.head_count_kv", default=num_heads)
    feed_forward_width = _positive(metadata, "llama.feed_forward_length")
    norm_epsilon = _norm_epsilon(metadata)
    key = "llama.rope.freq_base"
    resolved_base = resolved_rope_base(
        metadata.optional(key, float), rope_base, vocabulary, f"key `{key}` of `{metadata.path}`"
    )
    rope_scale = _rope_scale(metadata)
    context_tokens = _context_tokens(metadata)
    try:
        return ModelSpec(
            num_layers=num_layers,
            width=width,
            num_heads=num_heads,
            num_kv_heads=num_kv_heads,
            head_width=head_width,
            feed_forward_width=feed_forward_width,
            vocabulary_size=vocabulary_size(metadata, tensors),
            norm_epsilon=norm_epsilon,
            rope_base=resolved_base,
            context_tokens=context_tokens,
            tied_output="output.weight" not in tensors,
            rope_scale=rope_scale,
            dialog=recognized_dialog(vocabulary),
        )
    except CheckpointError as error:
        raise CheckpointError(f"cannot read `{metadata.path}`: {error}", hint=error.hint) from error


def refuse_other_models(metadata: Metadata) -> None:
    """Refuse every model but a whole, dense Llama.

    Raises:
        CheckpointError: another architecture, experts, or one part of several files.
    """
    architecture = metadata.required("general.architecture", str)
    if architecture != ARCHITECTURE:
        raise metadata.refused("general.architecture", f"`{ARCHITECTURE}`", shown(architecture))
    metadata.refuse_unknown_keys()
    num_experts = metadata.optional("llama.expert_count", int) or 0
    if num_experts:
        raise metadata.refused("llama.expert_count", "a model without experts", f"{num_experts}")
    num_files = metadata.optional("split.count", int) or 0
    if num_files > 1:
        raise CheckpointError(
            f"`{metadata.path}` is one part of {num_files}: expected a model in one file",
            hint="join the parts with `llama-gguf-split --merge`",
        )


def _positive(metadata: Metadata, key: str, *, default: int | None = None) -> int:
    value = metadata.required(key, int) if default is None else metadata.optional(key, int)
    if value is None:
        value = default
    if value is None or value < 1:
        raise metadata.refused(key, "a positive number", f"{value}")
    return value


def _head_width(metadata: Metadata, width: int, num_heads: int) -> int:
    if metadata.optional("llama.attention.key_length", int) is None and width % num_heads:
        raise metadata.refused(
            "llama.attention.head_count", f"a divisor of the width {width}", f"{num_heads}"
        )
    head_width = _positive(metadata, "llama.attention.key_length", default=max(1, width // num_heads))
    for key in ("llama.attention.value_length", "llama.rope.dimension_count"):
        found = metadata.optional(key, int)
        if found not in (None, head_width):
            raise metadata.refused(key, f"{head_width}, the width of a head", f"{found}")
    return head_width


def _rope_scale(metadata: Metadata) -> float:
    """What positions are divided by: linear scaling, under its present or its first key.

    Raises:
        CheckpointError: positions are scaled in another way, or by no positive number.
    """
    type_key = "llama.rope.scaling.type"
    scaling = metadata.optional(type_key, str)
    if scaling not in (None, "none", "linear"):
        raise metadata.refused(type_key, "`none` or `linear`", shown(scaling))
    for key in ("llama.rope.scaling.factor", "llama.rope.scale_linear"):
        factor = metadata.optional(key, float)
        # Without a type a factor counts, as linear scaling; 0 is how some writers spell 1.
        if factor in (None, 0.0) or scaling == "none":
            continue
        if not (math.isfinite(factor) and factor > 0):
            raise metadata.refused(key, "a positive number", f"{factor:g}")
        return factor
    if scaling == "linear":
        raise CheckpointError(f"`{metadata.path}` has no key `llama.rope.scaling.factor`: expected a number")
    return 1.0


def _num_layers(metadata: Metadata, tensors: Mapping[str, TensorEntry]) -> int:
    """The number of layers, which cannot exceed that of tensors: whoever loops over it must end."""
    num_layers = _positive(metadata, "llama.block_count")
    if num_layers > len(tensors):
        raise metadata.refused(
            "llama.block_count", f"no more layers than {len(tensors)} tensors", f"{num_layers}"
        )
    return num_layers


def vocabulary_size(metadata: Metadata, tensors: Mapping[str, TensorEntry]) -> int:
    """How many tokens there are: the rows of the embedding, whatever else is stated.

    Raises:
        CheckpointError: there is no embedding, or the file states another number.
    """
    embedding = tensors.get("token_embd.weight")
    if embedding is None:
        raise CheckpointError(f"tensor `token_embd.weight` is missing from `{metadata.path}`")
    if len(embedding.shape) != _MATRIX_AXES:
        raise CheckpointError(
            f"tensor `token_embd.weight` in `{metadata.path}` has shape {embedding.shape}: expected a matrix"
        )
    num_rows = embedding.shape[0]
    stated = metadata.optional("llama.vocab_size", int)
    if stated not in (None, num_rows):
        raise metadata.refused(
            "llama.vocab_size", f"{num_rows}, the rows of `token_embd.weight`", f"{stated}"
        )
    return num_rows


def _norm_epsilon(metadata: Metadata) -> float:
    key = "llama.attention.layer_norm_rms_epsilon"
    epsilon = metadata.required(key, float)
    if not 0 < epsilon < 1:
        raise metadata.refused(key, "a number between 0 and 1", f"{epsilon:g}")
    return epsilon


def _context_tokens(metadata: Metadata) -> int:
    key = "llama.context_length"
    context_tokens = _positive(metadata, key)
    if context_tokens > _MAX_CONTEXT_TOKENS:
        raise metadata.refused(key, f"at most {_MAX_CONTEXT_TOKENS} tokens", f"{context_tokens}")
    return context_tokens
