"""How long the default model's file takes to open, tokenizer included, beside the `gguf` package."""

from __future__ import annotations

import time

import gguf

from benchmarks.report import summary, write_result
from llamita.assembly import DEFAULT_MODEL, open_store
from llamita.engines.reference import ReferenceEngine
from llamita.text.tokenizer import Tokenizer
from llamita.weights.gguf.reader import read_gguf

NUM_RUNS = 10


def main() -> None:
    """Interleave both readers on one file, warm."""
    path = open_store().pull(DEFAULT_MODEL).path
    ours_s: list[float] = []
    tokenizer_s: list[float] = []
    dequantize_s: list[float] = []
    theirs_s: list[float] = []
    for _ in range(NUM_RUNS):
        started_s = time.perf_counter()
        checkpoint = read_gguf(path)
        opened_s = time.perf_counter()
        Tokenizer(checkpoint.vocabulary)
        built_s = time.perf_counter()
        ReferenceEngine(checkpoint)
        loaded_s = time.perf_counter()
        gguf.GGUFReader(path)
        read_s = time.perf_counter()
        ours_s.append(opened_s - started_s)
        tokenizer_s.append(built_s - opened_s)
        dequantize_s.append(loaded_s - built_s)
        theirs_s.append(read_s - loaded_s)
    both_s = [file + tokenizer for file, tokenizer in zip(ours_s, tokenizer_s, strict=True)]
    write_result(
        "open_model",
        {
            "file_s": summary(ours_s),
            "tokenizer_s": summary(tokenizer_s),
            "file_and_tokenizer_s": summary(both_s),
            "dequantize_to_float32_s": summary(dequantize_s),
            "gguf_package_file_s": summary(theirs_s),
            "ratio_gguf_package_to_ours": summary([t / o for t, o in zip(theirs_s, ours_s, strict=True)]),
        },
    )
