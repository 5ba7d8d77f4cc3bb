"""Writes torch files byte by byte: whole ones, lying ones, and huge ones that take no room on disk."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path

STORED, DEFLATED = 0, 8
IN_ZIP64 = 0xFFFFFFFF


@dataclass(frozen=True)
class Entry:
    """One entry of an archive; what its headers are to say instead of the truth."""

    name: str
    data: bytes = b""
    sparse_bytes: int = 0
    local: dict = field(default_factory=dict)
    central: dict = field(default_factory=dict)

    @property
    def size_bytes(self) -> int:
        return len(self.data) + self.sparse_bytes


def local_header(entry: Entry, position_bytes: int) -> bytes:
    """As torch writes it: sizes left to the directory, padded so that the data starts at 64 bytes."""
    name = entry.local.get("name", entry.name).encode()
    padding_bytes = -(position_bytes + 30 + len(name) + 4) % 64
    extra = entry.local.get("extra", struct.pack("<2sH", b"FB", padding_bytes) + b"Z" * padding_bytes)
    size_bytes = entry.local.get("size", 0)
    flags, method = entry.local.get("flags", 0x0808), entry.local.get("method", STORED)
    numbers = (0, flags, method, 0, 0, 0, size_bytes, size_bytes, len(name), len(extra))
    return entry.local.get("signature", b"PK\3\4") + struct.pack("<5H3I2H", *numbers) + name + extra


def central_header(entry: Entry, header_bytes: int) -> bytes:
    name = entry.central.get("name", entry.name).encode()
    size_bytes = entry.central.get("size", entry.size_bytes)
    packed_bytes = entry.central.get("packed", size_bytes)
    offset_bytes = entry.central.get("offset", header_bytes)
    wide = [number for number in (size_bytes, packed_bytes, offset_bytes) if number >= IN_ZIP64]
    extra = struct.pack(f"<2H{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    extra = entry.central.get("extra", extra)
    flags, method = entry.central.get("flags", 0x0808), entry.central.get("method", STORED)
    narrow = [min(number, IN_ZIP64) for number in (packed_bytes, size_bytes, offset_bytes)]
    numbers = (0, 0, flags, method, 0, 0, 0, *narrow[:2], len(name), len(extra), 0)
    last = (entry.central.get("disk", 0), 0, 0, narrow[2])
    return b"PK\1\2" + struct.pack("<6H3I5H2I", *numbers, *last) + name + extra


def write_archive(path: Path, entries: list[Entry], *, end: dict | None = None) -> Path:
    """Write an archive; ``end`` is what its last record is to say instead of the truth."""
    end = end or {}
    directory = []
    with path.open("wb") as file:
        for entry in entries:
            position_bytes = file.tell()
            file.write(local_header(entry, position_bytes) + entry.data)
            file.seek(entry.sparse_bytes, 1)
            directory.append(central_header(entry, position_bytes))
        start_bytes = file.tell()
        file.write(b"".join(directory))
        end_bytes = file.tell()
        count = end.get("count", len(entries))
        size_bytes = end.get("size", end_bytes - start_bytes)
        start_bytes = end.get("start", start_bytes)
        if "end64" in end or max(start_bytes, size_bytes) >= IN_ZIP64:
            numbers = (44, 0, 45, 0, 0, count, count, size_bytes, start_bytes)
            file.write(b"PK\6\6" + struct.pack("<Q2H2I4Q", *numbers))
            file.write(b"PK\6\7" + struct.pack("<IQI", 0, end.get("end64", end_bytes), 1))
        narrow = (count, count, min(size_bytes, IN_ZIP64), min(start_bytes, IN_ZIP64))
        disk, comment = end.get("disk", 0), end.get("comment", b"")
        file.write(b"PK\5\6" + struct.pack("<4H2IH", disk, disk, *narrow, len(comment)) + comment)
        file.write(end.get("after", b""))
    return path


def text(value: str) -> bytes:
    return struct.pack("<cI", b"X", len(value.encode())) + value.encode()


def name_of(module: str, attribute: str) -> bytes:
    return f"c{module}\n{attribute}\n".encode()


def number(value: int) -> bytes:
    raw = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
    return b"\x8a" + bytes([len(raw)]) + raw


def tuple_of(*items: bytes) -> bytes:
    return b"(" + b"".join(items) + b"t"


def storage(key: str, length: int, *, kind: str = "FloatStorage") -> bytes:
    return tuple_of(text("storage"), name_of("torch", kind), text(key), text("cpu"), number(length)) + b"Q"


def tensor(stored: bytes, shape, strides=None, *, offset: int = 0) -> bytes:
    """The call of `_rebuild_tensor_v2`, of plain rows where no strides are given."""
    if strides is None:
        strides, step = [], 1
        for length in reversed(shape):
            strides.insert(0, step)
            step *= length
    arguments = tuple_of(
        stored,
        number(offset),
        tuple_of(*map(number, shape)),
        tuple_of(*map(number, strides)),
        b"\x89",
        name_of("collections", "OrderedDict") + b")R",
    )
    return name_of("torch._utils", "_rebuild_tensor_v2") + arguments + b"R"


def dictionary(items: dict[str, bytes]) -> bytes:
    return b"}(" + b"".join(text(name) + value for name, value in items.items()) + b"u"


def pickle_of(value: bytes) -> bytes:
    return b"\x80\x02" + value + b"."


def entries_of(pickle: bytes, numbers: dict[str, bytes], root: str = "archive") -> list[Entry]:
    """The entries that `torch.save` writes, around a pickle and storages."""
    return [
        Entry(f"{root}/data.pkl", pickle),
        Entry(f"{root}/byteorder", b"little"),
        *(Entry(f"{root}/data/{key}", data) for key, data in numbers.items()),
        Entry(f"{root}/version", b"3\n"),
    ]


def tensor_pickle_of_one() -> bytes:
    """A pickle of one tensor of sixteen numbers."""
    return pickle_of(dictionary({"norm.weight": tensor(storage("0", 16), (4, 4))}))
