r"""The tokens of a part: a file that lies beside its tables and speaks of the same files, row by row.

The magic ``LLAMITA-PARTS-1\n``, the bytes per token and the number of rows as uint64; where each row's tokens
end, as uint64; then the tokens, one row behind the other; all little-endian. A row without tokens is a file
that is out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.corpus.shards.writer import NewDocument, write_shards
from llamita.errors import CorpusError
from llamita.files.new_file import new_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from llamita.corpus.shards.catalog import TokenizerNote

_MAGIC: Final = b"LLAMITA-PARTS-1\n"
_HEAD_BYTES: Final = len(_MAGIC) + 16
_TYPES: Final[Mapping[int, np.dtype[np.unsignedinteger]]] = {2: np.dtype("<u2"), 4: np.dtype("<u4")}


class PartTokens:
    """The tokens of a part's files, mapped.

    Attributes:
        lengths: how many tokens each row has; 0 where its file is out.
    """

    def __init__(self, path: Path) -> None:
        """Open what ``write_part_tokens`` wrote.

        Raises:
            CorpusError: it is missing, cut short or foreign.
        """
        self._ends, self._tokens = _read(path)
        self.lengths: NDArray[np.int64] = np.diff(self._ends, prepend=0)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._ends)

    def tokens(self, row: int) -> NDArray[np.unsignedinteger]:
        """The tokens of a row: a read-only view of the file."""
        return self._tokens[self._ends[row - 1] if row else 0 : self._ends[row]]


def write_part_tokens(path: Path, rows: Sequence[NDArray[np.unsignedinteger] | None]) -> None:
    """Write the tokens of a part; the file is there whole or not at all.

    Args:
        path: the file to make; nothing may be there yet.
        rows: the tokens of each file of the part, all of one type; None for one that is out.

    Raises:
        RequestError: ``path`` is taken or cannot be written.
        CapacityError: the disk is full.
    """
    there = [row for row in rows if row is not None]
    kind = _TYPES[there[0].itemsize if there else 2]
    ends = np.cumsum([0 if row is None else len(row) for row in rows], dtype="<u8")
    head = _MAGIC + np.array([kind.itemsize, len(rows)], "<u8").tobytes()
    needed_bytes = len(head) + ends.nbytes + sum(row.nbytes for row in there)
    with new_file(path, needed_bytes) as part, part.open("xb") as file:
        file.write(head + ends.tobytes())
        for row in there:
            file.write(row.astype(kind, copy=False).tobytes())


def assemble(
    folder: Path,
    parts: Iterable[tuple[Path, Sequence[NewDocument | None]]],
    tokenizer: TokenizerNote,
    *,
    needed_bytes: int,
) -> None:
    """Copy the tokens of parts into a folder of shards; it is there whole or not at all.

    Args:
        folder: the folder to make; nothing may be there yet.
        parts: each part's file of tokens, and what its rows are, None for one that is to stay out; documents
            are numbered in this order.
        tokenizer: that made the tokens.
        needed_bytes: how large the shards will be, more or less.

    Raises:
        CorpusError: a file of tokens is damaged, or has not one row for each of its part's.
        RequestError: there is something at ``folder``, or no folder can be made there.
        CapacityError: the disk is full.
    """
    write_shards(folder, _documents(parts), tokenizer, needed_bytes=needed_bytes)


def _documents(
    parts: Iterable[tuple[Path, Sequence[NewDocument | None]]],
) -> Iterator[tuple[NewDocument, NDArray[np.unsignedinteger]]]:
    for path, rows in parts:
        tokens = PartTokens(path)
        if len(tokens) != len(rows):
            raise CorpusError(f"`{path}` is of another part: expected {len(rows)} rows, got {len(tokens)}")
        for i, row in enumerate(rows):
            if row is not None:
                yield row, tokens.tokens(i)


def _read(path: Path) -> tuple[NDArray[np.int64], NDArray[np.unsignedinteger]]:
    try:
        raw = np.memmap(path, np.uint8, "r")
    except (OSError, ValueError) as error:
        raise CorpusError(f"cannot read `{path}`: {error}") from error
    head = raw[:_HEAD_BYTES].tobytes()
    if len(head) < _HEAD_BYTES or not head.startswith(_MAGIC):
        raise CorpusError(f"`{path}` does not hold the tokens of a part: expected {_MAGIC!r} at its start")
    token_bytes, num_rows = (int(number) for number in np.frombuffer(head[len(_MAGIC) :], "<u8"))
    start_bytes = _HEAD_BYTES + 8 * num_rows
    if token_bytes not in _TYPES or start_bytes > len(raw):
        raise _damaged(path, f"{start_bytes} bytes or more", f"{len(raw)}")
    ends = raw[_HEAD_BYTES:start_bytes].view("<u8").astype(np.int64)
    num_tokens = int(ends[-1]) if num_rows else 0
    if len(raw) - start_bytes != num_tokens * token_bytes or (np.diff(ends, prepend=0) < 0).any():
        raise _damaged(path, f"{num_tokens} tokens of {token_bytes} bytes", f"{len(raw) - start_bytes} bytes")
    # 32 bytes of head and 8 for each row: the tokens are aligned.
    return ends, np.asarray(raw[start_bytes:]).view(_TYPES[token_bytes])


def _damaged(path: Path, expected: str, got: str) -> CorpusError:
    return CorpusError(
        f"`{path}` is damaged: expected {expected}, got {got}",
        hint="delete it and build again: only this part is tokenized anew",
    )
