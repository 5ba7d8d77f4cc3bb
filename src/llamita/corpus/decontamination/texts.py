"""What of a benchmark's problem must not be in training."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llamita.corpus.decontamination.python import bare
from llamita.problems.problem import AssertTest, InputTest, ProgramTest
from llamita.problems.syntax import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llamita.problems.problem import Problem, Test

NOT_BENCHMARKS = frozenset({"text"})
"""Problems in no programming language: keys hidden in generated text, files whose perplexity is measured.
They are made of random words or of public code as it is, so that a corpus cannot give their answers away."""


@dataclass(frozen=True, slots=True)
class BenchmarkText:
    """The texts of one problem."""

    benchmark: str
    task_id: str
    language: str
    """As in ``problems``: `python`, `cpp`, `sh`."""
    prose: tuple[str, ...]
    """The task in words: instruction, docstring, and docstring as far as its examples."""
    programs: tuple[str, ...]
    """Prompt with answer, reference with helpers, the program to repair; perhaps a prompt alone."""
    tests: tuple[str, ...]


def benchmark_texts(problems: Iterable[tuple[str, Problem]]) -> tuple[BenchmarkText, ...]:
    """The texts of problems, each given with its benchmark's name.

    Several problems about one program, such as the gaps of infilling, make one text: the first one's.
    """
    texts: list[BenchmarkText] = []
    seen: set[str] = set()
    for benchmark, problem in problems:
        if problem.language in NOT_BENCHMARKS:
            continue
        programs, tests = _programs(problem), _tests(problem.test)
        prose = _prose(problem, programs)
        content = " ".join("\n".join((problem.language, *prose, *programs, *tests)).split())
        if content in seen:
            continue
        seen.add(content)
        texts.append(BenchmarkText(benchmark, problem.task_id, problem.language, prose, programs, tests))
    return tuple(texts)


def _programs(problem: Problem) -> tuple[str, ...]:
    whole = problem.prompt + problem.reference + problem.suffix
    broken = problem.prompt + problem.broken + problem.suffix if problem.broken else ""
    programs = _distinct(whole, _trusted(problem.test), broken)
    return _distinct(*programs, *map(bare, programs)) if problem.language == "python" else programs


def _trusted(test: Test) -> str:
    return test.trusted if isinstance(test, AssertTest | InputTest) else ""


def _tests(test: Test) -> tuple[str, ...]:
    match test:
        case AssertTest(code=code) | ProgramTest(after=code):
            return _distinct(code)
    return ()


def _prose(problem: Problem, programs: tuple[str, ...]) -> tuple[str, ...]:
    documented = _docstrings(programs[0]) if programs and problem.language == "python" else ()
    examples_cut = (text.partition(">>>")[0] for text in documented)
    return _distinct(problem.instruction, *documented, *examples_cut)


def _docstrings(program: str) -> tuple[str, ...]:
    try:
        tree = parsed(program)
    except SyntaxError:
        return ()
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return tuple(ast.get_docstring(node) or "" for node in functions)


def _distinct(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text.strip()))
