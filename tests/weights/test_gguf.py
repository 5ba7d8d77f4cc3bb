import mmap
import os

import gguf
import numpy as np
import pytest

from llamita.errors import CheckpointError
from llamita.spec import ModelSpec, parameter_shapes
from llamita.weights.gguf.reader import read_gguf
from tests.weights.gguf_files import (
    KINDS,
    MERGES,
    PIECES,
    Tensor,
    f32,
    gguf_bytes,
    i32s,
    packed,
    string,
    text,
    tiny_keys,
    tiny_shapes,
    tiny_tensors,
    tiny_values,
    u16,
    u32,
    u64,
    write_gguf,
    write_tiny_gguf,
)

TINY_SPEC = ModelSpec(
    num_layers=2,
    width=64,
    num_heads=4,
    num_kv_heads=2,
    head_width=16,
    feed_forward_width=96,
    vocabulary_size=len(PIECES),
    norm_epsilon=1e-5,
    rope_base=10_000.0,
    context_tokens=256,
    tied_output=True,
    rope_scale=1.0,
    dialog=None,
)
REQUIRED_KEYS = (
    *("general.architecture", "llama.block_count", "llama.context_length", "llama.embedding_length"),
    *("llama.feed_forward_length", "llama.attention.head_count", "llama.attention.layer_norm_rms_epsilon"),
    *("tokenizer.ggml.model", "tokenizer.ggml.pre", "tokenizer.ggml.tokens", "tokenizer.ggml.token_type"),
    "tokenizer.ggml.merges",
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tiny.gguf"


def read_with(path, keys=None, without=(), tensors=None):
    """Reads the tiny model with some keys replaced or left out."""
    changed = {key: value for key, value in (tiny_keys() | (keys or {})).items() if key not in without}
    return read_gguf(write_gguf(path, changed, tensors or tiny_tensors()))


def write_with_peer(path, values):
    """The tiny model as the gguf package's own writer writes it."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(2)
    writer.add_context_length(256)
    writer.add_embedding_length(64)
    writer.add_feed_forward_length(96)
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10_000.0)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(list(PIECES))
    writer.add_token_types(list(KINDS))
    writer.add_token_merges(list(MERGES))
    writer.add_eos_token_id(2)
    for name, array in values.items():
        writer.add_tensor(name, array.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def test_a_file_of_our_own_writer_is_read_whole(path):
    checkpoint = read_gguf(write_tiny_gguf(path))
    assert checkpoint.spec == TINY_SPEC
    assert (checkpoint.name, checkpoint.license, checkpoint.path) == ("Tiny", "apache-2.0", path)
    vocabulary = checkpoint.vocabulary
    assert (vocabulary.model, vocabulary.split) == ("gpt2", "smollm")
    assert (tuple(vocabulary.pieces), tuple(vocabulary.merges)) == (PIECES, MERGES)
    assert (tuple(vocabulary.kinds), tuple(vocabulary.scores)) == (KINDS, ())
    assert (vocabulary.begin_id, vocabulary.end_id, vocabulary.adds_begin) == (1, 2, False)
    assert (vocabulary.unknown_id, vocabulary.padding_id) == (None, None)
    assert (vocabulary.infill, vocabulary.chat_template) == (None, None)


def test_a_file_of_the_gguf_package_is_read_whole(path):
    values = tiny_values()
    write_with_peer(path, values)
    checkpoint = read_gguf(path)
    assert checkpoint.spec == TINY_SPEC
    assert tuple(checkpoint.vocabulary.pieces) == PIECES
    np.testing.assert_array_equal(
        checkpoint.tensors["layers.1.down"].dequantized(), values["blk.1.ffn_down.weight"].astype(np.float32)
    )


def test_the_gguf_package_reads_what_our_own_writer_wrote(path):
    reader = gguf.GGUFReader(write_tiny_gguf(path))
    assert {tensor.name for tensor in reader.tensors} == set(tiny_shapes())


def test_rows_of_query_and_key_stay_in_the_order_of_the_file(path):
    checkpoint = read_gguf(write_tiny_gguf(path))
    values = tiny_values()
    for ours, theirs in (("layers.0.query", "blk.0.attn_q.weight"), ("layers.1.key", "blk.1.attn_k.weight")):
        np.testing.assert_array_equal(
            checkpoint.tensors[ours].dequantized(), values[theirs].astype(np.float32)
        )


@pytest.mark.parametrize("format", ["F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0"])
def test_quantized_tensors_keep_their_format_and_come_near_their_values(path, format):
    stored = read_gguf(write_tiny_gguf(path, format=format)).tensors["token_embedding"]
    assert stored.format.name == format
    np.testing.assert_allclose(stored.dequantized(), tiny_values()["token_embd.weight"], atol=0.05)


def test_an_output_of_its_own_makes_a_model_that_is_not_tied(path):
    checkpoint = read_gguf(write_tiny_gguf(path, tied=False))
    assert not checkpoint.spec.tied_output
    assert checkpoint.tensors["output"].shape == (len(PIECES), 64)


def test_tensors_are_read_only_views_of_the_mapped_file(path):
    checkpoint = read_gguf(write_tiny_gguf(path))
    for stored in checkpoint.tensors.values():
        owner = stored.data
        while isinstance(owner, np.ndarray) and owner.base is not None:
            owner = owner.base
        assert isinstance(owner.obj if isinstance(owner, memoryview) else owner, mmap.mmap)
        assert not stored.data.flags.writeable


def test_version_2_and_a_larger_alignment_are_read(path):
    keys = tiny_keys() | {"general.alignment": u32(128)}
    path.write_bytes(gguf_bytes(keys, tiny_tensors(), version=2, alignment_bytes=128))
    assert read_gguf(path).spec == TINY_SPEC


def test_a_last_tensor_without_padding_is_read(path):
    raw = gguf_bytes(tiny_keys() | {"general.alignment": u32(4096)}, tiny_tensors(), alignment_bytes=4096)
    path.write_bytes(raw[: 4 * 64 - 4096])
    assert read_gguf(path).spec == TINY_SPEC


@pytest.mark.parametrize("key", REQUIRED_KEYS)
def test_a_missing_key_is_named(path, key):
    with pytest.raises(CheckpointError, match=f"^`{path}` has no key `{key}`: expected a"):
        read_with(path, without=[key])


@pytest.mark.parametrize(
    ("name", "ours"), list(zip(tiny_shapes(), parameter_shapes(TINY_SPEC), strict=True))[1:]
)
def test_a_missing_tensor_is_named(path, name, ours):
    with pytest.raises(
        CheckpointError, match=f"^parameter `{ours}` is missing from `{path}`: expected shape"
    ):
        read_with(path, tensors=[tensor for tensor in tiny_tensors() if tensor.name != name])


def test_a_missing_embedding_is_named(path):
    with pytest.raises(CheckpointError, match=r"^tensor `token_embd.weight` is missing from"):
        read_with(path, tensors=tiny_tensors()[1:])


@pytest.mark.parametrize(
    ("name", "ours"), list(zip(tiny_shapes(), parameter_shapes(TINY_SPEC), strict=True))[1:]
)
def test_a_wrong_shape_is_named(path, name, ours):
    values = {**tiny_values(), name: np.zeros((32, 32))}
    with pytest.raises(
        CheckpointError, match=rf"^parameter `{ours}` in .* has shape \(32, 32\), this model needs"
    ):
        read_with(path, tensors=[packed(each, array, "F32") for each, array in values.items()])


@pytest.mark.parametrize(
    "name",
    ["blk.2.attn_q.weight", "blk.0.attn_q.bias", "blk.00.attn_q.weight", "blk.0.ffn_gate_inp.weight", "x"],
)
def test_a_tensor_that_a_llama_does_not_have_is_named(path, name):
    with pytest.raises(CheckpointError, match=r"layers\.2\.query|`" + name):
        read_with(path, tensors=[*tiny_tensors(), packed(name, np.zeros((64, 64)), "F32")])


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("general.architecture", text("qwen2"), "expected `llama`, got `qwen2`"),
        ("llama.expert_count", u32(8), "expected a model without experts, got 8"),
        ("llama.block_count", u64(2**60), f"expected no more layers than 20 tensors, got {2**60}"),
        ("llama.block_count", text("2"), "expected a whole number, got a string"),
        ("llama.context_length", u32(0), "expected a positive number, got 0"),
        ("llama.context_length", u32(2**31), "expected at most 16777216 tokens, got 2147483648"),
        ("llama.attention.head_count", u32(5), "expected a divisor of the width 64, got 5"),
        ("llama.attention.head_count_kv", i32s([2, 2]), "expected a whole number, got an array of numbers"),
        ("llama.attention.value_length", u32(8), "expected 16, the width of a head, got 8"),
        ("llama.attention.layer_norm_rms_epsilon", f32(2.0), "expected a number between 0 and 1, got 2"),
        ("llama.attention.layer_norm_rms_epsilon", f32(np.nan), "expected a number between 0 and 1, got nan"),
        ("llama.rope.dimension_count", u32(8), "expected 16, the width of a head, got 8"),
        ("llama.rope.scaling.type", text("yarn"), "expected `none` or `linear`, got `yarn`"),
        ("llama.rope.scaling.factor", f32(-4.0), "expected a positive number, got -4"),
        ("llama.rope.scaling.factor", f32(np.nan), "expected a positive number, got nan"),
        ("llama.rope.scale_linear", f32(np.inf), "expected a positive number, got inf"),
        ("llama.vocab_size", u32(9), f"expected {len(PIECES)}, the rows of `token_embd.weight`, got 9"),
        ("tokenizer.ggml.bos_token_id", text("1"), "expected a whole number, got a string"),
    ],
)
def test_a_key_that_cannot_be_used_is_named_with_what_it_says(path, key, value, message):
    with pytest.raises(CheckpointError, match=f"^cannot use `{key}` of `{path}`: {message}$"):
        read_with(path, keys={key: value})


def test_a_number_of_heads_that_the_key_heads_do_not_divide_is_refused(path):
    with pytest.raises(CheckpointError, match="num_heads 4 is not a multiple of num_kv_heads 3"):
        read_with(path, keys={"llama.attention.head_count_kv": u32(3)})


def test_no_number_of_key_heads_means_as_many_as_query_heads(path):
    values = {
        name: np.zeros((64, 64)) if "attn_k." in name or "attn_v." in name else array
        for name, array in tiny_values().items()
    }
    tensors = [packed(name, array, "F32") for name, array in values.items()]
    assert read_with(path, without=["llama.attention.head_count_kv"], tensors=tensors).spec.num_kv_heads == 4


def test_optional_keys_may_be_missing(path):
    checkpoint = read_with(
        path,
        without=[
            *("general.name", "general.license", "llama.vocab_size", "llama.rope.dimension_count"),
            *("tokenizer.ggml.bos_token_id", "tokenizer.ggml.eos_token_id", "tokenizer.ggml.add_bos_token"),
        ],
    )
    assert checkpoint.spec == TINY_SPEC
    assert (checkpoint.name, checkpoint.license) == ("tiny", None)
    assert (checkpoint.vocabulary.begin_id, checkpoint.vocabulary.end_id) == (None, None)


def test_a_scaling_type_of_none_and_no_experts_are_read(path):
    keys = {"llama.rope.scaling.type": text("none"), "llama.expert_count": u32(0)}
    assert read_with(path, keys=keys).spec == TINY_SPEC


@pytest.mark.parametrize(
    "key", ["llama.attention.sliding_window", "llama.logit_scale", "tokenizer.ggml.tokenx"]
)
def test_a_key_that_may_change_the_model_and_is_unknown_is_refused(path, key):
    with pytest.raises(CheckpointError, match=f"^key `{key}` in `{path}` is unknown"):
        read_with(path, keys={key: u32(1)})


@pytest.mark.parametrize(
    ("damaged", "known"),
    [
        ("llbma.rope.freq_base", "llama.rope.freq_base"),
        ("tokenizernggml.eos_token_id", "tokenizer.ggml.eos_token_id"),
        ("general.licensa", "general.license"),
    ],
)
def test_a_key_one_letter_off_a_known_one_is_refused(path, damaged, known):
    with pytest.raises(
        CheckpointError, match=f"^key `{damaged}` in `{path}` is misspelled: expected `{known}`$"
    ):
        read_with(path, keys={damaged: f32(1.0)})


def test_a_key_of_a_foreign_namespace_is_skipped(path):
    assert read_with(path, keys={"quantize.imatrix.file": text("calibration")}).spec == TINY_SPEC


def test_one_part_of_a_split_model_is_refused(path):
    with pytest.raises(CheckpointError, match=r"is one part of 3: expected a model in one file$"):
        read_with(path, keys={"split.count": u16(3)})


def test_rope_factors_of_one_are_left_out(path):
    ones = packed("rope_freqs.weight", np.ones(8), "F32")
    assert "rope_freqs.weight" not in read_with(path, tensors=[*tiny_tensors(), ones]).tensors


def test_rope_factors_that_scale_are_refused(path):
    factors = packed("rope_freqs.weight", np.array([1.0, 1, 1, 8, 8, 8, 8, 8]), "F32")
    with pytest.raises(
        CheckpointError, match=r"^tensor `rope_freqs.weight` in .* scales the rotary positions"
    ):
        read_with(path, tensors=[*tiny_tensors(), factors])


def test_a_missing_file_is_called_missing(path):
    with pytest.raises(CheckpointError, match=f"^no file at `{path}`: expected a GGUF file$"):
        read_gguf(path)


def test_a_pipe_is_refused_and_not_waited_for(path):
    os.mkfifo(path)
    with pytest.raises(CheckpointError, match=r"^`.*` is a device or a pipe: expected a GGUF file$"):
        read_gguf(path)


def test_a_file_that_cannot_be_opened_says_why(path):
    (path.parent / "Loop").symlink_to("Loop")
    with pytest.raises(CheckpointError, match=r"Loop`: .*symbolic links"):
        read_gguf(path.parent / "Loop")


def test_a_folder_is_called_a_folder_and_what_it_holds_is_a_hint(path):
    write_tiny_gguf(path)
    with pytest.raises(
        CheckpointError, match=f"^`{path.parent}` is a folder: expected a GGUF file$"
    ) as caught:
        read_gguf(path.parent)
    assert caught.value.hint == "it holds `tiny.gguf`"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty: expected a GGUF file"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "is a Git LFS pointer, not the file"),
        (b"\n<!DOCTYPE html><html>", "is a web page: expected a GGUF file"),
        (b"<html><body>404", "is a web page: expected a GGUF file"),
        (b"PK\x03\x04", "is no GGUF file: expected its first bytes to be `47 47 55 46`, got `50 4b 03 04`"),
        (b"GG", "expected 4 bytes, got 2 up to the end of the file"),
        (b"GGUF" + bytes([0, 0, 0, 3]), "is a big-endian GGUF file: expected a little-endian one"),
        (b"GGUF" + bytes([1, 0, 0, 0]), "has GGUF version 1: expected 2 or 3"),
    ],
)
def test_a_foreign_file_is_called_what_it_is(path, content, message):
    path.write_bytes(content)
    with pytest.raises(CheckpointError) as caught:
        read_gguf(path)
    assert message in str(caught.value)


def test_a_format_that_is_not_read_is_named_with_its_tensor(path):
    tensors = tiny_tensors()
    tensors[1] = Tensor(tensors[1].name, tensors[1].shape, 23, tensors[1].data)
    with pytest.raises(CheckpointError, match=r"^cannot read tensor `blk.0.attn_norm.weight` in .*`IQ4_XS`"):
        read_with(path, tensors=tensors)


def test_a_message_stays_one_line_whatever_the_file_holds(path):
    with pytest.raises(CheckpointError) as caught:
        read_with(path, keys={"general.architecture": text("a\nb\x1b[31m" + "c" * 500)})
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300 + len(str(path))


def test_a_key_that_stands_twice_is_refused(path):
    raw = gguf_bytes(tiny_keys(), tiny_tensors(), num_keys=len(tiny_keys()) + 1)
    end = raw.index(string(b"general.name"))
    path.write_bytes(raw[:end] + string(b"general.architecture") + text("llama") + raw[end:])
    with pytest.raises(
        CheckpointError, match=r"^cannot read key `general.architecture` in .*: expected it once"
    ):
        read_gguf(path)
