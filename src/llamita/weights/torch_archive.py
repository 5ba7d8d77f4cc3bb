"""The zip archives that torch writes: where each entry lies in the mapped file, nothing unpacked.

torch stores entries as they are, so each is a slice of the file. Whatever else a zip archive may be
(compressed, encrypted, in volumes, with entries that share bytes) torch does not write, and is refused:
nothing here can grow, and no two readers of the same file can see different things.

Source: .ZIP File Format Specification 6.3.10, sections 4.3.6 to 4.3.16 and 4.5.3 (zip64).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from llamita.errors import CheckpointError, shown
from llamita.weights.mapped_file import DAMAGED_HINT

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterator
    from pathlib import Path

# The largest Llama has under a thousand tensors in each of its files.
_MAX_ENTRIES: Final = 1 << 16
_MAX_DIRECTORY_BYTES: Final = 16 << 20

_SIGNATURE_BYTES: Final = 4
# What follows the signature of each record.
_LOCAL = struct.Struct("<5H3I2H")
_CENTRAL = struct.Struct("<6H3I5H2I")
_END = struct.Struct("<4H2IH")
_END64 = struct.Struct("<Q2H2I4Q")
_END64_LOCATOR = struct.Struct("<IQI")
_EXTRA = struct.Struct("<2H")
_EXTRA_ZIP64: Final = 1
# A 32-bit number that says: see the extra field.
_IN_ZIP64: Final = 0xFFFFFFFF

_ENCRYPTED, _SIZES_FOLLOW = 0x0001, 0x0008


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveEntry:
    """One entry: its bytes are ``file[start_bytes:][:size_bytes]``."""

    name: str
    header_bytes: int
    """Where its local header starts."""
    start_bytes: int
    size_bytes: int

    @property
    def end_bytes(self) -> int:
        """Where its bytes end."""
        return self.start_bytes + self.size_bytes


def read_archive(mapped: mmap.mmap, path: Path) -> dict[str, ArchiveEntry]:
    """Every entry of an archive by its name, in the order of its directory.

    Raises:
        CheckpointError: the archive is damaged, or is one that torch does not write.
    """
    return _ArchiveReader(mapped, path).entries()


class _ArchiveReader:
    """One look at one archive; holds what every step and every error needs."""

    def __init__(self, mapped: mmap.mmap, path: Path) -> None:
        self._mapped = mapped
        self._path = path

    def entries(self) -> dict[str, ArchiveEntry]:
        directory_bytes, directory_end_bytes, num_entries = self._directory()
        found: dict[str, ArchiveEntry] = {}
        for entry in self._central_entries(directory_bytes, directory_end_bytes, num_entries):
            if entry.name in found:
                raise self._damaged("names that differ", f"two entries {shown(entry.name)}")
            found[entry.name] = entry
        end_bytes = 0
        for entry in sorted(found.values(), key=lambda entry: entry.header_bytes):
            if entry.header_bytes < end_bytes:
                raise self._damaged(
                    "entries apart from each other", f"{shown(entry.name)} inside the one before"
                )
            end_bytes = entry.end_bytes
        if end_bytes > directory_bytes:
            raise self._damaged("entries before the directory", f"one that ends at byte {end_bytes}")
        return found

    def _directory(self) -> tuple[int, int, int]:
        """Where the directory starts and ends, and how many entries it has."""
        end_bytes = len(self._mapped) - _END.size - _SIGNATURE_BYTES
        disk, first_disk, entries_here, num_entries, size_bytes, start_bytes, comment_bytes = self._record(
            b"PK\x05\x06", _END, end_bytes, "the end of the directory at the end of the file"
        )
        locator_bytes = end_bytes - _END64_LOCATOR.size - _SIGNATURE_BYTES
        if self._mapped[max(locator_bytes, 0) : end_bytes].startswith(b"PK\x06\x07"):
            end_bytes = locator_bytes - _END64.size - _SIGNATURE_BYTES
            _, located_bytes, _ = self._record(b"PK\x06\x07", _END64_LOCATOR, locator_bytes, "the locator")
            if located_bytes != end_bytes:
                raise self._damaged(f"the end of the directory at byte {end_bytes}", f"at {located_bytes}")
            _, _, _, disk, first_disk, entries_here, num_entries, size_bytes, start_bytes = self._record(
                b"PK\x06\x06", _END64, end_bytes, "the end of the directory in 64 bits"
            )
        if disk or first_disk or entries_here != num_entries or comment_bytes:
            raise self._damaged("an archive in one file, without a comment", "another")
        if num_entries > _MAX_ENTRIES or size_bytes > _MAX_DIRECTORY_BYTES:
            raise self._damaged(
                f"at most {_MAX_ENTRIES} entries in {_MAX_DIRECTORY_BYTES} bytes",
                f"{num_entries} in {size_bytes} bytes",
            )
        if start_bytes + size_bytes != end_bytes:
            raise self._damaged(
                f"a directory that ends at byte {end_bytes}",
                f"{size_bytes} bytes from byte {start_bytes}",
            )
        return start_bytes, end_bytes, num_entries

    def _central_entries(
        self, position_bytes: int, end_bytes: int, num_entries: int
    ) -> Iterator[ArchiveEntry]:
        for _ in range(num_entries):
            fields = self._record(b"PK\x01\x02", _CENTRAL, position_bytes, "an entry of the directory")
            _, _, flags, method, _, _, _, packed_bytes, size_bytes = fields[:9]
            name_bytes, extra_bytes, comment_bytes, disk, _, _, header_bytes = fields[9:]
            position_bytes += _SIGNATURE_BYTES + _CENTRAL.size
            following_bytes = position_bytes + name_bytes + extra_bytes + comment_bytes
            if disk or following_bytes > end_bytes:
                raise self._damaged(
                    "an entry within the directory", f"another that ends at byte {following_bytes}"
                )
            raw_name = self._mapped[position_bytes : position_bytes + name_bytes]
            extra = self._mapped[position_bytes + name_bytes : position_bytes + name_bytes + extra_bytes]
            size_bytes, packed_bytes, header_bytes = self._with_zip64(
                extra, size_bytes, packed_bytes, header_bytes
            )
            name = self._name(raw_name)
            self._require_stored(name, flags, method, size_bytes, packed_bytes)
            yield self._entry(name, raw_name, size_bytes, header_bytes)
            position_bytes = following_bytes
        if position_bytes != end_bytes:
            raise self._damaged(f"{num_entries} entries in the directory", "more bytes after them")

    def _entry(self, name: str, raw_name: bytes, size_bytes: int, header_bytes: int) -> ArchiveEntry:
        """The entry, once its local header says the same as the directory."""
        what = f"the header of {shown(name)}"
        _, flags, method, _, _, _, packed_here, size_here, name_bytes, extra_bytes = self._record(
            b"PK\x03\x04", _LOCAL, header_bytes, what
        )
        name_start_bytes = header_bytes + _SIGNATURE_BYTES + _LOCAL.size
        extra_start_bytes = name_start_bytes + name_bytes
        start_bytes = extra_start_bytes + extra_bytes
        if self._mapped[name_start_bytes:extra_start_bytes] != raw_name:
            raise self._damaged(f"{what} at byte {header_bytes}", "one with another name")
        extra = self._mapped[extra_start_bytes:start_bytes]
        size_here, packed_here, _ = self._with_zip64(extra, size_here, packed_here, 0)
        self._require_stored(name, flags, method, size_here, packed_here)
        # Torch writes an entry before it knows its size, and leaves that to the directory.
        if size_here != size_bytes and not (flags & _SIZES_FOLLOW and size_here == 0):
            raise self._damaged(f"{size_bytes} bytes in {shown(name)}", f"{size_here} by its own header")
        return ArchiveEntry(
            name=name, header_bytes=header_bytes, start_bytes=start_bytes, size_bytes=size_bytes
        )

    def _with_zip64(self, extra: bytes, *numbers: int) -> Iterator[int]:
        """The numbers, those that need 64 bits taken from the extra field, in their order."""
        wide = self._zip64_numbers(extra) if _IN_ZIP64 in numbers else iter(())
        for number in numbers:
            replaced = next(wide, None) if number == _IN_ZIP64 else number
            if replaced is None:
                raise self._damaged("a size in 64 bits", "none")
            yield replaced

    def _zip64_numbers(self, extra: bytes) -> Iterator[int]:
        position_bytes = 0
        while position_bytes + _EXTRA.size <= len(extra):
            kind, size_bytes = _EXTRA.unpack_from(extra, position_bytes)
            position_bytes += _EXTRA.size
            if kind == _EXTRA_ZIP64:
                field = extra[position_bytes : position_bytes + size_bytes]
                return iter(struct.unpack_from(f"<{len(field) // 8}Q", field))
            position_bytes += size_bytes
        return iter(())

    def _require_stored(self, name: str, flags: int, method: int, size_bytes: int, packed_bytes: int) -> None:
        if flags & _ENCRYPTED:
            raise self._damaged("entries that can be read", f"{shown(name)}, which is encrypted")
        if method or size_bytes != packed_bytes:
            raise CheckpointError(
                f"cannot read `{self._path}`: entry {shown(name)} is compressed, which torch never does",
                hint="torch stores its entries as they are: save the file again with `torch.save`",
            )

    def _name(self, raw_name: bytes) -> str:
        try:
            return raw_name.decode("utf-8")
        except UnicodeDecodeError:
            raise self._damaged("names in UTF-8", shown(raw_name)) from None

    def _record(
        self, signature: bytes, layout: struct.Struct, position_bytes: int, what: str
    ) -> tuple[int, ...]:
        """The numbers of a record, which has to be there."""
        numbers_bytes = position_bytes + _SIGNATURE_BYTES
        is_inside = position_bytes >= 0 and numbers_bytes + layout.size <= len(self._mapped)
        if not is_inside or self._mapped[position_bytes:numbers_bytes] != signature:
            raise self._damaged(what, f"other bytes at byte {position_bytes} of {len(self._mapped)}")
        return layout.unpack_from(self._mapped, numbers_bytes)

    def _damaged(self, expected: str, got: str) -> CheckpointError:
        return CheckpointError(
            f"cannot read the archive `{self._path}`: expected {expected}, got {got}", hint=DAMAGED_HINT
        )
