"""Whatever kills a pull from the hub leaves no model or a whole one, and the next pull goes on from there."""

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from llamita.weights.store import ModelStore
from tests.weights.store.building import FREE, closed_environment, files_below, process_environment
from tests.weights.store.hub_models import NAME, hub_registry, pulled_names, write_folder
from tests.weights.store.hub_server import serving_hub

PROGRAM = Path(__file__).with_name("pull_hub_process.py")
KILLS = 10

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="kills with signals; not checked on Windows"),
    pytest.mark.slow,
]


@pytest.fixture
def hub(tmp_path):
    with serving_hub(write_folder(tmp_path / "repository")) as hub:
        yield hub


@pytest.fixture
def environment(tmp_path, hub):
    return closed_environment(tmp_path, HF_ENDPOINT=hub.address, no_proxy="127.0.0.1,localhost")


def pull(home, number, environment):
    command = [sys.executable, str(PROGRAM), str(home), str(number)]
    return subprocess.run(
        command, env=process_environment() | environment, capture_output=True, text=True, check=False
    )


def test_a_kill_before_any_touch_of_a_file_leaves_nothing_or_a_whole_model(home, hub, environment):
    registry = {NAME: replace(hub_registry(FREE)[NAME], published=None)}
    store = ModelStore(home, registry, environment=environment)
    whole = pull(home, 0, environment)
    assert whole.returncode == 0, whole.stderr
    touches = int(whole.stdout.splitlines()[-1])
    assert touches > 5 * KILLS
    store.remove(NAME)
    for kill in range(KILLS):
        process = pull(home, 1 + touches * kill // KILLS, environment)
        assert process.returncode in {-signal.SIGKILL, 0}, process.stderr
        assert store.damaged() == []
        for model in store.installed():
            assert store.verify(model.name).ok
            store.remove(NAME)
    store.pull(NAME)
    names = sorted([*pulled_names(hub.folder), "record.json"])
    assert files_below(home / "models") == [f"{NAME}/{name}" for name in names]
    assert store.verify(NAME).ok
