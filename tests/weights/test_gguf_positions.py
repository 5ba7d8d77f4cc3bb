"""How a GGUF file says that positions are turned: the base, stated or not, and linear scaling."""

import pytest

from llamita.errors import CheckpointError
from llamita.weights.gguf.reader import read_gguf
from tests.weights.gguf_files import (
    PIECES,
    f32,
    i32s,
    sentence_piece_keys,
    text,
    texts,
    tiny_keys,
    tiny_tensors,
    write_gguf,
)

INFILL_PIECES = ("▁<PRE>", "▁<SUF>", "▁<MID>", "▁<EOT>")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tiny.gguf"


def read_with(path, keys=None, without=()):
    """Reads the tiny model with some keys replaced or left out."""
    changed = {key: value for key, value in (tiny_keys() | (keys or {})).items() if key not in without}
    return read_gguf(write_gguf(path, changed, tiny_tensors()))


def code_llama_keys():
    """A vocabulary like Llama's that ends in Code Llama's infilling pieces."""
    keys = sentence_piece_keys()
    pieces = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    pieces += [f"▁{index}" for index in range(len(PIECES) - 259 - 4)] + list(INFILL_PIECES)
    kinds = [2, 3, 3, *[6] * 256, *[1] * (len(PIECES) - 259 - 4), *[3] * 4]
    return keys | {"tokenizer.ggml.tokens": texts(pieces), "tokenizer.ggml.token_type": i32s(kinds)}


def test_trap_45_no_rope_base_means_ten_thousand_and_a_warning(path):
    with pytest.warns(
        UserWarning, match=f"^key `llama.rope.freq_base` of `{path}` is missing: taking 10000, which Llama 2"
    ):
        checkpoint = read_with(path, without=["llama.rope.freq_base"])
    assert checkpoint.spec.rope_base == 10_000


def test_trap_45_no_rope_base_in_a_code_llama_is_an_error_that_names_the_option(path):
    keys = {key: value for key, value in code_llama_keys().items() if key != "llama.rope.freq_base"}
    write_gguf(path, keys, tiny_tensors())
    with pytest.raises(CheckpointError, match="does not say the base of its rotary positions") as caught:
        read_gguf(path)
    assert "--rope-base 1000000" in caught.value.hint
    assert read_gguf(path, rope_base=1e6).spec.rope_base == 1e6


def test_trap_01_the_rope_base_is_the_files_unless_the_user_says_another(path):
    write_gguf(path, code_llama_keys() | {"llama.rope.freq_base": f32(1e6)}, tiny_tensors())
    assert read_gguf(path).spec.rope_base == 1e6
    assert read_gguf(path, rope_base=1e4).spec.rope_base == 1e4


def test_a_rope_base_that_turns_nothing_is_refused(path):
    with pytest.raises(
        CheckpointError,
        match=f"^cannot use key `llama.rope.freq_base` of `{path}`: expected a finite number above 1, got",
    ):
        read_with(path, keys={"llama.rope.freq_base": f32(0.5)})


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, 1.0),
        ({"llama.rope.scaling.type": text("none"), "llama.rope.scaling.factor": f32(4.0)}, 1.0),
        ({"llama.rope.scaling.type": text("linear"), "llama.rope.scaling.factor": f32(4.0)}, 4.0),
        ({"llama.rope.scaling.factor": f32(4.0)}, 4.0),
        ({"llama.rope.scaling.factor": f32(0.0)}, 1.0),
        ({"llama.rope.scale_linear": f32(2.0)}, 2.0),
        ({"llama.rope.scaling.factor": f32(4.0), "llama.rope.scale_linear": f32(2.0)}, 4.0),
    ],
)
def test_linear_scaling_of_positions_is_read_under_its_new_and_its_old_key(path, keys, expected):
    assert read_with(path, keys=keys).spec.rope_scale == expected


def test_linear_scaling_by_nothing_is_refused(path):
    with pytest.raises(CheckpointError, match=r"has no key `llama.rope.scaling.factor`: expected a number$"):
        read_with(path, keys={"llama.rope.scaling.type": text("linear")})
