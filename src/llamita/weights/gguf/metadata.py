"""The keys of a GGUF file, asked for by name and type.

A key that could change what the model computes, and that is not known here, is refused: skipping it
would mean a model that runs and answers worse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from llamita.errors import CheckpointError, shown
from llamita.weights.mapped_file import DAMAGED_HINT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from llamita.weights.gguf.header import MetadataValue

Value = TypeVar("Value")

_TYPE_NAMES: Mapping[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number with a fraction",
    str: "a string",
    list: "an array of strings",
    np.ndarray: "an array of numbers",
}

# Keys that are read here; and those of `llama.` and `tokenizer.` that change nothing: how experts
# are routed where there are none, how the file's rows were made, tokens that a prompt never gets.
_KNOWN_KEYS: Final = frozenset(
    {
        "general.alignment",
        "general.architecture",
        "general.license",
        "general.name",
        "llama.attention.head_count",
        "llama.attention.head_count_kv",
        "llama.attention.key_length",
        "llama.attention.layer_norm_rms_epsilon",
        "llama.attention.value_length",
        "llama.block_count",
        "llama.context_length",
        "llama.embedding_length",
        "llama.expert_count",
        "llama.expert_used_count",
        "llama.feed_forward_length",
        "llama.rope.dimension_count",
        "llama.rope.freq_base",
        "llama.rope.scale_linear",
        "llama.rope.scaling.factor",
        "llama.rope.scaling.finetuned",
        "llama.rope.scaling.original_context_length",
        "llama.rope.scaling.type",
        "llama.tensor_data_layout",
        "llama.vocab_size",
        "llamita.corpus",
        "split.count",
        "tokenizer.chat_template",
        "tokenizer.chat_templates",
        "tokenizer.ggml.add_bos_token",
        "tokenizer.ggml.add_eos_token",
        "tokenizer.ggml.add_sep_token",
        "tokenizer.ggml.add_space_prefix",
        "tokenizer.ggml.bos_token_id",
        "tokenizer.ggml.cls_token_id",
        "tokenizer.ggml.eom_token_id",
        "tokenizer.ggml.eos_token_id",
        "tokenizer.ggml.eot_token_id",
        "tokenizer.ggml.fim_mid_token_id",
        "tokenizer.ggml.fim_pad_token_id",
        "tokenizer.ggml.fim_pre_token_id",
        "tokenizer.ggml.fim_rep_token_id",
        "tokenizer.ggml.fim_sep_token_id",
        "tokenizer.ggml.fim_suf_token_id",
        "tokenizer.ggml.mask_token_id",
        "tokenizer.ggml.merges",
        "tokenizer.ggml.middle_token_id",
        "tokenizer.ggml.model",
        "tokenizer.ggml.padding_token_id",
        "tokenizer.ggml.pre",
        "tokenizer.ggml.prefix_token_id",
        "tokenizer.ggml.remove_extra_whitespaces",
        "tokenizer.ggml.scores",
        "tokenizer.ggml.seperator_token_id",
        "tokenizer.ggml.suffix_token_id",
        "tokenizer.ggml.token_type",
        "tokenizer.ggml.token_type_count",
        "tokenizer.ggml.tokens",
        "tokenizer.ggml.unknown_token_id",
        "tokenizer.huggingface.json",
    }
)
_CLOSED_NAMESPACES: Final = ("llama", "tokenizer")
# Templates for single uses stand in keys of their own, under names of anyone's choice.
_NAMED_TEMPLATE_PREFIX: Final = "tokenizer.chat_template."


class Metadata:
    """What a file says under each key; a missing key or a wrong type is an error that names it."""

    def __init__(self, values: Mapping[str, MetadataValue], path: Path) -> None:
        self.path = path
        self._values = values

    def required(self, key: str, kind: type[Value]) -> Value:
        """The value of a key that has to be there.

        Raises:
            CheckpointError: it is not, or has another type.
        """
        found = self.optional(key, kind)
        if found is None:
            raise CheckpointError(f"`{self.path}` has no key `{key}`: expected {_TYPE_NAMES[kind]}")
        return found

    def optional(self, key: str, kind: type[Value]) -> Value | None:
        """The value of a key, or None where the file has no such key.

        Raises:
            CheckpointError: the value has another type.
        """
        value = self._values.get(key)
        if value is None:
            return None
        # Not isinstance: true and false would pass as the numbers 1 and 0.
        if type(value) is not kind or not isinstance(value, kind):
            raise self.refused(key, _TYPE_NAMES[kind], _TYPE_NAMES[type(value)])
        return value

    def refused(self, key: str, expected: str, got: str) -> CheckpointError:
        """The error to raise where a key's value cannot be used."""
        return CheckpointError(f"cannot use `{key}` of `{self.path}`: expected {expected}, got {got}")

    def refuse_unknown_keys(self) -> None:
        """Hold the keys to those known here.

        Raises:
            CheckpointError: a key of `llama.` or `tokenizer.` is unknown, or any other key is a single
                letter away from one that is known: then it can only be that one, damaged.
        """
        for key in self._values:
            if key in _KNOWN_KEYS or key.startswith(_NAMED_TEMPLATE_PREFIX):
                continue
            if key.partition(".")[0] in _CLOSED_NAMESPACES:
                raise CheckpointError(
                    f"key {shown(key)} in `{self.path}` is unknown and may change what the model computes",
                    hint="the file is damaged, or of a kind of model that is not supported yet",
                )
            for known in _KNOWN_KEYS:
                if _differ_in_one_letter(key, known):
                    raise CheckpointError(
                        f"key {shown(key)} in `{self.path}` is misspelled: expected `{known}`",
                        hint=DAMAGED_HINT,
                    )


def _differ_in_one_letter(left: str, right: str) -> bool:
    return len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1
