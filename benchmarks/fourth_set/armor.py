"""Makers of private keys, and how source code and configuration lay out their lines."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from benchmarks.fourth_set.alphabets import pattern

if TYPE_CHECKING:
    import random
    from collections.abc import Callable


def block(
    label: str, start: str, size: int, head: str = "", width: int = 64
) -> Callable[[random.Random], str]:
    """A maker of an armored block of `size` random bytes, whose text begins with `start`."""

    def make(draw: random.Random) -> str:
        lines = _wrapped(start + base64.b64encode(draw.randbytes(size)).decode(), width)
        return f"-----BEGIN {label}-----\n{head}{lines}\n-----END {label}-----"

    return make


def legacy_encrypted(draw: random.Random) -> str:
    """A key under a passphrase, as OpenSSL of old wrote it."""
    head = f"Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{pattern('{H32}')(draw)}\n\n"
    return block("RSA PRIVATE KEY", "", 609, head)(draw)


def pgp(draw: random.Random) -> str:
    """An exported key with the checksum of its armor."""
    made = block("PGP PRIVATE KEY BLOCK", "lQOYBF", 500, "Version: GnuPG v2.0.22 (GNU/Linux)\n\n")(draw)
    lines = made.split("\n")
    return "\n".join([*lines[:-1], pattern("={b4}")(draw), lines[-1]])


def putty_lines(draw: random.Random) -> str:
    """The private lines of a key of PuTTY."""
    return _wrapped("AAAA" + base64.b64encode(draw.randbytes(465)).decode(), 64)


def encoded_block(draw: random.Random) -> str:
    """A whole block encoded once more, as a Kubernetes secret holds it."""
    return base64.b64encode((block("PRIVATE KEY", "MIIEvQIBADAN", 500)(draw) + "\n").encode()).decode()


def base64_body(draw: random.Random) -> str:
    """The body of a key on one line, without armor."""
    return (
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ" + base64.b64encode(draw.randbytes(1182)).decode()
    )


def _wrapped(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


ARMOR_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "rsa": block("RSA PRIVATE KEY", "MIIEowIBAAKCAQEA", 1180),
    "rsa_small": block("RSA PRIVATE KEY", "MIICXAIBAAKBgQC", 596),
    "pkcs8": block("PRIVATE KEY", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ", 1180),
    "pkcs8_small": block("PRIVATE KEY", "MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBA", 597),
    "ec": block("EC PRIVATE KEY", "MHcCAQEEI", 113),
    "ec_pkcs8": block("PRIVATE KEY", "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg", 101),
    "dsa": block("DSA PRIVATE KEY", "MIIBugIBAAKBgQ", 434),
    "encrypted": block("ENCRYPTED PRIVATE KEY", "MIIFHDBOBgkqhkiG9w0BBQ0wQTApBgkqhkiG9w0BBQwwHAQI", 1250),
    "openssh": block(
        "OPENSSH PRIVATE KEY", "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAA", 1760, "", 70
    ),
    "openssh_small": block(
        "OPENSSH PRIVATE KEY",
        "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW",
        247,
        "",
        70,
    ),
    "legacy_encrypted": legacy_encrypted,
    "pgp": pgp,
    "putty_lines": putty_lines,
    "encoded_block": encoded_block,
    "base64_body": base64_body,
    "public_key": block("PUBLIC KEY", "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA", 262),
}
"""What draws private keys, and the public blocks that look like them."""

STYLES: dict[str, Callable[[str], str]] = {
    "escaped": lambda block: block.replace("\n", "\\n"),
    "plus": lambda block: block.replace("\n", '\\n" +\n"'),
    "adjacent": lambda block: block.replace("\n", '\\n"\n"'),
    "continued": lambda block: block.replace("\n", "\\n\\\n"),
    "items": lambda block: block.replace("\n", "',\n'"),
}
"""How a string of source code lays out the lines of a block: style in the entries -> text between quotes."""
