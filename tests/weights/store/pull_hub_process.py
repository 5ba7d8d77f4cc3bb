"""A pull from a hub in a process of its own: ``pull_hub_process.py HOME DIE_AT``, with ``HF_ENDPOINT`` set.

It kills itself before the n-th thing it does to a file below HOME, counted from 1; with 0 it prints how many
there were.
"""

import sys
from dataclasses import replace
from pathlib import Path

from llamita.weights.store import ModelStore
from tests.weights.store.building import FREE
from tests.weights.store.hub_models import NAME, hub_registry
from tests.weights.store.pull_process import die_at, say

# Loaded before counting, for what importing does to files is none of the store's doing.
import huggingface_hub.hf_api  # noqa: F401  isort: skip
from llamita.weights import forms  # noqa: F401  isort: skip
from llamita.weights.store import from_disk, hub, pulling  # noqa: F401  isort: skip


def main(home: str, number: str) -> None:
    registry = {NAME: replace(hub_registry(FREE)[NAME], published=None)}
    touched = die_at(int(number), home)
    ModelStore(Path(home), registry).pull(NAME)
    say(str(touched[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
