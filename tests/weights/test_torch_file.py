import collections
from dataclasses import replace

import numpy as np
import pytest
import torch

from llamita.errors import CheckpointError
from llamita.weights.torch_file import read_torch_file
from tests.weights.torch_files import (
    Entry,
    dictionary,
    pickle_of,
    storage,
    tensor,
    write_archive,
)

torch.manual_seed(0)
MATRIX = torch.randn(4, 6)


def saved(path, content, **options):
    torch.save(content, path, **options)
    return path


def assert_equal(path, tensors):
    found = read_torch_file(path)
    assert list(found) == list(tensors)
    for name, expected in tensors.items():
        assert found[name].shape == tuple(expected.shape), name
        expected_bits = expected.detach().contiguous().reshape(-1).view(torch.uint8).numpy()
        np.testing.assert_array_equal(found[name].data, expected_bits, err_msg=name)


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@pytest.mark.parametrize("kind", [dict, collections.OrderedDict])
def test_what_torch_saves_with_any_protocol_is_read_bit_for_bit(tmp_path, protocol, kind):
    tensors = kind(a=MATRIX, half=MATRIX.half(), brain=MATRIX.bfloat16(), scalar=torch.tensor(3.0))
    path = saved(tmp_path / "x.pth", tensors, pickle_protocol=protocol)
    assert_equal(path, tensors)


def test_tensors_that_share_a_storage_are_each_read_from_it(tmp_path):
    tensors = {"whole": MATRIX, "rows": MATRIX[1:3], "columns": MATRIX[:, 2:4], "turned": MATRIX.t()}
    path = saved(tmp_path / "x.pth", tensors)
    assert path.stat().st_size < 2 * MATRIX.nbytes + 2000
    assert_equal(path, tensors)


@pytest.mark.parametrize("axes", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_axes_in_any_order_are_put_in_order(tmp_path, axes):
    tensors = {"a": torch.randn(2, 3, 4).permute(axes)}
    assert_equal(saved(tmp_path / "x.pth", tensors), tensors)


def test_parameters_and_state_dicts_of_modules_are_plain_tensors(tmp_path):
    module = torch.nn.Linear(3, 2)
    assert_equal(saved(tmp_path / "state.pth", module.state_dict()), module.state_dict())
    parameters = dict(module.named_parameters())
    assert_equal(saved(tmp_path / "parameters.pth", parameters), parameters)


def test_a_tensor_without_numbers_is_read(tmp_path):
    assert_equal(saved(tmp_path / "x.pth", {"none": torch.zeros(0, 3)}), {"none": torch.zeros(0, 3)})


def test_rows_that_follow_each_other_are_not_copied(tmp_path):
    found = read_torch_file(saved(tmp_path / "x.pth", {"a": MATRIX, "turned": MATRIX.t()}))
    assert np.shares_memory(found["a"].data, found["a"].data)
    assert not found["a"].data.flags.writeable
    assert not np.shares_memory(found["turned"].data, found["turned"].data)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (MATRIX, "holds a tensor: expected tensors by name"),
        ({"model": {"a": MATRIX}}, "entry `model` of `.*` is a dictionary: expected a tensor"),
        ({"step": 3}, "entry `step` of `.*` is a number: expected a tensor"),
        ({"a": torch.arange(3)}, "holds tensors of `torch.LongStorage`: expected torch.FloatStorage"),
        ({"a": MATRIX.double()}, "holds tensors of `torch.DoubleStorage`: expected torch.FloatStorage"),
        ([MATRIX], "uses the opcode `EMPTY_LIST`, which no dictionary of tensors needs; nothing was run"),
        (torch.nn.ReLU(), "asks to run `torch.nn.modules.activation.ReLU`; nothing was run"),
        ({"a": MATRIX.expand(2, 4, 6)}, r"got shape \(2, 4, 6\) with strides \(0, 6, 1\)"),
        ({3: MATRIX}, "expected names of tensors as keys, got a number"),
    ],
)
def test_anything_but_tensors_by_name_is_refused_by_what_it_is(tmp_path, content, message):
    with pytest.raises(CheckpointError, match=message):
        read_torch_file(saved(tmp_path / "x.pth", content))


def test_the_form_before_torch_1_6_is_refused_by_name(tmp_path):
    path = saved(tmp_path / "x.pth", {"a": MATRIX}, _use_new_zipfile_serialization=False)
    with pytest.raises(CheckpointError, match="has the form that torch wrote before version 1.6") as caught:
        read_torch_file(path)
    assert caught.value.hint.startswith("where you trust it, save it again with a newer torch")


def test_a_tar_archive_is_refused_by_name(tmp_path):
    path = tmp_path / "x.pth"
    path.write_bytes(bytes(257) + b"ustar" + bytes(250))
    with pytest.raises(CheckpointError, match="is a tar archive, as torch wrote before version 0.1.10"):
        read_torch_file(path)


@pytest.mark.parametrize(
    ("index", "message"),
    [
        (1, "expected entries apart from each other, got `archive/data/0` inside the one before"),
        (3, "expected entries before the directory, got one that ends at byte "),
    ],
)
def test_an_entry_that_nobody_reads_may_not_reach_into_another_or_the_directory(tmp_path, index, message):
    entries = [
        Entry("archive/data.pkl", pickle_of(dictionary({"a": tensor(storage("0", 2), (2,))}))),
        Entry("archive/version", b"3\n"),
        Entry("archive/data/0", bytes(8)),
        Entry("archive/.data/serialization_id", b"0"),
    ]
    assert list(read_torch_file(write_archive(tmp_path / "whole.pth", entries))) == ["a"]
    entries[index] = replace(entries[index], central={"size": 100})
    with pytest.raises(CheckpointError, match=message):
        read_torch_file(write_archive(tmp_path / "x.pth", entries))


def test_a_pickle_of_more_opcodes_than_any_model_takes_is_not_followed_to_its_end(tmp_path):
    entries = [Entry("archive/data.pkl", b"\x80\x02" + b"}" * 200_000 + b".")]
    with pytest.raises(CheckpointError, match="expected at most 200000 opcodes, got more"):
        read_torch_file(write_archive(tmp_path / "x.pth", entries))


def test_an_entry_that_the_directory_has_but_does_not_count_is_refused(tmp_path):
    entries = [
        Entry("archive/data.pkl", pickle_of(dictionary({"a": tensor(storage("0", 2), (2,))}))),
        Entry("archive/data/0", bytes(8)),
        Entry("archive/version", b"3\n"),
    ]
    path = write_archive(tmp_path / "x.pth", entries, end={"count": 2})
    with pytest.raises(CheckpointError, match="expected 2 entries in the directory, got more bytes after"):
        read_torch_file(path)


def test_an_archive_beyond_four_gibibytes_is_read(tmp_path):
    length = (5 << 30) // 4
    views = {
        "a": tensor(storage("0", length), (2,), offset=length - 2),
        "b": tensor(storage("1", 2), (2,)),
    }
    entries = [
        Entry("archive/data.pkl", pickle_of(dictionary(views))),
        Entry("archive/data/0", sparse_bytes=4 * length),
        Entry("archive/data/1", np.float32([1, 2]).tobytes()),
    ]
    found = read_torch_file(write_archive(tmp_path / "x.pth", entries))
    assert found["a"].dequantized().tolist() == [0, 0]
    assert found["b"].dequantized().tolist() == [1, 2]
