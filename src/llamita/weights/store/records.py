"""What the store knows about an installed model: ``record.json`` beside its files.

A record is believed only as far as it can be checked; one that was damaged by hand is an error with a
way out, never a crash.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from llamita.errors import FetchError, StoreError
from llamita.files.disk import head_sha256_of, write_durably
from llamita.weights.store.entries import PackageSource

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.weights.store.entries import ModelEntry

RECORD_FILE = "record.json"

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,199}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_RECORD_FIELDS: dict[str, type] = {
    "name": str,
    "files": list,
    "source": str,
    "license": str,
    "pulled_at": str,
}
_FILE_FIELDS: dict[str, type] = {"name": str, "size_bytes": int, "sha256": str, "head_sha256": str}
_KINDS = {str: "a text", int: "a number", list: "a list"}


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFile:
    """A file of an installed model, as it was pulled."""

    name: str
    """Its name in the model's folder; there are no folders below that."""
    size_bytes: int
    """How large it was."""
    sha256: str
    """Checksum of all of it."""
    head_sha256: str
    """Checksum of its beginning (``disk.head_sha256_of``): of what describes the model, read at every use."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InstalledModel:
    """A model on this disk."""

    name: str
    """Its name in the store."""
    path: Path
    """Its file, or the folder of its files where it has several."""
    files: tuple[StoredFile, ...]
    """All of them, but for the record."""
    source: str
    """Where it came from, for people to read."""
    license: str
    """Identifier of the license of the weights, as SPDX writes it."""
    pulled_at: str
    """When it was pulled: ISO 8601, UTC, to the second."""

    @property
    def size_bytes(self) -> int:
        """Size of its files together."""
        return sum(file.size_bytes for file in self.files)

    @property
    def folder(self) -> Path:
        """Where its files and its record lie."""
        return self.path if is_folder(self.files) else self.path.parent


def is_folder(files: tuple[StoredFile, ...]) -> bool:
    """Tell whether a model with these files is meant by its folder rather than by its only file."""
    return len(files) != 1


def is_plain_name(name: str) -> bool:
    """Tell whether a file of a model may be called so, on any platform."""
    return _PLAIN_NAME.fullmatch(name) is not None and name != RECORD_FILE


def write_record(folder: Path, model: InstalledModel) -> None:
    """Write the record of ``model`` into ``folder``, durably; there must be none yet."""
    record = {
        "name": model.name,
        "files": [asdict(file) for file in model.files],
        "source": model.source,
        "license": model.license,
        "pulled_at": model.pulled_at,
    }
    write_durably(folder / RECORD_FILE, json.dumps(record, indent=2) + "\n")


def read_record(folder: Path) -> InstalledModel:
    """Read what ``folder`` says it holds; the model's files are not looked at.

    Raises:
        StoreError: the record is missing, unreadable, or not one that ``write_record`` writes.
    """
    try:
        record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise damaged(folder.name, f"`{RECORD_FILE}` is missing") from error
    except OSError as error:
        raise damaged(folder.name, f"`{RECORD_FILE}` cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise damaged(folder.name, f"`{RECORD_FILE}` is not JSON") from error
    record = _with_list_of_files(record)
    problem = _problem_of(record, folder.name)
    if problem:
        raise damaged(folder.name, f"`{RECORD_FILE}`: {problem}")
    files = tuple(StoredFile(**{field: file[field] for field in _FILE_FIELDS}) for file in record["files"])
    return InstalledModel(
        name=record["name"],
        path=folder if is_folder(files) else folder / files[0].name,
        files=files,
        source=record["source"],
        license=record["license"],
        pulled_at=record["pulled_at"],
    )


def check_files(model: InstalledModel) -> None:
    """Make sure that an installed model has its files, in their sizes, and no others; no bytes are read.

    Raises:
        StoreError: it has not.
    """
    for file in model.files:
        try:
            size_bytes = (model.folder / file.name).stat().st_size
        except OSError as error:
            raise damaged(model.name, f"`{file.name}` is missing or cannot be read") from error
        if size_bytes != file.size_bytes:
            raise damaged(
                model.name, f"`{file.name}` has {size_bytes} bytes, its record says {file.size_bytes}"
            )
    if is_folder(model.files):
        _require_no_strangers(model)


def _require_no_strangers(model: InstalledModel) -> None:
    """A file more in a folder may say something else about the model than those that were pulled.

    Hidden ones say nothing to any reader; systems leave them wherever somebody looked (`.DS_Store`).
    """
    known = {RECORD_FILE, *(file.name for file in model.files)}
    try:
        names = {path.name for path in model.folder.iterdir() if not path.name.startswith(".")}
    except OSError as error:
        raise damaged(model.name, f"its folder cannot be read: {error.strerror}") from error
    if strangers := names - known:
        raise StoreError(
            f"model `{model.name}` is damaged: `{min(strangers)}` lies in its folder, but was not pulled",
            hint=f"remove `{model.folder / min(strangers)}`",
        )


def check_heads(model: InstalledModel) -> None:
    """Make sure that what describes the model in its files is as it was pulled; takes milliseconds.

    A changed number or name in a header can make a model that loads and answers worse. The rest of the
    files is for ``ModelStore.verify``.

    Raises:
        StoreError: it is not, or cannot be read.
    """
    for file in model.files:
        try:
            head_sha256 = head_sha256_of(model.folder / file.name)
        except OSError as error:
            raise damaged(model.name, f"`{file.name}` cannot be read: {error.strerror}") from error
        if head_sha256 != file.head_sha256:
            raise damaged(model.name, f"the beginning of `{file.name}` has changed since it was pulled")


def read_if_ready(folder: Path, entry: ModelEntry) -> InstalledModel | None:
    """Return the model in ``folder`` if it is whole and as ``entry`` wants it; else None."""
    try:
        model = read_record(folder)
        check_files(model)
        check_heads(model)
    except (FetchError, OSError):
        return None
    wanted = expected_sha256_of(entry)
    return model if wanted is None or [file.sha256 for file in model.files] == [wanted] else None


def expected_sha256_of(entry: ModelEntry | None) -> str | None:
    """The checksum that the registry fixes for a model's only file; None where it fixes none."""
    return entry.source.sha256 if entry and isinstance(entry.source, PackageSource) else None


