"""Checkpoints of full size open within a second and 300 MB: GGUF and Hugging Face (`meta` has its own)."""

import json
import subprocess
import sys

import pytest

from llamita.spec import PUBLISHED, differences
from llamita.weights.blocks import BF16
from llamita.weights.forms import read_checkpoint
from tests.weights.sparse_checkpoints import sparse_checkpoint, write_sparse_gguf, write_sparse_hugging_face

MAX_SECONDS = 1.0
MAX_RESIDENT_BYTES = 300_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="files with holes, /proc: Linux only; not checked here")
@pytest.mark.parametrize("write", [write_sparse_gguf, write_sparse_hugging_face])
@pytest.mark.parametrize("name", ["codellama-7b", "codellama-34b"])
def test_a_model_of_full_size_opens_within_a_second_and_300_megabytes(tmp_path, write, name):
    path = write(sparse_checkpoint(name, BF16), tmp_path / f"{name}.gguf")
    command = [sys.executable, "-m", "benchmarks.open_once", str(path)]
    taken_s, peak_bytes = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert taken_s < MAX_SECONDS
    assert 0 < peak_bytes < MAX_RESIDENT_BYTES
    assert differences(read_checkpoint(path).spec, PUBLISHED[name].spec) == []
