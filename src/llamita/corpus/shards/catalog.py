"""The catalog of a folder of shards, `shards.json`: what counts, and the one file that commits a change.

Files are written under names that the catalog does not have yet, and count once it is replaced: a kill at
any moment leaves the old shards or the new ones, each whole.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from llamita.corpus.typed_json import pretty_json, read_record
from llamita.errors import CorpusError, shown
from llamita.files.disk import disk_failures_in_words, replace_durably

if TYPE_CHECKING:
    from pathlib import Path

CATALOG_NAME: Final = "shards.json"

_FORMAT: Final = "llamita-shards-1"
# A shard takes 400 bytes of it: enough for a million of them.
_MAX_BYTES: Final = 1 << 29
_CHUNK_BYTES: Final = 1 << 20
_DTYPES: Final = {"uint16": "<u2", "uint32": "<u4"}
_MAX_UINT16_VOCABULARY: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class ShardFile:
    """A file of a shard."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that lie together."""

    tokens_file: ShardFile
    index_file: ShardFile
    documents: int
    tokens: int


@dataclass(frozen=True, slots=True)
class GroupOfDocuments:
    """Documents of a kind in a language."""

    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class TokenizerNote:
    """Which tokenizer made the tokens."""

    sha256: str
    vocabulary_size: int
    end_id: int
    """Closes every document."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """All that `shards.json` says."""

    format: str
    tokenizer: TokenizerNote
    dtype: str
    groups: tuple[GroupOfDocuments, ...]
    licenses: tuple[str, ...]
    """SPDX expressions."""
    shards: tuple[Shard, ...]

    @property
    def token_type(self) -> np.dtype[np.unsignedinteger]:
        """How a token lies on disk."""
        return np.dtype(_DTYPES[self.dtype])

    @property
    def files(self) -> tuple[ShardFile, ...]:
        """Every file that counts."""
        return tuple(file for shard in self.shards for file in (shard.tokens_file, shard.index_file))


def new_catalog(
    tokenizer: TokenizerNote,
    groups: tuple[GroupOfDocuments, ...],
    licenses: tuple[str, ...],
    shards: tuple[Shard, ...],
) -> Catalog:
    """The catalog of shards that were just written."""
    return Catalog(_FORMAT, tokenizer, dtype_of(tokenizer.vocabulary_size), groups, licenses, shards)


def dtype_of(vocabulary_size: int) -> str:
    """The smallest type that holds every id of a vocabulary.

    >>> dtype_of(49_152), dtype_of(65_536), dtype_of(65_537)
    ('uint16', 'uint16', 'uint32')
    """
    return "uint16" if vocabulary_size <= _MAX_UINT16_VOCABULARY else "uint32"


def token_type(vocabulary_size: int) -> np.dtype[np.unsignedinteger]:
    """How a token of a vocabulary lies on disk."""
    return np.dtype(_DTYPES[dtype_of(vocabulary_size)])


def read_catalog(folder: Path) -> Catalog:
    """The catalog of a folder.

    Raises:
        CorpusError: there is none, or it is damaged or foreign.
    """
    path = folder / CATALOG_NAME
    catalog = read_record(path, Catalog, max_bytes=_MAX_BYTES)
    if catalog.format != _FORMAT:
        raise CorpusError(f"`{path}` is of format {shown(catalog.format)}: expected `{_FORMAT}`")
    if catalog.dtype != dtype_of(catalog.tokenizer.vocabulary_size):
        raise CorpusError(
            f"`{path}` contradicts itself: expected `{dtype_of(catalog.tokenizer.vocabulary_size)}` for a "
            f"vocabulary of {catalog.tokenizer.vocabulary_size}, got {shown(catalog.dtype)}"
        )
    for file in catalog.files:
        if file.name != file.name.strip(". ") or "/" in file.name or "\\" in file.name:
            raise CorpusError(f"`{path}` names a file outside its folder: {shown(file.name)}")
    return catalog


def replace_catalog(folder: Path, catalog: Catalog) -> None:
    """Let a catalog count from now on.

    Raises:
        CapacityError: the disk is full; the old one counts.
        FetchError: it refuses for another reason.
    """
    text = pretty_json(catalog)
    with disk_failures_in_words(folder, len(text)):
        replace_durably(folder / CATALOG_NAME, text)


def file_of(path: Path) -> ShardFile:
    """What the catalog says of a file that was just written."""
    return ShardFile(path.name, path.stat().st_size, sha256_of(path))


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
