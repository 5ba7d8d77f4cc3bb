import errno
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from llamita.errors import CapacityError, RequestError
from llamita.weights.blocks import BF16, F16, F32
from llamita.weights.layout import converted
from llamita.weights.meta.params import params_json
from llamita.weights.meta.reader import read_meta
from llamita.weights.meta.writer import write_meta
from tests.tiny import tiny_checkpoint
from tests.weights.meta.models import (
    assert_same_tensors,
    cut,
    meta_checkpoint,
    meta_spec,
    state_dict,
    write_folder,
)

CHECKPOINT = meta_checkpoint()


def as_format(checkpoint, block_format):
    tensors = {name: converted(tensor, block_format) for name, tensor in checkpoint.tensors.items()}
    return replace(checkpoint, tensors=tensors)


@pytest.mark.parametrize("num_shards", [1, 2, 4, 8])
@pytest.mark.parametrize("block_format", [F32, F16, BF16], ids=lambda block_format: block_format.name)
def test_what_is_written_in_any_number_of_shards_is_read_back_bit_for_bit(tmp_path, num_shards, block_format):
    checkpoint = as_format(CHECKPOINT, block_format)
    write_meta(checkpoint, tmp_path / "tiny", num_shards=num_shards)
    again = read_meta(tmp_path / "tiny")
    assert (again.spec, again.vocabulary) == (checkpoint.spec, checkpoint.vocabulary)
    assert_same_tensors(again, checkpoint)
    assert len(list((tmp_path / "tiny").iterdir())) == 2 + num_shards


@pytest.mark.parametrize(
    "options",
    [
        {"weights_only": True},
        {"weights_only": False},
        {"weights_only": True, "mmap": True},
        {"weights_only": False, "mmap": True},
    ],
    ids=str,
)
def test_torch_loads_the_shards_and_finds_the_parts_that_it_would_cut(tmp_path, options):
    write_meta(CHECKPOINT, tmp_path / "tiny", num_shards=4)
    whole = state_dict(CHECKPOINT)
    for shard in range(4):
        loaded = torch.load(tmp_path / "tiny" / f"consolidated.{shard:02d}.pth", **options)
        assert list(loaded) == list(whole)
        for name, part in loaded.items():
            assert torch.equal(part, cut(name, whole[name], shard, 4)), name
            assert part.is_contiguous(), name


def test_numbers_start_at_64_bytes_and_the_archive_is_whole(tmp_path):
    write_meta(CHECKPOINT, tmp_path / "tiny")
    with zipfile.ZipFile(tmp_path / "tiny" / "consolidated.00.pth") as archive:
        assert archive.testzip() is None
        for entry in archive.infolist():
            with archive.open(entry) as file:
                assert file._orig_compress_start % 64 == 0, entry.filename


def test_going_through_another_number_of_shards_changes_no_bit(tmp_path):
    folder = write_folder(tmp_path / "eight", CHECKPOINT, num_shards=8)
    write_meta(read_meta(folder), tmp_path / "two", num_shards=2)
    assert_same_tensors(read_meta(tmp_path / "two"), CHECKPOINT)


@pytest.mark.parametrize(
    ("width", "wanted", "expected"),
    [
        (4096, 11008, (256, None)),
        (5120, 13824, (256, None)),
        (8192, 22016, (256, None)),
        (8192, 28672, (4096, 1.3)),
        (64, 48, None),
        (576, 1536, None),
        (2048, 5632, (256, None)),
        (4096, 14336, None),
    ],
)
def test_trap_06_params_give_the_feed_forward_width_back(width, wanted, expected):
    written = params_json(meta_spec(width=width, feed_forward_width=wanted))
    pair = written["multiple_of"], written.get("ffn_dim_multiplier")
    assert expected is None or pair == expected
    hidden = int(2 * (4 * width) / 3)
    hidden = hidden if pair[1] is None else int(pair[1] * hidden)
    assert -(-hidden // pair[0]) * pair[0] == wanted


def test_any_feed_forward_width_can_be_said():
    for wanted in range(1, 2000):
        spec = meta_spec(feed_forward_width=wanted)
        assert params_json(spec)["multiple_of"] in (1, 256)


def test_what_is_in_params(tmp_path):
    write_meta(CHECKPOINT, tmp_path / "tiny")
    assert json.loads((tmp_path / "tiny" / "params.json").read_text()) == {
        "dim": 64,
        "n_layers": 2,
        "n_heads": 16,
        "n_kv_heads": 8,
        "vocab_size": 272,
        "multiple_of": 256,
        "norm_eps": 1e-5,
        "rope_theta": 1_000_000.0,
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rope_scale": 4.0}, "cannot say that its positions are divided by 4"),
        ({"head_width": 8}, "cannot say that its 16 heads of 8 are not as wide as its width 64"),
    ],
)
def test_models_that_metas_files_cannot_say_are_refused_by_name(tmp_path, changes, message):
    with pytest.raises(RequestError, match=message) as caught:
        write_meta(meta_checkpoint(**changes), tmp_path / "tiny")
    assert caught.value.hint == "write it as safetensors or GGUF"
    assert list(tmp_path.iterdir()) == []


