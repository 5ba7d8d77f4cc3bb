"""A few documents as shards, with the tiny tokenizer."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from llamita.corpus.shards.catalog import TokenizerNote
from llamita.corpus.shards.writer import NewDocument, write_shards

NOTE = TokenizerNote("f" * 64, 300, 2)
GROUPS = (("code", "python"), ("code", "c++"), ("docs", "markdown"))


def document(i: int) -> NewDocument:
    kind, language = GROUPS[i % 3]
    return NewDocument(
        address=f"pkg:pypi/näh@1.0#src/{i}.py",
        sha256=hashlib.sha256(b"%d" % i).hexdigest(),
        kind=kind,
        language=language,
        license=("MIT", "Apache-2.0")[i % 2],
    )


def tokens(i: int) -> np.ndarray:
    """A number of tokens that depends on the document, of ids that do, too."""
    return np.array([*(3 + (i * 31 + k) % 290 for k in range(i * 7 % 23)), 2], np.uint16)


def write(folder: Path, num_documents: int = 30, shard_bytes: int = 100) -> Path:
    documents = ((document(i), tokens(i)) for i in range(num_documents))
    write_shards(folder, documents, NOTE, needed_bytes=1, shard_bytes=shard_bytes)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
