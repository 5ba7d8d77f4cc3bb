import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest

from llamita.corpus.places import write_table
from llamita.corpus.runner.daft_runner import DaftRunner
from llamita.corpus.runner.plain import PlainRunner
from llamita.errors import CorpusError
from tests.corpus.runner.tasks import Refuse, Touch

PARTS = [f"p{number}" for number in range(6)]


@pytest.fixture(params=["numpy", "native"])
def runner(request):
    return PlainRunner() if request.param == "numpy" else DaftRunner("native", workers=2)


def test_a_task_is_run_on_every_part_and_each_is_named_once(runner, tmp_path):
    assert sorted(runner.run(Touch(tmp_path), PARTS)) == PARTS
    assert sorted(path.name for path in tmp_path.iterdir()) == PARTS


def test_what_a_task_refuses_is_raised_as_it_was_with_its_hint(runner, tmp_path):
    with pytest.raises(CorpusError, match="`p3` is damaged") as caught:
        list(runner.run(Refuse(tmp_path), PARTS))
    assert caught.value.hint == "mend it"


def run_with_kills(folder, how):
    command = [sys.executable, "-m", "tests.corpus.runner.kill_process", str(folder), how, "native"]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def test_a_part_whose_worker_was_killed_is_run_again(tmp_path):
    assert run_with_kills(tmp_path, "once").split() == PARTS
    assert (tmp_path / "killed").exists()


def test_a_part_that_kills_every_worker_is_given_up_and_named(tmp_path):
    said = run_with_kills(tmp_path, "always")
    assert said.startswith("workers died 3 times with part `p3` under way")
    assert "fewer `--workers` need less" in said


def test_documents_that_share_a_key_come_together_the_same_whoever_does_it(tmp_path):
    random = np.random.default_rng(5)
    paths = []
    for part in range(3):
        keys = [random.integers(0, 60, size=random.integers(0, 4)).tolist() for _ in range(40)]
        table = pa.table(
            {
                "number": pa.array(range(part * 40, part * 40 + 40), pa.int64()),
                "keys": pa.array(keys, pa.list_(pa.uint64())),
            }
        )
        paths.append(tmp_path / f"{part}.parquet")
        write_table(paths[-1], table)
    expected: dict[int, set[int]] = {}
    for path in paths:
        for row in pa.parquet.read_table(path).to_pylist():
            for key in row["keys"]:
                expected.setdefault(key, set()).add(row["number"])
    groups = sorted({tuple(sorted(members)) for members in expected.values() if len(members) > 1})
    for runner in (PlainRunner(), DaftRunner("native", workers=2)):
        assert [tuple(group.tolist()) for group in runner.groups(paths)] == groups


def test_no_document_and_no_key_make_no_group(runner, tmp_path):
    empty = pa.table({"number": pa.array([], pa.int64()), "keys": pa.array([], pa.list_(pa.uint64()))})
    write_table(tmp_path / "empty.parquet", empty)
    assert runner.groups([tmp_path / "empty.parquet"]) == []
    assert runner.groups([]) == []
