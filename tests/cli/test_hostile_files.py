"""Hostile files over all formats: each is refused with our error, fast, in little memory; nothing runs."""

import json
import subprocess
import sys

import pytest

from tests.cli.hostile_files import EXIT_ARTIFACT, hostile_files, names_below
from tests.cli.program import run

HOSTILE = dict(hostile_files())
SAMPLE = list(HOSTILE)[:: len(HOSTILE) // 12]


def test_there_are_three_hundred_and_more_over_all_formats():
    assert len(HOSTILE) == len(list(hostile_files())) >= 300
    assert sum(name.startswith("hf: ") for name in HOSTILE) >= 100
    assert sum(name.startswith("meta: ") for name in HOSTILE) >= 100


@pytest.mark.skipif(
    sys.platform != "linux", reason="a limit on memory that holds: Linux only; not checked here"
)
def test_every_one_is_refused_within_limits_and_nothing_outside_is_touched(tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    process = subprocess.run(
        [sys.executable, "-m", "tests.cli.hostile_files", str(root)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert process.returncode == 0, process.stderr[-2000:]
    answer = json.loads(process.stdout)
    assert answer == {"num_files": len(HOSTILE), "complaints": {}}
    assert [path.name for path in tmp_path.iterdir()] == ["root"]


@pytest.mark.parametrize("name", SAMPLE)
def test_the_program_exits_with_3_and_runs_nothing(tmp_path, name):
    path = HOSTILE[name](tmp_path)
    there = names_below(tmp_path)
    process = run("models", "show", path)
    assert (process.returncode, process.stdout) == (EXIT_ARTIFACT, "")
    assert "error: " in process.stderr
    assert "Traceback" not in process.stderr
    assert names_below(tmp_path) == there
