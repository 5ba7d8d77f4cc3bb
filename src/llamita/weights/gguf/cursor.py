"""A cursor over untrusted bytes: values come one after another, never from past the end."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import numpy as np

from llamita.errors import CheckpointError
from llamita.weights.mapped_file import DAMAGED_HINT

if TYPE_CHECKING:
    import mmap
    from pathlib import Path

    from numpy.typing import NDArray


_LENGTH = struct.Struct("<Q")


def aligned(position_bytes: int, alignment_bytes: int) -> int:
    """The first multiple of the alignment at or after a position."""
    return -(-position_bytes // alignment_bytes) * alignment_bytes


class Cursor:
    """Reads little-endian values off a mapped file; whatever does not fit is a ``CheckpointError``.

    ``what`` is what a message calls the thing that is read.
    """

    def __init__(self, data: mmap.mmap, path: Path) -> None:
        self.path = path
        self.size_bytes = len(data)
        self._data = data
        self._position_bytes = 0

    @property
    def remaining_bytes(self) -> int:
        """How many bytes lie ahead."""
        return self.size_bytes - self._position_bytes

    def damaged(self, what: str, expected: str, got: str) -> CheckpointError:
        """The error to raise where the file contradicts itself."""
        return CheckpointError(
            f"cannot read {what} in `{self.path}`: expected {expected}, got {got}", hint=DAMAGED_HINT
        )

    def raw(self, size_bytes: int, what: str) -> bytes:
        """The next bytes as they are."""
        start_bytes = self._advance(size_bytes, what)
        return self._data[start_bytes : self._position_bytes]

    def number(self, layout: str, what: str) -> int | float:
        """The next number, of a NumPy layout such as ``<u4``."""
        number = np.frombuffer(self.raw(np.dtype(layout).itemsize, what), layout)[0]
        # A float32 by its shortest decimal: 1e-05 as its writer meant it, not 9.999999747378752e-06.
        value: int | float = float(str(number)) if number.dtype == np.float32 else number.item()
        return value

    def whole_u32(self, what: str) -> int:
        """The next unsigned number of four bytes."""
        return int.from_bytes(self.raw(4, what), "little")

    def whole_u64(self, what: str) -> int:
        """The next unsigned number of eight bytes."""
        return int.from_bytes(self.raw(8, what), "little")

    def count(self, what: str, min_item_bytes: int) -> int:
        """The next u64 as a number of items that take at least so many bytes each."""
        count = self.whole_u64(what)
        if count * min_item_bytes > self.remaining_bytes:
            most = self.remaining_bytes // min_item_bytes
            raise self.damaged(what, f"at most {most}, for which there are bytes left", f"{count}")
        return count

    def text(self, what: str) -> str:
        """The next string."""
        size_bytes = self.count(f"the length of {what}", 1)
        try:
            return self.raw(size_bytes, what).decode()
        except UnicodeDecodeError as error:
            raise self.damaged(what, "UTF-8", f"bytes that are not ({error.reason})") from error

    def texts(self, what: str) -> list[str]:
        """The next array of strings, its count first."""
        count = self.count(f"the length of {what}", _LENGTH.size)
        # A vocabulary is a hundred thousand of these, so nothing is called here that can be left out.
        data, end_bytes, position_bytes = self._data, self.size_bytes, self._position_bytes
        read_length = _LENGTH.unpack_from
        texts: list[str] = []
        try:
            for _ in range(count):
                start_bytes = position_bytes + _LENGTH.size
                position_bytes = start_bytes + read_length(data, position_bytes)[0]
                if position_bytes > end_bytes:
                    raise self.damaged(
                        f"item {len(texts)} of {what}", "it within the file", "a length beyond its end"
                    )
                texts.append(data[start_bytes:position_bytes].decode())
        except UnicodeDecodeError as error:
            raise self.damaged(f"item {len(texts)} of {what}", "UTF-8", "bytes that are not") from error
        except struct.error as error:
            raise self.damaged(what, f"{count} items", f"the end of the file after {len(texts)}") from error
        self._position_bytes = position_bytes
        return texts

    def numbers(self, layout: str, what: str) -> NDArray[Any]:
        """The next array of numbers of a NumPy layout, its count first; a copy."""
        count = self.count(f"the length of {what}", np.dtype(layout).itemsize)
        start_bytes = self._advance(count * np.dtype(layout).itemsize, what)
        return np.frombuffer(self._data[start_bytes : self._position_bytes], layout)

    def skip_padding(self, alignment_bytes: int) -> int:
        """Step over zeros to the next multiple of the alignment, which is returned."""
        size_bytes = aligned(self._position_bytes, alignment_bytes) - self._position_bytes
        if any(self.raw(size_bytes, "the padding before the tensors' data")):
            raise self.damaged("the padding before the tensors' data", "zeros", "other bytes")
        return self._position_bytes

    def _advance(self, size_bytes: int, what: str) -> int:
        """Claim the next bytes; where they start."""
        if size_bytes > self.remaining_bytes:
            raise self.damaged(
                what, f"{size_bytes} bytes", f"{self.remaining_bytes} up to the end of the file"
            )
        start_bytes = self._position_bytes
        self._position_bytes += size_bytes
        return start_bytes
