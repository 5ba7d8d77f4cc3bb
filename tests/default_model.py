"""The default model for tests that need a real one: from the user's store, pulled there if missing."""

import functools
import os
from pathlib import Path

import pytest

from llamita.assembly import DEFAULT_MODEL, open_store
from llamita.errors import LlamitaError


@functools.cache
def _pull() -> Path | LlamitaError:
    try:
        return open_store().pull(DEFAULT_MODEL).path
    except LlamitaError as error:
        return error


def installed_default_model() -> Path:
    """Its GGUF file; skips the test where it cannot be had, fails in CI."""
    result = _pull()
    if isinstance(result, Path):
        return result
    reason = f"the default model cannot be had: {result}"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
