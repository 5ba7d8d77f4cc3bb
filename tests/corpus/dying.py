"""Kills a build or an opt-out of the small corpus at chosen moments, and goes on with it; run as a program.

`python -m tests.corpus.dying SOURCES ROOT VERBS FIRST STEP` goes through the moments FIRST, FIRST + STEP, ...
until the work ends before the next comes. VERBS are `build,build`, `opt-out,opt-out` or `opt-out,build`: what
`kill -9` ends, with its whole process group, and what is then run to its end. For each moment it prints all
that matters of the folder as a line of JSON; the last line is of work that nothing disturbed.

A moment is just before or just after something on the disk is made durable, changes its name, or goes.
Children are forked: this process has imported everything and run nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from llamita.corpus.opt_outs import OptOuts
from llamita.corpus.opting_out import opt_out
from llamita.corpus.places import Places, read_table
from llamita.corpus.shards.reader import Shards
from llamita.files.progress import SilentProgress
from tests.corpus.building import SmallCorpus

if TYPE_CHECKING:
    from collections.abc import Callable

WISH = "alpha/src/own.py"
RECORD = ("manifest.json", "card.md", "card.html", "ACKNOWLEDGEMENTS.md", "NOTICE.txt", "built.json")


class Moments:
    """Counts moments; at the wanted one the whole process group is gone."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.count = 0

    def pass_by(self) -> None:
        if self.count == self.wanted:
            os.killpg(0, signal.SIGKILL)
        self.count += 1

    def watch(self) -> None:
        for owner, name in (
            (os, "fsync"),
            (Path, "replace"),
            (Path, "rename"),
            (Path, "unlink"),
            (shutil, "rmtree"),
        ):
            self._watch(owner, name)

    def _watch(self, owner: object, name: str) -> None:
        original = getattr(owner, name)

        def called(*args, **kwargs):
            self.pass_by()
            result = original(*args, **kwargs)
            self.pass_by()
            return result

        setattr(owner, name, called)


def work(verb: str, sources: Path, root: Path) -> None:
    """A command, as a person gives it again and again."""
    corpus = SmallCorpus(sources, root)
    asked = OptOuts.read(Places(root).opt_out)
    if verb == "build":
        corpus.build(opt_outs=asked)
    else:
        opt_out(corpus.plan(asked.with_more(WISH)), WISH, SilentProgress())


def seen(sources: Path, root: Path) -> dict[str, object]:
    """All that matters of a corpus."""
    places, wanted = Places(root), (sources / WISH).read_text()
    shards = Shards.open(places.shards)
    shards.verify()
    documents = [shards.document(number) for number in range(len(shards))]
    total = hashlib.sha256()
    for path in sorted([*places.shards.iterdir(), *(root / name for name in RECORD)]):
        total.update(f"{path.name}\0".encode() + path.read_bytes())
    tables = [path for path in root.rglob("*.parquet") if "text" in read_table(path).column_names]
    return {
        "id": json.loads(places.manifest.read_text())["corpus"]["id"],
        "files": total.hexdigest(),
        "tables": sum(wanted in read_table(path, ["text"])["text"].to_pylist() for path in tables),
        "shards": sum(one.address.endswith("src/own.py") and not one.is_forgotten for one in documents),
        "half": sorted(str(path.relative_to(root)) for path in root.rglob(".*")),
        "kept": sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.suffix == ".tokens"),
    }


def in_child(do: Callable[[], object]) -> tuple[int, str]:
    """Do something in a child with a group of its own; its wait status, and what it came to, as JSON."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        try:
            said = do()
        except BaseException:  # noqa: BLE001 - the parent prints it
            said = {"error": traceback.format_exc()}
        os.write(writing, json.dumps(said).encode()[:60_000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    return os.waitpid(child, 0)[1], said


def main(sources: Path, root: Path, verbs: str, first: int, step: int) -> None:
    """Go through the moments."""
    killed, then = verbs.split(",")
    original = root.with_name(f"{root.name}-before")
    if root.exists():
        shutil.copytree(root, original)
    for moment in range(first, sys.maxsize, step):
        moments = Moments(moment)

        def die(moments: Moments = moments) -> object:
            moments.watch()
            work(killed, sources, root)
            return seen(sources, root)

        def go_on() -> object:
            work(then, sources, root)
            return seen(sources, root)

        shutil.rmtree(root, ignore_errors=True)
        if original.exists():
            shutil.copytree(original, root)
        status, said = in_child(die)
        if not os.WIFSIGNALED(status):
            sys.stdout.write(said + "\n")
            return
        sys.stdout.write(in_child(go_on)[1] + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
