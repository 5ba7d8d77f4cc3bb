"""Opt-out: takes documents' tokens out of shards, so that they are on this disk no longer.

A document keeps its number, with no tokens, so that nothing that was noted by number goes wrong. The new
shard is written beside the old one and counts once the catalog names it; then the old one is deleted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Final

import numpy as np

from llamita.corpus.shards.catalog import file_of, replace_catalog
from llamita.corpus.shards.reader import Shards, stray_files
from llamita.errors import RequestError
from llamita.files.disk import delete, sync_folder
from llamita.files.new_file import new_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from llamita.corpus.shards.catalog import Shard

_NAME: Final = re.compile(r"(?P<stem>[a-z]+-[0-9]+)(\.(?P<edition>[0-9]+))?\.bin")


def forget(folder: Path, numbers: Iterable[int]) -> list[str]:
    """Remove the tokens of documents from the disk.

    Whenever it is killed, the folder holds the old shards or new ones, each whole; asked again it goes on.

    Args:
        folder: of shards, which nobody else may be changing.
        numbers: of the documents; one that is forgotten already stays so.

    Returns:
        The names of the token files that were rewritten, as they are called now.

    Raises:
        RequestError: there is no such document.
        CorpusError: the shards are damaged.
        CapacityError: the disk is full; nothing has changed then.
    """
    shards = Shards.open(folder)
    # What a removal that was killed has left; an old shard with the tokens in it, perhaps.
    _delete_strays(shards)
    wanted = np.array(sorted(set(numbers)), np.int64)
    for number in wanted[(wanted < 0) | (wanted >= len(shards))][:1]:
        raise RequestError(f"no document {number} in `{folder}`: expected 0 to {len(shards) - 1}")
    firsts = np.cumsum([0, *(shard.documents for shard in shards.catalog.shards)])
    kept = list(shards.catalog.shards)
    rewritten = []
    for i, (first, end) in enumerate(pairwise(firsts)):
        rows = [
            int(number - first)
            for number in wanted[(wanted >= first) & (wanted < end)]
            if not shards.document(int(number)).is_forgotten
        ]
        if rows:
            kept[i] = _rewritten(shards, i, rows)
            rewritten.append(kept[i].tokens_file.name)
    if rewritten:
        replace_catalog(folder, replace(shards.catalog, shards=tuple(kept)))
        _delete_strays(Shards.open(folder))
    return rewritten


def _delete_strays(shards: Shards) -> None:
    for path in stray_files(shards.folder, shards.catalog):
        delete(path)
    sync_folder(shards.folder)


def _rewritten(shards: Shards, number: int, rows: Sequence[int]) -> Shard:
    """The shard without these documents' tokens, in new files."""
    shard, index = shards.catalog.shards[number], shards.index(number)
    lengths = np.diff(index.ends.astype(np.int64), prepend=0)
    lengths[rows] = 0
    forgotten = index.forgotten.copy()
    forgotten[rows] = 1
    changed = replace(index, ends=np.cumsum(lengths, dtype=np.uint64), forgotten=forgotten)
    tokens_path = shards.folder / _next_edition(shard.tokens_file.name)
    index_path = shards.folder / _next_edition(shard.index_file.name)
    with new_file(tokens_path, shard.tokens_file.size_bytes) as part, part.open("xb") as file:
        _copy_kept(shards.all_tokens(number), [index.span(row) for row in sorted(rows)], file)
    data = changed.to_bytes()
    with new_file(index_path, len(data)) as part:
        part.write_bytes(data)
    return replace(
        shard,
        tokens_file=file_of(tokens_path),
        index_file=file_of(index_path),
        tokens=int(lengths.sum()),
    )


def _copy_kept(tokens: NDArray[np.unsignedinteger], gaps: Sequence[slice], file: IO[bytes]) -> None:
    start = 0
    for gap in gaps:
        file.write(tokens[start : gap.start].data)
        start = gap.stop
    file.write(tokens[start:].data)


def _next_edition(name: str) -> str:
    """What a file is called when it is written anew.

    >>> _next_edition("tokens-00000.bin"), _next_edition("tokens-00000.9.bin")
    ('tokens-00000.1.bin', 'tokens-00000.10.bin')
    """
    found = _NAME.fullmatch(name)
    if found is None:
        raise RequestError(f"`{name}` is not what a file of a shard is called")
    return f"{found['stem']}.{int(found['edition'] or 0) + 1}.bin"
