"""The alphabet of byte-level BPE: every byte as one printable character, and back.

GPT-2 wrote bytes as characters so that merges could be kept in a text file: a printable Latin-1 byte
stands for itself, the others take the next free code points from 256 on; a space becomes ``Ġ``.
"""

from __future__ import annotations

from functools import cache

NUM_BYTES = 256
_PRINTABLE = (*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1))


@cache
def byte_alphabet() -> tuple[str, ...]:
    r"""The character that stands for each byte, indexed by the byte.

    >>> byte_alphabet()[ord("A")], byte_alphabet()[ord(" ")], byte_alphabet()[ord("\n")]
    ('A', 'Ġ', 'Ċ')
    """
    printable = set(_PRINTABLE)
    rest = [byte for byte in range(NUM_BYTES) if byte not in printable]
    stand_ins = {byte: chr(NUM_BYTES + rank) for rank, byte in enumerate(rest)}
    return tuple(stand_ins.get(byte, chr(byte)) for byte in range(NUM_BYTES))


@cache
def byte_of_character() -> dict[str, int]:
    """The byte each character of the alphabet stands for."""
    return {character: byte for byte, character in enumerate(byte_alphabet())}


def piece_to_bytes(piece: str) -> bytes:
    """The bytes that a piece in byte-level spelling stands for.

    Raises:
        KeyError: a character is not in the alphabet.

    >>> piece_to_bytes("Ġdef")
    b' def'
    """
    table = byte_of_character()
    return bytes([table[character] for character in piece])
