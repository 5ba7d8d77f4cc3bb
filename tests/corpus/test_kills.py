"""`kill -9` at many moments: the same command then ends where an undisturbed one does."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.corpus.building import SmallCorpus
from tests.default_model import installed_default_model
from tests.fixtures import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed by group")

# A build passes some 500 moments, an opt-out some 150. These steps share no factor with the length of what is
# repeated for each part: over the stages, every kind of moment comes.
BUILD_STEP, OPT_OUT_STEP = 43, 11


@pytest.fixture
def root(sources, tmp_path):
    """Of a corpus that is whole."""
    SmallCorpus(sources, tmp_path / "corpus").build()
    return tmp_path / "corpus"


def die_and_go_on(sources, root, verbs, step):
    command = [sys.executable, "-m", "tests.corpus.dying", str(sources), str(root), verbs, "1", str(step)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True, env=environment)
    *after_kills, undisturbed = [json.loads(line) for line in done.stdout.splitlines()]
    assert undisturbed.keys() >= {"id"}, undisturbed
    return after_kills, undisturbed


def test_a_build_that_is_killed_anywhere_goes_on_and_makes_the_same_bytes(sources, tmp_path):
    after_kills, undisturbed = die_and_go_on(sources, tmp_path / "corpus", "build,build", BUILD_STEP)
    assert len(after_kills) > 10
    assert undisturbed["half"] == undisturbed["kept"] == []
    assert after_kills == [undisturbed] * len(after_kills)


def test_an_opt_out_that_is_killed_anywhere_is_finished_by_asking_again(sources, root):
    after_kills, undisturbed = die_and_go_on(sources, root, "opt-out,opt-out", OPT_OUT_STEP)
    assert len(after_kills) > 10
    assert (undisturbed["tables"], undisturbed["shards"]) == (0, 0)
    assert after_kills == [undisturbed] * len(after_kills)


def test_a_build_finishes_an_opt_out_that_was_killed_once_the_wish_is_written_down(sources, root):
    after_kills, _ = die_and_go_on(sources, root, "opt-out,build", OPT_OUT_STEP)
    left = [(state["tables"], state["shards"]) for state in after_kills]
    # The first kills come before anything was written down: then nobody has asked for anything yet.
    first = left.index((0, 0))
    assert first < 4
    assert set(left[:first]) == {(1, 1)}
    assert set(left[first:]) == {(0, 0)}


def processes_of(session):
    """Command lines of a session's processes that live; a dead one that nobody has collected has none."""
    lines = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (folder / "stat").read_text().rpartition(")")[2].split()[3] == str(session):
                lines.append((folder / "cmdline").read_bytes())
    return [line for line in lines if line]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_ctrl_c_ends_workers_at_once_and_nothing_of_the_current_folder_was_run(sources, tmp_path):
    installed_default_model()
    for name in ("grp", "random", "daft", "numpy", "json"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})\n")
    projects = [
        f'[[projects]]\nname = "{name}"\norigins = [{{ folder = "{sources / name}" }}]\n'
        for name in ("alpha", "beta")
    ]
    (tmp_path / "a.toml").write_text('name = "a"\ndescription = "a"\n' + "".join(projects))
    llamita = str(Path(sys.executable).with_name("llamita"))
    command = [llamita, "corpus", "build", "./a.toml", "--out", "./corpus", "--workers", "2", "--offline"]
    build = subprocess.Popen(
        command,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        # A program in the background may have been started to ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    with build, build.stderr:
        assert any(line.startswith("quality") for line in build.stderr)
        os.killpg(build.pid, signal.SIGINT)
        assert build.wait(timeout=5) == 130
    deadline_s = time.monotonic() + 5
    while processes_of(build.pid) and time.monotonic() < deadline_s:
        time.sleep(0.05)
    assert processes_of(build.pid) == []
    again = subprocess.run([*command, "--json"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert sum(group["documents"] for group in json.loads(again.stdout)["groups"]) == 6
    assert not (tmp_path / "ran").exists()
