import subprocess
import sys
from dataclasses import replace

import gguf
import numpy as np
import pytest

from llamita.errors import CapacityError, CheckpointError, RequestError
from llamita.files import new_file
from llamita.text.code_llama_pieces import TURN_PIECE
from llamita.text.templates import template_of
from llamita.weights.blocks import BF16, F16, F32
from llamita.weights.digest import weights_digest
from llamita.weights.forms import as_floats
from llamita.weights.gguf.reader import read_gguf
from llamita.weights.gguf.writer import write_gguf
from tests.tiny import tiny_checkpoint, tiny_vocabulary
from tests.weights.gguf_files import write_tiny_gguf
from tests.weights.store.building import Notebook
from tests.weights.tiny_code_llama import tiny_code_llama


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.gguf"


def fields(path):
    """What the gguf package reads off a file's keys."""
    return {name: field.contents() for name, field in gguf.GGUFReader(path).fields.items()}


@pytest.mark.parametrize("model", [tiny_checkpoint(), tiny_checkpoint(tied_output=False), tiny_code_llama()])
def test_a_model_reads_back_as_it_was(path, model):
    write_gguf(model, path)
    back = read_gguf(path)
    assert weights_digest(back) == weights_digest(model)
    assert (back.spec, back.name, back.license) == (model.spec, model.name, model.license)
    for field in ("pieces", "kinds", "merges", "scores"):
        assert list(getattr(back.vocabulary, field)) == list(getattr(model.vocabulary, field))
    for field in ("model", "split", "begin_id", "end_id", "unknown_id", "padding_id", "adds_begin", "infill"):
        assert getattr(back.vocabulary, field) == getattr(model.vocabulary, field)


@pytest.mark.parametrize(
    "changes",
    [
        {"rope_scale": 4.0},
        {"head_width": 16},
        {"rope_base": 1e6, "norm_epsilon": 1e-6},
        {"num_kv_heads": 1, "context_tokens": 100_000},
    ],
    ids=str,
)
def test_every_number_of_a_spec_reads_back(path, changes):
    model = tiny_checkpoint(**changes)
    write_gguf(model, path)
    assert read_gguf(path).spec == model.spec
    assert fields(path)["llama.vocab_size"] == model.spec.vocabulary_size


@pytest.mark.parametrize("format", ["Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0"])
def test_quantized_weights_are_copied_as_they_are(path, tmp_path, format):
    source = read_gguf(write_tiny_gguf(tmp_path / "source.gguf", format=format))
    write_gguf(source, path)
    assert weights_digest(read_gguf(path)) == weights_digest(source)
    assert fields(path)["general.quantization_version"] == 2
    assert fields(path)["general.file_type"] == gguf.LlamaFileType[f"MOSTLY_{format}"]


@pytest.mark.parametrize(("format", "file_type"), [(F16, "MOSTLY_F16"), (BF16, "MOSTLY_BF16")])
def test_norms_of_half_width_become_f32_and_matrices_stay(path, format, file_type):
    model = as_floats(tiny_checkpoint(), format)
    write_gguf(model, path)
    back = read_gguf(path)
    for name, tensor in back.tensors.items():
        assert tensor.format is (F32 if "norm" in name else format)
        np.testing.assert_array_equal(tensor.dequantized(), model.tensors[name].dequantized())
    assert fields(path)["general.file_type"] == gguf.LlamaFileType[file_type]
    assert "general.quantization_version" not in fields(path)


def test_trap_45_infill_ids_stand_under_their_old_and_their_new_names(path):
    model = tiny_code_llama()
    write_gguf(model, path)
    keys, infill = fields(path), model.vocabulary.infill
    for names, token_id in (
        (("fim_pre", "prefix"), infill.prefix),
        (("fim_suf", "suffix"), infill.suffix),
        (("fim_mid", "middle"), infill.middle),
        (("eot",), infill.end),
    ):
        for name in names:
            assert keys[f"tokenizer.ggml.{name}_token_id"] == token_id
    assert keys["tokenizer.ggml.token_type"][-16:] == [gguf.TokenType.CONTROL] * 16


