"""All problems at hand, and which benchmarks are not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from llamita.corpus.decontamination.texts import BenchmarkText, benchmark_texts
from llamita.problems.crux_eval import read_crux_eval
from llamita.problems.eval_plus import read_human_eval_plus, read_mbpp_plus
from llamita.problems.human_eval import NAMES as HUMAN_EVAL_NAMES
from llamita.problems.human_eval import package_folder, read_human_eval
from llamita.problems.infilling import NAMES as INFILLING_NAMES
from llamita.problems.infilling import read_infilling
from llamita.problems.mbpp import ORIGINAL_NAMES, SANITIZED_NAMES, read_mbpp
from llamita.problems.multipl_e import LANGUAGES, read_multipl_e
from llamita.problems.quix_bugs import read_quix_bugs
from llamita.problems.record import Found
from llamita.problems.repair import read_repair
from llamita.problems.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from llamita.problems.mbpp import Edition
    from llamita.problems.problem import Problem

OWN: Final = "own items"
"""The benchmark's name for items of our own."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark, as it was looked for."""

    name: str
    num_problems: int
    """0 where it is not at hand."""
    source: str
    """The file it was read from, or why there is none."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found, and what not."""

    texts: tuple[BenchmarkText, ...]
    at_hand: tuple[Benchmark, ...]
    missing: tuple[Benchmark, ...]
    """A gap in decontamination, which a corpus' record has to name."""


def gather(sources: Sources) -> Gathered:
    """The problems of every benchmark that can be found, and all items of our own.

    Args:
        sources: where to look, beside the installed package `human-eval`.

    Raises:
        ProblemsError: a benchmark's file is there, but damaged.
    """
    package = package_folder()
    given = () if sources.given is None else (sources.given,)
    places = Sources(folders=(*given, *sources.folders, *(() if package is None else (package,))))
    problems: list[tuple[str, Problem]] = []
    at_hand, missing = [], []
    for name, read, names in _READERS:
        if names and places.find(names) is None:
            missing.append(Benchmark(name, 0, f"no file `{names[0]}`"))
            continue
        found = read(places)
        if found.own:
            missing.append(Benchmark(name, 0, "no file of it"))
            continue
        at_hand.append(Benchmark(name, len(found.problems), found.source))
        problems += ((name, problem) for problem in found.problems)
    own = [(OWN, problem) for problem in _own_items()]
    at_hand.append(Benchmark(OWN, len(own), "part of this package"))
    return Gathered(benchmark_texts([*problems, *own]), tuple(at_hand), tuple(missing))


def _own_items() -> Iterator[Problem]:
    """Readers that find no file give our items."""
    nowhere = Sources()
    for _, read, names in _READERS:
        if not names:
            yield from read(nowhere).problems


def _mbpp(edition: Edition, sources: Sources) -> Found:
    tasks = read_mbpp(sources, edition)
    return Found(tuple(tasks.problems.values()), tasks.sources[-1])


_READERS: Final[tuple[tuple[str, Callable[[Sources], Found], tuple[str, ...]], ...]] = (
    ("HumanEval", read_human_eval, HUMAN_EVAL_NAMES),
    ("MBPP", partial(_mbpp, "original"), ORIGINAL_NAMES),
    ("MBPP, sanitized", partial(_mbpp, "sanitized"), SANITIZED_NAMES),
    *((f"MultiPL-E ({name})", partial(read_multipl_e, language=name), ()) for name in LANGUAGES),
    ("HumanEvalPack", read_repair, ()),
    ("QuixBugs", read_quix_bugs, ()),
    ("CRUXEval", partial(read_crux_eval, wanted="input"), ()),
    ("HumanEval+", read_human_eval_plus, ()),
    ("MBPP+", read_mbpp_plus, ()),
    *(
        (f"HumanEval infilling, {piece}", partial(read_infilling, piece=piece), names + HUMAN_EVAL_NAMES)
        for piece, names in INFILLING_NAMES.items()
    ),
)
"""Names, readers, and for readers that have no items of ours to fall back on, the files they need."""
