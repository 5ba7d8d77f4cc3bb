"""Texts for these tests: files of this Python, and copies of them with changes."""

from __future__ import annotations

import functools
import random
import sysconfig
from pathlib import Path


@functools.cache
def library_files(count: int) -> tuple[str, ...]:
    """The first files of the standard library that are neither tiny nor huge."""
    folder = Path(sysconfig.get_path("stdlib"))
    files = (
        path
        for path in sorted(folder.glob("*.py")) + sorted(folder.glob("*/*.py"))
        if "site" not in str(path)
    )
    texts = []
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        if 1000 < len(text) < 12000:
            texts.append(text)
        if len(texts) == count:
            break
    return tuple(texts)


def changed(text: str, share: float, seed: int) -> str:
    """The text with about this share of its lines replaced by words that it does not have."""
    draw = random.Random(seed)
    return "\n".join(
        f"fresh_{draw.getrandbits(40)} line_{draw.getrandbits(40)} here" if draw.random() < share else line
        for line in text.splitlines()
    )
