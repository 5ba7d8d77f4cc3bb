"""A name or a path -> the checkpoint it means."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from llamita.errors import CheckpointError

if TYPE_CHECKING:
    from llamita.weights.checkpoint import Checkpoint
    from llamita.weights.store import ModelStore, ProgressSink


def open_store() -> ModelStore:
    """The model store of whoever runs this process."""
    from llamita.weights.store import ModelStore, default_home

    return ModelStore(default_home(os.environ))


def find_checkpoint(
    name_or_path: str | Path, *, pull: bool = False, progress: ProgressSink | None = None
) -> tuple[str, Checkpoint]:
    """The checkpoint that ``name_or_path`` means, and the name to call it by.

    A path is whatever looks like one: it has a folder separator, ends in ``.gguf``, or is a ``Path``.
    Everything else is a name in the store, so that a file can never pass for a known model.

    Args:
        name_or_path: which model.
        pull: fetch a known model that is not in the store yet; nothing is fetched otherwise.
        progress: is told how the pull goes.

    Raises:
        StoreError: no such name, or not pulled yet.
        CheckpointError: the file is missing or damaged.
    """
    from llamita.weights.gguf.reader import read_gguf

    if is_path(name_or_path):
        path = Path(name_or_path).expanduser()
        return path.stem, read_gguf(path)
    name = str(name_or_path)
    store = open_store()
    may_pull = pull and name in store.names()
    installed = store.pull(name, progress=progress) if may_pull else store.find(name)
    try:
        return name, read_gguf(installed.path)
    except CheckpointError as error:
        raise CheckpointError(
            f"the installed model `{name}` is damaged: {error}",
            hint=f"`llamita models remove {name}`, then `llamita models pull {name}`",
        ) from error


def is_path(name_or_path: str | Path) -> bool:
    """Whether this means a file rather than a name in the store."""
    if isinstance(name_or_path, Path):
        return True
    separators = {os.sep, os.altsep, "/"} - {None}
    return name_or_path.lower().endswith(".gguf") or any(mark in name_or_path for mark in separators if mark)
