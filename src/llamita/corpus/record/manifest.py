"""The manifest: what a model carries along about the corpus it was trained on, at most 10 MB.

It holds the whole summary, and the first eight bytes of every document's digest: enough to answer, from a
checkpoint alone, whether a text was in its training data. Two texts share such a beginning by chance once in
2^64 pairs.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

# Not for the checker alone: reading looks types up by their names.
from llamita.corpus.record.summary import CorpusSummary  # noqa: TC001
from llamita.corpus.typed_json import pretty_json, read_record
from llamita.errors import CorpusError, RequestError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

MANIFEST_NAME: Final = "manifest.json"
"""In the folder of a corpus; beside a model's weights it is `corpus-manifest.json`."""

MAX_MANIFEST_BYTES: Final = 10_000_000

_FORMAT: Final = "llamita-corpus-manifest-1"
_PREFIX_BYTES: Final = 8
_DIGEST_DIGITS: Final = 64
_WHOLE: Final = "every document's digest is in, by its first 8 bytes"


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """A manifest, as its JSON has it."""

    format: str
    corpus: CorpusSummary
    digests_note: str
    """Whether the digests are in, in words."""
    digests: str | None
    """The first 8 bytes of each document's sha256, sorted, in base64; None where they were left out."""

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """The manifest in a file.

        Raises:
            CorpusError: it is missing, larger than ``MAX_MANIFEST_BYTES``, damaged or foreign.
        """
        manifest = read_record(path, cls, max_bytes=MAX_MANIFEST_BYTES)
        if manifest.format != _FORMAT:
            raise CorpusError(f"`{path}` is of format {shown(manifest.format)}: expected `{_FORMAT}`")
        prefixes = _prefixes_of(manifest, path)
        if (prefixes[1:] <= prefixes[:-1]).any():
            raise CorpusError(f"`digests` of `{path}` are damaged: expected them sorted, each once")
        return manifest

    def to_json(self) -> str:
        """The file's text."""
        return pretty_json(self)

    def holds(self, sha256: str) -> bool:
        """Whether a text is in the corpus.

        Args:
            sha256: of the text as it was in its source, in hexadecimal.

        Raises:
            RequestError: it is no sha256, or this manifest has no digests.
        """
        try:
            digest = bytes.fromhex(sha256)
        except ValueError:
            digest = b""
        if len(digest) * 2 != _DIGEST_DIGITS:
            raise RequestError(f"{shown(sha256)} is no sha256: expected {_DIGEST_DIGITS} hexadecimal digits")
        if self.digests is None:
            raise RequestError(
                f"the manifest of `{self.corpus.name}` cannot say whether a text is in: {self.digests_note}",
                hint="ask the corpus itself: `llamita corpus show HASH`",
            )
        prefixes = np.frombuffer(base64.b64decode(self.digests), ">u8")
        wanted = int.from_bytes(digest[:_PREFIX_BYTES], "big")
        place = int(np.searchsorted(prefixes, np.uint64(wanted)))
        return place < len(prefixes) and int(prefixes[place]) == wanted


def new_manifest(
    summary: CorpusSummary, digests: Iterable[str], *, max_bytes: int = MAX_MANIFEST_BYTES
) -> Manifest:
    """The manifest of a corpus.

    Args:
        summary: of the corpus.
        digests: the sha256 of every document that is in, in hexadecimal, in any order.
        max_bytes: how large its JSON may be; digests are left out where they do not fit, and it says so.

    Raises:
        CorpusError: even without digests it is larger.
    """
    prefixes = np.unique(np.array([int(digest[: 2 * _PREFIX_BYTES], 16) for digest in digests], ">u8"))
    encoded = base64.b64encode(prefixes.astype(">u8").tobytes()).decode()
    whole = Manifest(format=_FORMAT, corpus=summary, digests_note=_WHOLE, digests=encoded)
    if _size_bytes(whole) <= max_bytes:
        return whole
    note = f"the digests of {len(prefixes)} documents would take it beyond {max_bytes} bytes"
    without = replace(whole, digests_note=note, digests=None)
    if _size_bytes(without) > max_bytes:
        raise CorpusError(
            f"the manifest of `{summary.name}` is too large: expected at most {max_bytes} bytes, "
            f"got {_size_bytes(without)} without any digest",
            hint="its projects have too many copyright lines; keep fewer of each",
        )
    return without


def _size_bytes(manifest: Manifest) -> int:
    return len(manifest.to_json().encode())


def _prefixes_of(manifest: Manifest, path: Path) -> NDArray[np.uint64]:
    try:
        raw = base64.b64decode(manifest.digests or "", validate=True)
        return np.frombuffer(raw, ">u8").astype(np.uint64)
    except (binascii.Error, ValueError) as error:
        raise CorpusError(f"`digests` of `{path}` are damaged: {error}") from error
