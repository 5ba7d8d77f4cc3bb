import gguf
import numpy as np
import pytest

from llamita.errors import CheckpointError
from llamita.weights.blocks import BLOCK_FORMATS, block_format

FORMATS = list(BLOCK_FORMATS.values())
NUM_BLOCKS = 10_000
# Where each format keeps its half-precision scales; infinite ones are tested apart.
SCALE_BYTES = {
    "Q4_0": [0],
    "Q4_1": [0, 2],
    "Q5_0": [0],
    "Q5_1": [0, 2],
    "Q8_0": [0],
    "Q2_K": [80, 82],
    "Q3_K": [108],
    "Q4_K": [0, 2],
    "Q5_K": [0, 2],
    "Q6_K": [208],
}
by_name = pytest.mark.parametrize("found", FORMATS, ids=lambda found: found.name)


def random_blocks(found, num_blocks=NUM_BLOCKS, *, finite=True):
    blocks = np.random.default_rng(found.gguf_type).integers(
        0, 256, (num_blocks, found.block_size_bytes), dtype=np.uint8
    )
    for first_byte in SCALE_BYTES.get(found.name, []) if finite else []:
        blocks[:, first_byte + 1] &= 0b10111111
    return blocks.reshape(-1)


def peer_dequantized(data, found):
    with np.errstate(all="ignore"):
        return gguf.quants.dequantize(data, gguf.GGMLQuantizationType(found.gguf_type)).reshape(-1)


@by_name
def test_dequantized_blocks_equal_those_of_the_gguf_package_bit_for_bit(found):
    data = random_blocks(found)
    ours, theirs = found.dequantize(data), peer_dequantized(data, found)
    np.testing.assert_array_equal(ours.view(np.uint32), theirs.view(np.uint32))


@by_name
def test_sizes_of_blocks_are_those_of_the_gguf_package(found):
    sizes = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType[found.name]]
    assert (found.block_length_values, found.block_size_bytes) == sizes


@by_name
def test_a_tensor_of_several_chunks_and_a_rest_equals_its_parts(found):
    data = random_blocks(found, 3 * 2**18 // found.block_length_values + 5)
    split = 7 * found.block_size_bytes
    parts = [found.dequantize(data[:split]), found.dequantize(data[split:])]
    np.testing.assert_array_equal(found.dequantize(data), np.concatenate(parts))


@by_name
def test_any_bytes_at_all_dequantize_without_a_warning(found):
    values = found.dequantize(random_blocks(found, finite=False))
    assert values.dtype == np.float32
    assert values.size == NUM_BLOCKS * found.block_length_values


@by_name
def test_no_bytes_are_no_values(found):
    assert found.dequantize(np.empty(0, np.uint8)).shape == (0,)


@by_name
def test_bytes_that_fill_no_whole_block_are_refused(found):
    data = np.zeros(found.block_size_bytes + 1, np.uint8)
    with pytest.raises(
        CheckpointError, match=f"^cannot dequantize {data.size} bytes of {found.name}: expected"
    ):
        found.dequantize(data)


@by_name
def test_read_only_bytes_at_an_odd_address_are_read(found):
    data = random_blocks(found, 3)
    shifted = np.frombuffer(b"x" + data.tobytes(), np.uint8)[1:]
    np.testing.assert_array_equal(found.dequantize(shifted), found.dequantize(data))


def test_q4_1_holds_the_first_sixteen_values_in_the_low_halves():
    data = np.frombuffer(np.float16([2, -1]).tobytes() + bytes([0xF0] + [0x03] * 15), np.uint8)
    values = block_format(3).dequantize(data)
    assert values.tolist() == [-1.0] + [5.0] * 15 + [29.0] + [-1.0] * 15


def test_q8_0_holds_signed_bytes():
    data = np.frombuffer(np.float16([0.5]).tobytes() + bytes([0x80, 0x7F, 0xFF] + [0] * 29), np.uint8)
    assert block_format(8).dequantize(data)[:3].tolist() == [-64.0, 63.5, -0.5]


def test_a_known_format_that_is_not_read_is_refused_by_name():
    with pytest.raises(
        CheckpointError, match=r"^block format `IQ4_XS` \(23\) cannot be read: expected one of F32, "
    ):
        block_format(23)


@pytest.mark.parametrize("format", BLOCK_FORMATS.values(), ids=lambda format: format.name)
def test_any_bytes_are_numbers_without_a_warning(format):
    data = np.random.default_rng(5).integers(0, 256, 500 * format.block_size_bytes, np.uint8)
    assert format.dequantize(data).shape == (500 * format.block_length_values,)


def test_an_unknown_format_is_refused_by_number():
    with pytest.raises(
        CheckpointError, match=r"^block format unknown number 4096 cannot be read: expected one of"
    ):
        block_format(4096)


def test_every_format_of_the_gguf_package_is_read_or_refused_by_name():
    for known in gguf.GGMLQuantizationType:
        if known.value in BLOCK_FORMATS:
            assert block_format(known.value).name == known.name
        else:
            with pytest.raises(CheckpointError, match=f"`{known.name}`"):
                block_format(known.value)
