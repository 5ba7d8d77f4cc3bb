r"""The index of a shard: which tokens are which document, and what that document is.

Little-endian, no alignment, in this order, for ``n`` documents:

=================  ==========================  =====================================================
bytes              what                        values
=================  ==========================  =====================================================
16                 magic                       ``LLAMITA-INDEX-1\n``
8                  n                           uint64
8                  bytes of all addresses      uint64
8 n                ends                        uint64: where each document's tokens end in the shard
8 n                address ends                uint64: where each document's address ends
4 n                groups                      uint32: into ``groups`` of ``shards.json``
4 n                licenses                    uint32: into ``licenses`` of ``shards.json``
32 n               digests                     SHA-256 of each document's text
n                  forgotten                   uint8: 1 where the tokens were removed on request
the rest           addresses                   UTF-8, one behind the other
=================  ==========================  =====================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_MAGIC: Final = b"LLAMITA-INDEX-1\n"
_HEAD_BYTES: Final = len(_MAGIC) + 16
_COLUMNS: Final = (
    ("ends", "<u8", 1),
    ("address_ends", "<u8", 1),
    ("groups", "<u4", 1),
    ("licenses", "<u4", 1),
    ("digests", "u1", 32),
    ("forgotten", "u1", 1),
)
_ROW_BYTES: Final = sum(np.dtype(kind).itemsize * width for _, kind, width in _COLUMNS)


@dataclass(frozen=True, slots=True)
class ShardIndex:
    """What is known of each document of a shard; row i speaks of document i."""

    ends: NDArray[np.uint64]
    address_ends: NDArray[np.uint64]
    groups: NDArray[np.uint32]
    licenses: NDArray[np.uint32]
    digests: NDArray[np.uint8]
    """Of shape (n, 32)."""
    forgotten: NDArray[np.uint8]
    addresses: bytes

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self.ends)

    def span(self, row: int) -> slice:
        """Where a document's tokens lie in the shard."""
        return slice(int(self.ends[row - 1]) if row else 0, int(self.ends[row]))

    def address(self, row: int) -> str:
        """Where a document is from."""
        start = int(self.address_ends[row - 1]) if row else 0
        return self.addresses[start : int(self.address_ends[row])].decode()

    def to_bytes(self) -> bytes:
        """The file, whole."""
        head = np.array([len(self), len(self.addresses)], "<u8").tobytes()
        columns = [getattr(self, name).astype(kind).tobytes() for name, kind, _ in _COLUMNS]
        return b"".join([_MAGIC, head, *columns, self.addresses])


def read_index(path: Path, raw: bytes) -> ShardIndex:
    """The index that a file holds.

    Args:
        path: what messages call it.
        raw: all of it.

    Raises:
        CorpusError: it is none, or damaged.
    """
    if raw[: len(_MAGIC)] != _MAGIC:
        raise CorpusError(f"`{path}` is not the index of a shard: expected {_MAGIC!r} at its start")
    head = raw[len(_MAGIC) : _HEAD_BYTES]
    if len(head) < _HEAD_BYTES - len(_MAGIC):
        raise _damaged(path, f"{_HEAD_BYTES} bytes or more", f"{len(raw)}")
    num_documents, address_bytes = (int(number) for number in np.frombuffer(head, "<u8"))
    expected_bytes = _HEAD_BYTES + num_documents * _ROW_BYTES + address_bytes
    if len(raw) != expected_bytes:
        raise _damaged(path, f"{expected_bytes} bytes for {num_documents} documents", f"{len(raw)}")
    values: dict[str, NDArray[np.generic]] = {}
    start_bytes = _HEAD_BYTES
    for name, kind, width in _COLUMNS:
        column = np.frombuffer(raw, kind, num_documents * width, start_bytes)
        values[name] = column.reshape(num_documents, width) if width > 1 else column
        start_bytes += column.nbytes
    index = ShardIndex(**values, addresses=raw[start_bytes:])  # type: ignore[arg-type]
    _check(index, path)
    return index


def _check(index: ShardIndex, path: Path) -> None:
    for name in ("ends", "address_ends"):
        ends = getattr(index, name)
        if (ends[1:] < ends[:-1]).any():
            raise _damaged(path, f"`{name}` that never fall", "some that do")
    last = int(index.address_ends[-1]) if len(index) else 0
    if last != len(index.addresses):
        raise _damaged(path, f"addresses of {last} bytes", f"{len(index.addresses)}")
    try:
        index.addresses.decode()
    except UnicodeDecodeError as error:
        raise _damaged(path, "addresses in UTF-8", "other bytes") from error


def _damaged(path: Path, expected: str, got: str) -> CorpusError:
    return CorpusError(
        f"index `{path}` is damaged: expected {expected}, got {got}",
        hint="build the corpus again; stages that are done are not repeated",
    )
