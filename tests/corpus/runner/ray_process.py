"""Builds the small corpus on Ray; a process of its own, since Ray and Daft stay what they were first."""

import json
import sys
from pathlib import Path

from llamita.corpus.runner.daft_runner import DaftRunner
from tests.corpus.building import SmallCorpus

if __name__ == "__main__":
    sources, root, address = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    runner = DaftRunner("ray", workers=2, address=None if address == "here" else address)
    sys.stdout.write(json.dumps({"id": SmallCorpus(sources, root).build(runner).id}))
