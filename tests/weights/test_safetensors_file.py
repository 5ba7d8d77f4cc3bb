"""Ours against the `safetensors` library, both ways; what is refused stands in hugging_face/hostile.py."""

import json

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from llamita.errors import CheckpointError
from llamita.weights.blocks import BF16, F16, F32
from llamita.weights.checkpoint import StoredTensor
from llamita.weights.safetensors_file import read_safetensors_file, write_safetensors_file

TENSORS = {
    "bf16": torch.arange(6, dtype=torch.bfloat16).reshape(2, 3) / 7,
    "f16": torch.arange(5, dtype=torch.float16) / 3,
    "f32": torch.arange(24, dtype=torch.float32).reshape(2, 3, 4) / 9,
    "a scalar": torch.tensor(0.25),
    "nothing": torch.zeros(0, 4),
}


def stored(name, tensor):
    format = {torch.float32: F32, torch.float16: F16, torch.bfloat16: BF16}[tensor.dtype]
    raw = np.frombuffer(bytes(tensor.contiguous().view(-1).view(torch.uint8).numpy()), np.uint8)
    if not tensor.numel():
        raw = np.zeros(0, np.uint8)
    return StoredTensor(name=name, shape=tuple(tensor.shape), format=format, read=lambda: raw)


def ours(tensors):
    return [stored(name, tensor) for name, tensor in tensors.items()]


def with_values(tensors):
    return {name: tensor for name, tensor in tensors.items() if tensor.dim()}


def test_what_the_library_writes_is_read(tmp_path):
    save_file(TENSORS, tmp_path / "theirs.safetensors", metadata={"format": "pt", "note": "anything"})
    found = read_safetensors_file(tmp_path / "theirs.safetensors")
    assert set(found) == set(TENSORS)
    for name, tensor in TENSORS.items():
        assert found[name].shape == tuple(tensor.shape)
        np.testing.assert_array_equal(found[name].dequantized(), tensor.float().numpy())


def test_the_library_reads_what_is_written(tmp_path):
    write_safetensors_file(tmp_path / "ours.safetensors", ours(with_values(TENSORS)), lambda _: None)
    with safe_open(tmp_path / "ours.safetensors", framework="pt") as file:
        assert file.metadata() == {"format": "pt"}
        for name, tensor in with_values(TENSORS).items():
            assert torch.equal(file.get_tensor(name), tensor)


def test_numbers_stand_at_multiples_of_their_width(tmp_path):
    odd = {"odd": torch.zeros(3, dtype=torch.bfloat16), "wide": torch.ones(2)}
    write_safetensors_file(tmp_path / "ours.safetensors", ours(odd), lambda _: None)
    raw = (tmp_path / "ours.safetensors").read_bytes()
    length = int.from_bytes(raw[:8], "little")
    assert length % 8 == 0
    assert json.loads(raw[8 : 8 + length])["wide"]["data_offsets"] == [0, 8]


def test_progress_is_told_of_every_tensor(tmp_path):
    told = []
    write_safetensors_file(tmp_path / "ours.safetensors", ours(with_values(TENSORS)), told.append)
    assert sorted(told) == [0, 10, 12, 96]


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    (tmp_path / "ours.safetensors").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_safetensors_file(tmp_path / "ours.safetensors", ours(with_values(TENSORS)), lambda _: None)
    assert (tmp_path / "ours.safetensors").read_bytes() == b"mine"


def test_a_dtype_that_is_not_read_is_refused_with_the_tensors_name(tmp_path):
    path = tmp_path / "wide.safetensors"
    save_file({"model.norm.weight": torch.zeros(2, dtype=torch.float64)}, path)
    with pytest.raises(CheckpointError) as caught:
        read_safetensors_file(path)
    place = f"tensor `model.norm.weight` in `{path}`"
    assert str(caught.value) == f"cannot use `dtype` of {place}: expected one of F32, F16, BF16, got `F64`"


def test_tensors_of_gptq_are_refused_as_what_they_are(tmp_path):
    path = tmp_path / "gptq.safetensors"
    save_file({"model.layers.0.mlp.up_proj.qweight": torch.zeros(2, 2, dtype=torch.int32)}, path)
    with pytest.raises(CheckpointError, match="quantized by GPTQ, AWQ or bitsandbytes") as caught:
        read_safetensors_file(path)
    assert "float format" in caught.value.hint


@pytest.mark.parametrize("starts_bytes", [(0, 12), (0, 4), (4, 12)], ids=["gap", "overlap", "late start"])
def test_tensors_that_do_not_fill_the_file_without_gaps_are_refused(tmp_path, starts_bytes):
    header = {
        name: {"dtype": "F32", "shape": [2], "data_offsets": [start, start + 8]}
        for name, start in zip("ab", starts_bytes, strict=True)
    }
    raw = json.dumps(header).encode()
    size_bytes = starts_bytes[1] + 8
    (tmp_path / "x.safetensors").write_bytes(len(raw).to_bytes(8, "little") + raw + bytes(size_bytes))
    with pytest.raises(CheckpointError, match=r"tensor `[ab]` in .* is out of place: expected its data at"):
        read_safetensors_file(tmp_path / "x.safetensors")
