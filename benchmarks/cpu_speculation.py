"""What guessing ahead gains on edits and costs on texts without repeats; the answers must be identical.

An edit shows the default model a file and the beginning of its next version, which it goes on with as it
likes; the prediction is the file. What counts as a copy is decided by the share of drafts that came true.
A text without repeats is drawn at temperature 1 from the beginning of a sentence. Each answer is written
with guesses and without in turn, and what counts is the time from its first token to its last.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from typing import TYPE_CHECKING, Any

from benchmarks.report import summary, write_result
from llamita.assembly import load
from llamita.spec import SamplingSpec
from tests.fixtures import ROOT

if TYPE_CHECKING:
    from llamita.assist import Answer, Model

NUM_ROUNDS = 9
ANSWER_TOKENS = 256
COPYING_RATE = 0.8
EDITED_FILES = (
    "src/llamita/generate/stopping.py",
    "src/llamita/text/infill.py",
    "src/llamita/text/byte_level.py",
    "src/llamita/assist/cursor.py",
    "src/llamita/errors.py",
    "src/llamita/spec/parameters.py",
)
BEGINNINGS = (
    "The history of the lighthouse begins with",
    "Dear Sir or Madam, I am writing to you because",
    "In the garden behind the old school there was",
    "The committee met on Tuesday in order to",
    "To bake bread at home you need",
    "When the ship finally reached the harbor,",
)


def main(engine: str = "cpu") -> None:
    """Write every answer in turn with guesses and without, and the medians of the ratios."""
    model = load(engine=engine, pull=True)
    edits = {name: measure(model, **edit_of(name)) for name in EDITED_FILES}
    texts = {text: measure(model, text=text, sampling=SamplingSpec(temperature=1.0)) for text in BEGINNINGS}
    copies = {name: case for name, case in edits.items() if case["acceptance_rate"] >= COPYING_RATE}
    figures: dict[str, Any] = {
        "engine": engine,
        "kernel_table": model.engine.kernel_table,
        "answer_tokens": ANSWER_TOKENS,
        "edits": edits,
        "texts_without_repeats": texts,
        "num_edits_that_copy": len(copies),
    }
    for kind, cases in (("edits_that_copy", copies), ("edits", edits), ("texts_without_repeats", texts)):
        if cases:
            figures[f"{kind}_ratio_with_to_without"] = summary(
                [statistics.median(case["ratio_with_to_without"]["runs"]) for case in cases.values()]
            )
    write_result("cpu_speculation", figures)


def edit_of(name: str) -> dict[str, Any]:
    """What to ask for one edit; a quarter of the answer is given, so that so small a model keeps to it."""
    file = (ROOT / name).read_text()
    begun = file[: len(file) // 4]
    return {"text": f"{file}\n\n{begun}", "prediction": file.removeprefix(begun)}


def measure(model: Model, **ask: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever `complete` takes
    """One answer with guesses and without, in turn: tokens a second, their ratio, the share accepted."""
    speeds: dict[bool, list[float]] = {False: [], True: []}
    for number in range(NUM_ROUNDS + 1):
        answers: dict[bool, Answer] = {}
        # Whatever slows the second of two down slows each side down in turn.
        for speculate in (number % 2 == 0, number % 2 == 1):
            answers[speculate] = model.complete(max_tokens=ANSWER_TOKENS, speculate=speculate, **ask)
        if answers[True].token_ids != answers[False].token_ids:
            sys.exit(f"guesses changed the answer to {ask['text'][:60]!r}")
        # In the first round the prompt is read, and memory is touched for the first time.
        if number > 0:
            for speculate, answer in answers.items():
                speeds[speculate].append(answer.timings.answer_tokens_per_s or float("nan"))
    timings = answers[True].timings
    pairs = zip(speeds[True], speeds[False], strict=True)
    return {
        "prompt_tokens": timings.prompt_tokens,
        "answer_tokens": timings.answer_tokens,
        "drafted_tokens": timings.drafted_tokens,
        "accepted_tokens": timings.accepted_tokens,
        "acceptance_rate": timings.accepted_tokens / timings.drafted_tokens
        if timings.drafted_tokens
        else 0.0,
        "with_tokens_per_s": summary(speeds[True]),
        "without_tokens_per_s": summary(speeds[False]),
        "ratio_with_to_without": summary([ours / plain for ours, plain in pairs]),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="cpu", help="what computes")
    main(parser.parse_args().engine)
