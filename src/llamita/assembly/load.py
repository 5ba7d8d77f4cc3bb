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
    engine: str | None = None,
    num_threads: int | None = None,
    pull: bool = False,
    progress: ProgressSink | None = None,
    dialog: str | None = None,
    rope_base: float | None = None,
    adapter: str | Path | None = None,
    cache_bytes: int | None = None,
    snapshots: str | Path | None = None,
    draft_model: str | Path | None = None,
    kv_format: str | None = None,
) -> Model:
    """Load a model.

    Args:
        name_or_path: a name from ``llamita models list``, or the path of a GGUF file or of a folder.
        engine: one of ``ENGINE_NAMES``; None takes the fastest that is here.
        num_threads: how many threads the arithmetic may use; None leaves it to the machine.
        pull: fetch a known model that is not in the store yet; nothing is fetched otherwise.
        progress: is told how a pull goes.
        dialog: the form its conversations have, one of ``text.DIALOG_NAMES``; None takes the one that the
            store knows for its name, or that its files tell.
        rope_base: the base of the rotary positions, where a file states none or a wrong one.
        adapter: the folder of a LoRA adapter, as PEFT keeps it, to add to the weights.
        cache_bytes: how much memory may be taken by what answers have read, so that later prompts that
            begin alike need not read it again; None is a quarter of what is available, at most 4 GiB. A
            draft model may take as much again.
        snapshots: a folder where that is kept for later processes too; None is nowhere.
        draft_model: the name or path of a smaller model of the same vocabulary, which guesses ahead.
        kv_format: how the cpu engine keeps what it has read, ``f16`` or ``int8`` (half the memory); None is
            ``f16``.

    Returns:
        A model with ``complete``, ``infill`` and ``chat``.

    Raises:
        StoreError: no such name, or not pulled yet.
        CheckpointError: the file is missing, damaged, or not a Llama-architecture model.
        TokenizerError: its vocabulary cannot be read exactly.
        RequestError: there is no such engine, KV format or form of dialog, ``cache_bytes`` is negative,
            ``snapshots`` cannot be a folder, or ``draft_model`` has another vocabulary.
        CapacityError: it does not fit into memory.
    """
    from concurrent.futures import ThreadPoolExecutor

    from llamita.assembly.engines import check_engine, default_engine, open_engine
    from llamita.assembly.prefixes import open_prefixes
    from llamita.assembly.source import find_checkpoint
    from llamita.assist import Model
    from llamita.text.tokenizer import Tokenizer

    engine = engine or default_engine()
    check_engine(engine, num_threads, kv_format)
    name, checkpoint = find_checkpoint(
        name_or_path, pull=pull, progress=progress, rope_base=rope_base, adapter=adapter, dialog=dialog
    )
    with ThreadPoolExecutor(max_workers=1) as beside:
        # Both take a while, and leave the interpreter to the other for most of it.
        building = beside.submit(Tokenizer, checkpoint.vocabulary)
        loaded = open_engine(engine, checkpoint, num_threads, kv_format)
        tokenizer = building.result()
    prefixes = open_prefixes(loaded, cache_bytes=cache_bytes, snapshots=snapshots)
    drafting = None
    if draft_model is not None:
        drafting = load(
            draft_model,
            engine=engine,
            num_threads=num_threads,
            pull=pull,
            progress=progress,
            cache_bytes=cache_bytes,
        )
    return Model(name=name, engine=loaded, tokenizer=tokenizer, prefixes=prefixes, draft_model=drafting)
