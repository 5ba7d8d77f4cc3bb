"""What a checkpoint says of the corpus it was trained on: the manifest beside its weights, or within them.

A folder has it as `corpus-manifest.json`, a GGUF file as the text of the key `llamita.corpus`. Its form is
the corpus' own (`corpus.record.manifest`); here as much of it is read as a person is shown. The text itself
is handed on as it is, so that a converted checkpoint carries the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from llamita.errors import CheckpointError
from llamita.weights.json_object import JsonObject, described, parsed_json_object
from llamita.weights.mapped_file import map_file

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST_FILE: Final = "corpus-manifest.json"
"""Where it lies beside weights."""

GGUF_KEY: Final = "llamita.corpus"
"""Where it stands in a GGUF file."""

_MAX_BYTES: Final = 10_000_000
_FORMAT: Final = "llamita-corpus-manifest-1"
_ID: Final = re.compile(r"[0-9a-f]{64}")
_SHORT_DIGITS: Final = 16
_MAX_GROUPS: Final = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainedOn:
    """A kind of documents that a model was trained on."""

    kind: str
    """`code`, `docs` (natural language about code) or `prose`."""
    documents: int
    tokens: int
    epochs: float
    """How often each document was seen, on average."""
    share: float
    """Of the samples, from 0 to 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingRecord:
    """Which corpus a checkpoint was trained on."""

    corpus_name: str
    corpus_id: str
    """A sha256 in hexadecimal."""
    num_projects: int
    mixture: tuple[TrainedOn, ...]

    @property
    def short_id(self) -> str:
        """The first 16 digits of the id: enough for people."""
        return self.corpus_id[:_SHORT_DIGITS]


def read_manifest(folder: Path) -> str | None:
    """The manifest beside the weights in a folder, as it stands there; None where there is none.

    Raises:
        CheckpointError: it is no text, or larger than 10 MB.
    """
    path = folder / MANIFEST_FILE
    if not path.exists():
        return None
    with map_file(path, "the manifest of a corpus") as mapped:
        if len(mapped) > _MAX_BYTES:
            raise CheckpointError(
                f"`{path}` is too large: expected at most {_MAX_BYTES} bytes, got {len(mapped)}"
            )
        try:
            return mapped[:].decode()
        except UnicodeDecodeError as error:
            raise CheckpointError(f"`{path}` is no text in UTF-8") from error


def write_manifest(text: str | None, folder: Path) -> None:
    """Put a manifest beside weights; nothing where there is none.

    Raises:
        OSError: it cannot be written.
    """
    if text is not None:
        (folder / MANIFEST_FILE).write_bytes(text.encode())


def training_record_of(text: str, place: str) -> TrainingRecord:
    """The record that a manifest's text holds.

    Args:
        text: the manifest.
        place: what messages call it.

    Raises:
        CheckpointError: it is damaged or foreign.
    """
    manifest = parsed_json_object(text.encode(), place)
    if manifest.required("format", str) != _FORMAT:
        raise manifest.refused("format", f"`{_FORMAT}`", described(manifest.values["format"]))
    corpus = JsonObject(manifest.required("corpus", dict), f"`corpus` of {place}")
    corpus_id = corpus.required("id", str)
    if not _ID.fullmatch(corpus_id):
        raise corpus.refused("id", "a sha256 in hexadecimal", described(corpus_id))
    return TrainingRecord(
        corpus_name=corpus.required("name", str),
        corpus_id=corpus_id,
        num_projects=len(corpus.required("projects", list)),
        mixture=_mixture(corpus, place),
    )


@dataclass(slots=True)
class _Sum:
    documents: int = 0
    tokens: int = 0
    sampled_tokens: int = 0


def _mixture(corpus: JsonObject, place: str) -> tuple[TrainedOn, ...]:
    """What was sampled of each kind, in the order of the manifest."""
    sums: dict[str, _Sum] = {}
    for i, values in enumerate(corpus.required("groups", list)[:_MAX_GROUPS]):
        where = f"group {i} of {place}"
        if not isinstance(values, dict):
            raise CheckpointError(f"cannot use {where}: expected an object, got {described(values)}")
        group = JsonObject(values, where)
        of_kind = sums.setdefault(group.required("kind", str), _Sum())
        of_kind.documents += _count(group, "documents")
        of_kind.tokens += _count(group, "tokens")
        of_kind.sampled_tokens += _count(group, "sampled_tokens")
    total = sum(of_kind.sampled_tokens for of_kind in sums.values())
    return tuple(
        TrainedOn(
            kind=kind,
            documents=of_kind.documents,
            tokens=of_kind.tokens,
            epochs=of_kind.sampled_tokens / of_kind.tokens if of_kind.tokens else 0.0,
            share=of_kind.sampled_tokens / total if total else 0.0,
        )
        for kind, of_kind in sums.items()
    )


def _count(group: JsonObject, key: str) -> int:
    number = group.required(key, int)
    if number < 0:
        raise group.refused(key, "a number from 0", described(number))
    return number
