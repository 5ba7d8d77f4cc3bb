"""A disk that fills up while a corpus is built: the folder is named; with room again, the build goes on."""

import shutil
import subprocess
import sys

import pytest

from llamita.corpus.opt_outs import OptOuts
from llamita.corpus.opting_out import opt_out
from llamita.corpus.places import Places
from llamita.corpus.runner.daft_runner import DaftRunner
from llamita.corpus.runner.plain import PlainRunner
from llamita.errors import CapacityError
from llamita.files.progress import SilentProgress
from tests.corpus.building import SmallCorpus


@pytest.fixture
def small_disk(tmp_path):
    """A real file system of half a mebibyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux":
        pytest.skip("mounting a small disk: Linux only; not checked: a really full disk")
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting a small disk needs root; not checked: a really full disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk, left_kib):
    """Take all room of a disk but so much."""
    free_kib = shutil.disk_usage(disk).free // 1024
    (disk / "ballast").write_bytes(bytes(1024 * (free_kib - left_kib)))


@pytest.mark.parametrize("left_kib", [0, 20, 60, 100, 140, 180, 220, 260])
def test_a_disk_that_fills_up_anywhere_is_said_and_with_room_the_build_goes_on(
    sources, whole, small_disk, left_kib
):
    corpus = SmallCorpus(sources, small_disk / "corpus")
    plan = corpus.plan()
    fill(small_disk, left_kib)
    with pytest.raises(CapacityError, match=rf"^disk full: `{small_disk}.*` needs \d+ bytes") as caught:
        corpus.build_plan(plan, PlainRunner())
    assert caught.value.exit_code == 4
    assert "free some space" in caught.value.hint
    assert not Places(corpus.root).built.exists()
    (small_disk / "ballast").unlink()
    assert corpus.build() == whole.summary


def test_a_full_disk_under_a_worker_is_said_as_it_was_there(sources, whole, small_disk):
    corpus = SmallCorpus(sources, small_disk / "corpus")
    plan = corpus.plan()
    fill(small_disk, 40)
    with pytest.raises(CapacityError, match=rf"^disk full: `{small_disk}.*` needs \d+ bytes"):
        corpus.build_plan(plan, DaftRunner("native", workers=2))
    (small_disk / "ballast").unlink()
    assert corpus.build() == whole.summary


@pytest.mark.parametrize("left_kib", [0, 4, 12, 24])
def test_an_opt_out_that_finds_no_room_is_finished_by_asking_again(whole, sources, small_disk, left_kib):
    shutil.copytree(whole.root, small_disk / "corpus")
    corpus = SmallCorpus(sources, small_disk / "corpus")
    plan = corpus.plan(OptOuts(("alpha/src/own.py",)))
    fill(small_disk, left_kib)
    with pytest.raises(CapacityError, match="^disk full: "):
        opt_out(plan, "alpha/src/own.py", SilentProgress())
    (small_disk / "ballast").unlink()
    result = opt_out(plan, "alpha/src/own.py", SilentProgress())
    assert result.id != whole.summary.id
    assert not corpus.entry("alpha/src/own.py").is_in
