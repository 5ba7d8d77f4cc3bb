"""`python -m benchmarks NAME ...`: run the benchmarks of these names, or all of them."""

from __future__ import annotations

import importlib
import sys

NAMES = (
    "start",
    "open_model",
    "open_forms",
    "reference_speed",
    "transformers_parity",
    "first_token",
    "cpu_peers",
    "cpu_shapes",
    "cpu_quality",
    "cpu_speculation",
    "evaluation",
    "near_duplicates",
    "redaction",
    "decontamination",
    "corpus",
    "first_minute",
)


def main() -> None:
    """Run what was asked for, one after the other: two at once would measure each other."""
    asked = sys.argv[1:] or list(NAMES)
    if unknown := [name for name in asked if name not in NAMES]:
        sys.exit(f"no benchmark named {unknown}: expected some of {NAMES}")
    for name in asked:
        print(f"== {name}")
        importlib.import_module(f"benchmarks.{name}").main()


main()
