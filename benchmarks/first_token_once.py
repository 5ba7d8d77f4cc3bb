"""`python -m benchmarks.first_token_once FILE ENGINE STARTED_S`: how long each step to the first token takes.

A program of its own, which does what `llamita complete FILE` does, in the same order; but the tokenizer comes
before the weights here, to be timed alone, and not beside them.
"""

# ruff: noqa: PLC0415 - when what is imported is what is measured

from __future__ import annotations

import itertools
import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Print the seconds of each step as JSON."""
    name, engine_name, started_s = sys.argv[1], sys.argv[2], float(sys.argv[3])
    marks = [("interpreter_s", time.monotonic())]
    from llamita.assembly import DEFAULT_MODEL, find_checkpoint
    from llamita.assembly.engines import open_engine
    from llamita.cli import main as _command_line  # noqa: F401 - as the program does
    from llamita.generate import Sequence
    from llamita.text.tokenizer import Tokenizer

    marks.append(("imports_s", time.monotonic()))
    _, checkpoint = find_checkpoint(DEFAULT_MODEL)
    marks.append(("open_s", time.monotonic()))
    tokenizer = Tokenizer(checkpoint.vocabulary)
    marks.append(("tokenizer_s", time.monotonic()))
    engine = open_engine(engine_name, checkpoint, None)
    marks.append(("weights_s", time.monotonic()))
    sequence = Sequence(engine, checkpoint.spec.context_tokens)
    sequence.read_prompt(tokenizer.encode(Path(name).read_text(encoding="utf-8")))
    marks.append(("prompt_s", time.monotonic()))
    ends_s = [started_s, *(end_s for _, end_s in marks)]
    steps_s = [after - before for before, after in itertools.pairwise(ends_s)]
    print(json.dumps(dict(zip([step for step, _ in marks], steps_s, strict=True))))


if __name__ == "__main__":
    main()
