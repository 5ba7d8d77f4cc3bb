"""Where things lie in the folder of a corpus.

CORPUS/lock                     held by whoever works in it
CORPUS/recipe.toml, recipe.lock.json    what it is made of, named as any recipe and its lock are
CORPUS/recipe.start.json        where the recipe's folders start; of this machine, and in no digest
CORPUS/built.json               by what, and its parts; only where all of it is there
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
import re
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import filelock
import pyarrow as pa
import pyarrow.parquet as pq

from llamita.errors import CorpusError, RequestError, shown
from llamita.files.disk import disk_failures_in_words, replace_durably

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_COMPRESSION = "zstd"
_MARK: Final = b"llamita"
_BUILT: Final = {"tools": dict, "parts": list, "benchmarks": str, "tokenizer_sha256": str, "opt_outs": list}
"""What ``Places.built`` says; lists and objects are of texts."""
_FIRST: Final = frozenset(
    {"recipe.toml", "recipe.lock.json", "recipe.start.json", "lock", "tokenizer", "opt-out.json"}
)
"""What is there before the first stage."""
_ANOTHER_FOLDER_HINT: Final = "name another folder with `--out`"
_DRAFT: Final = re.compile(r"\..+\.(?:[0-9a-f]{8}|[0-9]+\.part)")
"""Names that are given to what is being written."""
_BUILD_HINT: Final = "`llamita corpus build` makes anew what it lacks"
_REMOVE_HINT: Final = "remove it and build again: only that is made anew"


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
        return self.root / "recipe.lock.json"

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
        for name, kind in _BUILT.items():
            if not _is_of(told.get(name), kind):
                raise CorpusError(
                    f"`{self.built}` is damaged, or of another version: it does not say `{name}`",
                    hint=_BUILD_HINT,
                )
        return told

    def withdraw(self) -> None:
        """Let the corpus be one in the making: its record no longer counts, until all of it is there again.

        Raises:
            FetchError: the disk refuses.
        """
        with disk_failures_in_words(self.root, 0):
            for path in (self.built, self.manifest):
                path.unlink(missing_ok=True)

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

    def require_free_for(self, recipe: str) -> None:
        """Make sure that a build here overwrites nothing but a corpus of its own recipe.

        Args:
            recipe: its name.

        Raises:
            RequestError: the folder is another recipe's corpus, or holds what is of no corpus.
            FetchError: it cannot be looked into, or is none.
        """
        with disk_failures_in_words(self.root, 0):
            names = {path.name for path in self.root.iterdir()} if self.root.exists() else set()
        others = {name for name in names - _FIRST if not _DRAFT.fullmatch(name)}
        if others and not (self.root / "stages").is_dir():
            raise RequestError(
                f"`{self.root}` is no corpus, and holds {shown(min(others))}", hint=_ANOTHER_FOLDER_HINT
            )
        with contextlib.suppress(CorpusError):
            mine = read_json(self.lock).get("recipe", recipe)
            if others and mine != recipe:
                raise RequestError(
                    f"`{self.root}` is the corpus of recipe {shown(mine)}, not of `{recipe}`",
                    hint=_ANOTHER_FOLDER_HINT,
                )

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other process out of this corpus; ends with this process, however that ends.

        What a process that was killed has left half-written is removed first.

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
                    hint=f"wait for it, or {_ANOTHER_FOLDER_HINT}",
                ) from error
        try:
            self._remove_drafts()
            yield
        finally:
            lock.release()

    def _remove_drafts(self) -> None:
        for folder in (self.root, self.root / "projects", *(self.root / "stages").glob("*")):
            for path in folder.glob(".*"):
                if _DRAFT.fullmatch(path.name):
                    remove(path)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it, if it is there.

    Raises:
        FetchError: the disk refuses.
    """
    # Never passed over in silence: what stays behind would be taken for a result of what comes next.
    with disk_failures_in_words(path, 0), contextlib.suppress(FileNotFoundError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


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
            pq.write_table(
                table.replace_schema_metadata({_MARK: _mark_of(path)}),
                draft,
                compression=_COMPRESSION,
                row_group_size=max(1, table.num_rows),
                write_page_checksum=True,
            )
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
    with _failures_in_words(path):
        table = pq.ParquetFile(path, memory_map=True, page_checksum_verification=True).read(columns=columns)
    mark = (table.schema.metadata or {}).get(_MARK, _mark_of(path))
    if mark != _mark_of(path):
        raise CorpusError(
            f"`{path}` is the table of {shown(mark.decode(errors='replace'))}", hint=_REMOVE_HINT
        )
    missing = set(columns or ()) - set(table.column_names)
    if missing:
        raise CorpusError(f"`{path}` has no column `{min(missing)}`", hint=_REMOVE_HINT)
    return table


def _mark_of(path: Path) -> bytes:
    """Stage and part: a table that was moved to another one's place would speak of other files."""
    return f"{path.parent.name}/{path.stem}".encode()


def num_rows(path: Path) -> int:
    """How many rows a table has.

    Raises:
        CorpusError: it is not there, or damaged.
    """
    return int(_metadata(path).num_rows)


def num_nulls(path: Path, column: str) -> int:
    """How many rows of a table have no value in a column.

    Raises:
        CorpusError: it is not there, damaged, or lacks the column.
    """
    metadata = _metadata(path)
    if column not in metadata.schema.names:
        raise CorpusError(f"`{path}` has no column `{column}`", hint=_REMOVE_HINT)
    at = metadata.schema.names.index(column)
    groups = [metadata.row_group(number).column(at) for number in range(metadata.num_row_groups)]
    return sum(group.statistics.null_count for group in groups if group.is_stats_set)


def _metadata(path: Path) -> pq.FileMetaData:
    with _failures_in_words(path):
        return pq.ParquetFile(path).metadata


@contextlib.contextmanager
def _failures_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    # pyarrow's names for what is wrong with a file are many: ArrowInvalid is a ValueError, others OSErrors.
    except (OSError, ValueError, pa.ArrowException) as error:
        reason = str(error).partition("\n")[0][:200]
        raise CorpusError(f"cannot read `{path}`: {reason}", hint=_REMOVE_HINT) from error


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write JSON, in place of an old file; whatever happens, it is one or the other, whole."""
    with disk_failures_in_words(path.parent, 0):
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
        replace_durably(path, text + "\n")


def edition_of(path: Path) -> tuple[int, int]:
    """Tells a file from what stood in its place before, for as long as a process remembers what it read.

    Raises:
        CorpusError: it is not there.
    """
    with _failures_in_words(path):
        status = path.stat()
    return status.st_ino, status.st_mtime_ns


def read_json(path: Path, *, hint: str = _BUILD_HINT) -> dict[str, Any]:
    """Read a JSON object.

    Args:
        path: the file.
        hint: what to do where it is damaged.

    Raises:
        CorpusError: it is not there, damaged, or something else.
    """
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise CorpusError(f"cannot read `{path}`: {error}", hint=hint) from error
    if not isinstance(data, dict):
        raise CorpusError(
            f"`{path}` is damaged: expected a JSON object, got {type(data).__name__}", hint=hint
        )
    return data


def _is_of(value: object, kind: type) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, kind) and all(isinstance(part, str) for part in parts)
