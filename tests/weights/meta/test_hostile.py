"""Hostile Meta folders: each is refused with our error, fast, in little memory, and nothing runs."""

import pickle
import random
import time
import tracemalloc
import warnings

import pytest

from llamita.errors import CheckpointError, TokenizerError
from llamita.weights.meta.reader import read_meta
from llamita.weights.torch_file import read_torch_file
from tests.weights.meta.hostile import (
    SENTINEL,
    executing_pickle,
    hostile_folders,
    whole_files,
    write_whole,
)
from tests.weights.meta.hostile_pickles import BYTES
from tests.weights.meta.models import assert_same_tensors, meta_checkpoint
from tests.weights.torch_files import entries_of, tensor_pickle_of_one, write_archive

# Of processor time, which a busy machine does not stretch.
MAX_SECONDS = 2.0
MAX_ALLOCATED_BYTES = 64 * 2**20

HOSTILE = dict(hostile_folders())


def read_within_bounds(folder):
    tracemalloc.start()
    start_s = time.process_time()
    try:
        return read_meta(folder)
    finally:
        taken_s = time.process_time() - start_s
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert taken_s < MAX_SECONDS
        assert peak_bytes < MAX_ALLOCATED_BYTES


def test_there_are_more_than_a_hundred():
    assert len(HOSTILE) == len(list(hostile_folders())) >= 250


def test_the_folder_that_is_spoiled_here_is_fine_before(tmp_path):
    write_whole(tmp_path / "tiny")
    assert_same_tensors(read_meta(tmp_path / "tiny"), meta_checkpoint())


def test_the_payload_does_run_where_pickles_are_executed(tmp_path):
    pickle.loads(executing_pickle(tmp_path / SENTINEL, 2))
    assert (tmp_path / SENTINEL).exists()


@pytest.mark.parametrize("harm", HOSTILE)
def test_a_hostile_folder_is_refused_and_nothing_runs(tmp_path, harm):
    folder = tmp_path / "tiny"
    HOSTILE[harm](folder)
    there = sorted(path.name for path in tmp_path.rglob("*"))
    with pytest.raises((CheckpointError, TokenizerError)) as caught:
        read_within_bounds(folder)
    assert sorted(path.name for path in tmp_path.rglob("*")) == there
    assert SENTINEL not in there
    assert str(folder) in str(caught.value)
    assert str(caught.value).isprintable()


def test_the_archive_that_is_spoiled_here_is_fine_before(tmp_path):
    entries = entries_of(tensor_pickle_of_one(), {"0": BYTES})
    found = read_torch_file(write_archive(tmp_path / "fine.pth", entries))
    assert found["norm.weight"].data.tobytes() == BYTES


@pytest.mark.parametrize("harm", [name for name in HOSTILE if name.startswith(("pickle", "archive", "os."))])
def test_a_hostile_shard_is_refused_for_itself_and_not_for_what_is_missing_around_it(tmp_path, harm):
    HOSTILE[harm](tmp_path / "tiny")
    with pytest.raises(CheckpointError, match="consolidated.00.pth"):
        read_torch_file(tmp_path / "tiny" / "consolidated.00.pth")


def test_a_flipped_bit_in_a_shard_is_refused_or_leaves_a_consistent_model(tmp_path):
    folder, drawn = tmp_path / "tiny", random.Random(7)
    write_whole(folder)
    whole = whole_files()["consolidated.01.pth"]
    description_bytes = whole.index(b"norm.weight")
    for _ in range(300):
        spoiled = bytearray(whole)
        place = drawn.choice(
            [drawn.randrange(2 * description_bytes), drawn.randrange(len(whole) - 3000, len(whole))]
        )
        spoiled[place] ^= 1 << drawn.randrange(8)
        (folder / "consolidated.01.pth").write_bytes(spoiled)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                checkpoint = read_meta(folder)
        except (CheckpointError, TokenizerError) as error:
            assert str(error).isprintable()
        else:
            assert all(tensor.dequantized().shape == tensor.shape for tensor in checkpoint.tensors.values())
