"""Every hostile file and folder there is here; as a program, reads them all within limits."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from llamita.errors import ArtifactError
from llamita.weights.forms import read_checkpoint
from tests.weights import hostile_gguf
from tests.weights.hugging_face.hostile import hostile_folders as hostile_hugging_face_folders
from tests.weights.meta.hostile import SENTINEL
from tests.weights.meta.hostile import hostile_folders as hostile_meta_folders

MAX_SECONDS = 5.0
MAX_MORE_BYTES = 512 * 2**20
EXIT_ARTIFACT = 3

Write = Callable[[Path], Path]


def hostile_files() -> Iterator[tuple[str, Write]]:
    """What each is called, and what writes it below an empty folder and says what to open."""
    yield from hostile_gguf.HOSTILE.items()
    for kind, folders in (("hf", hostile_hugging_face_folders), ("meta", hostile_meta_folders)):
        for name, build in folders():
            yield f"{kind}: {name}", partial(_built, build)


def _built(build: Callable[[Path], None], folder: Path) -> Path:
    build(folder / "model")
    return folder / "model"


def names_below(folder: Path) -> list[str]:
    """Everything that lies there; what links lead to is not looked at."""
    return sorted(
        str(Path(parent, name)) for parent, folders, files in os.walk(folder) for name in (*folders, *files)
    )


def complaint_about(path: Path, around: Path) -> str | None:
    """What is wrong with how a hostile file was met; None where it was refused as it should be."""
    there = names_below(around)
    signal.alarm(int(2 * MAX_SECONDS))
    started_s = time.perf_counter()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read_checkpoint(path)
    except ArtifactError as error:
        complaint = None if error.exit_code == EXIT_ARTIFACT and str(error).isprintable() else repr(error)
    except BaseException as error:  # noqa: BLE001 - a MemoryError or a bug: it is what this looks for
        complaint = repr(error)
    else:
        complaint = "was read"
    signal.alarm(0)
    if time.perf_counter() - started_s > MAX_SECONDS:
        complaint = f"took {time.perf_counter() - started_s:.1f} s"
    if SENTINEL in {Path(name).name for name in names_below(around)} or names_below(around) != there:
        complaint = "changed something, or ran something"
    return complaint


def _wake(*_: object) -> None:
    raise TimeoutError


def _main() -> None:
    """Write and open them all below a folder; the complaints by name, as JSON."""
    root = Path(sys.argv[1])
    # Whoever waits for a pipe or loops is woken, and its time shows.
    signal.signal(signal.SIGALRM, _wake)
    written = []
    for index, (name, write) in enumerate(hostile_files()):
        folder = root / str(index)
        folder.mkdir()
        written.append((name, write(folder)))
    size_bytes = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (size_bytes + MAX_MORE_BYTES,) * 2)
    complaints = {
        name: complaint for name, path in written if (complaint := complaint_about(path, path.parent))
    }
    json.dump({"num_files": len(written), "complaints": complaints}, sys.stdout)


if __name__ == "__main__":
    _main()
