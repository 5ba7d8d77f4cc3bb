"""``load``: a name or a path -> a Model that answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llamita.weights.store import DEFAULT_MODEL

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.assist import Model
    from llamita.weights.store import ProgressSink


def load(  # noqa: PLR0913 - what a person may choose about a model, each by name
    name_or_path: str | Path = DEFAULT_MODEL,
    *,
    engine: str = "reference",
    num_threads: int | None = None,
    pull: bool = False,
    progress: ProgressSink | None = None,
    dialog: str | None = None,
    rope_base: float | None = None,
    adapter: str | Path | None = None,
) -> Model:
    """Load a model.

    Args:
        name_or_path: a name from ``llamita models list``, or the path of a GGUF file or of a folder.
        engine: one of ``ENGINE_NAMES``.
        num_threads: how many threads the arithmetic may use; None leaves it to the machine.
        pull: fetch a known model that is not in the store yet; nothing is fetched otherwise.
        progress: is told how a pull goes.
        dialog: the form its conversations have, one of ``text.DIALOG_NAMES``; None takes the one that the
            store knows for its name, or that its files tell.
        rope_base: the base of the rotary positions, where a file states none or a wrong one.
        adapter: the folder of a LoRA adapter, as PEFT keeps it, to add to the weights.

    Returns:
        A model with ``complete``, ``infill`` and ``chat``.

    Raises:
        StoreError: no such name, or not pulled yet.
        CheckpointError: the file is missing, damaged, or not a Llama-architecture model.
        TokenizerError: its vocabulary cannot be read exactly.
        RequestError: there is no such engine or form of dialog.
        CapacityError: it does not fit into memory.
    """
    from llamita.assembly.engines import check_engine, open_engine
    from llamita.assembly.source import find_checkpoint
    from llamita.assist import Model
    from llamita.text.tokenizer import Tokenizer

    check_engine(engine, num_threads)
    name, checkpoint = find_checkpoint(
        name_or_path, pull=pull, progress=progress, rope_base=rope_base, adapter=adapter, dialog=dialog
    )
    tokenizer = Tokenizer(checkpoint.vocabulary)
    return Model(name=name, engine=open_engine(engine, checkpoint, num_threads), tokenizer=tokenizer)
