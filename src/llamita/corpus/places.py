"""Where things lie in the folder of a corpus.

CORPUS/lock                     held by whoever works in it
CORPUS/recipe.json              what it is made of, and by what
CORPUS/stages/STAGE/PART.parquet    a table for each part, beside one another
CORPUS/stages/STAGE/started.json    what the stage works on: another plan begins it anew
CORPUS/stages/STAGE/done.json       the stage is whole; what it counted
CORPUS/projects/PROJECT.json    of each project: what it states about its license
CORPUS/tokenizer/               what turned text into tokens
CORPUS/shards/                  what training reads
CORPUS/opt-out.json             what is to be left out
CORPUS/checkpoints.jsonl        who was trained on it
CORPUS/manifest.json, card.md, card.html, ACKNOWLEDGEMENTS.md, NOTICE.txt    the record
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import filelock
import pyarrow as pa
import pyarrow.parquet as pq

from llamita.errors import CorpusError
from llamita.files.disk import disk_failures_in_words, replace_durably

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_COMPRESSION = "zstd"


@dataclass(frozen=True, slots=True)
class Places:
    """The paths of one corpus."""

    root: Path
    """The corpus' folder."""

    @property
    def shards(self) -> Path:
        """What training reads."""
        return self.root / "shards"

    @property
    def tokenizer(self) -> Path:
        """What turned text into tokens."""
        return self.root / "tokenizer"

    @property
    def recipe(self) -> Path:
        """What the corpus is made of, as a person wrote it."""
        return self.root / "recipe.toml"

    @property
    def lock(self) -> Path:
        """What the recipe came to."""
        return self.root / "lock.json"

    @property
    def built(self) -> Path:
        """What it was made by, and its parts."""
        return self.root / "built.json"

    def read_built(self) -> dict[str, Any]:
        """What ``built`` says.

        Raises:
            CorpusError: there is no corpus here, or none that was finished.
        """
        if not self.recipe.exists():
            raise CorpusError(
                f"there is no corpus in `{self.root}`", hint="`llamita corpus build RECIPE` makes one"
            )
        if not self.built.exists():
            raise CorpusError(
                f"the corpus in `{self.root}` is not finished", hint="`llamita corpus build` goes on with it"
            )
        told = read_json(self.built)
        for name in ("tools", "parts", "benchmarks", "tokenizer_sha256"):
            if name not in told:
                raise CorpusError(f"`{self.built}` is damaged: it does not say `{name}`")
        return told

    @property
    def manifest(self) -> Path:
        """The record that travels with every checkpoint."""
        return self.root / "manifest.json"

    @property
    def opt_out(self) -> Path:
        """What is to be left out."""
        return self.root / "opt-out.json"

    @property
    def checkpoints(self) -> Path:
        """Who was trained on this corpus."""
        return self.root / "checkpoints.jsonl"

    def stage(self, stage: str) -> Path:
        """The folder of a stage."""
        return self.root / "stages" / stage

    def part(self, stage: str, part: str) -> Path:
        """The table that a stage made of a part."""
        return self.stage(stage) / f"{part}.parquet"

    def project(self, project: str) -> Path:
        """What a project states about its license."""
        return self.root / "projects" / f"{project}.json"

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other process out of this corpus; ends with this process, however that ends.

        Raises:
            CorpusError: another process works in it.
            FetchError: the folder cannot be made.
        """
        lock = filelock.FileLock(self.root / "lock", timeout=0)
        with disk_failures_in_words(self.root, 0):
            self.root.mkdir(parents=True, exist_ok=True)
            try:
                lock.acquire()
            except filelock.Timeout as error:
                raise CorpusError(
                    f"another process works in `{self.root}`",
                    hint="wait for it, or name another folder with `--out`",
                ) from error
        try:
            yield
        finally:
            lock.release()


def write_table(path: Path, table: pa.Table) -> None:
    """Write a table, in place of an old one; whatever happens, it is one or the other, whole.

    Raises:
        CapacityError: the disk is full.
        FetchError: it refuses for another reason.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with disk_failures_in_words(path.parent, table.nbytes):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            # One row group: a part is read whole. Dictionaries and page sizes as they come with a fixed
            # version of pyarrow, which the lock names; ids are of contents, never of these files' bytes.
            pq.write_table(table, draft, compression=_COMPRESSION, row_group_size=max(1, table.num_rows))
            with draft.open("r+b") as file:
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def read_table(path: Path, columns: list[str] | None = None) -> pa.Table:
    """Read a table, or some of its columns.

    Raises:
        CorpusError: it is not there, damaged, or lacks a column.
    """
    try:
        table = pq.ParquetFile(path, memory_map=True).read(columns=columns)
    except (OSError, pa.ArrowException) as error:
        reason = str(error).partition("\n")[0][:200]
        raise CorpusError(
            f"cannot read `{path}`: {reason}", hint="remove it and build again: only that is made anew"
        ) from error
    missing = set(columns or ()) - set(table.column_names)
    if missing:
        raise CorpusError(f"`{path}` has no column `{min(missing)}`", hint="remove it and build again")
    return table


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write JSON, in place of an old file; whatever happens, it is one or the other, whole."""
    with disk_failures_in_words(path.parent, 0):
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
        replace_durably(path, text + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        CorpusError: it is not there, damaged, or something else.
    """
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise CorpusError(f"cannot read `{path}`: {error}") from error
    if not isinstance(data, dict):
        raise CorpusError(f"`{path}` is damaged: expected a JSON object, got {type(data).__name__}")
    return data
