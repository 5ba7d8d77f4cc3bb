"""Writes shards: documents in the order they come, 64 MB of tokens to a shard; all of them or none."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

import numpy as np

from llamita.corpus.shards.catalog import (
    CATALOG_NAME,
    GroupOfDocuments,
    Shard,
    TokenizerNote,
    file_of,
    new_catalog,
    token_type,
)
from llamita.corpus.shards.index_file import ShardIndex
from llamita.corpus.typed_json import pretty_json
from llamita.errors import CorpusError, shown
from llamita.files.new_file import new_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from llamita.corpus.document import Language
    from llamita.corpus.mixture import Kind

SHARD_BYTES: Final = 64_000_000
"""Of tokens: a shard is closed by the document that would take it beyond; a larger one has its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewDocument:
    """What shards remember of a document."""

    address: str
    """Where it is from: a package URL with the path behind `#`."""
    sha256: str
    """Of its text as it was in the source, in hexadecimal."""
    kind: Kind
    language: Language
    license: str
    """As an SPDX expression."""


def write_shards(
    folder: Path,
    documents: Iterable[tuple[NewDocument, NDArray[np.unsignedinteger]]],
    tokenizer: TokenizerNote,
    *,
    needed_bytes: int,
    shard_bytes: int = SHARD_BYTES,
) -> None:
    """Write a folder of shards; it is there whole or not at all. Memory holds one shard's index.

    Args:
        folder: the folder to make; nothing may be there yet.
        documents: with their tokens, each closed by the end token; they are numbered as they come.
        tokenizer: that made the tokens.
        needed_bytes: how large it will be, more or less.
        shard_bytes: how much of tokens a shard holds at the most.

    Raises:
        CorpusError: a document has no tokens, or some that are not of this vocabulary.
        RequestError: there is something at ``folder``, or no folder can be made there.
        CapacityError: the disk is full.
    """
    with new_folder(folder, needed_bytes) as part:
        with closing(_Writer(part, tokenizer, shard_bytes)) as writer:
            for document, tokens in documents:
                writer.add(document, tokens)
            shards = writer.finished()
        catalog = new_catalog(tokenizer, tuple(writer.groups), tuple(writer.licenses), tuple(shards))
        (part / CATALOG_NAME).write_text(pretty_json(catalog), encoding="utf-8", newline="\n")


@dataclass(slots=True)
class _OpenShard:
    """A shard that more documents go into."""

    path: Path
    file: IO[bytes]
    tokens: int = 0
    ends: list[int] = field(default_factory=list)
    addresses: list[bytes] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    licenses: list[int] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)

    def index(self) -> ShardIndex:
        lengths = [len(address) for address in self.addresses]
        return ShardIndex(
            ends=np.array(self.ends, np.uint64),
            address_ends=np.cumsum(lengths, dtype=np.uint64),
            groups=np.array(self.groups, np.uint32),
            licenses=np.array(self.licenses, np.uint32),
            digests=np.frombuffer(b"".join(self.digests), np.uint8).reshape(-1, 32),
            forgotten=np.zeros(len(self.ends), np.uint8),
            addresses=b"".join(self.addresses),
        )


class _Writer:
    def __init__(self, folder: Path, tokenizer: TokenizerNote, shard_bytes: int) -> None:
        self._folder, self._tokenizer, self._shard_bytes = folder, tokenizer, shard_bytes
        self._type = token_type(tokenizer.vocabulary_size)
        self._open: _OpenShard | None = None
        self._shards: list[Shard] = []
        # Dicts as ordered sets: what is met first has the lower number.
        self.groups: dict[GroupOfDocuments, int] = {}
        self.licenses: dict[str, int] = {}

    def add(self, document: NewDocument, tokens: NDArray[np.unsignedinteger]) -> None:
        self._check(document, tokens)
        data = tokens.astype(self._type, copy=False)
        shard = self._shard_for(data.nbytes)
        # Not file.write(data): an empty or strided array has no such buffer.
        shard.file.write(data.tobytes())
        shard.tokens += len(data)
        shard.ends.append(shard.tokens)
        shard.addresses.append(document.address.encode())
        group = GroupOfDocuments(document.kind, document.language)
        shard.groups.append(self.groups.setdefault(group, len(self.groups)))
        shard.licenses.append(self.licenses.setdefault(document.license, len(self.licenses)))
        shard.digests.append(bytes.fromhex(document.sha256))

    def finished(self) -> list[Shard]:
        self._finish_shard()
        return self._shards

    def close(self) -> None:
        if self._open is not None:
            self._open.file.close()

    def _check(self, document: NewDocument, tokens: NDArray[np.unsignedinteger]) -> None:
        note = self._tokenizer
        if not len(tokens) or tokens[-1] != note.end_id:
            raise CorpusError(
                f"document {shown(document.address)} is not closed: expected token {note.end_id} at its end"
            )
        if int(tokens.max()) >= note.vocabulary_size:
            raise CorpusError(
                f"document {shown(document.address)} has token {tokens.max()}: "
                f"expected ids below {note.vocabulary_size}"
            )

    def _shard_for(self, size_bytes: int) -> _OpenShard:
        shard = self._open
        if shard is not None and shard.tokens * self._type.itemsize + size_bytes > self._shard_bytes:
            self._finish_shard()
            shard = None
        if shard is None:
            path = self._folder / f"tokens-{len(self._shards):05d}.bin"
            shard = self._open = _OpenShard(path, path.open("xb"))
        return shard

    def _finish_shard(self) -> None:
        if self._open is None:
            return
        shard, self._open = self._open, None
        shard.file.close()
        index_path = shard.path.with_name(shard.path.name.replace("tokens-", "index-"))
        index_path.write_bytes(shard.index().to_bytes())
        self._shards.append(Shard(file_of(shard.path), file_of(index_path), len(shard.ends), shard.tokens))
