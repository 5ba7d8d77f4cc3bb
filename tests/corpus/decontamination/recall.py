"""Which benchmark programs are found, whole and changed, in files of many kinds: `python -m ...recall`.

With a step, such as 10, only every tenth program is planted.
"""

from __future__ import annotations

import functools
import sys
from collections import Counter
from collections.abc import Iterator

from llamita.corpus.decontamination import BENCHMARKS_FILE, Benchmarks, BenchmarkText, gather
from llamita.problems.sources import Sources
from tests.corpus.decontamination.planting import CHANGES, PLACES
from tests.fixtures import fixture

LANGUAGES = {"markdown": "markdown", "json": "json"}
"""Of files in which programs are planted; else it is `python`."""


@functools.cache
def texts() -> tuple[BenchmarkText, ...]:
    """All at hand."""
    return gather(Sources(folders=(fixture("mbpp").parent,))).texts


def planted(step: int, places: tuple[str, ...]) -> Iterator[tuple[BenchmarkText, str, str, str]]:
    """Python programs with the names of a change and a place, and the file."""
    solved = [text for text in texts() if text.language == "python" and _is_python(text.programs[0])]
    for text in solved[::step]:
        for change, changed in CHANGES.items():
            program = changed(text.programs[0])
            for place in places:
                yield text, change, place, PLACES[place](program)


def _is_python(program: str) -> bool:
    try:
        compile(program, "program", "exec")
    except SyntaxError:
        return False
    return True


def main() -> None:
    """Prints how many of how many were found, and which were not."""
    benchmarks = Benchmarks.load(BENCHMARKS_FILE)
    found, all_ = Counter(), Counter()
    lost = Counter()
    for text, change, place, file in planted(int(sys.argv[1]) if sys.argv[1:] else 1, tuple(PLACES)):
        kind = (text.benchmark, change, place)
        all_[kind] += 1
        if benchmarks.find(file, LANGUAGES.get(place, "python")):
            found[kind] += 1
        else:
            lost[text.task_id, change] += 1
    for kind in sorted(all_):
        sys.stdout.write(f"{', '.join(kind)}: {found[kind]} of {all_[kind]}\n")
    for (task_id, change), count in sorted(lost.items()):
        sys.stdout.write(f"lost: {task_id}, {change}: {count}\n")


if __name__ == "__main__":
    main()