def test_a_tied_output_and_a_byte_level_vocabulary_are_refused_by_name(tmp_path):
    whole = meta_checkpoint(tied_output=True)
    with pytest.raises(RequestError, match="cannot say that its output is tied to its embedding"):
        write_meta(whole, tmp_path / "tiny")
    with pytest.raises(RequestError, match="cannot say that its vocabulary is byte-level"):
        write_meta(tiny_checkpoint(tied_output=False), tmp_path / "tiny")


@pytest.mark.parametrize(
    ("num_shards", "message"),
    [
        (0, "into 0 equal shards: it has 8 key/value heads"),
        (-1, "into -1 equal shards"),
        (3, "into 3 equal shards: it has 8 key/value heads"),
        (16, "into 16 equal shards: it has 8 key/value heads"),
    ],
)
def test_a_number_of_shards_that_does_not_divide_is_refused(tmp_path, num_shards, message):
    with pytest.raises(RequestError, match=message):
        write_meta(CHECKPOINT, tmp_path / "tiny", num_shards=num_shards)


def test_what_is_there_already_is_left_alone(tmp_path):
    (tmp_path / "tiny").mkdir()
    with pytest.raises(RequestError, match="`.*tiny` exists already"):
        write_meta(CHECKPOINT, tmp_path / "tiny")
    assert list((tmp_path / "tiny").iterdir()) == []


@pytest.mark.parametrize("num_letters", [250, 300])
def test_a_name_that_is_too_long_is_refused_in_words(tmp_path, num_letters):
    with pytest.raises(RequestError, match="^cannot write `.*x`: file name too long$"):
        write_meta(CHECKPOINT, tmp_path / ("x" * num_letters))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_leaves_nothing(tmp_path, monkeypatch):
    def refuse(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CapacityError, match=r"^disk full: `.*` needs \d+ bytes"):
        write_meta(CHECKPOINT, tmp_path / "tiny", num_shards=2)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(RequestError, match="cannot write `.*tiny`: permission denied"):
        write_meta(CHECKPOINT, tmp_path / "tiny")


def test_progress_is_told_shard_by_shard(tmp_path):
    told = []

    class Sink:
        def start(self, label, total_bytes):
            told.append([label, total_bytes, 0])

        def advance_to(self, done_bytes):
            assert done_bytes >= told[-1][2]
            told[-1][2] = done_bytes

        def finish(self):
            pass

    write_meta(CHECKPOINT, tmp_path / "tiny", num_shards=2, progress=Sink())
    assert [label for label, _, _ in told] == ["writing consolidated.00.pth", "writing consolidated.01.pth"]
    assert all(total_bytes == done_bytes > 0 for _, total_bytes, done_bytes in told)


def test_files_written_for_the_same_model_are_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_meta(CHECKPOINT, tmp_path / name, num_shards=2)
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_norms_are_the_same_in_every_shard(tmp_path):
    write_meta(CHECKPOINT, tmp_path / "tiny", num_shards=8)
    norms = [torch.load(path)["norm.weight"] for path in sorted((tmp_path / "tiny").glob("*.pth"))]
    assert all(np.array_equal(norm, norms[0]) for norm in norms)
