"""What adapter_config.json says about a LoRA adapter; every other kind of adapter is refused by name.

PEFT has many ways to change a model, most of them settings of its LoRA. What is known here is
supported or changes nothing once training is over; every other setting has to be off, so that no future
one is passed over in silence.

Source: `LoraConfig` of PEFT 0.21.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from llamita.errors import shown
from llamita.weights.json_object import JsonObject, described, read_json_object

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_CONFIG_NAME: Final = "adapter_config.json"
_LORA: Final = "LORA"
MERGE_HINT: Final = "merge it into its base with PEFT itself"
"""What helps with every adapter that cannot be read here."""
_HARMLESS_KEYS: Final = frozenset(
    {
        "alpha_pattern",
        "auto_mapping",
        "base_model_name_or_path",
        "corda_config",
        "ensure_weight_tying",
        "eva_config",
        "exclude_modules",
        # Of linear layers PEFT itself takes no notice of it.
        "fan_in_fan_out",
        "inference_mode",
        "init_lora_weights",
        "layers_pattern",
        "layers_to_transform",
        "loftq_config",
        "lora_alpha",
        "lora_dropout",
        "lora_ga_config",
        "megatron_config",
        "megatron_core",
        "modules_to_save",
        "peft_type",
        "peft_version",
        "qalora_group_size",
        "r",
        "rank_pattern",
        "revision",
        "runtime_config",
        "target_modules",
        "task_type",
        "use_rslora",
    }
)
_OFF: Final[tuple[object, ...]] = (None, False, 0, "", "none", [], {})
# Other ways to begin take something out of the base's weights, which are then not the base's any more.
_HARMLESS_BEGINNINGS: Final = (None, True, False, "gaussian", "eva", "orthogonal")
# A name, or the end of one; PEFT takes any regular expression, of which one can be made to run for years.
_LITERAL_PATTERN = re.compile(r"(\^?)((?:[A-Za-z0-9_]+\\?\.)*[A-Za-z0-9_]+)\$?")

_ALL_LINEAR: Final = "all-linear"
LINEAR_MODULES: Final = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
"""The modules of a layer that are matrices; PEFT's `all-linear` in a Llama."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AdapterConfig:
    """The settings of a LoRA adapter that tell what it adds to a matrix."""

    place: str
    """What messages call the file."""
    base: str
    """Name or path of the model it was trained on; empty where the file does not tell."""
    rank: int
    """Columns of B and rows of A, where no pattern tells otherwise (``r``)."""
    alpha: float
    """What is added is B A times alpha / rank, where no pattern tells otherwise."""
    rank_patterns: Mapping[str, int]
    alpha_patterns: Mapping[str, float]
    by_root: bool
    """Whether it is alpha / sqrt(rank) (rank-stabilized LoRA)."""
    targets: tuple[str, ...]
    """Ends of the names of all modules it changes; empty where only the tensors tell."""

    def rank_of(self, module: str) -> int:
        """The rank of what is added to a module."""
        return next((rank for key, rank in self.rank_patterns.items() if _matches(key, module)), self.rank)

    def scale_of(self, module: str) -> float:
        """What B A is multiplied by for a module."""
        patterns = self.alpha_patterns.items()
        alpha = next((alpha for key, alpha in patterns if _matches(key, module)), self.alpha)
        rank = self.rank_of(module)
        return alpha / (math.sqrt(rank) if self.by_root else rank)

    def is_target(self, module: str) -> bool:
        """Whether the config says that this module is changed."""
        return any(module == end or module.endswith(f".{end}") for end in self.targets)


def read_adapter_config(folder: Path) -> AdapterConfig:
    """Read the description of an adapter.

    Raises:
        CheckpointError: it is missing, damaged, or of a kind that is not supported.
    """
    config = read_json_object(folder / _CONFIG_NAME, "the description of an adapter")
    _refuse_other_adapters(config)
    rank_patterns, alpha_patterns = (_patterns(config, key) for key in ("rank_pattern", "alpha_pattern"))
    return AdapterConfig(
        place=config.place,
        base=config.optional("base_model_name_or_path", str) or "",
        rank=config.positive("r"),
        alpha=config.required("lora_alpha", float),
        rank_patterns={key: rank_patterns.positive(key) for key in rank_patterns.values},
        alpha_patterns={key: alpha_patterns.required(key, float) for key in alpha_patterns.values},
        by_root=config.optional("use_rslora", bool) or False,
        targets=_targets(config),
    )


def _refuse_other_adapters(config: JsonObject) -> None:
    kind = config.required("peft_type", str)
    if kind != _LORA:
        raise config.refused("peft_type", f"`{_LORA}`", shown(kind), hint=MERGE_HINT)
    for key, value in config.values.items():
        if key not in _HARMLESS_KEYS and value not in _OFF:
            raise config.refused(key, "a plain LoRA adapter", described(value), hint=MERGE_HINT)
    beginning = config.values.get("init_lora_weights")
    if beginning not in _HARMLESS_BEGINNINGS:
        raise config.refused(
            "init_lora_weights",
            "an adapter that leaves the weights of its base alone",
            described(beginning),
            hint="save it again with PEFT's `path_initial_model_for_weight_conversion`",
        )


def _patterns(config: JsonObject, key: str) -> JsonObject:
    patterns = JsonObject(config.optional(key, dict) or {}, f"`{key}` of {config.place}")
    for pattern in patterns.values:
        if not _LITERAL_PATTERN.fullmatch(pattern):
            raise patterns.refused(pattern, "names of modules", "a regular expression", hint=MERGE_HINT)
    return patterns


def _matches(pattern: str, module: str) -> bool:
    """Whether a pattern is a module's name or, without `^`, the end of it after a dot."""
    match = _LITERAL_PATTERN.fullmatch(pattern)
    name = match.group(2).replace("\\.", ".") if match else pattern
    anchored = match is not None and match.group(1) == "^"
    return module == name or (not anchored and module.endswith(f".{name}"))


def _targets(config: JsonObject) -> tuple[str, ...]:
    """The ends of names that `target_modules` lists, where nothing takes some of them out again."""
    targets = config.values.get("target_modules")
    if targets == _ALL_LINEAR:
        targets = list(LINEAR_MODULES)
    if any(config.values.get(key) not in _OFF for key in ("layers_to_transform", "exclude_modules")):
        return ()
    if targets is None or isinstance(targets, str):
        return ()
    names = config.required("target_modules", list)
    if not all(isinstance(name, str) for name in targets):
        raise config.refused("target_modules", "names of modules", described(names))
    return tuple(targets)
