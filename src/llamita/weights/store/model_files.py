"""Which files of a folder make up a model, by name."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Final

from llamita.weights.store.records import is_plain_name

_DOCUMENTS: Final = ("LICENSE*", "USE_POLICY*", "README.md")

HUGGING_FACE_FILES: Final = (
    "config.json",
    "generation_config.json",
    "*.safetensors",
    "model.safetensors.index.json",
    "tokenizer*",
    "special_tokens_map.json",
    "added_tokens.json",
    "chat_template.jinja",
    *_DOCUMENTS,
)
"""As `transformers` keeps a model; the same weights as pickles (``.bin``) are left where they are."""

PARAMS_FILE: Final = "params.json"
TOKENIZER_FILE: Final = "tokenizer.model"
META_FILES: Final = (PARAMS_FILE, "consolidated.*.pth", TOKENIZER_FILE, "checklist.chk", *_DOCUMENTS)
"""As Meta gives a model out."""


def is_one_of(name: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether a file called ``name`` is meant by one of ``patterns``, and may be called so anywhere."""
    return is_plain_name(name) and any(fnmatchcase(name, pattern) for pattern in patterns)
