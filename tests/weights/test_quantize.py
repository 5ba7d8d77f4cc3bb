"""Packing numbers: what comes back, how far it is from what went in, and what is refused."""

from dataclasses import replace

import gguf
import numpy as np
import pytest

from llamita.errors import CheckpointError, RequestError
from llamita.weights.blocks import BF16, BLOCK_FORMATS, F16, F32
from llamita.weights.checkpoint import StoredTensor
from llamita.weights.forms import as_floats
from llamita.weights.gguf.reader import read_gguf
from llamita.weights.gguf.writer import write_gguf
from llamita.weights.quantize import QUANTIZED_FORMATS, quantized, rounding_errors
from llamita.weights.quantize.fit import exact, fit_line
from llamita.weights.quantize.mix import mixed_format
from llamita.weights.quantize.tensor import pack, quantized_tensor
from tests.tiny import as_bytes, tiny_checkpoint
from tests.weights.test_gguf_writer import fields

LINES = ("q4_1", "q5_1")
SCALES = ("q4_0", "q5_0")
K_FORMATS = ("q2_k", "q3_k", "q4_k", "q5_k", "q6_k")
# What ggml's own quantizer loses of normally distributed numbers (`ggml_quantize_chunk` of xllamacpp
# 2026.10.11549, no importance matrix): the root mean square of the differences over that of the numbers.
LOST_BY_GGML = {
    "q4_0": 0.0861,
    "q4_1": 0.0783,
    "q5_0": 0.0428,
    "q5_1": 0.0379,
    "q8_0": 0.00536,
    "q2_k": 0.2970,
    "q3_k": 0.1509,
    "q4_k": 0.0715,
    "q5_k": 0.0362,
    "q6_k": 0.0178,
}
every_format = pytest.mark.parametrize("name", QUANTIZED_FORMATS)


def normal(num_values=256 * 64, seed=0):
    return np.random.default_rng(seed).standard_normal(num_values).astype(np.float32)


def again(values, name):
    """The numbers as they come back from a format."""
    return QUANTIZED_FORMATS[name].dequantize(pack(values, QUANTIZED_FORMATS[name]))


def lost(values, name):
    """How far they moved: root mean square, relative to that of the numbers."""
    return np.sqrt(np.mean((again(values, name) - values) ** 2) / np.mean(values**2))


def tensor_of(values, name="layers.0.up"):
    return StoredTensor(name=name, shape=values.shape, format=F32, read=lambda: as_bytes(values))


def test_every_quantized_format_that_is_read_can_be_written():
    readable = {found.name.lower() for found in BLOCK_FORMATS.values() if found.block_length_values > 1}
    assert set(QUANTIZED_FORMATS) == readable


@every_format
def test_no_format_loses_more_than_ggml_does(name):
    assert lost(normal(256 * 1024), name) <= LOST_BY_GGML[name] * 1.005


def test_each_finer_format_loses_less():
    values = normal()
    losses = {name: lost(values, name) for name in QUANTIZED_FORMATS}
    for finer_first in (("q8_0", "q6_k", "q5_k", "q4_k", "q3_k", "q2_k"), ("q5_1", "q5_0", "q4_1", "q4_0")):
        assert [losses[name] for name in finer_first] == sorted(losses[name] for name in finer_first)


@pytest.mark.parametrize("name", [*SCALES, *LINES])
@pytest.mark.parametrize("shift", [0.0, 3.0, -0.5])
def test_no_block_loses_more_than_by_the_rounding_of_the_gguf_package(name, shift):
    values = (normal() + np.float32(shift)) * np.float32(0.02)
    kind = gguf.GGMLQuantizationType[name.upper()]
    theirs = gguf.quants.dequantize(gguf.quants.quantize(values, kind), kind)
    ours_B, theirs_B = (
        ((found - values).astype(np.float64) ** 2).reshape(-1, 32).sum(axis=1)
        for found in (again(values, name), theirs)
    )
    # Both are float32 differences: of equal blocks, either may seem the better one.
    assert (ours_B <= theirs_B * (1 + 1e-4)).all()
    assert ours_B.sum() < 0.95 * theirs_B.sum()


def test_q8_0_is_that_of_the_gguf_package_bit_for_bit():
    values = normal(32 * 10_000) * np.float32(0.1)
    values[:64] = np.repeat([0.0, 0.25], 32)
    theirs = gguf.quants.quantize(values[32:], gguf.GGMLQuantizationType.Q8_0)
    np.testing.assert_array_equal(pack(values[32:], QUANTIZED_FORMATS["q8_0"]), theirs)
    assert not pack(values[:32], QUANTIZED_FORMATS["q8_0"]).any()


