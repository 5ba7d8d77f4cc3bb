"""Folders and adapters that mean harm: each is refused, fast, in little memory, and nothing is touched."""

import random
import time
import tracemalloc
import warnings

import pytest

from llamita.errors import CheckpointError, TokenizerError
from llamita.spec import parameter_shapes
from llamita.weights.adapter import with_adapter
from llamita.weights.hugging_face.reader import read_hugging_face
from tests.weights.hugging_face.folders import write_adapter, write_folder
from tests.weights.hugging_face.hostile import hostile_folders
from tests.weights.hugging_face.hostile_adapters import hostile_adapters, with_base_inside

# Of processor time, which a busy machine does not stretch.
MAX_SECONDS = 1.0
MAX_ALLOCATED_BYTES = 160 * 2**20

FOLDERS = {name: build for name, build in hostile_folders() if not name.startswith("adapter, ")}
ADAPTERS = dict(hostile_adapters())


def names_below(folder):
    return sorted(str(path) for path in folder.rglob("*"))


def refused(read, around):
    """The message of the refusal; fails the test where there is none, or it takes long or much memory."""
    there = names_below(around)
    started_s = time.process_time()
    message = message_of(read)
    assert time.process_time() - started_s < MAX_SECONDS
    tracemalloc.start()
    message_of(read)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < MAX_ALLOCATED_BYTES
    assert names_below(around) == there
    return message


def message_of(read):
    with warnings.catch_warnings(), pytest.raises((CheckpointError, TokenizerError)) as caught:
        warnings.simplefilter("error")
        read()
    assert caught.value.exit_code == 3
    return str(caught.value)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return read_hugging_face(write_folder(tmp_path_factory.mktemp("base")))


def test_there_are_three_hundred_of_them():
    assert len(list(hostile_folders())) == len(FOLDERS) + len(ADAPTERS) >= 300


def test_what_is_damaged_here_is_whole_before(tmp_path):
    with_base_inside(write_adapter, tmp_path / "adapter")
    checkpoint = read_hugging_face(tmp_path / "adapter" / "base")
    assert with_adapter(checkpoint, tmp_path / "adapter").spec == checkpoint.spec


@pytest.mark.parametrize("harm", FOLDERS)
def test_a_hostile_folder_is_refused(tmp_path, harm):
    FOLDERS[harm](tmp_path / "model")
    message = refused(lambda: read_hugging_face(tmp_path / "model"), tmp_path)
    assert message.isprintable()
    assert len(message) < 1000


@pytest.mark.parametrize("harm", ADAPTERS)
def test_a_hostile_adapter_is_refused(tmp_path, base, harm):
    ADAPTERS[harm](tmp_path / "adapter")
    message = refused(lambda: with_adapter(base, tmp_path / "adapter"), tmp_path)
    assert message.isprintable()
    assert len(message) < 1000


@pytest.mark.parametrize("name", ["config.json", "model.safetensors"])
def test_a_flipped_bit_is_refused_or_leaves_a_consistent_model(tmp_path, name):
    write_folder(tmp_path)
    whole = (tmp_path / name).read_bytes()
    length_bytes = 8 + int.from_bytes(whole[:8], "little") if name == "model.safetensors" else len(whole)
    drawn = random.Random(11)
    for _ in range(150):
        position = drawn.randrange(length_bytes)
        (tmp_path / name).write_bytes(
            whole[:position] + bytes([whole[position] ^ 1 << drawn.randrange(8)]) + whole[position + 1 :]
        )
        try:
            checkpoint = read_hugging_face(tmp_path)
        except (CheckpointError, TokenizerError) as error:
            assert str(error).isprintable()
        else:
            assert {n: t.shape for n, t in checkpoint.tensors.items()} == parameter_shapes(checkpoint.spec)
