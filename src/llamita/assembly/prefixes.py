"""How much memory and disk may be taken by what requests have read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from llamita.assembly.machine import describe_machine

if TYPE_CHECKING:
    from llamita.engines.contract import Engine
    from llamita.generate import PrefixCache

SNAPSHOT_LIMIT_BYTES: Final = 10 * 2**30
"""What the snapshots of a folder may take: 20,000 tokens of Code Llama 7B, at half a megabyte each."""

# The rest is the answers' own, and other programs'.
_SHARE_OF_MEMORY: Final = 1 / 4

# 8,000 tokens of Code Llama 7B, more than 100,000 of the default model.
_MOST_CACHE_BYTES: Final = 4 * 2**30


def open_prefixes(
    engine: Engine[Any], *, cache_bytes: int | None, snapshots: str | Path | None
) -> PrefixCache[Any]:
    """Make the place where requests to ``engine`` find what earlier ones have read.

    Args:
        engine: a loaded model; what is left of the memory is looked at now.
        cache_bytes: how much memory it may take; None is a quarter of what is available, at most 4 GiB.
        snapshots: the folder where it is kept on disk as well; None is nowhere.

    Raises:
        RequestError: ``cache_bytes`` is negative, or ``snapshots`` is no folder and cannot be made one.
    """
    from llamita.generate import PrefixCache, Snapshots

    kept = None
    if snapshots is not None:
        kept = Snapshots(
            Path(snapshots).expanduser(),
            engine,
            limit_tokens=engine.spec.context_tokens,
            limit_bytes=SNAPSHOT_LIMIT_BYTES,
        )
    return PrefixCache(_default_cache_bytes() if cache_bytes is None else cache_bytes, kept)


def _default_cache_bytes() -> int:
    from llamita.generate import DEFAULT_CACHE_BYTES

    available_bytes = describe_machine().memory.available_bytes
    if available_bytes is None:
        return DEFAULT_CACHE_BYTES
    return min(round(available_bytes * _SHARE_OF_MEMORY), _MOST_CACHE_BYTES)
