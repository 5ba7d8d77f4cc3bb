"""`just ray`: the same corpus on a cluster; workers and whole nodes that die while they work."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.corpus.building import SmallCorpus, write_folders
from tests.fixtures import ROOT

pytestmark = pytest.mark.ray

# Workers find these tests by PYTHONPATH: they do not look into the current folder.
ENVIRONMENT = {
    **os.environ,
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_AUTH_MODE": "disabled",
    "DO_NOT_TRACK": "1",
    "PYTHONPATH": str(ROOT),
}


def run(*arguments, timeout=300):
    command = [sys.executable, "-m", *map(str, arguments)]
    result = subprocess.run(
        command, capture_output=True, text=True, timeout=timeout, check=True, env=ENVIRONMENT
    )
    return result.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ray")
    write_folders(folder / "sources")
    corpus = SmallCorpus(folder / "sources", folder / "numpy")
    corpus.summary = corpus.build()
    return corpus


def test_a_cluster_of_this_machine_makes_the_same_corpus_to_the_byte(built, tmp_path):
    said = run("tests.corpus.runner.ray_process", built.sources, tmp_path / "ray", "here")
    assert json.loads(said.splitlines()[-1])["id"] == built.summary.id
    for path in (built.root / "shards").iterdir():
        assert (tmp_path / "ray/shards" / path.name).read_bytes() == path.read_bytes()


def test_a_part_whose_worker_was_killed_is_run_again(tmp_path):
    said = run("tests.corpus.runner.kill_process", tmp_path, "once", "ray")
    assert said.split() == [f"p{number}" for number in range(6)]
    assert (tmp_path / "killed").exists()


@pytest.fixture
def cluster():
    """A head and a second node, each with one processor."""
    ray = [shutil.which("ray", path=str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"])]
    head = subprocess.Popen(
        [*ray, "start", "--head", "--port=6399", "--num-cpus=1", "--include-dashboard=false", "--block"],
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(8)
    node = subprocess.Popen(
        [*ray, "start", "--address=127.0.0.1:6399", "--num-cpus=1", "--block"],
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(5)
    yield node
    for process in (node, head):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    subprocess.run([*ray, "stop", "--force"], env=ENVIRONMENT, capture_output=True, check=False)


def test_a_node_that_dies_midway_costs_nothing_but_time(built, tmp_path, cluster):
    command = [sys.executable, "-m", "tests.corpus.runner.ray_process"]
    command += [str(built.sources), str(tmp_path / "ray"), "127.0.0.1:6399"]
    build = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    deadline = time.monotonic() + 120
    while not (tmp_path / "ray/stages/license").is_dir() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(cluster.pid, signal.SIGKILL)
    said, _ = build.communicate(timeout=400)
    assert build.returncode == 0
    assert json.loads(said.splitlines()[-1])["id"] == built.summary.id
