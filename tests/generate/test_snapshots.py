import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llamita.engines.reference import ReferenceEngine
from llamita.errors import CapacityError, CheckpointError, RequestError
from llamita.generate import PrefixCache, Sequence
from llamita.generate import snapshots as snapshots_module
from llamita.generate.snapshot_file import read_data, read_head, snapshot_name
from tests.engines_under_test import LOGITS_FLOAT32
from tests.generate.remembering import RememberingCache, RememberingEngine
from tests.generate.snapshot_folders import (
    KEY,
    NAME,
    TEXT,
    files,
    only_file,
    restore,
    save,
    snapshots_in,
    with_age,
)
from tests.tiny import tiny_checkpoint


def test_what_one_process_has_read_another_does_not_read_again(tmp_path):
    save(tmp_path, TEXT)
    assert restore(tmp_path, TEXT) == TEXT
    assert restore(tmp_path, [*TEXT[:30], 1, 2]) == TEXT[:30]
    assert restore(tmp_path, [1, *TEXT]) is None


@settings(max_examples=20, deadline=None)
@given(length=st.integers(2, 300), common=st.integers(40, 300))
def test_a_prompt_that_starts_from_a_snapshot_has_the_same_logits(tmp_path_factory, length, common):
    folder = tmp_path_factory.mktemp("snapshots")
    text = np.random.default_rng(length).integers(7, 200, length).tolist()
    engine, other = ReferenceEngine(tiny_checkpoint()), ReferenceEngine(tiny_checkpoint())
    first = Sequence(engine, 512, PrefixCache(0, snapshots_in(folder, engine)))
    first.read_prompt(text)
    first.keep()
    prompt = [*text[:common], 9, 8]
    second = Sequence(other, 512, PrefixCache(0, snapshots_in(folder, other)))
    logits = second.read_prompt(prompt)
    assert second.cached_tokens == min(common, length) or common * 8 < length
    alone = Sequence(engine, 512).read_prompt(prompt)
    np.testing.assert_allclose(logits, alone, atol=LOGITS_FLOAT32, rtol=0)


@given(
    texts=st.lists(st.lists(st.integers(7, 8), min_size=1, max_size=8), min_size=1, max_size=8),
    longer_than=st.integers(0, 3),
)
@settings(max_examples=30, deadline=None)
def test_the_snapshot_that_begins_most_like_the_prompt_is_used(tmp_path_factory, texts, longer_than):
    folder = tmp_path_factory.mktemp("snapshots")
    *others, text = texts
    kept = snapshots_in(folder)
    for other in others:
        cache = RememberingEngine().new_cache(512)
        cache.token_ids = other
        kept.save(np.array(other), cache)
    longest = max((n for n in range(len(text) + 1) for other in others if other[:n] == text[:n]), default=0)
    found = kept.restore(np.array(text), longer_than=longer_than)
    assert (found is not None) == (longest > longer_than)
    assert found is None or found.token_ids == text[:longest]


def test_a_long_snapshot_is_not_read_for_a_few_tokens_of_it(tmp_path):
    save(tmp_path, TEXT)
    assert restore(tmp_path, [*TEXT[:4], 1]) is None
    assert restore(tmp_path, [*TEXT[:5], 1]) == TEXT[:5]
    assert restore(tmp_path, TEXT, longer_than=36) is None


def test_a_snapshot_of_another_model_is_left_alone(tmp_path):
    save(tmp_path, TEXT)
    assert restore(tmp_path, TEXT, RememberingEngine(key="another")) is None
    save(tmp_path, TEXT, RememberingEngine(key="another"))
    assert len(files(tmp_path)) == 2
    assert restore(tmp_path, TEXT) == TEXT


def test_caches_of_other_weights_or_of_another_rope_base_have_other_keys(tmp_path):
    engine = ReferenceEngine(tiny_checkpoint())
    save(tmp_path, TEXT, engine)
    others = [tiny_checkpoint(seed=1), tiny_checkpoint(rope_base=1e6), tiny_checkpoint(rope_scale=4.0)]
    for checkpoint in others:
        other = snapshots_in(tmp_path, ReferenceEngine(checkpoint))
        assert other.restore(np.array(TEXT), longer_than=0) is None
    same = snapshots_in(tmp_path, ReferenceEngine(tiny_checkpoint(dialog="smollm2")))
    assert same.restore(np.array(TEXT), longer_than=0).length_tokens == len(TEXT)


