import hashlib
import os
import warnings

import numpy as np
import pytest

from llamita.errors import ArtifactError, RequestError
from llamita.generate.snapshot_file import read_data, read_head, write_snapshot
from tests.generate.snapshot_folders import KEY, NAME, TEXT, files, only_file, restore, save


def flip(path, index):
    data = bytearray(path.read_bytes())
    data[index] ^= 0x10
    path.write_bytes(data)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    save(folder, TEXT)
    path = only_file(folder)
    return path.name, path.read_bytes()


def test_a_flipped_bit_anywhere_is_found_and_the_file_is_not_used(tmp_path, whole):
    name, data = whole
    for index in range(len(data)):
        (tmp_path / name).write_bytes(data)
        flip(tmp_path / name, index)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            assert restore(tmp_path, TEXT) is None, index
        # A key or a version with a flipped bit is simply another one.
        if caught:
            assert "it is not used" in str(caught[0].message)
            assert files(tmp_path) == []


def test_a_file_cut_anywhere_or_with_more_behind_it_is_not_used(tmp_path, whole):
    name, data = whole
    for damaged in [*(data[:size] for size in range(0, len(data), 3)), data + b"\0", data * 2]:
        (tmp_path / name).write_bytes(damaged)
        with pytest.warns(UserWarning, match="it is not used"):
            assert restore(tmp_path, TEXT) is None
        assert files(tmp_path) == []


def test_after_a_damaged_snapshot_the_next_best_is_used(tmp_path):
    save(tmp_path, [*TEXT[:30], 1])
    other = only_file(tmp_path)
    save(tmp_path, TEXT)
    (best,) = set(tmp_path.iterdir()) - {other}
    flip(best, -40)
    with pytest.warns(UserWarning, match=f"snapshot `{best}` is damaged: expected sha256"):
        assert restore(tmp_path, TEXT) == TEXT[:30]
    assert only_file(tmp_path) == other


def forged(path, *, header, ids=TEXT, data=b""):
    """A file with a right checksum, whatever else it says."""
    head = b"LLMTSNAP" + len(header).to_bytes(4, "little") + header + np.array(ids, "<i4").tobytes()
    path.write_bytes(head + data + hashlib.sha256(head + data).digest())


def header(**changes):
    fields = {"version": "1", "key": f'"{KEY}"', "length_tokens": "40", "data_bytes": "0"} | changes
    return ("{" + ", ".join(f'"{name}": {value}' for name, value in fields.items()) + "}").encode()


@pytest.mark.parametrize(
    "case",
    [
        {"header": header(data_bytes="319"), "data": bytes(319)},
        {"header": header(data_bytes="321"), "data": bytes(321)},
        {"header": header(data_bytes="10000000"), "data": bytes(10_000_000)},
        {"header": header(data_bytes="-1")},
        {"header": header(length_tokens="-1")},
        {"header": header(length_tokens="0"), "ids": []},
        {"header": header(length_tokens="1e9")},
        {"header": header(length_tokens="2147483647", data_bytes="9223372036854775807")},
        {"header": header(length_tokens="39", data_bytes="316"), "data": bytes(320)},
        {"header": header(version='"1"')},
        {"header": header(key="7")},
        {"header": b"[" * 4000},
        {"header": b"\xff" * 10},
        {"header": b"{}"},
        {"header": b" " * 4097 + header(data_bytes="320"), "data": bytes(320)},
        {"header": header(data_bytes="320"), "ids": TEXT[::-1], "data": bytes(320)},
    ],
    ids=lambda case: case["header"][:60].decode("latin-1"),
)
def test_a_hostile_file_is_refused_with_a_warning_and_little_memory(tmp_path, case):
    forged(tmp_path / NAME, **case)
    with pytest.warns(UserWarning, match="it is not used"):
        assert restore(tmp_path, TEXT) is None
    assert files(tmp_path) == []


def test_less_than_no_data_is_refused(tmp_path):
    path = tmp_path / NAME
    forged(path, header=header(data_bytes="-1"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.warns(UserWarning, match="it is not used"):
        assert restore(tmp_path, TEXT) is None


def test_a_file_that_claims_to_be_huge_and_is_takes_no_memory(tmp_path):
    path = tmp_path / NAME
    forged(path, header=header(data_bytes=str(2**40)))
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size + 2**40)
    with pytest.warns(UserWarning, match="expected at most"):
        assert restore(tmp_path, TEXT) is None


def test_a_snapshot_of_a_later_version_is_left_for_that_version(tmp_path):
    forged(tmp_path / NAME, header=header(version="2"))
    assert restore(tmp_path, TEXT) is None
    assert files(tmp_path) == [NAME]


@pytest.mark.skipif(os.name == "nt", reason="no pipes in folders")
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_never_opened(tmp_path, make):
    make(tmp_path / NAME)
    with pytest.warns(UserWarning, match="is no snapshot: expected a file; it is not used"):
        assert restore(tmp_path, TEXT) is None


def test_a_snapshot_file_is_never_overwritten(tmp_path):
    write_snapshot(tmp_path / NAME, KEY, np.array(TEXT), np.zeros(8, np.uint8))
    with pytest.raises(RequestError, match="exists already"):
        write_snapshot(tmp_path / NAME, KEY, np.array(TEXT), np.ones(8, np.uint8))
    assert read_data(read_head(tmp_path / NAME, KEY)).tolist() == [0] * 8


def test_reading_tells_what_is_wrong(tmp_path):
    (tmp_path / NAME).write_bytes(b"GGUF....")
    with pytest.raises(ArtifactError, match="expected a file that begins with `LLMTSNAP`, got another"):
        read_head(tmp_path / NAME, KEY)
