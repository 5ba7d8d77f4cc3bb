"""Shards, as training reads them: the tokens of any document by its number, straight from the mapped file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from llamita.corpus.shards.catalog import CATALOG_NAME, read_catalog, sha256_of
from llamita.corpus.shards.index_file import ShardIndex, read_index
from llamita.errors import CorpusError, RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from llamita.corpus.shards.catalog import Catalog, Shard, ShardFile

# Files being written begin with a dot.
_LIKE_OURS = re.compile(r"\.?(tokens-|index-|shards\.json\.)")
_REBUILD_HINT = "build the corpus again; stages that are done are not repeated"


@dataclass(frozen=True, kw_only=True, slots=True)
class ShardDocument:
    """What shards know of a document."""

    number: int
    address: str
    """Where it is from: a package URL with the path behind `#`."""
    sha256: str
    """Of its text as it was in the source, in hexadecimal."""
    kind: str
    language: str
    license: str
    """As an SPDX expression."""
    tokens: int
    """How many; 0 where it was forgotten."""
    is_forgotten: bool
    """Whether its tokens were removed on request."""


class Shards:
    """A folder of shards, open for reading; its documents are numbered from 0.

    Attributes:
        folder: where they lie.
        catalog: what `shards.json` says.
    """

    def __init__(self, folder: Path, catalog: Catalog, indexes: list[ShardIndex]) -> None:
        """As ``open`` makes it."""
        self.folder = folder
        self.catalog = catalog
        self._indexes = indexes
        self._firsts = np.cumsum([0, *(len(index) for index in indexes)], dtype=np.int64)
        self._mapped: dict[int, NDArray[np.unsignedinteger]] = {}

    @classmethod
    def open(cls, folder: Path) -> Shards:
        """Open a folder of shards: indexes are read and checked, tokens only mapped.

        Raises:
            CorpusError: a file is missing, cut short, damaged or foreign; ``verify`` also reads the tokens.
        """
        catalog = read_catalog(folder)
        for file in catalog.files:
            _require_size(folder, file)
        return cls(folder, catalog, [_index_of(folder, shard, catalog) for shard in catalog.shards])

    def __len__(self) -> int:
        """How many documents there are, forgotten ones among them."""
        return int(self._firsts[-1])

    @cached_property
    def num_tokens(self) -> int:
        """How many tokens there are."""
        return sum(shard.tokens for shard in self.catalog.shards)

    @property
    def digests(self) -> tuple[str, ...]:
        """The sha256 of every file that counts, in their order: what a corpus id is made of."""
        return tuple(file.sha256 for file in self.catalog.files)

    def tokens(self, number: int) -> NDArray[np.unsignedinteger]:
        """A document's tokens, closed by the end token: a read-only view of the file; empty if forgotten.

        Raises:
            RequestError: there is no such document.
        """
        shard, row = self._place(number)
        return self.all_tokens(shard)[self._indexes[shard].span(row)]

    def document(self, number: int) -> ShardDocument:
        """What is known of a document.

        Raises:
            RequestError: there is no such document.
        """
        shard, row = self._place(number)
        index = self._indexes[shard]
        span = index.span(row)
        group = self.catalog.groups[index.groups[row]]
        return ShardDocument(
            number=number,
            address=index.address(row),
            sha256=index.digests[row].tobytes().hex(),
            kind=group.kind,
            language=group.language,
            license=self.catalog.licenses[index.licenses[row]],
            tokens=span.stop - span.start,
            is_forgotten=bool(index.forgotten[row]),
        )

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """How many tokens each document has."""
        ends = [np.diff(index.ends.astype(np.int64), prepend=0) for index in self._indexes]
        return np.concatenate(ends) if ends else np.zeros(0, np.int64)

    @cached_property
    def groups(self) -> Mapping[tuple[str, str], NDArray[np.int64]]:
        """The numbers of the documents of each kind and language, ascending, without forgotten ones."""
        groups = np.concatenate([np.zeros(0, np.uint32), *(index.groups for index in self._indexes)])
        is_here = ~np.concatenate(
            [np.zeros(0, bool), *(index.forgotten.astype(bool) for index in self._indexes)]
        )
        return {
            (group.kind, group.language): np.flatnonzero((groups == i) & is_here)
            for i, group in enumerate(self.catalog.groups)
        }

    def index(self, shard: int) -> ShardIndex:
        """The index of a shard."""
        return self._indexes[shard]

    def all_tokens(self, shard: int) -> NDArray[np.unsignedinteger]:
        """The tokens of all documents of a shard, one behind the other: a read-only view of the file."""
        if shard not in self._mapped:
            self._mapped[shard] = _mapped(self.folder, self.catalog.shards[shard], self.catalog)
        return self._mapped[shard]

    def numbers_of(self, sha256: str) -> list[int]:
        """The numbers of the documents with this text: none, one, or several where a text stands twice."""
        wanted = np.frombuffer(bytes.fromhex(sha256), np.uint8)
        return [
            int(first + row)
            for first, index in zip(self._firsts[:-1], self._indexes, strict=True)
            for row in np.flatnonzero((index.digests == wanted).all(axis=1))
        ]

    def verify(self) -> None:
        """Read everything and compare it with what was written.

        Raises:
            CorpusError: a file differs from its checksum, a token is not of the vocabulary, a document is
                not closed, or a file lies there that does not count: the rest of a change that was killed.
        """
        for file in self.catalog.files:
            _require_digest(self.folder, file)
        for shard, index in enumerate(self._indexes):
            self._verify_tokens(shard, index)
        if strays := stray_files(self.folder, self.catalog):
            raise CorpusError(
                f"`{strays[0]}` does not belong to these shards",
                hint="a removal was interrupted; ask for it again, which also deletes this file",
            )

    def _verify_tokens(self, shard: int, index: ShardIndex) -> None:
        tokens, note = self.all_tokens(shard), self.catalog.tokenizer
        name = self.catalog.shards[shard].tokens_file.name
        if len(tokens) and int(tokens.max()) >= note.vocabulary_size:
            raise CorpusError(
                f"`{self.folder / name}` holds token {tokens.max()}: "
                f"expected ids below {note.vocabulary_size}"
            )
        ends = index.ends[index.forgotten == 0].astype(np.int64)
        if (tokens[ends - 1] != note.end_id).any():
            raise CorpusError(
                f"`{self.folder / name}` and its index disagree: expected token {note.end_id} at the end of "
                "each document, got others"
            )

    def _place(self, number: int) -> tuple[int, int]:
        if not 0 <= number < len(self):
            raise RequestError(f"no document {number} in `{self.folder}`: expected 0 to {len(self) - 1}")
        shard = int(np.searchsorted(self._firsts, number, side="right")) - 1
        return shard, number - int(self._firsts[shard])


def stray_files(folder: Path, catalog: Catalog) -> list[Path]:
    """Files of shards, whole or not, that lie in their folder and do not count, by name."""
    known = {CATALOG_NAME, *(file.name for file in catalog.files)}
    return sorted(path for path in folder.iterdir() if path.name not in known and _LIKE_OURS.match(path.name))


def _mapped(folder: Path, shard: Shard, catalog: Catalog) -> NDArray[np.unsignedinteger]:
    path = folder / shard.tokens_file.name
    # Nothing can be mapped of an empty file: all that was in it is forgotten.
    if not shard.tokens:
        return np.zeros(0, catalog.token_type)
    try:
        return np.asarray(np.memmap(path, catalog.token_type, "r", shape=(shard.tokens,)))
    except (OSError, ValueError) as error:
        raise CorpusError(f"cannot read `{path}`: {error}", hint=_REBUILD_HINT) from error


def _index_of(folder: Path, shard: Shard, catalog: Catalog) -> ShardIndex:
    path = folder / shard.index_file.name
    _require_digest(folder, shard.index_file)
    index = read_index(path, path.read_bytes())
    tokens = int(index.ends[-1]) if len(index) else 0
    found = {
        "documents": (shard.documents, len(index)),
        "tokens": (shard.tokens, tokens),
        "bytes of tokens": (shard.tokens_file.size_bytes, tokens * catalog.token_type.itemsize),
    }
    for what, (expected, got) in found.items():
        if expected != got:
            raise CorpusError(
                f"`{path}` and `{CATALOG_NAME}` disagree: expected {expected} {what}, got {got}"
            )
    for what, column, known in (
        ("group", index.groups, catalog.groups),
        ("license", index.licenses, catalog.licenses),
    ):
        if len(column) and int(column.max()) >= len(known):
            raise CorpusError(f"`{path}` names {what} {column.max()}: expected numbers below {len(known)}")
    return index


def _require_size(folder: Path, file: ShardFile) -> None:
    path = folder / file.name
    try:
        size_bytes = path.stat().st_size
    except OSError as error:
        raise CorpusError(f"`{path}` is missing: `{CATALOG_NAME}` names it", hint=_REBUILD_HINT) from error
    if size_bytes != file.size_bytes:
        raise CorpusError(
            f"`{path}` is damaged: expected {file.size_bytes} bytes, got {size_bytes}", hint=_REBUILD_HINT
        )


def _require_digest(folder: Path, file: ShardFile) -> None:
    path = folder / file.name
    try:
        found = sha256_of(path)
    except OSError as error:
        raise CorpusError(f"cannot read `{path}`: {error}", hint=_REBUILD_HINT) from error
    if found != file.sha256:
        raise CorpusError(
            f"`{path}` is damaged: expected sha256 {file.sha256}, got {found}", hint=_REBUILD_HINT
        )
