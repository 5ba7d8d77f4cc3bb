"""Models of the published sizes, whose files are holes: opening them takes no time and no memory."""

import json
import os
import subprocess
import sys

import pytest

from llamita.spec import ModelSpec
from llamita.weights.meta.reader import read_meta
from tests.fixtures import ROOT
from tests.weights.meta.sparse import SIZES, write_sparse

MAX_SECONDS = 1.0
MAX_RESIDENT_BYTES = 300 << 20

PARAMETERS = {"7B": 6_738_546_688, "34B": 33_743_970_304, "70B": 68_976_910_336}

OPEN = """
import json, re, resource, sys, time
from pathlib import Path
from llamita.weights.meta.reader import read_meta
start_s = time.perf_counter()
checkpoint = read_meta(Path(sys.argv[1]))
taken_s = time.perf_counter() - start_s
if sys.platform == "linux":
    # Not ru_maxrss, which starts with the peak of the process that started this one.
    peak_bytes = 1024 * int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
else:
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([taken_s, peak_bytes, checkpoint.spec.num_parameters]))
"""


@pytest.mark.parametrize("size", SIZES)
def test_a_full_size_model_opens_within_a_second_and_300_mebibytes(tmp_path, size):
    folder = write_sparse(tmp_path / size, size)
    command = [sys.executable, "-c", OPEN, str(folder)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    output = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    taken_s, peak_bytes, num_parameters = json.loads(output)
    assert num_parameters == PARAMETERS[size]
    assert taken_s < MAX_SECONDS
    assert peak_bytes < MAX_RESIDENT_BYTES


def test_a_tensor_far_into_a_shard_is_read_from_where_it_lies(tmp_path):
    checkpoint = read_meta(write_sparse(tmp_path / "7B", "7B"))
    assert isinstance(checkpoint.spec, ModelSpec)
    assert checkpoint.tensors["layers.31.query"].dequantized().shape == (4096, 4096)
    assert not checkpoint.tensors["layers.31.down"].data.any()
