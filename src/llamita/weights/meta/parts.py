"""Meta's names for the parameters, and along which axis each is cut into shards.

Meta trained on several GPUs and saved what each held: shard i is the i-th of equal parts of every matrix,
and a copy of every vector. The embedding is cut by width (since Llama 3 by vocabulary, which is not read
here).

Source: github.com/meta-llama/codellama, `llama/model.py`; the axes from fairscale's `ParallelEmbedding`,
`ColumnParallelLinear` (rows, as its weight is output x input) and `RowParallelLinear` (columns).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.weights.layout import COLUMNS, ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping

WHOLE: Final = None
"""Every shard has all of it."""

_MODEL_PARTS: Final[Mapping[str, tuple[str, int | None]]] = {
    "token_embedding": ("tok_embeddings", COLUMNS),
    "output_norm": ("norm", WHOLE),
    "output": ("output", ROWS),
}
_LAYER_PARTS: Final[Mapping[str, tuple[str, int | None]]] = {
    "attention_norm": ("attention_norm", WHOLE),
    "query": ("attention.wq", ROWS),
    "key": ("attention.wk", ROWS),
    "value": ("attention.wv", ROWS),
    "attention_output": ("attention.wo", COLUMNS),
    "feed_forward_norm": ("ffn_norm", WHOLE),
    "gate": ("feed_forward.w1", ROWS),
    "up": ("feed_forward.w3", ROWS),
    "down": ("feed_forward.w2", COLUMNS),
}

_ROPE_FREQUENCIES = re.compile(r"(layers\.(0|[1-9][0-9]*)\.attention\.inner_attention\.)?rope\.freqs")


def meta_part(parameter: str) -> tuple[str, int | None]:
    """What Meta calls one of our parameters, and the axis it is cut along (``WHOLE``: none).

    >>> meta_part("layers.3.attention_output")
    ('layers.3.attention.wo.weight', 1)
    """
    if parameter in _MODEL_PARTS:
        name, axis = _MODEL_PARTS[parameter]
        return f"{name}.weight", axis
    _, layer, part = parameter.split(".")
    name, axis = _LAYER_PARTS[part]
    return f"layers.{layer}.{name}.weight", axis


def is_rope_frequencies(name: str) -> bool:
    """Whether a tensor is the table of rotary frequencies, which follows from the base and is not read."""
    return _ROPE_FREQUENCIES.fullmatch(name) is not None
