"""Which files hold problems of the benchmarks that models are measured with."""

from llamita.corpus.decontamination.benchmarks import BENCHMARKS_FILE, Benchmarks, Hit, build_benchmarks
from llamita.corpus.decontamination.gathering import Gathered, gather
from llamita.corpus.decontamination.texts import BenchmarkText, benchmark_texts

__all__ = [
    "BENCHMARKS_FILE",
    "BenchmarkText",
    "Benchmarks",
    "Gathered",
    "Hit",
    "benchmark_texts",
    "build_benchmarks",
    "gather",
]
