r"""Near-deduplication: what is found and what goes, by exact similarity; and how fast, beside others.

Planted pairs are files and changed copies of them. How similar two are is counted on the real words, without
hashes. A pair is found when the two share a band, and the theory says how often that is. The race takes 5,000
files from lines of JSON to the list of what goes, on two workers a side, each side in turn and in its own
process. datatrove runs with its own tokenizer (spaCy's) and with a split at `\W+`; it verifies nothing, and
neither does rensa. What goes without a near-duplicate that stays is counted by brute force.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import string
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.peers.deduplicate import write_parts
from benchmarks.planted_pairs import Pair, files_under, planted_pairs
from benchmarks.report import summary, write_result
from llamita.assembly import open_store
from llamita.corpus.duplicates.decision import THRESHOLD, remove_near_duplicates
from llamita.corpus.duplicates.minhash import band_keys, chance_of_a_shared_band, signatures
from llamita.corpus.duplicates.ragged import Ragged
from llamita.corpus.duplicates.shingles import shingles_of_many
from tests.fixtures import ROOT

if TYPE_CHECKING:
    from numpy.typing import NDArray

NUM_BASE_FILES = 600
NUM_STRENGTHS = 4
NUM_DOCUMENTS = 5_000
NUM_PARTS = 8
NUM_WORKERS = 2
NUM_ROUNDS = 5
SURE = 0.85
"""From this similarity on nearly every pair must be found."""
EDGES = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)

PACKAGES = ("datatrove[processing,io]==0.10.1", "spacy==3.8.18", "orjson", "rensa==0.5.0")
OURS = "ours"
SIDES = {
    OURS: "benchmarks.peers.deduplicate_ours",
    "rensa": "benchmarks.peers.deduplicate_rensa",
    "datatrove_regex_words": "benchmarks.peers.deduplicate_datatrove",
    "datatrove": "benchmarks.peers.deduplicate_datatrove",
}
"""Name of a side -> what runs in the child process."""
_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def main(
    folder: Path | None = None,
    peers_python: Path | None = None,
    num_documents: int = NUM_DOCUMENTS,
    num_rounds: int = NUM_ROUNDS,
) -> None:
    """Planted pairs first, then the race.

    Args:
        folder: Where the files are; None: those of this Python.
        peers_python: The interpreter that has the peers; None: an environment under Llamita's cache folder.
        num_documents: How many files race.
        num_rounds: How often each side runs.
    """
    figures = {"planted": planted(folder), "threshold": THRESHOLD}
    python, failed = (peers_python, None) if peers_python else peers_environment()
    if failed:
        figures["peers_failed"] = failed
    figures |= race(folder, python, num_documents, num_rounds)
    write_result("near_duplicates", figures)


def planted(folder: Path | None) -> dict[str, Any]:
    """How many pairs are found and how many go, by bins of similarity."""
    pairs = list(planted_pairs(files_under(folder, NUM_BASE_FILES), NUM_STRENGTHS))
    similarity = np.array([exact_similarity(pair) for pair in pairs])
    shingles = shingles_of_many([text for pair in pairs for text in (pair.ours, pair.theirs)])
    keys = band_keys(signatures(shingles))
    found = (keys[::2] == keys[1::2]).any(axis=1) & (shingles.sizes()[::2] > 0)
    candidates = np.flatnonzero(found)
    groups = Ragged(np.stack([2 * candidates, 2 * candidates + 1], 1).ravel(), 2 * np.arange(found.sum() + 1))
    removed = np.zeros(len(pairs), bool)
    removed[remove_near_duplicates(np.arange(2 * len(pairs)), shingles, groups).removed // 2] = True
    theory = np.array([chance_of_a_shared_band(value) for value in similarity])
    edges = [*EDGES, np.nextafter(1.0, 2.0)]
    bins = [
        _bin(low, (similarity >= low) & (similarity < high), found, removed, theory)
        for low, high in itertools.pairwise(edges)
    ]
    sure, likely, unlike = (
        similarity >= SURE,
        (similarity >= THRESHOLD) & (similarity < SURE),
        similarity < THRESHOLD,
    )
    return {
        "num_base_files": NUM_BASE_FILES,
        "num_pairs": len(pairs),
        "pairs_by_kind": dict(Counter(pair.kind for pair in pairs)),
        "median_similarity_by_kind": {
            kind: float(
                np.median([value for pair, value in zip(pairs, similarity, strict=True) if pair.kind == kind])
            )
            for kind in dict.fromkeys(pair.kind for pair in pairs)
        },
        "recall_at_85_and_above": _mean(removed[sure]),
        "recall_at_85_up_to_but_not_1": _mean(removed[sure & (similarity < 1)]),
        "theory_at_85_up_to_but_not_1": _mean(theory[sure & (similarity < 1)]),
        "num_pairs_at_85_up_to_but_not_1": int((sure & (similarity < 1)).sum()),
        "recall_70_to_85": _mean(removed[likely]),
        "theory_70_to_85": _mean(theory[likely]),
        "num_pairs_70_to_85": int(likely.sum()),
        "num_pairs_under_70": int(unlike.sum()),
        "candidates_under_70": int(found[unlike].sum()),
        "removed_under_70": int(removed[unlike].sum()),
        "bins": bins,
    }


def exact_similarity(pair: Pair) -> float:
    """Shared / all sequences of five words, counted without hashes."""
    ours, theirs = (
        set(zip(*(words[at:] for at in range(5)), strict=False))
        for words in (
            re.findall(r"[0-9a-z_\u0080-\U0010ffff]+", text.translate(_ASCII_LOWER))
            for text in (pair.ours, pair.theirs)
        )
    )
    return len(ours & theirs) / max(len(ours | theirs), 1)


def _bin(
    low: float,
    inside: NDArray[np.bool_],
    found: NDArray[np.bool_],
    removed: NDArray[np.bool_],
    theory: NDArray[np.float64],
) -> dict[str, Any]:
    return {
        "from": low,
        "num_pairs": int(inside.sum()),
        "found": _mean(found[inside]),
        "theory": _mean(theory[inside]),
        "removed": _mean(removed[inside]),
    }


def _mean(values: NDArray[Any]) -> float | None:
    return float(values.mean()) if len(values) else None


def race(
    folder: Path | None, peers_python: Path | None, num_documents: int, num_rounds: int
) -> dict[str, Any]:
    """Seconds of every side in every round, and how often ours is as fast, round by round."""
    texts = [file.text for file in files_under(folder, num_documents, min_characters=1)]
    sides = [side for side in SIDES if side == OURS or peers_python]
    answers: dict[str, list[dict[str, Any]]] = {side: [] for side in sides}
    with tempfile.TemporaryDirectory() as temporary:
        write_parts(texts, Path(temporary), NUM_PARTS)
        for number in range(num_rounds):
            for side in sides if number % 2 else reversed(sides):
                answers[side].append(_run(side, Path(temporary), peers_python))
                print(f"round {number + 1} of {num_rounds}: {side} took {answers[side][-1]['seconds']:.2f} s")
    shingles = shingles_of_many(texts)
    figures: dict[str, Any] = {
        "num_documents": len(texts),
        "characters": sum(map(len, texts)),
        "num_workers": NUM_WORKERS,
    }
    ours = [answer["seconds"] for answer in answers[OURS]]
    for side in sides:
        seconds = [answer["seconds"] for answer in answers[side]]
        removed = answers[side][0]["removed"]
        figures[f"{side}_documents_per_s"] = summary([len(texts) / each for each in seconds])
        figures[f"{side}_seconds"] = summary(seconds)
        figures[f"{side}_removed"] = len(removed)
        figures[f"{side}_same_every_round"] = all(answer["removed"] == removed for answer in answers[side])
        figures[f"{side}_removed_without_twin"] = removed_without_twin(shingles, removed)
        if side != OURS:
            pairs = zip(seconds, ours, strict=True)
            figures[f"ratio_ours_to_{side}"] = summary([theirs / own for theirs, own in pairs])
    return figures


def removed_without_twin(shingles: Ragged, removed: list[int]) -> int:
    """How many go although no document that stays is as similar as near-duplicates are."""
    numbered = np.unique(shingles.values, return_inverse=True)[1]
    sizes = shingles.sizes()
    stay = np.flatnonzero((sizes > 0) & ~np.isin(np.arange(len(sizes)), removed))
    kept = Ragged(numbered, shingles.offsets).take(stay)
    marked = np.zeros(int(numbered.max(initial=0)) + 1, np.uint8)
    without = 0
    for document in removed:
        its = numbered[shingles.offsets[document] : shingles.offsets[document + 1]]
        marked[its] = 1
        shared = np.add.reduceat(marked[kept.values], kept.offsets[:-1], dtype=np.int64)
        marked[its] = 0
        without += bool((shared / (len(its) + sizes[stay] - shared)).max() < THRESHOLD)
    return without


def _run(side: str, folder: Path, peers_python: Path | None) -> dict[str, Any]:
    """One round of one side in a new process."""
    python = Path(sys.executable) if side == OURS else peers_python
    # Threads inside a worker would take the cores of the other one.
    limits = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": str(NUM_WORKERS)}
    words = {"DATATROVE_WORDS": "regex"} if side == "datatrove_regex_words" else {}
    with tempfile.TemporaryDirectory() as temporary:
        answer = Path(temporary) / "answer.json"
        subprocess.run(
            [str(python), "-m", SIDES[side], str(folder), str(NUM_WORKERS), str(answer)],
            cwd=ROOT,
            env=os.environ | limits | words,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        result: dict[str, Any] = json.loads(answer.read_text())
    return result


def peers_environment() -> tuple[Path | None, str | None]:
    """The interpreter of an environment with the peers, made where there is none; or what went wrong."""
    folder = open_store().home / "peers" / "near_duplicates"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", *PACKAGES]
        process = subprocess.run(install, capture_output=True, text=True, check=False)
        if process.returncode != 0:
            return None, process.stderr.strip().splitlines()[-1]
        (folder / "ready").touch()
    return python, None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the files are (default: those of this Python)")
    parser.add_argument(
        "--peers-python", type=Path, help="an interpreter that has datatrove, spaCy and rensa"
    )
    parser.add_argument("--num-documents", type=int, default=NUM_DOCUMENTS, help="how many files race")
    parser.add_argument("--num-rounds", type=int, default=NUM_ROUNDS, help="how often each side runs")
    main(**vars(parser.parse_args()))
