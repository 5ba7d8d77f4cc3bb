"""How close the `cpu` engine comes to `reference` on the same quantized weights.

Both are led through the same code, token by token, and at each one are asked for the next: how often both
find the same token the likeliest, how far their probabilities are apart, and their perplexities. `cpu` rounds
activations to 8 bits, so its logits are not those of float32; this says what that costs. Once more with its
cache in int8.

The default model as it is, over 200 kB of code; then requantized to each format, over 20 kB. Its rows of 576
do not fill the blocks of K formats, which only `down` gets: the others get what stands in, as listed.

The code is Python's own standard library, the same for everyone with the same version: the modules at its
top, in the order of their names, until there is enough.
"""

from __future__ import annotations

import hashlib
import math
import os
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.report import write_result
from llamita.assembly import DEFAULT_MODEL, find_checkpoint
from llamita.engines.cpu.engine import CpuEngine
from llamita.engines.reference import ReferenceEngine
from llamita.evaluation.perplexity import teacher_forced, windows
from llamita.generate.sampling import log_softmax
from llamita.text.tokenizer import Tokenizer
from llamita.weights.gguf.reader import read_gguf
from llamita.weights.gguf.writer import write_gguf
from llamita.weights.quantize import QUANTIZED_FORMATS, quantized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from llamita.engines.contract import Engine, Logits
    from llamita.weights.checkpoint import Checkpoint

CORPUS_BYTES = 200_000
CORPUS_BYTES_OF_EACH_FORMAT = 20_000
WINDOW_TOKENS = 1024

LEAST_AGREEMENT = 0.97
MOST_DIVERGENCE_NATS = 3e-3
MOST_PERPLEXITY_OFF = 5e-3
MOST_PERPLEXITY_OFF_FOR_INT8 = 2e-3


@dataclass(slots=True)
class Comparison:
    """What was found so far of an engine beside the reference."""

    num_tokens: int = 0
    num_same_first: int = 0
    divergence_nats: float = 0.0
    loss_nats: float = 0.0

    def add(
        self, expected_TV: NDArray[np.float64], found_TV: NDArray[np.float64], token_ids: Sequence[int]
    ) -> None:
        """Take in log-probabilities of the reference and of the engine, and the tokens that stood there."""
        self.num_tokens += len(token_ids)
        self.num_same_first += int((expected_TV.argmax(axis=1) == found_TV.argmax(axis=1)).sum())
        self.divergence_nats += float((np.exp(expected_TV) * (expected_TV - found_TV)).sum())
        self.loss_nats -= float(found_TV[np.arange(len(token_ids)), token_ids].sum())

    @property
    def perplexity(self) -> float:
        """The engine's own."""
        return math.exp(self.loss_nats / self.num_tokens)

    def figures(self, reference: Comparison) -> dict[str, float]:
        """Everything about this engine; the reference compared with itself has its perplexity."""
        return {
            "top_1_agreement": self.num_same_first / self.num_tokens,
            "mean_kl_nats": self.divergence_nats / self.num_tokens,
            "perplexity": self.perplexity,
            "perplexity_off": self.perplexity / reference.perplexity - 1,
        }


def main() -> None:
    """Compare over the whole corpus, then format by format, and write what was found."""
    _, checkpoint = find_checkpoint(DEFAULT_MODEL, pull=True)
    text = corpus(CORPUS_BYTES)
    figures: dict[str, Any] = {
        "corpus": "top modules of Python's standard library, in order of name",
        "corpus_bytes": len(text.encode()),
        "corpus_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "window_tokens": WINDOW_TOKENS,
        "default_model": compare(checkpoint, text, with_int8=True),
    }
    whole = figures["default_model"]
    figures["keeps_every_bar"] = (
        whole["cpu"]["top_1_agreement"] >= LEAST_AGREEMENT
        and whole["cpu"]["mean_kl_nats"] <= MOST_DIVERGENCE_NATS
        and abs(whole["cpu"]["perplexity_off"]) <= MOST_PERPLEXITY_OFF
        and abs(whole["kv_int8_perplexity_off_f16"]) <= MOST_PERPLEXITY_OFF_FOR_INT8
    )
    sample = corpus(CORPUS_BYTES_OF_EACH_FORMAT)
    figures["formats"] = {name: compare_requantized(checkpoint, name, sample) for name in QUANTIZED_FORMATS}
    write_result("cpu_quality", figures)


def corpus(size_bytes: int) -> str:
    """The first so many bytes of the standard library's modules, less the part of a character at the end."""
    data = b""
    for path in sorted(Path(os.__file__).parent.glob("*.py")):
        if len(data) >= size_bytes:
            break
        data += path.read_bytes()
    return data[:size_bytes].decode(errors="ignore")


def compare_requantized(checkpoint: Checkpoint, format_name: str, text: str) -> dict[str, Any]:
    """The same with the weights in another format, through a file as `llamita models quantize` writes it."""
    smaller = quantized(checkpoint, QUANTIZED_FORMATS[format_name], allow_requantize=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.gguf"
        write_gguf(smaller, path)
        return compare(read_gguf(path), text)


def compare(checkpoint: Checkpoint, text: str, *, with_int8: bool = False) -> dict[str, Any]:
    """Lead the engines through a text side by side."""
    vocabulary = checkpoint.vocabulary
    pieces = list(
        windows(
            Tokenizer(vocabulary).encode(text),
            window_tokens=WINDOW_TOKENS,
            begin_id=vocabulary.begin_id if vocabulary.adds_begin else None,
        )
    )
    engines: dict[str, Engine[Any]] = {
        "reference": ReferenceEngine(checkpoint),
        "cpu": CpuEngine(checkpoint, kv_format="f16"),
    }
    if with_int8:
        engines["cpu_kv_int8"] = CpuEngine(checkpoint, kv_format="int8")
    found = {name: Comparison() for name in engines}
    for parts in zip(*(teacher_forced(engine, pieces) for engine in engines.values()), strict=True):
        expected_TV = log_softmax_rows(parts[0][0])
        for comparison, (logits_TV, token_ids) in zip(found.values(), parts, strict=True):
            comparison.add(expected_TV, log_softmax_rows(logits_TV), token_ids)
    formats = Counter(tensor.format.name for tensor in checkpoint.tensors.values() if len(tensor.shape) > 1)
    figures: dict[str, Any] = {
        "formats": dict(formats),
        "kernel_table": engines["cpu"].kernel_table,
        "num_tokens": found["reference"].num_tokens,
    }
    figures |= {name: comparison.figures(found["reference"]) for name, comparison in found.items()}
    if with_int8:
        figures["kv_int8_perplexity_off_f16"] = found["cpu_kv_int8"].perplexity / found["cpu"].perplexity - 1
    return figures


def log_softmax_rows(logits_TV: Logits) -> NDArray[np.float64]:
    """Log-probabilities, row by row, in float64."""
    return np.stack([log_softmax(logits_V) for logits_V in logits_TV])
