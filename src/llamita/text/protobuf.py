"""As much of the protocol buffer format as a tokenizer needs: fields of a message, read and written.

Source: https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, TypeVar

from llamita.errors import TokenizerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_FIXED_SIZE_BYTES: Final = {_FIXED64: 8, _FIXED32: 4}
_FLOAT = struct.Struct("<f")
_MAX_VARINT_BITS = 64
# Of the bytes of a whole number, all but the last have the eighth bit set.
_LAST_BYTE = 0x7F
_WORD = 1 << 64
_MAX_POSITIVE = (1 << 63) - 1

FieldValue = int | bytes
Value = TypeVar("Value", int, bytes)


def read_fields(message: bytes) -> Iterator[tuple[int, FieldValue]]:
    """The number and value of each field: whole numbers as int, all else as bytes.

    Raises:
        TokenizerError: the bytes are no message.
    """
    position, end = 0, len(message)
    while position < end:
        tag = message[position]
        position += 1
        if tag > _LAST_BYTE:
            tag, position = _read_varint(message, position - 1)
        number, wire_type = tag >> 3, tag & 7
        if wire_type == _VARINT:
            value, position = _read_varint(message, position)
            yield number, value
            continue
        if wire_type == _BYTES:
            size_bytes, position = _read_varint(message, position)
        elif wire_type in _FIXED_SIZE_BYTES:
            size_bytes = _FIXED_SIZE_BYTES[wire_type]
        else:
            raise TokenizerError(f"damaged message: expected wire type 0, 1, 2 or 5, got {wire_type}")
        if number == 0 or size_bytes > end - position:
            raise TokenizerError(
                f"damaged message: field {number} takes {size_bytes} bytes, {end - position} are left"
            )
        yield number, message[position : position + size_bytes]
        position += size_bytes


def _read_varint(message: bytes, position: int) -> tuple[int, int]:
    """A whole number, seven bits to a byte, and where it ends."""
    value = 0
    for shift in range(0, _MAX_VARINT_BITS, 7):
        if position >= len(message):
            raise TokenizerError("damaged message: it ends within a number")
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte <= _LAST_BYTE:
            return value % _WORD, position
    raise TokenizerError(f"damaged message: a number of more than {_MAX_VARINT_BITS} bits")


def last_fields(message: bytes) -> dict[int, FieldValue]:
    """The fields of a message that holds each at most once; of several, the last counts.

    Raises:
        TokenizerError: the bytes are no message.
    """
    return dict(read_fields(message))


def field_of(fields: Mapping[int, FieldValue], number: int, default: Value, name: str) -> Value:
    """One field, of the type that its default has.

    Raises:
        TokenizerError: it has another type.
    """
    value = fields.get(number, default)
    if not isinstance(value, type(default)):
        raise TokenizerError(
            f"damaged message: `{name}` holds {type(value).__name__}, expected {type(default).__name__}"
        )
    return value


def float_of(data: bytes) -> float:
    """A number with a fraction, from its four bytes.

    Raises:
        TokenizerError: they are not four.
    """
    if len(data) != _FLOAT.size:
        raise TokenizerError(f"damaged message: a fraction of {len(data)} bytes, expected {_FLOAT.size}")
    value: float = _FLOAT.unpack(data)[0]
    return value


def signed(value: int) -> int:
    """A whole number as the signed one it was written as."""
    return value - _WORD if value > _MAX_POSITIVE else value


def varint_field(number: int, value: int) -> bytes:
    """A field with a whole number; negative ones as 64 bits, as int32 fields have them.

    >>> varint_field(1, 300).hex(), len(varint_field(43, -1))
    ('08ac02', 12)
    """
    return _varint(number << 3 | _VARINT) + _varint(value % _WORD)


def bytes_field(number: int, value: bytes) -> bytes:
    """A field with bytes, a text or a message."""
    return _varint(number << 3 | _BYTES) + _varint(len(value)) + value


def float_field(number: int, value: float) -> bytes:
    """A field with a fraction of 32 bits."""
    return _varint(number << 3 | _FIXED32) + _FLOAT.pack(value)


def _varint(value: int) -> bytes:
    data = bytearray()
    while value > _LAST_BYTE:
        data.append(value & 0x7F | 0x80)
        value >>= 7
    data.append(value)
    return bytes(data)
