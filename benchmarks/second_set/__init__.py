"""A second blind set: 300 planted secrets and personal data and 300 look-alikes, in contexts of their own.

Its author has read neither the rules of the redactor nor the entries of the first set. Every entry of the
modules of this folder is one small file, written by hand; what is planted in it is drawn or invented. The
same on every machine: one seed, no clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.second_set import (
    at_signs,
    dotted,
    emails,
    handles,
    hashes,
    identifiers,
    keys,
    named,
    names,
    networks,
    numbers,
    phones,
    placeholders,
    private_keys,
    public_addresses,
    secrets,
)
from benchmarks.second_set.planting import plants

if TYPE_CHECKING:
    from benchmarks.planted_secrets import Plant

PLANTED = {
    "key": keys.ENTRIES + keys.MORE_ENTRIES,
    "private_key": private_keys.ENTRIES,
    "secret": secrets.ENTRIES + secrets.MORE_ENTRIES,
    "email": emails.ENTRIES,
    "handle": handles.ENTRIES,
    "name": names.ENTRIES,
    "ip": networks.ENTRIES,
    "phone": phones.ENTRIES,
}
"""What a careful person would redact: kind -> entries."""
LOOKALIKES = {
    "at_sign": at_signs.ENTRIES,
    "placeholder": placeholders.ENTRIES,
    "hash": hashes.ENTRIES,
    "address": public_addresses.ENTRIES,
    "dotted": dotted.ENTRIES,
    "named": named.ENTRIES,
    "number": numbers.ENTRIES,
    "identifier": identifiers.ENTRIES,
}
"""What a careful person would keep: kind -> entries."""


def planted_secrets() -> list[Plant]:
    """What must be found: 300, kind by kind."""
    return plants(PLANTED)


def lookalikes() -> list[Plant]:
    """What must stay: 300, kind by kind."""
    return plants(LOOKALIKES)
