"""Tokens: what is still in, as the numbers that training reads."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from llamita.corpus.document import Out
from llamita.corpus.places import edition_of, read_table
from llamita.corpus.shards.part_tokens import write_part_tokens
from llamita.corpus.shards.tokenizing import open_tokenizer
from llamita.corpus.shards.writer import NewDocument
from llamita.corpus.stages.aligned import (
    FILES,
    LICENSE,
    QUALITY,
    REDACT,
    TOKENS,
    Columns,
    before,
    is_in,
    texts,
    write_columns,
)

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from llamita.corpus.places import Places
    from llamita.corpus.shards.tokenizing import CorpusTokenizer


@dataclass(frozen=True, slots=True)
class TokensTask:
    """Writes the tokens of every file that is still in."""

    places: Places

    def __call__(self, part: str) -> None:
        """Do it for one part."""
        kept = is_in(self.places, part, before(TOKENS))
        files = np.flatnonzero(kept).tolist()
        rows: list[NDArray[np.unsignedinteger] | None] = [None] * len(kept)
        columns = Columns(len(kept), ("tokens", pa.int64()), ("text_bytes", pa.int64()))
        told = texts(self.places, part, files, newest=(FILES, QUALITY, REDACT))
        folder = self.places.tokenizer
        tokenizer = _tokenizer(folder, edition_of(folder / "tokenizer.json"))
        for file, text, tokens in zip(files, told, tokenizer.tokenize(told), strict=True):
            if isinstance(tokens, Out):
                columns.take_out(file, tokens)
            else:
                rows[file] = tokens
                columns.set(file, tokens=len(tokens), text_bytes=len(text.encode()))
        path = tokens_file(self.places, part)
        # Left by a worker that died between the two files.
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_part_tokens(path, rows)
        write_columns(self.places, TOKENS, part, columns)


def tokens_file(places: Places, part: str) -> Path:
    """Where the tokens of a part lie until they are in shards."""
    return places.part(TOKENS, part).with_suffix(".tokens")


def documents_of(places: Places, part: str) -> list[NewDocument | None]:
    """What shards remember of each file of a part; None for one that is out."""
    kept = is_in(places, part).tolist()
    table = {
        "address": read_table(places.part(FILES, part), ["address"])["address"],
        "sha256": read_table(places.part(FILES, part), ["sha256"])["sha256"],
        "kind": read_table(places.part(QUALITY, part), ["kind"])["kind"],
        "language": read_table(places.part(QUALITY, part), ["language"])["language"],
        "license": read_table(places.part(LICENSE, part), ["license"])["license"],
    }
    columns = {name: column.to_pylist() for name, column in table.items()}
    return [
        NewDocument(**{name: column[row] for name, column in columns.items()}) if stays else None
        for row, stays in enumerate(kept)
    ]


@functools.lru_cache(maxsize=1)
def _tokenizer(folder: Path, _edition: tuple[int, int]) -> CorpusTokenizer:
    return open_tokenizer(folder)
