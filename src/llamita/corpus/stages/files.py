"""Files: what the archives of each project hold, as parts; no other stage reads archives."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pyarrow as pa

from llamita.corpus.document import Out
from llamita.corpus.licenses import is_license_file
from llamita.corpus.licenses.decoding import license_text
from llamita.corpus.places import write_json, write_table
from llamita.corpus.stages.aligned import FILES, VERDICT
from llamita.corpus.stages.reading import read_artifact, require_as_locked
from llamita.errors import CorpusError
from llamita.files.disk import sync_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from llamita.corpus.archives.member import Member
    from llamita.corpus.lock import Artifact
    from llamita.corpus.places import Places
    from llamita.corpus.recipe_projects import Project

MAX_TEXT_BYTES: Final = 1_048_576
"""The Stack's limit: what is longer was hardly written by a person."""
_PART_BYTES: Final = 16 << 20
_PART_FILES: Final = 20_000
_SUBPATH_SAFE: Final = "/~+:@!$&'()*,;="
_SCHEMA: Final = pa.schema(
    [
        ("path", pa.string()),
        ("address", pa.string()),
        ("sha256", pa.string()),
        ("swhid", pa.string()),
        ("size_bytes", pa.int64()),
        ("text", pa.large_string()),
        *VERDICT,
    ]
)


@dataclass(frozen=True, slots=True)
class FilesTask:
    """Writes the parts of a project, and what it states about its license; the latter last."""

    places: Places
    asked: Project
    artifact: Artifact
    archives: tuple[Path, ...]
    """What was downloaded of it."""
    fingerprint: str
    """Kept with the project, to tell whether its parts were made by this very plan."""

    def __call__(self) -> None:
        """Do it.

        Raises:
            CorpusError: an archive is missing, damaged, hostile, or another one than the lock says.
        """
        asked = self.asked
        rows: list[dict[str, object]] = []
        stating: list[dict[str, str]] = []
        try:
            require_as_locked(self.artifact, self.archives, self._members(rows, stating))
        except CorpusError as error:
            raise CorpusError(f"project `{asked.name}`: {error}", hint=error.hint) from error
        rows.sort(key=lambda row: str(row["path"]))
        names = []
        for number, part in enumerate(_parts(rows)):
            names.append(f"{asked.name}.{number:04}")
            write_table(self.places.part(FILES, names[-1]), pa.Table.from_pylist(part, schema=_SCHEMA))
        told = {
            "license_files": sorted(stating, key=lambda file: file["path"]),
            "stated": asked.license.identifier if asked.license else None,
            "why": asked.license.why if asked.license else "",
        }
        counts = {"files": len(rows), "parts": names, "fingerprint": self.fingerprint}
        # The names of the parts before that of the project, which says that they are there.
        self.places.stage(FILES).mkdir(parents=True, exist_ok=True)
        sync_folder(self.places.stage(FILES))
        write_json(self.places.project(asked.name), {**counts, **told})

    def _members(self, rows: list[dict[str, object]], stating: list[dict[str, str]]) -> Iterator[Member]:
        """The files, each written down before it is given."""
        asked, artifact = self.asked, self.artifact
        chosen = self._chosen() if asked.max_bytes is not None else None
        for member in read_artifact(artifact, self.archives):
            if is_license_file(member.path) and member.data != b"":
                # Without a text it is there all the same: a license that nobody can read.
                stating.append({"path": member.path, "text": license_text(member.path, member.data)})
            rows.append(_row(member, artifact.purl, _not_asked_for(member.path, asked, chosen)))
            yield member

    def _chosen(self) -> frozenset[str]:
        # Read twice, so that what does not fit is never kept in memory.
        members = read_artifact(self.artifact, self.archives)
        return frozenset(
            self.asked.choose((member.path, member.size_bytes) for member in members if _is_text(member))
        )


def _not_asked_for(path: str, asked: Project, chosen: Collection[str] | None) -> Out | None:
    if not asked.wants(path):
        return Out("not asked for", "the recipe's patterns leave it out")
    if chosen is not None and path not in chosen:
        return Out(
            "not asked for", f"beyond the {asked.max_bytes} bytes that the recipe takes of the project"
        )
    return None


def _is_text(member: Member) -> bool:
    return _text_of(member) is not None


def _text_of(member: Member) -> str | None:
    if member.data is None or member.size_bytes > MAX_TEXT_BYTES or b"\0" in member.data:
        return None
    try:
        return member.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _why_no_text(member: Member) -> Out:
    if member.data is None:
        return Out(member.why or "no data", "as the archive has it")
    if member.size_bytes > MAX_TEXT_BYTES:
        return Out("too large", f"{member.size_bytes} bytes")
    if b"\0" in member.data:
        return Out("binary", f"a zero byte at {member.data.index(0)}")
    return Out("not UTF-8", f"{member.size_bytes} bytes")


def _row(member: Member, purl: str, not_asked_for: Out | None) -> dict[str, object]:
    text = _text_of(member)
    out = not_asked_for or (_why_no_text(member) if text is None else None)
    data = member.data
    return {
        "path": member.path,
        "address": f"{purl}#{quote(member.path, safe=_SUBPATH_SAFE)}",
        "sha256": None if data is None else hashlib.sha256(data).hexdigest(),
        "swhid": None if data is None else _swhid(data),
        "size_bytes": member.size_bytes,
        "text": text if out is None else None,
        "rule": out.rule if out else None,
        "evidence": out.evidence if out else None,
    }


def _swhid(data: bytes) -> str:
    """What Software Heritage calls these bytes: git's name for them."""
    digest = hashlib.sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return f"swh:1:cnt:{digest.hexdigest()}"


def _parts(rows: Iterable[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    part: list[dict[str, object]] = []
    size_bytes = 0
    for row in rows:
        text = row["text"]
        mine = len(text) if isinstance(text, str) else 0
        if part and (size_bytes + mine > _PART_BYTES or len(part) == _PART_FILES):
            yield part
            part, size_bytes = [], 0
        part.append(row)
        size_bytes += mine
    if part:
        yield part
