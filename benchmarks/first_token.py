"""From the start of the process to the first token of `llamita complete` on a text of 50 tokens.

The model is in the store and was read before. In turn with it, a process that does the same and says how
long each step took, and an empty Python, which is the limit.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.report import summary, write_result
from llamita.assembly import DEFAULT_MODEL, find_checkpoint
from llamita.text.tokenizer import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence

NUM_ROUNDS = 15
PROMPT_TOKENS = 50
ANSWER_TOKENS = 16
SOURCE = Path(__file__)


def main(arguments: Sequence[str] = ()) -> None:
    """Run the three in turn and write the medians."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_token", description=__doc__)
    parser.add_argument("--rounds", type=int, default=NUM_ROUNDS)
    parser.add_argument("--engine", default="cpu")
    options = parser.parse_args(arguments)
    first_token_s, empty_python_s = [], []
    steps_s: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        prompt = Path(folder, "prompt.py")
        prompt.write_text(prompt_of(PROMPT_TOKENS), encoding="utf-8")
        seconds_to_first_token(prompt, options.engine)  # so that every file is in the system's cache
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", flush=True)
            first_token_s.append(seconds_to_first_token(prompt, options.engine))
            for step, taken_s in seconds_of_steps(prompt, options.engine).items():
                steps_s.setdefault(step, []).append(taken_s)
            started_s = time.monotonic()
            subprocess.run([sys.executable, "-c", "pass"], check=True)
            empty_python_s.append(time.monotonic() - started_s)
    write_result(
        "first_token",
        {
            "engine": options.engine,
            "prompt_tokens": PROMPT_TOKENS,
            "first_token_s": summary(first_token_s),
            "empty_python_s": summary(empty_python_s),
        }
        | {step: summary(runs) for step, runs in steps_s.items()},
    )


def prompt_of(num_tokens: int) -> str:
    """The beginning of this file, as long as it should be."""
    tokenizer = Tokenizer(find_checkpoint(DEFAULT_MODEL, pull=True)[1].vocabulary)
    token_ids = tokenizer.encode(SOURCE.read_text(encoding="utf-8"))[:num_tokens]
    return tokenizer.decode(token_ids)


def seconds_to_first_token(prompt: Path, engine: str) -> float:
    """Until the first byte of the answer arrives."""
    command = [sys.executable, "-m", "llamita", "complete", str(prompt), "--engine", engine]
    started_s = time.monotonic()
    with subprocess.Popen(
        [*command, "--max-tokens", str(ANSWER_TOKENS)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
    ) as process:
        if process.stdout is None or not process.stdout.read(1):
            raise SystemExit(f"no answer from: {' '.join(command)}")
        taken_s = time.monotonic() - started_s
        process.stdout.read()
    return taken_s


def seconds_of_steps(prompt: Path, engine: str) -> dict[str, float]:
    """What each step took, from the start of the process on."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.first_token_once",
        str(prompt),
        engine,
        str(time.monotonic()),
    ]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    steps_s: dict[str, float] = json.loads(output)
    return steps_s


if __name__ == "__main__":
    main(sys.argv[1:])
