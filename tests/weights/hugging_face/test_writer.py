import errno
import json
import os
from dataclasses import replace

import numpy as np
import pytest
from safetensors import safe_open

from llamita.errors import CapacityError, RequestError
from llamita.files.progress import SilentProgress
from llamita.weights import safetensors_file
from llamita.weights.blocks import BF16, BLOCK_FORMATS, F16, F32
from llamita.weights.digest import weights_digest
from llamita.weights.hugging_face.names import tensor_name
from llamita.weights.hugging_face.reader import read_hugging_face
from llamita.weights.hugging_face.writer import write_hugging_face
from llamita.weights.layout import converted
from tests.tiny import tiny_checkpoint
from tests.weights.tiny_code_llama import tiny_code_llama

THREE_FILES_BYTES = 260_000


class Recorded(SilentProgress):
    def __init__(self):
        self.told = []

    def start(self, label, total_bytes):
        self.told.append([label, total_bytes, 0])

    def advance_to(self, done_bytes):
        self.told[-1][2] = done_bytes


def assert_same(read, written):
    assert read.spec == written.spec
    assert weights_digest(read) == weights_digest(written)
    names = (
        "model",
        "begin_id",
        "end_id",
        "padding_id",
        "adds_begin",
        "adds_space",
        "infill",
        "chat_template",
    )
    assert [getattr(read.vocabulary, n) for n in names] == [getattr(written.vocabulary, n) for n in names]
    for name in ("pieces", "kinds", "scores", "merges"):
        assert list(getattr(read.vocabulary, name)) == list(getattr(written.vocabulary, name))


@pytest.mark.parametrize("format", [F32, F16, BF16], ids=lambda format: format.name)
@pytest.mark.parametrize(("max_file_bytes", "num_files"), [(10**9, 1), (THREE_FILES_BYTES, 3)])
def test_what_is_written_reads_back_bit_by_bit(tmp_path, format, max_file_bytes, num_files):
    model = tiny_code_llama()
    model = replace(model, tensors={name: converted(t, format) for name, t in model.tensors.items()})
    limit = max_file_bytes * format.block_size_bytes // 4
    write_hugging_face(model, tmp_path / "model", max_file_bytes=limit)
    assert len(list((tmp_path / "model").glob("*.safetensors"))) == num_files
    assert_same(read_hugging_face(tmp_path / "model"), model)


@pytest.mark.parametrize(
    "changes", [{}, {"rope_scale": 4.0}, {"head_width": 16}, {"tied_output": False}], ids=str
)
def test_a_byte_level_model_reads_back_too(tmp_path, changes):
    model = tiny_checkpoint(**changes)
    write_hugging_face(model, tmp_path / "model")
    assert_same(read_hugging_face(tmp_path / "model"), model)
    assert not (tmp_path / "model" / "tokenizer.model").exists()


def test_each_file_holds_no_more_than_it_may_and_the_index_names_all(tmp_path):
    model, folder = tiny_code_llama(), tmp_path / "model"
    write_hugging_face(model, folder, max_file_bytes=THREE_FILES_BYTES)
    index = json.loads((folder / "model.safetensors.index.json").read_bytes())
    assert index["metadata"]["total_size"] == sum(t.size_bytes for t in model.tensors.values())
    held = {}
    for path in folder.glob("model-*.safetensors"):
        with safe_open(path, framework="np") as file:
            names = list(file.keys())
            assert sum(file.get_tensor(name).nbytes for name in names) <= THREE_FILES_BYTES
        held |= dict.fromkeys(names, path.name)
    assert held == index["weight_map"]


def test_a_form_of_dialog_becomes_a_template_that_tells_it(tmp_path):
    model = tiny_code_llama(dialog="llama-2")
    write_hugging_face(model, tmp_path / "model")
    assert read_hugging_face(tmp_path / "model").spec.dialog == "llama-2"


def test_where_to_stop_is_told_to_whoever_generates(tmp_path):
    write_hugging_face(tiny_checkpoint(), tmp_path / "model")
    told = json.loads((tmp_path / "model" / "generation_config.json").read_text())
    ids = {"bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 2}
    assert told == {"_from_model_config": True, **ids}


def test_progress_tells_each_file_to_its_end(tmp_path):
    progress = Recorded()
    write_hugging_face(
        tiny_code_llama(), tmp_path / "model", max_file_bytes=THREE_FILES_BYTES, progress=progress
    )
    assert [label for label, _, _ in progress.told] == [
        f"writing model-0000{number}-of-00003.safetensors" for number in (1, 2, 3)
    ]
    assert all(total_bytes == done_bytes > 0 for _, total_bytes, done_bytes in progress.told)


def test_a_target_that_exists_is_refused_and_stays(tmp_path):
    (tmp_path / "model").mkdir()
    with pytest.raises(RequestError, match="exists already"):
        write_hugging_face(tiny_code_llama(), tmp_path / "model")
    assert list(tmp_path.rglob("*")) == [tmp_path / "model"]


def test_a_quantized_model_is_refused_with_the_formats_that_can_be(tmp_path):
    model = tiny_code_llama()
    q8_0 = BLOCK_FORMATS[8]
    quantized = replace(model.tensors["layers.0.up"], format=q8_0, read=lambda: np.zeros(0, np.uint8))
    with pytest.raises(
        RequestError, match="cannot write `layers.0.up` of .* as Q8_0: .* holds F32, F16, BF16"
    ):
        write_hugging_face(
            replace(model, tensors={**model.tensors, "layers.0.up": quantized}), tmp_path / "model"
        )
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_leaves_nothing(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(safetensors_file.os, "fsync", full)
    with pytest.raises(CapacityError, match="disk full"):
        write_hugging_face(tiny_code_llama(), tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_names_are_the_ones_of_the_published_index():
    from tests.fixtures import fixture

    index = json.loads(
        fixture("tokenizers", "codellama", "CodeLlama-7b-hf.model.safetensors.index.json").read_bytes()
    )
    from llamita.spec import PUBLISHED, parameter_shapes

    ours = {tensor_name(name) for name in parameter_shapes(PUBLISHED["codellama-7b"].spec)}
    theirs = {name for name in index["weight_map"] if "rotary_emb" not in name}
    assert ours == theirs
