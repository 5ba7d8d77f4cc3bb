"""Opting out: who asked for what to be left out, and which files that means."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from llamita.corpus.naming import named, without_version
from llamita.corpus.places import read_json, read_table, write_json
from llamita.corpus.stages.aligned import EXACT, FILES, NEAR, project_of
from llamita.errors import CorpusError, RequestError, shown

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

    from llamita.corpus.places import Places

_MIN_DIGEST_CHARACTERS: Final = 16
_REPAIR_HINT: Final = "repair it by hand: it alone says who asked to be left out; the cards name them, too"
_COPY: Final = ", as a copy"
_HEXADECIMAL: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class OptOuts:
    """What is to be left out, each as it was asked for.

    A package: `pkg:npm/zod`, with or without a version, or the name of a project. A file: its address, or
    its path inside a project (`zod/src/index.ts`). Its bytes, wherever they are: a SHA-256, a SWHID.
    """

    asked: tuple[str, ...] = ()
    """In alphabetical order, each once."""

    @classmethod
    def read(cls, path: Path) -> OptOuts:
        """Those in a file; none, where there is no file.

        Raises:
            CorpusError: the file is damaged.
        """
        if not path.exists():
            return cls()
        asked = read_json(path, hint=_REPAIR_HINT).get("asked")
        if not isinstance(asked, list) or not all(isinstance(item, str) for item in asked):
            raise CorpusError(f"`{path}` is damaged: expected a list of texts at `asked`", hint=_REPAIR_HINT)
        return cls(tuple(sorted(set(asked))))

    def write(self, path: Path) -> None:
        """Write them, whole or not at all."""
        write_json(path, {"asked": list(self.asked)})

    def with_more(self, query: str, projects: Container[str] = ()) -> OptOuts:
        """These and one more.

        Args:
            query: what is asked for.
            projects: names that mean a project, even where they look like a digest's beginning.

        Raises:
            RequestError: it could mean anything.
        """
        query = query.strip()
        is_digest = query not in projects and not set(query.lower()) - _HEXADECIMAL
        if is_digest:
            query = query.lower()
        if not query or (is_digest and len(query) < _MIN_DIGEST_CHARACTERS):
            raise RequestError(
                f"cannot leave out {shown(query)}: expected a package, a path or a digest",
                hint=f"give at least {_MIN_DIGEST_CHARACTERS} digits of a SHA-256",
            )
        return OptOuts(tuple(sorted({*self.asked, query})))

    @property
    def digest(self) -> str:
        """Names them all."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()

    def files(self, places: Places, parts: Sequence[str]) -> dict[str, str]:
        """Addresses of the files to leave out, and what was asked for.

        With a file goes what it was removed for as a duplicate, and what was removed for it.
        """
        asked = {named(query): query for query in self.asked}
        found: dict[str, str] = {}
        twins: dict[str, list[str]] = defaultdict(list)
        for part in parts if self.asked else ():
            files = read_table(places.part(FILES, part), ["address", "path", "sha256", "swhid"]).to_pylist()
            exact, near = (
                read_table(places.part(stage, part), ["twin"])["twin"].to_pylist() for stage in (EXACT, NEAR)
            )
            for file, first, second in zip(files, exact, near, strict=True):
                query = _asked_for(asked, file, project_of(part))
                if query is not None:
                    found[file["address"]] = query
                for twin in (first, second):
                    if twin is not None:
                        twins[file["address"]].append(twin)
                        twins[twin].append(file["address"])
        return _with_twins(found, twins)


def _asked_for(asked: Mapping[str, str], file: Mapping[str, str | None], project: str) -> str | None:
    """Which wish, if any, means a file; ``asked`` has each in the form of ``named``."""
    package = str(file["address"]).partition("#")[0]
    path = file["path"]
    names = {file["sha256"], file["swhid"], project, f"{project}/{path}"}
    for address in (package, without_version(package)):
        names |= {address, f"{address}#{path}"}
    for name, query in asked.items():
        is_beginning = len(name) >= _MIN_DIGEST_CHARACTERS and (file["sha256"] or "").startswith(name)
        if name in names or is_beginning:
            return query
    return None


def _with_twins(found: Mapping[str, str], twins: Mapping[str, list[str]]) -> dict[str, str]:
    """These files, and all that are linked to them as duplicates."""
    all_found = dict(found)
    left = list(found)
    while left:
        address = left.pop()
        for twin in twins.get(address, ()):
            if twin not in all_found:
                all_found[twin] = f"{all_found[address].removesuffix(_COPY)}{_COPY}"
                left.append(twin)
    return all_found
