from functools import partial

import numpy as np
import pytest
import torch

from llamita.errors import CheckpointError
from llamita.weights import layout
from llamita.weights.blocks import BF16, BLOCK_FORMATS, F16, F32
from llamita.weights.checkpoint import StoredTensor
from llamita.weights.layout import converted
from tests.tiny import as_bytes


def stored(values, format=F32):
    array = np.asarray(values, np.float32) if format is F32 else np.asarray(values)
    return StoredTensor(name="gate", shape=array.shape, format=format, read=partial(as_bytes, array))


def noise(size):
    """Any bits: infinities, subnormal numbers and what is no number among them."""
    return np.random.default_rng(5).integers(0, 2**32, size, np.uint32).view(np.float32)


def test_bf16_is_rounded_as_torch_rounds():
    plain = np.array([1.00390625, 1.01171875, -0.0, np.inf, -np.inf], np.float32)
    values = np.concatenate([noise(100_000), plain])
    ours = converted(stored(values), BF16).dequantized()
    theirs = torch.from_numpy(values).to(torch.bfloat16).float().numpy()
    np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(np.signbit(ours[-3:]), np.signbit(theirs[-3:]))


def test_f16_is_rounded_as_torch_rounds():
    values = np.concatenate([noise(100_000), np.linspace(-65_000, 65_000, 7, dtype=np.float32)])
    values = values[~(np.abs(values) > 65_000) | ~np.isfinite(values)]
    theirs = torch.from_numpy(values).to(torch.float16).float().numpy()
    np.testing.assert_array_equal(converted(stored(values), F16).dequantized(), theirs)


def test_what_is_too_large_for_f16_is_an_error_when_it_is_read():
    tensor = converted(stored([[1.0, 70_000.0]]), F16)
    with pytest.raises(CheckpointError, match=r"^cannot write `gate` as F16: 70000 is beyond"):
        _ = tensor.data


def test_infinities_stay_infinite_in_f16():
    assert converted(stored([np.inf, -np.inf]), F16).dequantized().tolist() == [np.inf, -np.inf]


def test_every_quantized_format_becomes_the_floats_it_stands_for():
    random = np.random.default_rng(1)
    for format in BLOCK_FORMATS.values():
        data = random.integers(
            0, 60, 2 * 256 // format.block_length_values * format.block_size_bytes, np.uint8
        )
        tensor = StoredTensor(name="up", shape=(2, 256), format=format, read=lambda data=data: data)
        np.testing.assert_array_equal(converted(tensor, F32).dequantized(), tensor.dequantized())


def test_more_values_than_are_converted_at_a_time_are_converted_whole(monkeypatch):
    monkeypatch.setattr(layout, "_CHUNK_VALUES", 256)
    values = np.random.default_rng(2).standard_normal((5, 200)).astype(np.float32)
    there_and_back = converted(converted(stored(values), BF16), F32)
    np.testing.assert_array_equal(there_and_back.dequantized(), converted(stored(values), BF16).dequantized())
    assert there_and_back.shape == (5, 200)


def test_a_tensor_that_has_the_format_is_left_alone():
    tensor = stored([1.0, 2.0])
    assert converted(tensor, F32) is tensor


def test_a_format_of_blocks_cannot_be_converted_to():
    with pytest.raises(ValueError, match="expected F32, F16 or BF16"):
        converted(stored([1.0]), BLOCK_FORMATS[8])