def test_what_ends_an_answer_of_70b_instruct_is_named_so_that_llama_cpp_stops_there(path):
    model = tiny_code_llama(dialog="codellama-70b")
    pieces = [*model.vocabulary.pieces[:-1], TURN_PIECE]
    vocabulary = replace(model.vocabulary, pieces=pieces, infill=None)
    write_gguf(replace(model, vocabulary=vocabulary), path)
    assert fields(path)["tokenizer.ggml.eot_token_id"] == len(pieces) - 1
    back = read_gguf(path)
    assert (back.spec.dialog, back.vocabulary.infill) == ("codellama-70b", None)


def test_a_model_that_does_not_infill_gets_no_infill_ids(path):
    model = replace(tiny_checkpoint(), vocabulary=tiny_vocabulary(can_infill=False))
    write_gguf(model, path)
    assert not [name for name in fields(path) if "fim_" in name or "prefix_token" in name or "eot" in name]


def test_a_template_is_kept_or_written_for_the_form_of_dialog(path, tmp_path):
    model = tiny_checkpoint(dialog="llama-2")
    write_gguf(model, path)
    assert fields(path)["tokenizer.chat_template"] == template_of("llama-2")
    own = replace(model, vocabulary=tiny_vocabulary(template="{{ its own }}"))
    write_gguf(own, tmp_path / "own.gguf")
    assert fields(tmp_path / "own.gguf")["tokenizer.chat_template"] == "{{ its own }}"
    write_gguf(tiny_checkpoint(), tmp_path / "none.gguf")
    assert "tokenizer.chat_template" not in fields(tmp_path / "none.gguf")


def test_the_license_and_the_name_are_kept(path):
    write_gguf(replace(tiny_checkpoint(), name="Märchen 7B", license="llama2"), path)
    assert (read_gguf(path).name, read_gguf(path).license) == ("Märchen 7B", "llama2")


def test_a_vocabulary_that_does_not_fit_the_embedding_is_refused(path):
    short = tiny_vocabulary(missing=b"\x04\x05")
    with pytest.raises(
        CheckpointError, match=r"expected 270 pieces, one for each row of the embedding, got 269"
    ):
        write_gguf(replace(tiny_checkpoint(), vocabulary=short), path)
    assert not path.exists()


def test_what_is_there_already_is_left_alone(path):
    path.write_text("mine")
    with pytest.raises(RequestError, match=f"^`{path}` exists already$"):
        write_gguf(tiny_checkpoint(), path)
    assert path.read_text() == "mine"


def test_a_link_to_nothing_is_not_followed(path):
    path.symlink_to(path.parent / "elsewhere")
    with pytest.raises(RequestError, match="exists already"):
        write_gguf(tiny_checkpoint(), path)
    assert not (path.parent / "elsewhere").exists()


def test_a_folder_that_is_not_there_is_an_error_that_names_the_file(tmp_path):
    with pytest.raises(RequestError, match=r"^cannot write `.*model.gguf`: no such file or directory$"):
        write_gguf(tiny_checkpoint(), tmp_path / "nowhere" / "model.gguf")


def test_numbers_that_cannot_be_written_leave_nothing_behind(path, tmp_path):
    model = tiny_checkpoint()
    large = replace(
        model.tensors["layers.0.up"],
        read=lambda: np.full((48, 32), 1e9, np.float32).reshape(-1).view(np.uint8),
    )
    model = as_floats(replace(model, tensors={**model.tensors, "layers.0.up": large}), F16)
    with pytest.raises(CheckpointError, match=r"^cannot write `layers.0.up` as F16"):
        write_gguf(model, path)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_room_is_refused_before_anything_is_written(path, tmp_path, monkeypatch):
    monkeypatch.setattr(new_file.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1000}))
    with pytest.raises(CapacityError, match=r"needs \d+ bytes, 1000 bytes are free$"):
        write_gguf(tiny_checkpoint(), path)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_while_writing_is_left_as_it_was(path, tmp_path):
    """The system's limit on a file's size stands for the disk: both refuse bytes in the middle."""
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "from llamita.errors import CapacityError\n"
        "from llamita.weights.gguf.writer import write_gguf\n"
        "from tests.tiny import tiny_checkpoint\n"
        "try: write_gguf(tiny_checkpoint(), Path(sys.argv[1]))\n"
        "except CapacityError as error: print(error)\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert process.stdout.startswith("disk full: ")
    assert list(tmp_path.iterdir()) == []


def test_progress_is_told_to_the_end(path):
    notebook = Notebook()
    write_gguf(tiny_checkpoint(), path, progress=notebook)
    assert notebook.labels == ["writing model.gguf"]
    assert notebook.open == 0