@pytest.mark.parametrize("name", [*SCALES, "q8_0"])
def test_multiples_of_a_scale_come_back_exactly(name):
    reach = {"q4_0": 8, "q5_0": 16, "q8_0": 127}[name]
    random = np.random.default_rng(0)
    for farthest in range(1, reach + 1) if name != "q8_0" else (reach,):
        steps = random.integers(-farthest + 1, farthest, (8, 32))
        steps[:, 5] = farthest * random.choice([-1, 1], 8)
        scale = random.uniform(0.001, 1, (8, 1)).astype(np.float16).astype(np.float32)
        values = (scale * steps.astype(np.float32)).reshape(-1)
        np.testing.assert_array_equal(again(values, name), values)


@pytest.mark.parametrize("name", [*SCALES, *LINES, "q8_0"])
def test_what_was_quantized_once_comes_back_the_same(name):
    once = again(normal(), name)
    np.testing.assert_allclose(again(once, name), once, rtol=0, atol=2e-3)


@pytest.mark.parametrize("name", K_FORMATS)
def test_what_was_quantized_once_loses_less_than_half_as_much_again(name):
    values = normal()
    assert lost(again(values, name), name) < 0.5 * lost(values, name)


@pytest.mark.parametrize("integers", [range(4), range(16)])
def test_a_line_is_searched_alike_whether_a_scale_is_stored_in_its_place_or_in_another(integers):
    values_NR = normal(32 * 64).reshape(32, 64)
    with np.errstate(all="ignore"):
        in_place, copied = (
            fit_line(values_NR, integers, stored=stored, highest_minimum=0) for stored in (exact, np.copy)
        )
    np.testing.assert_array_equal(in_place, copied)


@every_format
def test_zeros_stay_zeros(name):
    assert not again(np.zeros(512, np.float32), name).any()


@every_format
@pytest.mark.parametrize("constant", [0.75, -0.75, 1e-3, 60_000.0, -65_504.0])
def test_equal_numbers_stay_nearly_equal_to_what_they_were(name, constant):
    values = np.full(256, constant, np.float32)
    np.testing.assert_allclose(again(values, name), values, rtol=0.02)


@every_format
@pytest.mark.parametrize("magnitude", [65_504, 1e-4, 1e-8, 1e-30, 1e-44])
def test_any_magnitude_gives_finite_numbers_and_never_far_ones(name, magnitude):
    values = np.clip(normal() / 4, -1, 1) * np.float32(magnitude)
    found = again(values, name)
    assert np.isfinite(found).all()
    # Half of the smallest F16, where the numbers are smaller than any scale.
    assert np.abs(found - values).max() <= max(magnitude * 0.5, 2**-25)


@every_format
def test_one_large_number_among_small_ones_is_kept(name):
    values = normal() * np.float32(1e-3)
    values[100] = 10
    assert again(values, name)[100] == pytest.approx(10, rel=0.05)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 65_536])
@pytest.mark.parametrize("name", ["q8_0", "q4_k"])
def test_what_no_scale_can_hold_is_refused_with_its_tensor_and_row(name, bad):
    values = np.zeros((5, 256), np.float32)
    values[3, 17] = bad
    tensor = quantized_tensor(tensor_of(values), QUANTIZED_FORMATS[name])
    message = rf"cannot write `layers.0.up` as {name.upper()}: expected numbers up to 65504, got .* in row 3$"
    with pytest.raises(CheckpointError, match=message):
        tensor.read()


def test_several_chunks_and_threads_give_what_one_call_does():
    values = normal(256 * 1300).reshape(325, 1024)
    for name in ("q4_0", "q8_0"):
        tensor = quantized_tensor(tensor_of(values), QUANTIZED_FORMATS[name], num_threads=3)
        np.testing.assert_array_equal(tensor.data, pack(values.reshape(-1), QUANTIZED_FORMATS[name]))


def test_a_source_in_16_bits_is_quantized_as_its_numbers_are():
    model = tiny_checkpoint(width=256, num_heads=4, head_width=64)
    halved = as_floats(model, BF16)
    for name in ("layers.0.up", "layers.1.query"):
        tensor = quantized_tensor(halved.tensors[name], QUANTIZED_FORMATS["q4_k"])
        expected = pack(halved.tensors[name].dequantized().reshape(-1), QUANTIZED_FORMATS["q4_k"])
        np.testing.assert_array_equal(tensor.data, expected)


