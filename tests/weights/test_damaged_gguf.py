"""Two hundred damaged files: each is refused with our error, or is still a consistent model."""

import random
import struct
import time
import tracemalloc
import warnings

import numpy as np
import pytest

from llamita.errors import CheckpointError, TokenizerError
from llamita.weights import read_gguf
from tests.weights.gguf_files import (
    Tensor,
    gguf_bytes,
    packed,
    string,
    tiny_keys,
    tiny_tensors,
    u32,
    u64,
)

MAX_SECONDS = 1.0
MAX_ALLOCATED_BYTES = 32 * 2**20
HUGE = 2**60

WHOLE = gguf_bytes(tiny_keys(), tiny_tensors(format="Q8_0"))
DATA_SIZE_BYTES = sum(-(-len(tensor.data) // 32) * 32 for tensor in tiny_tensors(format="Q8_0"))
HEADER_SIZE_BYTES = len(WHOLE) - DATA_SIZE_BYTES


def overwritten(position_bytes, raw):
    return WHOLE[:position_bytes] + raw + WHOLE[position_bytes + len(raw) :]


def after(key):
    """Where the value type of a key stands."""
    return WHOLE.index(string(key.encode())) + 8 + len(key)


def truncations():
    lengths = [*range(1, 33), *(HEADER_SIZE_BYTES * part // 20 for part in range(1, 21))]
    lengths += [HEADER_SIZE_BYTES + DATA_SIZE_BYTES * part // 10 for part in range(1, 10)] + [len(WHOLE) - 1]
    return {f"cut to {length} bytes": WHOLE[:length] for length in lengths}


def lying_counts():
    lies = (0, 1, 19, 22, 1000, 2**31, 2**32 - 1, HUGE, 2**63, 2**64 - 1)
    return {
        **{f"{lie} tensors": gguf_bytes(tiny_keys(), tiny_tensors(), num_tensors=lie) for lie in lies},
        **{f"{lie} keys": gguf_bytes(tiny_keys(), tiny_tensors(), num_keys=lie) for lie in lies},
        **{
            f"{lie} items of {key}": overwritten(after(key) + 8, struct.pack("<Q", lie))
            for key in ("tokenizer.ggml.tokens", "tokenizer.ggml.token_type", "tokenizer.ggml.merges")
            for lie in (0, 1, 2**31, HUGE, 2**64 - 1)
        },
    }


def lying_lengths():
    lies = (0, 1, 6, 255, 2**16, 2**31, HUGE, 2**64 - 1)
    places = {"first key": 24, "architecture": after("general.architecture") + 4}
    places |= {
        "first piece": after("tokenizer.ggml.tokens") + 16,
        "a merge": after("tokenizer.ggml.merges") + 16,
    }
    return {
        f"{place} of {lie} bytes": overwritten(position_bytes, struct.pack("<Q", lie))
        for place, position_bytes in places.items()
        for lie in lies
    }


def wrong_types():
    return {
        f"{key} of type {value_type}": overwritten(after(key), struct.pack("<I", value_type))
        for key in ("general.architecture", "llama.block_count", "tokenizer.ggml.tokens")
        for value_type in (0, 6, 7, 13, 2**32 - 1)
    } | {
        f"items of {key} of type {item_type}": overwritten(after(key) + 4, struct.pack("<I", item_type))
        for key in ("tokenizer.ggml.tokens", "tokenizer.ggml.token_type")
        for item_type in (6, 7, 9, 10, 13)
    }


def missing_keys():
    optional = {"general.name", "general.license", "llama.rope.freq_base", "llama.rope.dimension_count"}
    optional |= {"llama.vocab_size", "tokenizer.ggml.add_bos_token"}
    optional |= {"tokenizer.ggml.bos_token_id", "tokenizer.ggml.eos_token_id"}
    keys = tiny_keys()
    return {
        f"without {gone}": gguf_bytes({key: keys[key] for key in keys if key != gone}, tiny_tensors())
        for gone in keys
        if gone not in optional
    }


def lying_tensors():
    tensors = tiny_tensors()
    second = tensors[1]
    shapes = [(HUGE,), (2**63, 2), (2**32, 2**32, 2**32), (0,), (64, 0), (63,), (1, 1, 1, 1, 64), ()]
    swaps = [Tensor(second.name, shape, 0, second.data) for shape in shapes]
    swaps += [
        Tensor(second.name, second.shape, block_format, second.data) for block_format in (1, 8, 23, 5000)
    ]
    swaps += [Tensor(name, second.shape, 0, second.data) for name in ("", "a\nb", "x" * 65, tensors[0].name)]
    files = {
        f"{swap.name} {swap.shape} {swap.gguf_type}": gguf_bytes(
            tiny_keys(), [tensors[0], swap, *tensors[2:]]
        )
        for swap in swaps
    }
    for offset in (0, 1, 32, 2**31, HUGE, 2**64 - 32):
        files[f"offset {offset}"] = gguf_bytes(tiny_keys(), tensors, offsets={second.name: offset})
    return files


def inconsistent_files():
    keys, tensors = tiny_keys(), tiny_tensors()
    return {
        "trailing bytes": gguf_bytes(keys, tensors) + bytes(32),
        "no tensors": gguf_bytes(keys, []),
        "no keys": gguf_bytes({}, tensors),
        "version 4": gguf_bytes(keys, tensors, version=4),
        "big-endian": gguf_bytes(keys, tensors, version=3 << 24),
        "alignment 0": gguf_bytes(keys | {"general.alignment": u32(0)}, tensors),
        "alignment 48": gguf_bytes(keys | {"general.alignment": u32(48)}, tensors),
        "alignment huge": gguf_bytes(keys | {"general.alignment": u64(HUGE)}, tensors),
        "layers huge": gguf_bytes(keys | {"llama.block_count": u64(HUGE)}, tensors),
        "width huge": gguf_bytes(keys | {"llama.embedding_length": u64(2**64 - 1)}, tensors),
        "bad flag": gguf_bytes(keys | {"tokenizer.ggml.add_bos_token": struct.pack("<IB", 7, 2)}, tensors),
        "bad text": gguf_bytes(keys | {"general.name": struct.pack("<I", 8) + string(b"\xff\xfe")}, tensors),
        "bad key": gguf_bytes({"llama.\n": u32(1), **keys}, tensors),
        "padding not zero": overwritten(HEADER_SIZE_BYTES - 1, b"\x01"),
    }


REFUSED = {
    **truncations(),
    **lying_counts(),
    **lying_lengths(),
    **wrong_types(),
    **missing_keys(),
    **lying_tensors(),
    **inconsistent_files(),
}


def header_flips():
    drawn = random.Random(7)
    places = [(drawn.randrange(HEADER_SIZE_BYTES), drawn.randrange(8)) for _ in range(60)]
    return {
        f"bit {bit} of byte {position_bytes}": overwritten(
            position_bytes, bytes([WHOLE[position_bytes] ^ 1 << bit])
        )
        for position_bytes, bit in places
    }


FLIPPED = header_flips()


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
