"""Key retrieval in code: a function in a long file returns a number; what does calling it give?

After Code Llama (Rozière et al. 2023, app. G.2), whose filler are solutions from a data set: here it is the
sources of Python's standard library on this machine, one behind the other with their paths. Options:
``lengths`` (tokens of a prompt: powers of two from 1024 to the model's context), ``depths`` (5: from 0, the
start, to 1), ``items`` (how many prompts for each length and depth, 1) and ``seed`` (of the keys and the
files, 0).
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Final

from llamita.assist import Request
from llamita.evaluation.fitting import check_lengths, default_lengths, insert_at, longest, prompt_limit
from llamita.evaluation.options import shares, whole, wholes
from llamita.evaluation.task import Task
from llamita.evaluation.tasks.passkey import judge_number
from llamita.files.folder import folder_of
from llamita.problems import Problem, TextTest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.evaluation.task import Builder, Setting
    from llamita.evaluation.verdict import Verdict
    from llamita.files.folder import Folder
    from llamita.sandbox import Sandbox
    from llamita.spec import SamplingSpec

MAX_TOKENS: Final = 8
_SHORTEST_TOKENS: Final = 1024
_TELLING: Final = """\
def get_key() -> int:
    # This function is called at the end of the file.
    return {key}


"""
_ENDING: Final = "\n\n\nassert get_key() == "
# More than any token of code has, on average.
_MAX_CHARACTERS_PER_TOKEN: Final = 8
# In front of a definition that belongs to no other.
_BETWEEN: Final = re.compile(r"(?<=\n\n)(?=(?:def|class|async def) |@)")


def build(setting: Setting) -> Task:
    """Key retrieval in code; see the module for its options.

    Raises:
        RequestError: an option cannot be honored.
    """
    options = setting.options
    lengths = wholes(options, "lengths", default_lengths(setting, _SHORTEST_TOKENS))
    check_lengths(setting, lengths)
    depths = shares(options, "depths", 5)
    num_items = whole(options, "items", 1)
    seed = whole(options, "seed", 0, least=0)
    folder = folder_of({})
    fillers = [
        _filler(folder, f"{seed}/{item}", max(lengths) * _MAX_CHARACTERS_PER_TOKEN)
        for item in range(num_items)
    ]
    return Task(
        name="key-retrieval",
        title="Key retrieval in code",
        problems=tuple(
            _problem(setting, fillers[item], length, depth, f"{seed}/{length}/{depth:g}/{item}")
            for length in lengths
            for depth in depths
            for item in range(num_items)
        ),
        ask=ask,
        judge=judge,
        settings={
            "source": folder.name,
            "lengths": ",".join(map(str, lengths)),
            "depths": ",".join(f"{depth:g}" for depth in depths),
            "items": num_items,
            "seed": seed,
            "max_tokens": MAX_TOKENS,
            "ending": _ENDING.strip("\n"),
            "keys": "numbers of two digits, as in Code Llama's paper",
            "right": "the answer begins with the key and no further digit",
        },
        group_by=("length", "depth"),
    )


def ask(problem: Problem, sampling: SamplingSpec) -> Request:
    """Continue the file."""
    return Request(verb="complete", prompt=problem.prompt, max_tokens=MAX_TOKENS, sampling=sampling)


def judge(problem: Problem, answer: str, sandbox: Sandbox) -> Verdict:  # noqa: ARG001 - nothing is run
    """Whether the answer begins with the key."""
    return judge_number(problem, re.match(r"\s*[0-9]+(?![.\w])", answer))


def _problem(setting: Setting, filler: str, length: int, depth: float, name: str) -> Problem:
    # Keyed by name: a prompt does not depend on what other prompts there are.
    key = str(random.Random(name).randint(10, 99))
    telling = _TELLING.replace("{key}", key)

    def prompt(num_characters: int) -> str:
        # What is too much is cut off at the start, as with any file that is too long.
        text = filler[len(filler) - num_characters :]
        return insert_at(text, depth, telling, between=_BETWEEN) + _ENDING

    limit_tokens = prompt_limit(setting, length, MAX_TOKENS)
    return Problem(
        task_id=f"key-retrieval/{name}",
        language="python",
        prompt=longest(prompt, setting.count_tokens, limit_tokens=limit_tokens, max_size=len(filler)),
        test=TextTest(target=key, how="contains"),
        reference=key,
        facts={"length": length, "depth": depth},
    )


def _filler(folder: Folder, seed: str, num_characters: int) -> str:
    """Files in an order of their own, each behind its path, until they are long enough."""
    files: list[str] = []
    for name, text in folder.texts(max_bytes=num_characters, seed=seed):
        if "get_key(" not in text and text.isascii():
            files.append(f"# {name}\n{text.strip()}\n")
        if sum(map(len, files)) > num_characters:
            break
    return "\n\n".join(files)


BUILDERS: Final[Mapping[str, Builder]] = {"key-retrieval": build}
"""Task name -> what makes it."""
