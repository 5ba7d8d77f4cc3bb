import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from llamita.corpus.places import write_table
from llamita.corpus.runner.daft_runner import DaftRunner, last_words
from llamita.corpus.runner.outcome import TaskFailed
from llamita.corpus.runner.plain import PlainRunner
from llamita.errors import CapacityError, CorpusError
from tests.corpus.runner.start_process import children
from tests.corpus.runner.tasks import Refuse, Stumble, Touch
from tests.fixtures import ROOT

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


def test_a_bug_in_a_task_is_shown_as_one_and_not_tried_again():
    with pytest.raises(TaskFailed, match=r"(?s)part `p3`.*in __call__.*KeyError: 'stumbled'"):
        list(DaftRunner("native", workers=2).run(Stumble(KeyError), PARTS))


def test_a_task_without_memory_is_a_lack_of_it():
    with pytest.raises(CapacityError, match="not enough memory for part `p3`") as caught:
        list(DaftRunner("native", workers=2).run(Stumble(MemoryError), PARTS))
    assert "--workers" in caught.value.hint


def run_with_bad_start(what, start_s, folder, monkeypatch):
    at_start = f"import os, sys\nif 'daft.execution.udf_worker' in sys.orig_argv:\n    {what}\n"
    (folder / "sitecustomize.py").write_text(at_start)
    monkeypatch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{ROOT}")
    command = [sys.executable, "-m", "tests.corpus.runner.start_process", str(folder), str(start_s)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


@pytest.mark.parametrize("what", ["os._exit(9)", "__import__('time').sleep(600)"])
def test_a_worker_that_dies_or_hangs_before_its_first_word_is_not_waited_for(tmp_path, monkeypatch, what):
    said = run_with_bad_start(what, 0.5, tmp_path, monkeypatch)
    assert said == "CapacityError: workers died 3 times with part `p0` under way: timed out"


def test_a_worker_that_cannot_import_says_so_itself(tmp_path, monkeypatch):
    said = run_with_bad_start("sys.modules['tests.corpus.runner.tasks'] = None", 30, tmp_path, monkeypatch)
    died = "CorpusError: workers died 3 times with part `p0` under way: "
    assert (
        said == f"{died}ModuleNotFoundError: import of tests.corpus.runner.tasks halted; None in sys.modules"
    )


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("", "it gave no reason"),
        ("first\nlast\n", "last"),
        ("closed, stdout: []", "closed"),
        ("closed, stdout: ['Traceback', '', 'MemoryError', ' ']", "MemoryError"),
        ("closed, stdout: [not a list]", "closed"),
        ("closed, stdout: " + "[" * 9999 + "]" * 9999, "closed"),
        ("x" * 300, "x" * 200),
    ],
)
def test_the_last_words_of_a_worker_are_its_own(told, reason):
    assert last_words(told) == reason


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_rounds_leave_neither_processes_nor_open_files(tmp_path):
    runner = DaftRunner("native", workers=2)
    list(runner.run(Touch(tmp_path), PARTS))
    before = len(list(Path("/proc/self/fd").iterdir())), children()
    for _ in range(3):
        list(runner.run(Touch(tmp_path), PARTS))
    assert children() <= before[1]
    assert len(list(Path("/proc/self/fd").iterdir())) <= before[0] + 4


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
