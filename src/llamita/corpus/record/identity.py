"""The id of a corpus: a digest of all that decides what is in it, and of what is in it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from llamita.corpus.typed_json import canonical_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHORT_DIGITS: Final = 16
"""How much of an id is shown to people."""


def corpus_id(
    *,
    recipe: Mapping[str, Any],
    lock_sha256: str,
    tools: Mapping[str, str],
    benchmarks_sha256: str,
    opt_outs: Sequence[str],
    shards: Sequence[str],
) -> str:
    """Name a corpus; two machines that build the same one give it the same name.

    No clock, path, runner or number of workers is in it.

    Args:
        recipe: what was asked for, as JSON has it.
        lock_sha256: of the lock file: every source with its version and checksum.
        tools: name to version, of everything that the result depends on.
        benchmarks_sha256: of the problems it was decontaminated against.
        opt_outs: what was left out on request, in any order.
        shards: digests of the shards, in their order.

    Returns:
        A sha256 in hexadecimal; its first ``SHORT_DIGITS`` are enough for people.
    """
    parts = {
        "recipe": dict(recipe),
        "lock_sha256": lock_sha256,
        "tools": dict(tools),
        "benchmarks_sha256": benchmarks_sha256,
        "opt_outs": sorted(set(opt_outs)),
        "shards": list(shards),
    }
    return hashlib.sha256(canonical_json(parts).encode()).hexdigest()