def test_a_model_file_that_is_cut_short_meanwhile_takes_no_snapshot_with_it(tmp_path):
    class CutShort(RememberingEngine):
        def new_cache(self, _limit_tokens):
            raise CheckpointError("`model.gguf` was cut short while in use")

    save(tmp_path, TEXT)
    with pytest.raises(CheckpointError, match="was cut short while in use"):
        restore(tmp_path, TEXT, CutShort())
    assert files(tmp_path) == [NAME]


def test_a_snapshot_longer_than_the_caches_are_allowed_to_be_is_left_alone(tmp_path):
    save(tmp_path, TEXT)
    assert restore(tmp_path, TEXT, limit_tokens=39) is None
    assert restore(tmp_path, TEXT, limit_tokens=40) == TEXT


def test_a_longer_snapshot_takes_the_place_of_its_beginning(tmp_path):
    save(tmp_path, TEXT[:20])
    save(tmp_path, TEXT)
    longest = only_file(tmp_path)
    save(tmp_path, TEXT[:30])
    assert only_file(tmp_path) == longest
    assert restore(tmp_path, TEXT) == TEXT


def test_the_least_recently_used_go_first_when_the_disk_limit_is_reached(tmp_path):
    for first_id in range(5):
        save(tmp_path, [first_id, *TEXT])
        with_age(tmp_path / snapshot_name(KEY, np.array([first_id, *TEXT])), 9 - first_id)
    size_bytes = max(path.stat().st_size for path in tmp_path.iterdir())
    assert restore(tmp_path, [0, *TEXT]) == [0, *TEXT]
    save(tmp_path, [5, *TEXT], limit_bytes=3 * size_bytes)
    found = [restore(tmp_path, [first_id, *TEXT]) is not None for first_id in range(6)]
    assert found == [True, False, False, False, True, True]


def test_the_number_of_snapshots_is_bounded_too(tmp_path, monkeypatch):
    monkeypatch.setattr(snapshots_module, "_MAX_FILES", 3)
    for first_id in range(5):
        save(tmp_path, [first_id, *TEXT])
    assert len(files(tmp_path)) == 3


def test_what_is_larger_than_the_disk_limit_is_not_kept_and_said(tmp_path):
    with pytest.warns(UserWarning, match=r"no snapshot was kept: 40 tokens take 320 bytes, limited to 319"):
        save(tmp_path, TEXT, limit_bytes=319)
    assert files(tmp_path) == []


def test_other_files_in_the_folder_are_never_touched(tmp_path):
    (tmp_path / "notes.snapshot").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / ".notes.part").write_text("mine")
    (tmp_path / "folder").mkdir()
    before = files(tmp_path)
    with_age(tmp_path / ".notes.part", 10**6)
    save(tmp_path, TEXT, limit_bytes=10_000)
    assert restore(tmp_path, TEXT) == TEXT
    assert set(before) < set(files(tmp_path))


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(RequestError, match=f"cannot keep snapshots in `{tmp_path}/file"):
        snapshots_in(tmp_path / "file")
    with pytest.raises(RequestError):
        snapshots_in(tmp_path / "file" / "inside")


def test_nobody_else_may_read_what_was_asked(tmp_path):
    save(tmp_path / "new", TEXT)
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
    assert only_file(tmp_path / "new").stat().st_mode & 0o077 == 0


def test_a_folder_that_is_gone_is_a_warning(tmp_path):
    kept = snapshots_in(tmp_path / "new")
    (tmp_path / "new").rmdir()
    cache = RememberingEngine().new_cache(512)
    cache.token_ids = TEXT
    with pytest.warns(UserWarning, match="no snapshot was kept: cannot write"):
        kept.save(np.array(TEXT), cache)
    assert kept.restore(np.array(TEXT), longer_than=0) is None


def test_a_full_disk_is_a_warning_and_what_was_kept_stays(tmp_path, monkeypatch):
    save(tmp_path, TEXT[:20])
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 100}))
    with pytest.warns(UserWarning, match="no snapshot was kept: disk full"):
        save(tmp_path, TEXT)
    assert restore(tmp_path, TEXT) == TEXT[:20]


