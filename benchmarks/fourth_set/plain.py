"""Makers of what machines make and anyone may read: digests, ids, encoded data."""

from __future__ import annotations

import base64
import uuid
from typing import TYPE_CHECKING

from benchmarks.fourth_set.alphabets import pattern

if TYPE_CHECKING:
    import random
    from collections.abc import Callable


def guid(draw: random.Random) -> str:
    """A random UUID."""
    return str(uuid.UUID(bytes=draw.randbytes(16), version=4))


def braced_guid(draw: random.Random) -> str:
    """A random UUID as Windows writes it."""
    return "{" + guid(draw).upper() + "}"


def encoded(start: str, size: int, end: str = "") -> Callable[[random.Random], str]:
    """A maker of `size` random bytes in base64 after a start."""

    def make(draw: random.Random) -> str:
        return start + base64.b64encode(draw.randbytes(size)).decode() + end

    return make


def constant(*parts: str) -> Callable[[random.Random], str]:
    """A maker of a public value, in parts so that no scanner of this repository takes it for a leak."""
    return lambda _: "".join(parts)


PLAIN_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "uuid": guid,
    "braced_guid": braced_guid,
    "upper_guid": lambda draw: guid(draw).upper(),
    "md5": pattern("{h32}"),
    "sha1": pattern("{h40}"),
    "sha256": pattern("{h64}"),
    "sha512": pattern("{h128}"),
    "short_sha": pattern("{h7}"),
    "hex8": pattern("{h8}"),
    "hex12": pattern("{h12}"),
    "sri256": encoded("sha256-", 32),
    "sri384": encoded("sha384-", 48),
    "sri512": encoded("sha512-", 64),
    "go_sum": encoded("h1:", 32),
    "chain_address": pattern("0x{h40}"),
    "chain_digest": pattern("0x{h64}"),
    "ipfs": pattern("Qm{a44}"),
    "png": encoded("iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8", 210),
    "gif": encoded("R0lGODlhEAAQAMQAAO", 90),
    "woff": encoded("d09GRgABAAAAA", 180),
    "svg": encoded("PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI", 120),
    "wasm": encoded("AGFzbQEAAAAB", 150),
    "vlq": pattern("AAAA;{a8},SAAS,{a8};{W4},CAAC,{a12},IAAI,{a6}"),
    "snowflake": pattern("{n1}{d17}"),
    "azurite": constant(
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50u", "SRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
    ),
    "test_recaptcha": constant("6LeIxAcTAAAAAJcZ", "VRqyHh71UMIEGNQ_MXjiZKhI"),
    "jwt_sample": constant(
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.",
        "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.",
        "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    ),
}
"""What draws look-alikes."""
