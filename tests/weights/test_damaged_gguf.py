"""Two hundred damaged files: each is refused with our error, or is still a consistent model."""

import time
import tracemalloc
import warnings

import numpy as np
import pytest

from llamita.errors import CheckpointError, TokenizerError
from llamita.weights.gguf.reader import read_gguf
from tests.weights.damaged_gguf import FLIPPED, REFUSED, WHOLE
from tests.weights.gguf_files import (
    Tensor,
    gguf_bytes,
    packed,
    tiny_keys,
    tiny_tensors,
)

MAX_SECONDS = 1.0
MAX_ALLOCATED_BYTES = 32 * 2**20


def read_within_bounds(path, content):
    """Reads the file; fails the test where that takes long or allocates much."""
    path.write_bytes(content)
    tracemalloc.start()
    start_s = time.perf_counter()
    try:
        return read_gguf(path)
    finally:
        taken_s = time.perf_counter() - start_s
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert taken_s < MAX_SECONDS
        assert peak_bytes < MAX_ALLOCATED_BYTES


def test_the_file_that_is_damaged_here_is_whole_before(tmp_path):
    assert read_within_bounds(tmp_path / "whole.gguf", WHOLE).spec.num_layers == 2


def test_there_are_two_hundred_damaged_files():
    assert len(REFUSED) >= 200
    assert WHOLE not in REFUSED.values()


@pytest.mark.parametrize("damage", REFUSED)
def test_a_damaged_file_is_refused_with_a_message_that_names_it(tmp_path, damage):
    path = tmp_path / "damaged.gguf"
    with pytest.raises((CheckpointError, TokenizerError)) as caught:
        read_within_bounds(path, REFUSED[damage])
    assert str(path) in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("flip", FLIPPED)
def test_a_flipped_bit_in_the_header_is_refused_or_leaves_a_consistent_model(tmp_path, flip):
    try:
        checkpoint = read_within_bounds(tmp_path / "flipped.gguf", FLIPPED[flip])
    except (CheckpointError, TokenizerError) as error:
        assert str(error).isprintable()
    else:
        assert checkpoint.spec.num_layers == 2
        assert len(checkpoint.vocabulary.pieces) == checkpoint.spec.vocabulary_size


@pytest.mark.parametrize("format", ["F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0"])
def test_any_bytes_as_numbers_are_read_and_dequantized_without_a_warning(tmp_path, format):
    drawn = np.random.default_rng(3)
    tensors = [
        Tensor(tensor.name, tensor.shape, tensor.gguf_type, drawn.bytes(len(tensor.data)))
        for tensor in tiny_tensors(format=format)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        checkpoint = read_within_bounds(tmp_path / "noise.gguf", gguf_bytes(tiny_keys(), tensors))
        for stored in checkpoint.tensors.values():
            assert stored.dequantized().shape == stored.shape


def test_an_extra_tensor_that_overlaps_another_is_refused(tmp_path):
    extra = packed("rope_freqs.weight", np.ones(8), "F32")
    content = gguf_bytes(tiny_keys(), [*tiny_tensors(), extra], offsets={extra.name: 0})
    with pytest.raises(CheckpointError, match=r"its data at byte [0-9]+, got at byte [0-9]+$"):
        read_within_bounds(tmp_path / "overlap.gguf", content)
