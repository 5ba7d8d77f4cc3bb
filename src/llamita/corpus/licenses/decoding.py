"""The texts of license files, which are older than UTF-8 more often than code is."""

from __future__ import annotations

import codecs
import re
import zlib

UNPACKED_BYTES = 4_000_000
"""What a packed license file may hold; a longer one is not read."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""What no text has, save form feeds and the escapes of old printers."""
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS_IN = 100
"""A text has at most one control character in so many."""


def license_text(path: str, data: bytes | None) -> str:
    r"""Read a license file, in whatever encoding it is.

    Args:
        path: Its name tells whether it is packed.
        data: Its bytes; None where the archive does not give them, of a link for one.

    Returns:
        The text, without zero bytes; empty where there is none to read.

    >>> license_text("LICENSE", "Copyright © René".encode("latin-1"))
    'Copyright © René'
    >>> license_text("LICENSE.pdf", b"%PDF-1.4\x00\x01\x02\x03")
    ''
    """
    if data is None:
        return ""
    if path.lower().endswith(".gz"):
        data = _unpacked(data)
    text = _decoded(data)
    controls = len(_CONTROLS.findall(text[:UNPACKED_BYTES]))
    is_text = controls * _CONTROLS_IN <= len(text) and not data.startswith(b"%PDF-")
    return text if is_text else ""


def _unpacked(data: bytes) -> bytes:
    """Unpack a file of gzip; nothing where it is none, damaged, or too long."""
    unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        unpacked = unpacking.decompress(data, UNPACKED_BYTES)
    except zlib.error:
        return b""
    return unpacked if unpacking.eof else b""


def _decoded(data: bytes) -> str:
    """Decode by the mark at the beginning, as UTF-8, or byte by byte."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").replace("\0", "")
    # Without a mark, the zero bytes are those of UTF-16, or end what a program wrote.
    data = data.replace(b"\0", b"")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")
