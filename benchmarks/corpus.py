"""The `starter` corpus from an empty cache: every stage's time, memory, and one id whoever builds it.

`starter` is downloaded once and built with two workers, again where it is whole, with one worker, and on
Ray; a sample of it (`corpus_sample.toml`, fewer than 10,000 files) also by the NumPy oracle. All builds of
one recipe must have the same id. Takes 40 minutes; `--only sample` takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.report import write_result

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).with_name("corpus_sample.toml")
RUNS = {
    "native, 2 workers": ("--runner", "native", "--workers", "2"),
    "native, 1 worker": ("--runner", "native", "--workers", "1"),
    "ray, 2 workers": ("--runner", "ray", "--workers", "2"),
    "numpy": ("--runner", "numpy"),
}
_LOOK_S = 0.5


def main() -> None:
    """Build all, compare, and write what was measured, after each build what there is so far."""
    options = _options()
    is_whole = options.only != "sample"
    result: dict[str, Any] = {}

    def keep(recipe: str, builds: dict[str, Any]) -> None:
        ids = {build["id"] for build in builds.values()}
        result[recipe] = {"builds": builds, "one_id": len(ids) == 1, "id": sorted(ids)[0]}
        write_result("corpus" if is_whole else "corpus_sample", result)

    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        cache = options.cache or Path(folder, "downloads")
        if is_whole:
            result["fetch_wall_s"] = round(_fetch("starter", cache), 1)
        _fetch(SAMPLE, cache)
        starter = _builds("starter", list(RUNS)[:3], Path(folder), cache)
        if is_whole:
            keep("starter", next(starter))
            result["record"] = _record(Path(folder, "starter-native-2-workers"))
        for builds in _builds(SAMPLE, list(RUNS), Path(folder), cache):
            keep("sample", builds)
        for builds in starter if is_whole else ():
            keep("starter", builds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--cache", type=Path, help="downloads that are here already; default: an empty folder"
    )
    parser.add_argument("--folder", type=Path, help="where to work; 5 GB")
    parser.add_argument("--only", choices=("sample",))
    return parser.parse_known_args()[0]


def _fetch(recipe: Path | str, cache: Path) -> float:
    began_s = time.monotonic()
    subprocess.run(_command("fetch", str(recipe), "--cache", str(cache)), check=True)
    return time.monotonic() - began_s


def _builds(
    recipe: Path | str, names: list[str], folder: Path, cache: Path
) -> Iterator[dict[str, dict[str, Any]]]:
    """One build after the other; each time, all so far."""
    builds: dict[str, dict[str, Any]] = {}
    for name in names:
        out = folder / f"{Path(recipe).stem}-{name}".replace(", ", "-").replace(" ", "-")
        builds[name] = _build(recipe, out, cache, RUNS[name])
        print(f"{recipe}: {name}: {builds[name]['wall_s']} s, id {builds[name]['id'][:16]}", flush=True)
        if name == names[0]:
            builds["again"] = _build(recipe, out, cache, RUNS[name])
        yield builds


def _build(recipe: Path | str, out: Path, cache: Path, options: tuple[str, ...]) -> dict[str, Any]:
    command = _command("build", str(recipe), "--offline", "--cache", str(cache), "--out", str(out), *options)
    began_s = time.monotonic()
    process = subprocess.Popen([*command, "--json"], stdout=subprocess.PIPE, text=True)
    memory = _Memory(process.pid)
    said, _ = process.communicate()
    wall_s = time.monotonic() - began_s
    if process.returncode:
        sys.exit(f"the build failed with {process.returncode}: {said}")
    summary = json.loads(said)
    stages = {
        path.parent.name: json.loads(path.read_text())["wall_s"] for path in out.glob("stages/*/done.json")
    }
    return {
        "wall_s": round(wall_s, 1),
        "peak_memory_bytes": memory.peak_bytes,
        "id": summary["id"],
        "stages_wall_s": dict(sorted(stages.items(), key=lambda item: item[0])),
    }


def _record(folder: Path) -> dict[str, Any]:
    """What is in it: counts per stage, languages, licenses."""
    summary = json.loads((folder / "manifest.json").read_text())["corpus"]
    return {
        name: summary[name] for name in ("stages", "groups", "licenses", "redactions", "alarms", "shortfalls")
    }


def _command(verb: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "llamita", "corpus", verb, *arguments]


class _Memory:
    """Looks twice a second how much memory a process and its children have; Ray's own processes count."""

    def __init__(self, pid: int) -> None:
        self.peak_bytes = 0
        self._pid = pid
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while Path(f"/proc/{self._pid}").exists():
            self.peak_bytes = max(self.peak_bytes, sum(map(_resident_bytes, self._family())))
            time.sleep(_LOOK_S)

    def _family(self) -> list[int]:
        parents = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    status = (entry / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                parents[int(entry.name)] = int(status[1])
        family = [self._pid]
        for pid in family:
            family += [child for child, parent in parents.items() if parent == pid]
        return family


def _resident_bytes(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
