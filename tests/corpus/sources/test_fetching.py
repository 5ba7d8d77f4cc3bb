import errno
import os
import time
from pathlib import Path

import pytest

from llamita.corpus.sources.fetching import fetch
from llamita.corpus.sources.locking import lock
from llamita.errors import CapacityError, CorpusError, FetchError
from llamita.files import http_download
from tests.corpus.sources.recipes import recipe_of

CONTENT = bytes(range(256)) * 1000
PATH = "/debian/pool/main/a/a_1.0.orig.tar.gz"


@pytest.fixture
def locked(servant, registries, tmp_path, progress):
    servant.publish_debian({"a": {"a_1.0.orig.tar.gz": CONTENT}})
    locked = lock(recipe_of(a='{ debian-source = "a" }'), tmp_path / "other", progress, registries)
    servant.asked.clear()
    return locked


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def bring(locked, cache, progress, registries):
    def bring(**changes):
        return fetch(locked, cache, progress, **{"registries": registries, **changes})

    return bring


def files_in(cache):
    return sorted(path.name for path in cache.rglob("*.tar.gz")) if cache.exists() else []


def test_files_come_once_and_under_their_own_names(bring, servant):
    for _ in range(2):
        ((file,),) = bring().values()
        assert (file.name, file.read_bytes()) == ("a_1.0.orig.tar.gz", CONTENT)
    assert servant.asked == {PATH: 1}


def test_a_connection_that_breaks_off_is_taken_up_where_it_ended(bring, servant):
    servant.break_after_bytes[PATH] = [100_000, 50_000]
    ((file,),) = bring().values()
    assert file.read_bytes() == CONTENT
    assert servant.ranges == ["bytes=100000-", "bytes=150000-"]


def test_a_download_that_was_stopped_goes_on_next_time(bring, servant, cache, locked):
    partial = cache / "partial" / locked.artifacts[0].files[0].sha256
    partial.parent.mkdir(parents=True)
    partial.write_bytes(CONTENT[:1000])
    ((file,),) = bring().values()
    assert file.read_bytes() == CONTENT
    assert servant.ranges == ["bytes=1000-"]


def test_another_file_of_the_same_size_is_refused_and_forgotten(bring, servant, cache):
    servant.pages[PATH] = bytes(len(CONTENT))
    with pytest.raises(
        FetchError, match=r"sent another file for `pool/main/a/a_1\.0\.orig\.tar\.gz`"
    ) as error:
        bring()
    assert error.value.hint
    assert files_in(cache) == []
    servant.pages[PATH] = CONTENT
    assert bring()


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT + b"x"])
def test_a_file_of_another_size_is_refused(bring, servant, cache, content):
    servant.pages[PATH] = content
    with pytest.raises(FetchError):
        bring()
    assert files_in(cache) == []


def test_a_file_that_went_away_is_an_error_that_says_what_to_do(bring, servant):
    del servant.pages[PATH]
    with pytest.raises(FetchError, match="of project `a` can no longer be had") as error:
        bring()
    assert "mirror" in (error.value.hint or "")
    assert servant.asked[PATH] == 1


def test_the_next_mirror_has_what_the_first_has_not(bring, servant, tmp_path):
    mirrors = f"{servant.address}/gone {servant.address}/debian"
    ((file,),) = bring(registries=servant.registries(tmp_path, LLAMITA_DEBIAN_MIRROR=mirrors)).values()
    assert file.read_bytes() == CONTENT


def test_a_dead_mirror_is_given_up_soon(bring, servant, tmp_path, cache):
    registries = servant.registries(tmp_path, LLAMITA_DEBIAN_MIRROR="http://127.0.0.1:9/debian")
    with pytest.raises(FetchError, match=r"^cannot reach the Debian mirror: "):
        bring(registries=registries)
    assert files_in(cache) == []


def test_a_server_that_asks_for_time_gets_it(bring, servant, monkeypatch):
    pauses_s = []
    monkeypatch.setattr(http_download.time, "sleep", pauses_s.append)
    servant.refusals[PATH] = [(503, {"Retry-After": "7"}), (429, {"Retry-After": "3"})]
    assert bring()
    assert [pause_s for pause_s in pauses_s if pause_s] == [7.0, 3.0]


def test_a_server_that_asks_for_an_hour_is_not_waited_for(bring, servant):
    servant.refusals[PATH] = [(503, {"Retry-After": "3600"})] * 9
    started_s = time.monotonic()
    with pytest.raises(FetchError, match="answers 503"):
        bring()
    assert time.monotonic() - started_s < 5
    assert servant.asked[PATH] == 1


def test_offline_nothing_is_asked_and_what_is_missing_is_named(bring, servant):
    with pytest.raises(CorpusError, match=r"^1 files of recipe `test`, 256000 bytes, are not in ") as error:
        bring(offline=True)
    assert "`pool/main/a/a_1.0.orig.tar.gz`" in str(error.value)
    assert error.value.hint
    bring()
    servant.asked.clear()
    assert bring(offline=True)
    assert not servant.asked


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize(
    ("owner", "call"), [(os, "fsync"), (Path, "replace"), (Path, "mkdir"), (Path, "open")]
)
def test_no_room_at_any_call_means_disk_full_and_nothing_taken_as_done(
    bring, cache, monkeypatch, owner, call, number
):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(owner, call, refuse)
        with pytest.raises(CapacityError, match=r"^disk full: "):
            bring()
    assert files_in(cache) == []
    assert bring()


def test_a_really_full_disk_is_said_before_anything_is_downloaded(
    small_disk, servant, registries, tmp_path, progress
):
    servant.publish_python("b", ("b-2.tar.gz", b"x" * (2 << 20)))
    recipe = recipe_of(b='{ pypi-sdist = "b", version = "2" }')
    locked = lock(recipe, tmp_path / "other", progress, registries)
    servant.asked.clear()
    with pytest.raises(CapacityError, match=r"^disk full: .* needs 2097152 bytes"):
        fetch(locked, small_disk, progress, registries=registries)
    assert not servant.asked