@pytest.mark.parametrize(
    ("asked", "width", "is_output", "got"),
    [
        ("q4_k", 256, False, "Q4_K"),
        ("q4_k", 256, True, "Q6_K"),
        ("q4_1", 512, True, "Q6_K"),
        ("q8_0", 256, True, "Q8_0"),
        ("q6_k", 256, True, "Q6_K"),
        ("q2_k", 288, False, "Q4_0"),
        ("q3_k", 288, False, "Q4_0"),
        ("q4_k", 576, False, "Q5_0"),
        ("q5_k", 576, False, "Q5_1"),
        ("q4_k", 576, True, "Q8_0"),
        ("q4_1", 576, False, "Q4_1"),
        ("q4_k", 48, False, "F16"),
        ("q8_0", 48, True, "F16"),
    ],
)
def test_a_matrix_gets_the_format_its_rows_fill(asked, width, is_output, got):
    tensor = tensor_of(np.zeros((2, width), np.float32))
    assert mixed_format(tensor, QUANTIZED_FORMATS[asked], is_output=is_output).name == got


@pytest.mark.parametrize("tied", [True, False])
def test_the_output_matrix_is_finer_and_norms_stay(tied):
    model = tiny_checkpoint(width=256, num_heads=4, head_width=64, feed_forward_width=288, tied_output=tied)
    formats = {
        name: tensor.format.name
        for name, tensor in quantized(model, QUANTIZED_FORMATS["q4_k"]).tensors.items()
    }
    assert formats["token_embedding"] == ("Q6_K" if tied else "Q4_K")
    assert formats.get("output", "Q6_K") == "Q6_K"
    assert (formats["layers.0.attention_norm"], formats["output_norm"]) == ("F32", "F32")
    assert (formats["layers.1.up"], formats["layers.1.down"]) == ("Q4_K", "Q5_0")


def test_what_is_quantized_already_is_quantized_again_only_if_allowed():
    once = quantized(tiny_checkpoint(), QUANTIZED_FORMATS["q8_0"])
    with pytest.raises(RequestError, match=r"is quantized already \(Q8_0\)") as refused:
        quantized(once, QUANTIZED_FORMATS["q4_0"])
    assert "--allow-requantize" in refused.value.hint
    twice = quantized(once, QUANTIZED_FORMATS["q4_0"], allow_requantize=True)
    assert twice.tensors["layers.0.up"].format.name == "Q4_0"
    same = quantized(once, QUANTIZED_FORMATS["q8_0"], allow_requantize=True)
    assert same.tensors["layers.0.up"] is once.tensors["layers.0.up"]


def test_rounding_errors_are_those_of_the_file(tmp_path):
    model = tiny_checkpoint()
    write_gguf(quantized(model, QUANTIZED_FORMATS["q4_0"]), tmp_path / "small.gguf")
    written = read_gguf(tmp_path / "small.gguf")
    errors = {error.name: error for error in rounding_errors(model, written)}
    assert list(errors)[:2] == ["token_embedding", "layers.0.query"]
    assert not [name for name in errors if "norm" in name]
    values, found = (side.tensors["layers.1.gate"].dequantized() for side in (model, written))
    error = errors["layers.1.gate"]
    assert (error.source_format, error.format.name) == (F32, "Q4_0")
    assert error.relative_rms == pytest.approx(np.sqrt(np.mean((found - values) ** 2) / np.mean(values**2)))
    assert error.largest == pytest.approx(np.abs(found - values).max())
    assert errors["layers.0.down"].format is F16


def test_a_matrix_of_zeros_has_no_error():
    zeros = replace(
        tiny_checkpoint(),
        tensors={
            name: replace(tensor, read=lambda tensor=tensor: np.zeros(tensor.size_bytes, np.uint8))
            for name, tensor in tiny_checkpoint().tensors.items()
        },
    )
    assert {
        error.relative_rms for error in rounding_errors(zeros, quantized(zeros, QUANTIZED_FORMATS["q4_1"]))
    } == {0.0}


@pytest.mark.parametrize(("name", "file_type"), [("q4_0", "MOSTLY_Q4_0"), ("q8_0", "MOSTLY_Q8_0")])
def test_a_quantized_file_says_what_it_is_and_others_read_the_same_numbers(tmp_path, name, file_type):
    path = tmp_path / "small.gguf"
    write_gguf(quantized(tiny_checkpoint(), QUANTIZED_FORMATS[name]), path)
    assert fields(path)["general.file_type"] == gguf.LlamaFileType[file_type]
    assert fields(path)["general.quantization_version"] == gguf.GGML_QUANT_VERSION
    ours = read_gguf(path).tensors["layers.0.gate"]
    theirs = next(found for found in gguf.GGUFReader(path).tensors if found.name == "blk.0.ffn_gate.weight")
    np.testing.assert_array_equal(ours.dequantized(), gguf.quants.dequantize(theirs.data, theirs.tensor_type))