@pytest.mark.skipif(os.name == "nt", reason="no limits on the size of files")
def test_a_disk_that_fills_up_while_it_is_written_leaves_nothing_half_done(tmp_path):
    resource = pytest.importorskip("resource")
    save(tmp_path, TEXT[:20])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, limits[1]))
    try:
        with pytest.warns(UserWarning, match="no snapshot was kept: disk full"):
            save(tmp_path, TEXT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert only_file(tmp_path).suffix == ".snapshot"
    assert restore(tmp_path, TEXT) == TEXT[:20]


@pytest.mark.parametrize("error", [CapacityError("no memory"), MemoryError()])
def test_memory_that_runs_out_while_restoring_leaves_the_reading_to_the_engine(tmp_path, monkeypatch, error):
    save(tmp_path, TEXT)

    def fail(*_):
        raise error

    monkeypatch.setattr(RememberingEngine, "restore", fail)
    assert restore(tmp_path, TEXT) is None
    assert len(files(tmp_path)) == 1


def test_a_snapshot_that_another_process_removes_meanwhile_is_no_loss(tmp_path):
    save(tmp_path, TEXT)
    kept = snapshots_in(tmp_path)
    assert kept.restore(np.array(TEXT), longer_than=0) is not None
    only_file(tmp_path).unlink()
    assert kept.restore(np.array(TEXT), longer_than=0) is None


def test_a_snapshot_that_another_process_was_faster_to_write_is_no_failure(tmp_path):
    class SlowCache(RememberingCache):
        def dump(self):
            save(tmp_path, TEXT)
            return super().dump()

    snapshots_in(tmp_path).save(np.array(TEXT), SlowCache(512, KEY, TEXT))
    assert files(tmp_path) == [NAME]


def test_what_a_killed_process_was_writing_is_removed_in_time(tmp_path):
    old, new = tmp_path / f".{NAME}.123.part", tmp_path / f".{NAME}.124.part"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    with_age(old, 10_000)
    save(tmp_path, TEXT)
    assert files(tmp_path) == sorted([new.name, NAME])


def write_many(folder, seed):
    random = np.random.default_rng(seed)
    for _ in range(40):
        text = [*TEXT[: random.integers(1, 30)], *random.integers(0, 2, 3).tolist()]
        save(folder, text, limit_bytes=5000)
        found = restore(folder, text, limit_bytes=5000)
        assert found is None or found == text[: len(found)]


def test_several_processes_write_and_read_one_folder(tmp_path):
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=write_many, args=(tmp_path, seed)) for seed in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 5000 + 1000
    assert all(name.endswith(".snapshot") for name in files(tmp_path))


def test_several_threads_share_one_folder(tmp_path):
    kept = snapshots_in(tmp_path)
    failed = []

    def serve(seed):
        random = np.random.default_rng(seed)
        for _ in range(30):
            text = [*TEXT[: random.integers(1, 30)], *random.integers(0, 2, 3).tolist()]
            cache = RememberingEngine().new_cache(512)
            cache.token_ids = text
            kept.save(np.array(text), cache)
            if kept.restore(np.array(text), longer_than=0).token_ids != text:
                failed.append(text)

    threads = [threading.Thread(target=serve, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


SLOW_WRITER = """
import sys
from pathlib import Path
import numpy as np
from llamita.generate import Snapshots
from tests.generate.remembering import RememberingCache, RememberingEngine

engine = RememberingEngine()
kept = Snapshots(Path(sys.argv[1]), engine, limit_tokens=512, limit_bytes=2**30)
print("ready", flush=True)
for first_id in range(10**6):
    cache = engine.restore(512, 500, np.arange(first_id, first_id + 500).view(np.uint8))
    kept.save(np.array(cache.token_ids), cache)
"""


@pytest.mark.skipif(os.name == "nt", reason="no kill -9")
@pytest.mark.parametrize("delay_s", [0.003, 0.02, 0.05])
def test_a_process_killed_while_it_writes_loses_nothing_that_was_kept(tmp_path, delay_s):
    save(tmp_path, TEXT)
    command = [sys.executable, "-c", SLOW_WRITER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        time.sleep(delay_s)
        process.send_signal(signal.SIGKILL)
    assert restore(tmp_path, TEXT) == TEXT
    for name in files(tmp_path):
        if name.endswith(".snapshot"):
            assert len(read_data(read_head(tmp_path / name, KEY))) > 0
    save(tmp_path, TEXT[::-1])
    assert restore(tmp_path, TEXT[::-1]) == TEXT[::-1]