def damaged(name: str, reason: str) -> StoreError:
    """Build the error for an installed model that cannot be used."""
    return StoreError(
        f"model `{name}` is damaged: {reason}",
        hint=f"`llamita models remove {name}`, then `llamita models pull {name}`",
    )


def _with_list_of_files(record: Any) -> Any:  # noqa: ANN401  what JSON holds has no type yet
    """Bring a record from before there were models of several files into the form of today."""
    if not isinstance(record, dict) or "file" not in record or "files" in record:
        return record
    file = {field: record.get("file" if field == "name" else field) for field in _FILE_FIELDS}
    return record | {"files": [file]}


def _problem_of(record: Any, name: str) -> str | None:  # noqa: ANN401  what JSON holds has no type yet
    if not isinstance(record, dict):
        return "not an object"
    if problem := _problem_of_fields(record, _RECORD_FIELDS):
        return problem
    if record["name"] != name:
        return f"`name` is `{record['name']}`, not `{name}`"
    names = set()
    for file in record["files"]:
        if problem := _problem_of_file(file):
            return problem
        names.add(file["name"])
    if not names or len(names) != len(record["files"]):
        return "`files` is empty, or names a file twice"
    return None


def _problem_of_file(file: Any) -> str | None:  # noqa: ANN401  what JSON holds has no type yet
    if not isinstance(file, dict):
        return "`files` holds something that is not an object"
    if problem := _problem_of_fields(file, _FILE_FIELDS):
        return problem
    if not is_plain_name(file["name"]):
        return f"`{file['name']}` is not the plain name of a file"
    if not (_SHA256.fullmatch(file["sha256"]) and _SHA256.fullmatch(file["head_sha256"])):
        return "`sha256` is not 64 lower-case hexadecimal digits"
    return None


def _problem_of_fields(record: dict[str, Any], fields: dict[str, type]) -> str | None:
    for field, kind in fields.items():
        if type(record.get(field)) is not kind:
            return f"`{field}` is missing or not {_KINDS[kind]}"
    return None
