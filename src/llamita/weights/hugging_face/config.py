"""What config.json says about the model, as a ModelSpec; nothing is guessed.

Where transformers' ``LlamaConfig`` defines what a missing key means and files rely on it, that is what it
means here; every other missing key, and every kind of model that ``ModelSpec`` cannot describe, is refused
by name. Keys that are not known here change nothing for a model of type ``llama``: its code does not look
at them (``pretraining_tp`` only splits the same sums).

Source: `LlamaConfig` and `modeling_rope_utils` of transformers 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from llamita.errors import CheckpointError, shown
from llamita.spec import ModelSpec
from llamita.text.dialog import recognized_dialog
from llamita.weights.json_object import JsonObject, described, read_json_object
from llamita.weights.rope_base import resolved_rope_base

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.text.vocabulary import Vocabulary

MODEL_TYPE: Final = "llama"
ARCHITECTURE: Final = "LlamaForCausalLM"

# What LlamaConfig takes where the key is missing; files of the first Llama rely on both.
_DEFAULT_NORM_EPSILON = 1e-6
_DEFAULT_CONTEXT_TOKENS = 2048
# Configs of Llama 2 state no rotary base; one that promises more and states none was made too early.
_LLAMA_2_CONTEXT_TOKENS = 4096
# Rotary angles are computed from positions in float32; above this not every position is one.
_MAX_CONTEXT_TOKENS = 2**24

_PLAIN_ROPE: Final = "default"
_LINEAR_ROPE: Final = "linear"
_ROPE_KEYS: Final = frozenset({"type", "rope_type", "factor", "rope_theta", "partial_rotary_factor"})


def read_config(path: Path) -> JsonObject:
    """Read config.json and refuse every model but a plain Llama that writes text.

    Raises:
        CheckpointError: the file is missing or damaged, or describes another kind of model.
    """
    config = read_json_object(path, "the description of a model")
    _refuse_quantized(config)
    model_type = config.required("model_type", str)
    if model_type != MODEL_TYPE:
        raise config.refused("model_type", f"`{MODEL_TYPE}`", shown(model_type))
    architectures = config.optional("architectures", list)
    if architectures and ARCHITECTURE not in architectures:
        raise config.refused("architectures", f"`{ARCHITECTURE}`", described(architectures[0]))
    activation = config.optional("hidden_act", str)
    if activation not in (None, "silu", "swish"):
        raise config.refused("hidden_act", "`silu`", shown(activation))
    for key in ("attention_bias", "mlp_bias"):
        if config.optional(key, bool):
            raise config.refused(key, "a model without biases", "true")
    return config


def read_spec(
    config: JsonObject, vocabulary: Vocabulary, *, num_tensors: int, rope_base: float | None
) -> ModelSpec:
    """The model's numbers, as far as they can be checked without its tensors.

    Args:
        config: of a model that ``read_config`` let pass.
        vocabulary: tells a Code Llama and its form of conversation.
        num_tensors: bounds the number of layers: whoever loops over them must end.
        rope_base: counts before what the config states, or does not.

    Raises:
        CheckpointError: a key is missing, wrong, or describes what is not supported.
        RequestError: ``rope_base`` is none.
    """
    num_layers = config.positive("num_hidden_layers")
    if num_layers > num_tensors:
        raise config.refused(
            "num_hidden_layers", f"no more layers than {num_tensors} tensors", shown(num_layers)
        )
    width = config.positive("hidden_size")
    num_heads = config.positive("num_attention_heads")
    num_kv_heads = config.positive("num_key_value_heads", default=num_heads)
    head_width = _head_width(config, width, num_heads)
    feed_forward_width = config.positive("intermediate_size")
    vocabulary_size = config.positive("vocab_size")
    norm_epsilon = _norm_epsilon(config)
    tied_output = config.optional("tie_word_embeddings", bool) or False
    stated_base, rope_scale = _positions(config)
    context_tokens = _context_tokens(config)
    resolved_base = resolved_rope_base(
        stated_base,
        rope_base,
        vocabulary,
        f"key `rope_theta` of {config.place}",
        default_is_usual=context_tokens <= _LLAMA_2_CONTEXT_TOKENS,
    )
    try:
        return ModelSpec(
            num_layers=num_layers,
            width=width,
            num_heads=num_heads,
            num_kv_heads=num_kv_heads,
            head_width=head_width,
            feed_forward_width=feed_forward_width,
            vocabulary_size=vocabulary_size,
            norm_epsilon=norm_epsilon,
            rope_base=resolved_base,
            context_tokens=context_tokens,
            tied_output=tied_output,
            rope_scale=rope_scale,
            dialog=recognized_dialog(vocabulary),
        )
    except CheckpointError as error:
        raise CheckpointError(f"cannot read {config.place}: {error}", hint=error.hint) from error


def config_of(spec: ModelSpec, vocabulary: Vocabulary, dtype: str) -> dict[str, Any]:
    """What config.json says about a model, in the words of transformers 4 and 5.

    Args:
        spec: the model.
        vocabulary: for its special ids.
        dtype: the float format of its matrices, in torch's words.
    """
    scaling = {"type": _LINEAR_ROPE, "rope_type": _LINEAR_ROPE, "factor": spec.rope_scale}
    return {
        "architectures": [ARCHITECTURE],
        "attention_bias": False,
        "bos_token_id": vocabulary.begin_id,
        "eos_token_id": vocabulary.end_id,
        "head_dim": spec.head_width,
        "hidden_act": "silu",
        "hidden_size": spec.width,
        "intermediate_size": spec.feed_forward_width,
        "max_position_embeddings": spec.context_tokens,
        "mlp_bias": False,
        "model_type": MODEL_TYPE,
        "num_attention_heads": spec.num_heads,
        "num_hidden_layers": spec.num_layers,
        "num_key_value_heads": spec.num_kv_heads,
        "pad_token_id": vocabulary.padding_id,
        "rms_norm_eps": spec.norm_epsilon,
        "rope_scaling": None if spec.rope_scale == 1 else scaling,
        "rope_theta": spec.rope_base,
        "tie_word_embeddings": spec.tied_output,
        "torch_dtype": dtype,
        "use_cache": True,
        "vocab_size": spec.vocabulary_size,
    }


def _refuse_quantized(config: JsonObject) -> None:
    for key in ("quantization_config", "compression_config"):
        quantization = config.optional(key, dict)
        if quantization is not None:
            method = quantization.get("quant_method")
            raise CheckpointError(
                f"{config.place} describes a quantized model ({described(method or key)}), "
                "which cannot be read",
                hint="take the same model in a float format, or as a quantized GGUF file",
            )


def _head_width(config: JsonObject, width: int, num_heads: int) -> int:
    if config.optional("head_dim", int) is None and width % num_heads:
        raise config.refused(
            "num_attention_heads", f"a divisor of the width {shown(width)}", shown(num_heads)
        )
    return config.positive("head_dim", default=max(1, width // num_heads))


def _norm_epsilon(config: JsonObject) -> float:
    epsilon = config.optional("rms_norm_eps", float)
    if epsilon is None:
        return _DEFAULT_NORM_EPSILON
    if not 0 < epsilon < 1:
        raise config.refused("rms_norm_eps", "a number between 0 and 1", shown(epsilon))
    return epsilon


def _context_tokens(config: JsonObject) -> int:
    key = "max_position_embeddings"
    context_tokens = config.positive(key, default=_DEFAULT_CONTEXT_TOKENS)
    if context_tokens > _MAX_CONTEXT_TOKENS:
        raise config.refused(key, f"at most {_MAX_CONTEXT_TOKENS} tokens", shown(context_tokens))
    return context_tokens


def _positions(config: JsonObject) -> tuple[float | None, float]:
    """The base of the rotary positions, where it is stated, and the number they are divided by.

    transformers 4 wrote `rope_theta` and `rope_scaling`, 5 writes both as `rope_parameters`.

    Raises:
        CheckpointError: the positions are scaled in a way that is not supported, or keys contradict
            each other.
    """
    base = config.optional("rope_theta", float)
    scale = 1.0
    _refuse_partial(config)
    for key in ("rope_scaling", "rope_parameters"):
        values = config.optional(key, dict)
        if not values:
            continue
        rope = JsonObject(values, f"`{key}` of {config.place}")
        _refuse_partial(rope)
        nested_base = rope.optional("rope_theta", float)
        if None not in (base, nested_base) and base != nested_base:
            raise rope.refused("rope_theta", f"{base:g}, as the config states it", f"{nested_base:g}")
        base = nested_base if base is None else base
        scale = _scale(rope)
    return base, scale


def _refuse_partial(rope: JsonObject) -> None:
    part = rope.optional("partial_rotary_factor", float)
    if part not in (None, 1.0):
        raise rope.refused("partial_rotary_factor", "heads that are turned as a whole", shown(part))


def _scale(rope: JsonObject) -> float:
    kinds = [found for key in ("rope_type", "type") if (found := rope.optional(key, str)) is not None]
    kind = kinds[0] if kinds else _PLAIN_ROPE
    supported = (_PLAIN_ROPE, _LINEAR_ROPE)
    unsupported = [found for found in kinds if found not in supported]
    if unsupported or kinds[1:] not in ([], [kind]):
        raise rope.refused(
            "rope_type",
            " or ".join(f"`{name}`" for name in supported),
            shown(unsupported[0] if unsupported else " and ".join(kinds)),
            hint="models with positions scaled in another way, such as Llama 3.1, are not supported",
        )
    if unknown := sorted(set(rope.values) - _ROPE_KEYS):
        raise CheckpointError(
            f"key {shown(unknown[0])} in {rope.place} is unknown and may change the positions"
        )
    if kind == _PLAIN_ROPE:
        return 1.0
    factor = rope.required("factor", float)
    if factor < 1:
        raise rope.refused("factor", "a number of at least 1", shown(factor))
    return factor
