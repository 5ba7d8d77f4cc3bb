"""A name or a path -> the checkpoint it means."""

from __future__ import annotations

import os
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from llamita.errors import CheckpointError, FetchError, StoreError

if TYPE_CHECKING:
    from llamita.weights.checkpoint import Checkpoint
    from llamita.weights.store import InstalledModel, ModelStore, ProgressSink


def open_store() -> ModelStore:
    """The model store of whoever runs this process."""
    from llamita.weights.store import ModelStore, default_home

    return ModelStore(default_home(os.environ))


def find_checkpoint(
    name_or_path: str | Path,
    *,
    pull: bool = False,
    progress: ProgressSink | None = None,
    rope_base: float | None = None,
    adapter: str | Path | None = None,
    dialog: str | None = None,
) -> tuple[str, Checkpoint]:
    """The checkpoint that ``name_or_path`` means, and the name to call it by.

    A path is whatever looks like one: it has a folder separator, ends in ``.gguf``, or is a ``Path``.
    Everything else is a name in the store, so that a file can never pass for a known model.

    Args:
        name_or_path: which model.
        pull: fetch a known model that is not in the store yet; nothing is fetched otherwise.
        progress: is told how the pull goes.
        rope_base: the base of the rotary positions, where a checkpoint does not state it or states a
            wrong one.
        adapter: the folder of a LoRA adapter, as PEFT keeps it, to add to the weights.
        dialog: the form its conversations have, one of ``text.DIALOG_NAMES``; None takes the one that the
            store knows for its name, or that its files tell.

    Raises:
        StoreError: no such name, or not pulled yet.
        CheckpointError: the file or folder is missing, damaged or foreign.
        TokenizerError: its vocabulary is.
        RequestError: ``rope_base`` is no base, or there is no such form of dialog.
    """
    from llamita.text import dialog_format

    if dialog is not None:
        dialog_format(dialog)
    name, checkpoint = _opened(name_or_path, pull=pull, progress=progress, rope_base=rope_base)
    checkpoint = _without_untrained_infilling(checkpoint)
    if adapter is not None:
        from llamita.weights.adapter import with_adapter

        checkpoint = with_adapter(checkpoint, Path(adapter).expanduser())
    if dialog is not None:
        # The template in the files would say something else.
        vocabulary = replace(checkpoint.vocabulary, chat_template=None)
        checkpoint = replace(_with_dialog(checkpoint, dialog), vocabulary=vocabulary)
    return name, checkpoint


def _opened(
    name_or_path: str | Path, *, pull: bool, progress: ProgressSink | None, rope_base: float | None
) -> tuple[str, Checkpoint]:
    """The checkpoint as its files and the store have it."""
    from llamita.weights.forms import read_checkpoint

    if is_path(name_or_path):
        path = Path(name_or_path).expanduser()
        checkpoint = read_checkpoint(path, rope_base=rope_base)
        if rope_base is None:
            _warn_of_unpublished_base(checkpoint)
        return path.stem if path.is_file() else path.absolute().name, checkpoint
    name = str(name_or_path)
    installed = _installed(name, pull=pull, progress=progress)
    try:
        checkpoint = read_checkpoint(installed.path, rope_base=rope_base)
    except CheckpointError as error:
        raise CheckpointError(
            f"the installed model `{name}` is damaged: {error}",
            hint=f"`llamita models remove {name}`, then `llamita models pull {name}`",
        ) from error
    store = open_store()
    # A model may have come here under a name that this version no longer knows.
    return name, _with_dialog(checkpoint, store.entry(name).dialog if name in store.names() else None)


def _installed(name: str, *, pull: bool, progress: ProgressSink | None) -> InstalledModel:
    store = open_store()
    try:
        may_pull = pull and name in store.names()
        return store.pull(name, progress=progress) if may_pull else store.find(name)
    except FetchError as error:
        if name not in store.names() and Path(name).exists():
            raise StoreError(str(error), hint=f"a path needs a separator: `./{name}`") from error
        raise


def _with_dialog(checkpoint: Checkpoint, dialog: str | None) -> Checkpoint:
    """What the store knows of a model's conversations counts before what its files tell."""
    if dialog is None:
        return checkpoint
    return replace(checkpoint, spec=replace(checkpoint.spec, dialog=dialog))


def _without_untrained_infilling(checkpoint: Checkpoint) -> Checkpoint:
    """Take the infilling tokens from a model that only inherited them: Code Llama 70B Python.

    Its vocabulary is that of the base model; what tells it is that, of the published models with its shape
    and its rope base, none was trained to infill.
    """
    from llamita.spec import PUBLISHED, published_like

    alike = [PUBLISHED[name] for name in published_like(checkpoint.spec)]
    infills = [model.infills for model in alike if model.spec.rope_base == checkpoint.spec.rope_base]
    if not infills or any(infills):
        return checkpoint
    return replace(checkpoint, vocabulary=replace(checkpoint.vocabulary, infill=None))


def _warn_of_unpublished_base(checkpoint: Checkpoint) -> None:
    """Say that a checkpoint has the shape of published models, but turns positions as none of them."""
    from llamita.spec import PUBLISHED, published_like

    alike = published_like(checkpoint.spec)
    bases = {PUBLISHED[name].spec.rope_base for name in alike}
    if alike and checkpoint.spec.rope_base not in bases:
        warnings.warn(
            f"`{checkpoint.path}` has the shape of {', '.join(alike)}, but rope_base "
            f"{checkpoint.spec.rope_base:g}; published: {', '.join(f'{base:.9g}' for base in sorted(bases))}",
            stacklevel=3,
        )


def is_path(name_or_path: str | Path) -> bool:
    """Whether this means a file or a folder rather than a name in the store."""
    if isinstance(name_or_path, Path):
        return True
    separators = {os.sep, os.altsep, "/"} - {None}
    return name_or_path.lower().endswith(".gguf") or any(mark in name_or_path for mark in separators if mark)
