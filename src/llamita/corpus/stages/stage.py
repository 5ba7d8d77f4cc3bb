"""Stage: a folder of tables, one for each part, that knows what it was made from and whether it is whole."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from llamita.corpus.places import read_json, read_table, remove, write_json
from llamita.errors import CorpusError
from llamita.files.progress import piece_of_work

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from llamita.corpus.places import Places
    from llamita.corpus.runner.contract import Runner, Task
    from llamita.files.progress import ProgressSink

_STARTED: Final = "started.json"
_DONE: Final = "done.json"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of one corpus."""

    places: Places
    name: str
    plan: Mapping[str, Any]
    """All that decides what comes out, as JSON: parameters, the digest of the code, the stage before."""

    @property
    def folder(self) -> Path:
        """Where its tables lie."""
        return self.places.stage(self.name)

    @property
    def fingerprint(self) -> str:
        """Names the plan."""
        return hashlib.sha256(json.dumps(self.plan, sort_keys=True).encode()).hexdigest()

    def is_done(self) -> bool:
        """Whether all of it was there once, made by this very plan."""
        return self._says(_DONE)

    def is_whole(self, parts: Iterable[str]) -> bool:
        """Whether all of it is there, made by this very plan; somebody may have removed a table since."""
        return self.is_done() and all(self.places.part(self.name, part).exists() for part in parts)

    def begin(self) -> None:
        """Make the folder ready: tables of the same plan stay, others go; the corpus is not finished now.

        Raises:
            CapacityError: the disk is full.
            FetchError: it refuses for another reason.
        """
        self.places.withdraw()
        if not self._says(_STARTED):
            remove(self.folder)
            write_json(self.folder / _STARTED, {"fingerprint": self.fingerprint, "plan": self.plan})

    def finish(self, counts: Mapping[str, Any], wall_s: float) -> None:
        """Mark it as whole."""
        write_json(
            self.folder / _DONE,
            {"fingerprint": self.fingerprint, "counts": counts, "wall_s": round(wall_s, 1)},
        )

    def renew(self) -> None:
        """Mark what is there as made by this plan: somebody has brought it there by hand."""
        counts = self.counts()
        wall_s = read_json(self.folder / _DONE).get("wall_s", 0.0)
        write_json(self.folder / _STARTED, {"fingerprint": self.fingerprint, "plan": self.plan})
        self.finish(counts, wall_s)

    def counts(self) -> dict[str, Any]:
        """What it counted.

        Raises:
            CorpusError: it is not done, or damaged.
        """
        counts = read_json(self.folder / _DONE).get("counts")
        if not isinstance(counts, dict):
            raise CorpusError(
                f"`{self.folder / _DONE}` is damaged: it has no `counts`", hint="remove it and build again"
            )
        return counts

    def _says(self, name: str) -> bool:
        try:
            return bool(read_json(self.folder / name).get("fingerprint") == self.fingerprint)
        except CorpusError:
            return False


def run_stage(
    stage: Stage, runner: Runner, task: Task, parts: Sequence[str], progress: ProgressSink
) -> dict[str, Any]:
    """Run a task on the parts that lack a table, and count.

    Returns:
        How many files were looked at, and by rule how many are out.
    """
    if not stage.is_whole(parts):
        started_s = time.monotonic()
        stage.begin()
        run_parts(stage, runner, task, parts, progress)
        stage.finish(count_rules(stage, parts), time.monotonic() - started_s)
    return stage.counts()


def run_parts(stage: Stage, runner: Runner, task: Task, parts: Sequence[str], progress: ProgressSink) -> None:
    """Run a task on the parts that lack a table."""
    left = [part for part in parts if not stage.places.part(stage.name, part).exists()]
    if not left:
        return
    with piece_of_work(progress, stage.name, len(parts)):
        num_done = len(parts) - len(left)
        progress.advance_to(num_done)
        for _ in runner.run(task, left):
            num_done += 1
            progress.advance_to(num_done)


def count_rules(stage: Stage, parts: Iterable[str]) -> dict[str, Any]:
    """By rule, how many files a stage took out."""
    rules: Counter[str] = Counter()
    num_files = 0
    for part in parts:
        column = read_table(stage.places.part(stage.name, part), ["rule"])["rule"]
        num_files += len(column)
        rules.update({entry["values"]: entry["counts"] for entry in column.value_counts().to_pylist()})
    out = {rule: count for rule, count in sorted(rules.items(), key=lambda item: str(item[0])) if rule}
    return {"files": num_files, "out": out}


def code_digest(*packages: str) -> str:
    """Names the code and the tables of packages or modules: a change makes their stage run again.

    Args:
        packages: below ``llamita.corpus``, with dots between.
    """
    total = hashlib.sha256()
    corpus = importlib.resources.files("llamita.corpus")
    for package in packages:
        place = corpus.joinpath(*package.split("."))
        for name, content in _sources(place if place.is_dir() else _module(corpus, package), package):
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()


def _module(corpus: Traversable, name: str) -> Traversable:
    *folders, last = name.split(".")
    return corpus.joinpath(*folders, f"{last}.py")


def _sources(place: Traversable, name: str) -> Iterable[tuple[str, bytes]]:
    if place.is_file():
        yield name, place.read_bytes()
        return
    for child in sorted(place.iterdir(), key=lambda entry: entry.name):
        if child.name != "__pycache__":
            yield from _sources(child, f"{name}/{child.name}")
