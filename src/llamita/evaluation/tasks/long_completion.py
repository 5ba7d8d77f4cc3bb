"""Completing the next line of long files, in the manner of LCC (Guo et al. 2023, "LongCoder").

The model reads the text in front of a line, as much of its end as fits, and its next line is compared.
Options: ``folder`` (Python's standard library), ``items`` (files, one line of each, 50), ``seed`` (which, 0),
``context`` (tokens of prompt and answer, 4096 or the model's context), ``min_bytes`` (shorter files are left
out, 16384), ``bytes`` (how many of each are read from its start, 131072) and ``strip`` (yes: the prompt ends
with the line before and the answer begins with its end; no: the prompt has that line end, as published).
"""

from __future__ import annotations

import io
import random
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from llamita.assist import Request
from llamita.errors import ProblemsError, RequestError
from llamita.evaluation.fitting import check_lengths, longest, prompt_limit
from llamita.evaluation.likeness import edit_similarity
from llamita.evaluation.options import whole, yes
from llamita.evaluation.task import Task
from llamita.evaluation.verdict import Verdict
from llamita.files.folder import digest, folder_of
from llamita.problems import Problem, TextTest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.evaluation.task import Builder, Setting
    from llamita.files.folder import Folder
    from llamita.sandbox import Sandbox
    from llamita.spec import SamplingSpec

MAX_TOKENS: Final = 64
_MAX_FILE_BYTES: Final = 2**26
_DEFAULT_CONTEXT_TOKENS: Final = 4096
_MIN_LINE_CHARACTERS, _MAX_LINE_CHARACTERS, _MIN_LETTERS = 10, 200, 4
_COMMENTS: Final = ("#", "//", "/*", "*", "--", ";", "%", "<!--", '"""', "'''")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sample:
    """Which lines are asked for, and how; see the module."""

    num_items: int
    seed: int
    min_bytes: int
    max_bytes: int
    limit_tokens: int
    is_stripped: bool


def build(setting: Setting) -> Task:
    """Long code completion; see the module for its options.

    Raises:
        RequestError: an option cannot be honored.
        ProblemsError: the folder holds no file that is long enough.
    """
    options = setting.options
    folder = folder_of(options)
    context_tokens = whole(
        options,
        "context",
        min(setting.context_tokens or _DEFAULT_CONTEXT_TOKENS, _DEFAULT_CONTEXT_TOKENS),
        least=2 * MAX_TOKENS,
    )
    check_lengths(setting, (context_tokens,))
    sample = _Sample(
        num_items=whole(options, "items", 50),
        seed=whole(options, "seed", 0, least=0),
        min_bytes=whole(options, "min_bytes", 2**14),
        max_bytes=whole(options, "bytes", 2**17, most=_MAX_FILE_BYTES),
        limit_tokens=min(context_tokens - MAX_TOKENS, prompt_limit(setting, context_tokens, MAX_TOKENS)),
        is_stripped=yes(options, "strip", default=True),
    )
    problems, sha256 = _taken(setting, folder, sample)
    return Task(
        name="long-completion",
        title="Long code completion, next line",
        problems=problems,
        ask=ask,
        judge=_judge_stripped if sample.is_stripped else _judge_published,
        settings={
            "source": folder.name,
            "sha256": sha256,
            "items": len(problems),
            "seed": sample.seed,
            "context": context_tokens,
            "max_tokens": MAX_TOKENS,
            "min_bytes": sample.min_bytes,
            "bytes": sample.max_bytes,
            "strip": sample.is_stripped,
            "exact_match": "the line, without spaces around it",
            "edit_similarity": "1 - (insertions + deletions) / (both lengths), as fuzz.ratio",
            **folder.counts(),
        },
        main_measure="exact_match",
    )


def ask(problem: Problem, sampling: SamplingSpec) -> Request:
    """Continue the file."""
    return Request(verb="complete", prompt=problem.prompt, max_tokens=MAX_TOKENS, sampling=sampling)


def next_line(answer: str, *, is_stripped: bool) -> str:
    r"""The line that an answer completes, without spaces around it.

    >>> next_line("  # why\n\n  return x\ny", is_stripped=True)
    'return x'
    """
    # What stands before the first line end belongs to the line that the prompt ends with.
    following = answer.partition("\n")[2] if is_stripped else answer
    return next((line.strip() for line in following.split("\n") if line.strip()), "")


