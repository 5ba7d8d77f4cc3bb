"""What the store knows about an installed model: ``record.json`` beside its file.

A record is believed only as far as it can be checked; one that was damaged by hand is an error with a
way out, never a crash.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from llamita.errors import StoreError
from llamita.weights.store.disk import head_sha256_of, write_durably

if TYPE_CHECKING:
    from llamita.weights.store.registry import ModelEntry

RECORD_FILE = "record.json"

_FIELDS: dict[str, type] = {
    "name": str,
    "file": str,
    "size_bytes": int,
    "sha256": str,
    "head_sha256": str,
    "source": str,
    "license": str,
    "pulled_at": str,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class InstalledModel:
    """A model on this disk."""

    name: str
    """Its name in the store."""
    path: Path
    """Its file."""
    size_bytes: int
    """Size of that file, when it was pulled."""
    sha256: str
    """Checksum of that file, when it was pulled."""
    head_sha256: str
    """Checksum of its first ``disk.HEAD_BYTES``: of all that describes the model, read at every use."""
    source: str
    """Where it came from, for people to read."""
    license: str
    """SPDX identifier of the license of the weights."""
    pulled_at: str
    """When it was pulled: ISO 8601, UTC, to the second."""


def write_record(folder: Path, model: InstalledModel) -> None:
    """Write the record of ``model`` into ``folder``, durably; there must be none yet."""
    record = {
        "name": model.name,
        "file": model.path.name,
        "size_bytes": model.size_bytes,
        "sha256": model.sha256,
        "head_sha256": model.head_sha256,
        "source": model.source,
        "license": model.license,
        "pulled_at": model.pulled_at,
    }
    write_durably(folder / RECORD_FILE, json.dumps(record, indent=2) + "\n")


def read_record(folder: Path) -> InstalledModel:
    """Read what ``folder`` says it holds; the model's file is not looked at.

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
    problem = _problem_of(record, folder.name)
    if problem:
        raise damaged(folder.name, f"`{RECORD_FILE}`: {problem}")
    return InstalledModel(
        name=record["name"],
        path=folder / record["file"],
        size_bytes=record["size_bytes"],
        sha256=record["sha256"],
        head_sha256=record["head_sha256"],
        source=record["source"],
        license=record["license"],
        pulled_at=record["pulled_at"],
    )


def check_file(model: InstalledModel) -> None:
    """Make sure that the file of an installed model is there and has its size; its bytes are not read.

    Raises:
        StoreError: it is missing or has another size.
    """
    try:
        size_bytes = model.path.stat().st_size
    except OSError as error:
        raise damaged(model.name, f"`{model.path.name}` is missing or cannot be read") from error
    if size_bytes != model.size_bytes:
        raise damaged(
            model.name, f"`{model.path.name}` has {size_bytes} bytes, its record says {model.size_bytes}"
        )


def check_head(model: InstalledModel) -> None:
    """Make sure that what describes the model in its file is as it was pulled; takes milliseconds.

    A changed number or name in a header can make a model that loads and answers worse. The rest of the
    file is for ``ModelStore.verify``.

    Raises:
        StoreError: it is not, or cannot be read.
    """
    try:
        head_sha256 = head_sha256_of(model.path)
    except OSError as error:
        raise damaged(model.name, f"`{model.path.name}` cannot be read: {error.strerror}") from error
    if head_sha256 != model.head_sha256:
        raise damaged(model.name, f"the beginning of `{model.path.name}` has changed since it was pulled")


def read_if_ready(folder: Path, entry: ModelEntry) -> InstalledModel | None:
    """Return the model in ``folder`` if it is what ``entry`` says, by record, size and head; else None."""
    try:
        model = read_record(folder)
        check_file(model)
        check_head(model)
    except StoreError:
        return None
    return model if (model.sha256, model.size_bytes) == (entry.sha256, entry.size_bytes) else None


def damaged(name: str, reason: str) -> StoreError:
    """Build the error for an installed model that cannot be used."""
    return StoreError(
        f"model `{name}` is damaged: {reason}",
        hint=f"`llamita models remove {name}`, then `llamita models pull {name}`",
    )


def _problem_of(record: Any, name: str) -> str | None:  # noqa: ANN401  what JSON holds has no type yet
    if not isinstance(record, dict):
        return "not an object"
    for field, kind in _FIELDS.items():
        if type(record.get(field)) is not kind:
            return f"`{field}` is missing or not {'a number' if kind is int else 'a text'}"
    if record["name"] != name:
        return f"`name` is `{record['name']}`, not `{name}`"
    file = record["file"]
    if not file.endswith(".gguf") or file != PurePosixPath(file).name or file != PureWindowsPath(file).name:
        return f"`file` is `{file}`, not the plain name of a `.gguf` file"
    if not re.fullmatch(r"[0-9a-f]{64}", record["sha256"]):
        return "`sha256` is not 64 lower-case hexadecimal digits"
    return None
