"""Files too large or too foreign to keep here: benchmark data, tokenizers, a tiny model."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def fixture(*parts: str) -> Path:
    """The fixture at this path below ``LLAMITA_FIXTURES``; skips the test where there is none.

    In CI a folder that is there but incomplete fails instead: a skip would hide it.
    """
    folder = Path(os.environ.get("LLAMITA_FIXTURES") or ROOT.parent / "shared" / "data")
    path = folder.joinpath(*parts)
    if path.exists():
        return path
    reason = f"no fixture `{'/'.join(parts)}` in {folder} (set LLAMITA_FIXTURES to another folder)"
    if os.environ.get("CI") and folder.is_dir():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