def _judge_stripped(problem: Problem, answer: str, sandbox: Sandbox) -> Verdict:  # noqa: ARG001 - nothing is run
    return _compared(problem, next_line(answer, is_stripped=True))


def _judge_published(problem: Problem, answer: str, sandbox: Sandbox) -> Verdict:  # noqa: ARG001 - nothing is run
    return _compared(problem, next_line(answer, is_stripped=False))


def _compared(problem: Problem, line: str) -> Verdict:
    target = problem.test.target if isinstance(problem.test, TextTest) else ""
    # An answer has 64 tokens, but a token may be long.
    similarity = edit_similarity(target, line[: 10 * _MAX_LINE_CHARACTERS])
    is_same = line == target
    return Verdict(
        outcome="passed" if is_same else "failed",
        detail="" if is_same else f"expected `{target}`",
        measures={"exact_match": float(is_same), "edit_similarity": similarity},
    )


def _taken(setting: Setting, folder: Folder, sample: _Sample) -> tuple[tuple[Problem, ...], str]:
    """Problems, one of a file, and the digest of these files."""
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    for name, text in folder.texts(max_bytes=sample.max_bytes, min_bytes=sample.min_bytes, seed=sample.seed):
        try:
            problem = _problem(setting, name, text, sample)
        except RequestError:
            folder.left_out["cannot be spelled"] += 1
            continue
        if problem is None:
            folder.left_out["no line to ask for"] += 1
            continue
        problems.append(problem)
        texts[name] = text
        if len(problems) == sample.num_items:
            break
    if not problems:
        raise ProblemsError(
            f"no long file in `{folder.path}`: left out {dict(folder.left_out)}",
            hint="name a folder of source files with `--option folder=PATH`; `min_bytes` says how long",
        )
    return tuple(problems), digest(texts)


def _problem(setting: Setting, name: str, text: str, sample: _Sample) -> Problem | None:
    lines = text.replace("\r\n", "\n").split("\n")
    # In the second half, so that there is much to read; the last line may be cut.
    good = [
        place for place in _code_lines(name, lines) if place >= len(lines) // 2 and place < len(lines) - 1
    ]
    if not good:
        return None
    place = random.Random(f"{sample.seed}/{name}").choice(good)
    before = "\n".join(lines[:place]) + "\n"
    before = before.rstrip() if sample.is_stripped else before

    def prompt(num_characters: int) -> str:
        if num_characters >= len(before):
            return before
        cut = before[len(before) - num_characters :]
        return cut.partition("\n")[2] or cut

    return Problem(
        task_id=f"{name}:{place + 1}",
        language="python" if name.endswith(".py") else "text",
        prompt=longest(prompt, setting.count_tokens, limit_tokens=sample.limit_tokens, max_size=len(before)),
        test=TextTest(target=lines[place].strip(), how="similar"),
        reference=("\n" if sample.is_stripped else "") + lines[place] + "\n",
        facts={"file": name},
    )


def _code_lines(name: str, lines: list[str]) -> list[int]:
    """Which lines are worth asking for: no comments, no brackets alone, and in Python no prose."""
    places = [place for place, line in enumerate(lines) if _is_worth_it(line.strip())]
    if not name.endswith(".py"):
        return places
    code = _python_code(lines)
    return [place for place in places if place in code]


def _is_worth_it(line: str) -> bool:
    return (
        _MIN_LINE_CHARACTERS <= len(line) <= _MAX_LINE_CHARACTERS
        and not line.startswith(_COMMENTS)
        and sum(map(str.isalpha, line)) >= _MIN_LETTERS
    )


def _python_code(lines: list[str]) -> set[int]:
    """Lines that begin with a token of Python that is neither a string nor a comment."""
    found: set[int] = set()
    seen: set[int] = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO("\n".join(lines)).readline):
            # A string that goes over lines is behind the last of them.
            first, last = token.start[0] - 1, token.end[0] - 1
            if token.type in (tokenize.NAME, tokenize.OP, tokenize.NUMBER) and first not in seen:
                found.add(first)
            if token.type not in (tokenize.INDENT, tokenize.DEDENT):
                seen.update(range(first, last + 1))
    except (tokenize.TokenError, SyntaxError):
        return found  # The file is cut, or not of this version of Python: the lines up to there.
    return found


BUILDERS: Final[Mapping[str, Builder]] = {"long-completion": build}
"""Task name -> what makes it."""
