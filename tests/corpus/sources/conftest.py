"""A server of every kind of registry, and a sink that remembers."""

import subprocess
import sys

import pytest

from llamita.corpus.sources import fetching
from llamita.files import http_download
from llamita.files.progress import SilentProgress
from tests.corpus.sources.serving import serving


@pytest.fixture
def servant(monkeypatch):
    monkeypatch.setattr(http_download, "_PAUSE_S", 0)
    monkeypatch.setattr(fetching, "_PAUSE_S", 0)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as servant:
        yield servant


@pytest.fixture
def registries(servant, tmp_path):
    return servant.registries(tmp_path)


class Notes(SilentProgress):
    """Remembers what a person was told."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, message: str) -> None:
        self.notes.append(message)


@pytest.fixture
def progress():
    return Notes()


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
