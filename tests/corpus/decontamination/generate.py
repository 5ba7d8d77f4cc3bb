"""Makes `benchmarks.bin`, the hashes of all benchmarks at hand; ``--check`` only says whether it is stale."""

from __future__ import annotations

import sys

from llamita.corpus.decontamination.benchmarks import BENCHMARKS_FILE, Benchmarks, build_benchmarks
from llamita.corpus.decontamination.gathering import gather
from llamita.problems.sources import Sources
from tests.fixtures import fixture


def made() -> Benchmarks:
    """The hashes of the benchmarks that are at hand now."""
    gathered = gather(Sources(folders=(fixture("mbpp").parent,)))
    return build_benchmarks(gathered.texts, tuple(benchmark.name for benchmark in gathered.missing))


def main() -> int:
    """Write the file, or with ``--check`` compare it; the exit code."""
    fresh = made()
    if BENCHMARKS_FILE.exists() and Benchmarks.load(BENCHMARKS_FILE).digest == fresh.digest:
        sys.stdout.write(f"fresh: {BENCHMARKS_FILE.name}\n")
        return 0
    if "--check" in sys.argv:
        sys.stderr.write(
            f"stale: {BENCHMARKS_FILE.name}; run `python -m tests.corpus.decontamination.generate`\n"
        )
        return 1
    fresh.save(BENCHMARKS_FILE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
