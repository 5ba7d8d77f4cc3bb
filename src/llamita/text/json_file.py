"""JSON files of a tokenizer: an object each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from llamita.errors import TokenizerError
from llamita.text.bounded_file import read_bounded_file

if TYPE_CHECKING:
    from pathlib import Path


def read_json_object(path: Path) -> dict[str, Any]:
    """The object in a JSON file.

    Raises:
        TokenizerError: the file is missing, too large, not valid, or holds something else.
    """
    try:
        data = json.loads(read_bounded_file(path))
    except (ValueError, RecursionError) as error:
        raise TokenizerError(f"`{path}` is not valid JSON: {error}") from error
    if not isinstance(data, dict):
        raise TokenizerError(f"`{path}` holds a {type(data).__name__}, expected a JSON object")
    return data
