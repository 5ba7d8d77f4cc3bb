"""Kills a build or an opt-out of the small corpus at a chosen moment, and does it again; run as a program.

`python -m tests.corpus.dying SOURCES ROOT FIRST STEP [QUERY]` goes through the moments FIRST, FIRST + STEP, ...
Each is tried in a child of its own with a process group of its own, which `kill -9` ends; a second child runs
the same command to its end. Prints a line of JSON for each: the moment, and what the second child came to.

A moment is just before or just after something on the disk changes its name, goes, or has been written.
Children are forked: this process imports everything and runs nothing.
"""

from __future__ import annotations

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
from llamita.corpus.places import Places
from llamita.files.progress import SilentProgress
from tests.corpus.building import SmallCorpus

if TYPE_CHECKING:
    from collections.abc import Callable


class Moments:
    """Counts moments; at the wanted one the whole process group is gone."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.count = 0

    def pass_by(self) -> None:
        if self.count == self.wanted:
            os.killpg(0, signal.SIGKILL)
        self.count += 1

    def watch(self, owner: object, name: str) -> None:
        original = getattr(owner, name)

        def called(*args, **kwargs):
            self.pass_by()
            result = original(*args, **kwargs)
            self.pass_by()
            return result

        setattr(owner, name, called)

    def watch_all(self) -> None:
        for owner, name in ((Path, "replace"), (Path, "rename"), (Path, "unlink"), (shutil, "rmtree"), (os, "fsync")):
            self.watch(owner, name)


def work(sources: Path, root: Path, query: str | None) -> str:
    """The same command, however often; gives the corpus' id."""
    corpus = SmallCorpus(sources, root)
    asked = OptOuts.read(Places(root).opt_out)
    if query is None:
        return corpus.build(opt_outs=asked).id
    plan = corpus.plan(asked.with_more(query))
    return opt_out(plan, query, SilentProgress()).id


def in_child(do: Callable[[], str]) -> tuple[int, str]:
    """Do something in a child with a group of its own; its wait status, and what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        try:
            said = do()
        except BaseException:
            said = traceback.format_exc()
        os.write(writing, said.encode()[:60_000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    return os.waitpid(child, 0)[1], said


def main(sources: Path, root: Path, first: int, step: int, query: str | None) -> None:
    original = root.with_name(f"{root.name}-before")
    if query is not None:
        shutil.copytree(root, original)
    moment = first
    while True:
        moments = Moments(moment)

        def die(moments: Moments = moments) -> str:
            moments.watch_all()
            work(sources, root, query)
            return str(moments.count)

        shutil.rmtree(root, ignore_errors=True)
        if query is not None:
            shutil.copytree(original, root)
        status, said = in_child(die)
        if not os.WIFSIGNALED(status):
            print(json.dumps({"moments": said}))
            return
        _, said = in_child(lambda: work(sources, root, query))
        print(json.dumps({"moment": moment, "id": said, **digests(root)}), flush=True)
        moment += step


def digests(root: Path) -> dict[str, str]:
    """What lies there in the end, apart from what stages keep for themselves."""
    import hashlib

    kept = [*(root / "shards").rglob("*"), *root.glob("*.json"), *root.glob("card.*"), *root.glob("*.txt")]
    total = hashlib.sha256()
    for path in sorted(kept):
        total.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    hidden = sorted(str(path.relative_to(root)) for path in root.rglob(".*"))
    return {"digest": total.hexdigest(), "left": hidden}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5] if sys.argv[5:] else None)
