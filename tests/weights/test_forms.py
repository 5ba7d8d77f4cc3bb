import json
import os
import shutil

import pytest

from llamita.errors import CheckpointError, RequestError
from llamita.weights.blocks import BF16, F16, F32
from llamita.weights.digest import weights_digest
from llamita.weights.forms import (
    as_floats,
    check_written,
    most_even_file_bytes,
    read_checkpoint,
    write_checkpoint,
)
from llamita.weights.gguf.writer import write_gguf
from tests.tiny import tiny_checkpoint
from tests.weights.gguf_files import write_tiny_gguf
from tests.weights.hugging_face.folders import write_adapter
from tests.weights.tiny_code_llama import tiny_code_llama

EXPECTED = "expected a GGUF file, or a folder with `config.json` and `\\*.safetensors`, or with `params.json`"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The model in every form, to be copied."""
    folder = tmp_path_factory.mktemp("made")
    model = tiny_code_llama()
    write_checkpoint(model, folder / "hugging_face", form="safetensors")
    write_checkpoint(model, folder / "meta", form="meta", num_files=2)
    write_checkpoint(model, folder / "model.gguf", form="gguf")
    return folder


@pytest.mark.parametrize("name", ["hugging_face", "meta", "model.gguf"])
def test_a_file_that_is_cut_short_after_it_was_opened_is_an_error_in_every_tensor(made, name, tmp_path):
    path = tmp_path / name
    (shutil.copytree if (made / name).is_dir() else shutil.copyfile)(made / name, path)
    checkpoint = read_checkpoint(path)
    for file in (*path.glob("*.safetensors"), *path.glob("*.pth"), *([path] if path.is_file() else [])):
        os.truncate(file, 0)
    for tensor in checkpoint.tensors.values():
        with pytest.raises(CheckpointError, match="was cut short while in use"):
            tensor.dequantized()


@pytest.mark.parametrize("name", ["hugging_face", "meta", "model.gguf"])
def test_a_checkpoint_is_read_in_the_form_that_it_has(made, name):
    checkpoint = read_checkpoint(made / name)
    assert weights_digest(checkpoint) == weights_digest(tiny_code_llama())
    assert checkpoint.spec == tiny_code_llama().spec


def test_a_gguf_file_is_told_by_its_first_bytes_not_by_its_name(made, tmp_path):
    shutil.copy(made / "model.gguf", tmp_path / "blob-0123")
    assert read_checkpoint(tmp_path / "blob-0123").spec == tiny_code_llama().spec


def test_a_folder_with_one_gguf_file_is_that_file(made, tmp_path):
    shutil.copy(made / "model.gguf", tmp_path / "model.gguf")
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "README.md").write_text("A model.")
    assert read_checkpoint(tmp_path).path == tmp_path / "model.gguf"


def test_a_gguf_file_beside_a_hugging_face_checkpoint_does_not_count(made, tmp_path):
    shutil.copytree(made / "hugging_face", tmp_path / "both")
    shutil.copy(made / "model.gguf", tmp_path / "both")
    assert read_checkpoint(tmp_path / "both").path == tmp_path / "both"


def test_a_folder_with_several_gguf_files_is_refused_and_they_are_named(made, tmp_path):
    for name in ("a.gguf", "b.gguf"):
        shutil.copy(made / "model.gguf", tmp_path / name)
    with pytest.raises(CheckpointError, match=r"holds 2 GGUF files: expected one checkpoint$") as caught:
        read_checkpoint(tmp_path)
    assert caught.value.hint == "give one of the files: `a.gguf`, `b.gguf`"


def test_two_checkpoints_in_one_folder_are_refused_and_both_are_named(made, tmp_path):
    shutil.copytree(made / "hugging_face", tmp_path / "both")
    shutil.copytree(made / "meta", tmp_path / "both", dirs_exist_ok=True)
    with pytest.raises(CheckpointError, match=r"holds two checkpoints, `config.json` with `.*` and `params"):
        read_checkpoint(tmp_path / "both")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("model.safetensors", "a Hugging Face checkpoint"),
        ("pytorch_model.bin", "a Hugging Face checkpoint"),
        ("consolidated.00.pth", "a checkpoint of Meta's"),
        ("config.json", "a checkpoint"),
    ],
)
def test_one_file_of_several_is_refused_and_the_folder_is_named(tmp_path, name, what):
    (tmp_path / name).write_bytes(b"something")
    with pytest.raises(CheckpointError, match=f"is one file of {what}: expected the folder") as caught:
        read_checkpoint(tmp_path / name)
    assert caught.value.hint == f"give the folder: `{tmp_path}`"


def test_a_file_that_is_no_model_is_called_so(tmp_path):
    (tmp_path / "notes.txt").write_text("buy milk")
    with pytest.raises(CheckpointError, match=f"^`.*notes.txt` is no checkpoint: {EXPECTED}"):
        read_checkpoint(tmp_path / "notes.txt")


def test_a_path_with_nothing_there_is_called_so(tmp_path):
    with pytest.raises(CheckpointError, match=f"^no file at `.*nowhere`: {EXPECTED}"):
        read_checkpoint(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("names", "there"),
    [
        ((), "nothing"),
        (("README.md", "weights.txt"), "`README.md`, `weights.txt`"),
        (("config.json",), "`config.json`"),
        (("params.json", "tokenizer.model"), "`params.json`, `tokenizer.model`"),
        (("model.safetensors",), "`model.safetensors`"),
        (tuple("abcdefgh"), "`a`, `b`, `c`, `d`, `e`, `f`, ..."),
    ],
)
def test_a_folder_without_a_checkpoint_is_refused_with_what_it_holds(tmp_path, names, there):
    for name in names:
        (tmp_path / name).write_text("{}")
    with pytest.raises(CheckpointError, match=f"holds no checkpoint: {EXPECTED}.*, got ") as caught:
        read_checkpoint(tmp_path)
    assert str(caught.value).endswith(f"got {there}")


def test_a_cache_of_the_hub_has_its_checkpoint_further_in(tmp_path):
    for name in ("blobs", "refs", "snapshots"):
        (tmp_path / name).mkdir()
    with pytest.raises(CheckpointError, match="holds no checkpoint") as caught:
        read_checkpoint(tmp_path)
    assert caught.value.hint == f"a cache of the Hub has it in a folder of `{tmp_path / 'snapshots'}`"


def test_an_adapter_without_its_base_names_the_option(tmp_path):
    (tmp_path / "adapter_config.json").write_text(
        json.dumps({"peft_type": "LORA", "base_model_name_or_path": "someone/base", "r": 4, "lora_alpha": 8})
    )
    (tmp_path / "adapter_model.safetensors").write_bytes(b"")
    with pytest.raises(CheckpointError, match=r"is a LoRA adapter for `someone/base`") as caught:
        read_checkpoint(tmp_path)
    assert "--adapter" in caught.value.hint


def test_what_training_leaves_beside_an_adapter_is_no_checkpoint(tmp_path):
    base = tmp_path / "base"
    write_checkpoint(tiny_code_llama(), base, form="safetensors")
    folder = write_adapter(tmp_path / "lora", {}, base_model_name_or_path=str(base))
    for name in ("config.json", "training_args.bin", "optimizer.bin"):
        (folder / name).write_text("{}")
    with pytest.raises(CheckpointError, match="adapter_model.safetensors` holds no tensors"):
        read_checkpoint(folder)


def test_a_model_beside_an_adapter_is_refused_and_both_are_named(made, tmp_path):
    folder = shutil.copytree(made / "hugging_face", tmp_path / "both")
    (folder / "adapter_config.json").write_text("{}")
    with pytest.raises(CheckpointError, match=r"`config.json` with `model.safetensors` and a LoRA adapter"):
        read_checkpoint(folder)


def test_an_adapter_that_names_itself_as_its_base_is_refused(tmp_path):
    config = {"peft_type": "LORA", "base_model_name_or_path": str(tmp_path), "r": 4, "lora_alpha": 8}
    (tmp_path / "adapter_config.json").write_text(json.dumps(config))
    with pytest.raises(CheckpointError, match="is a LoRA adapter for"):
        read_checkpoint(tmp_path)


def test_quantized_weights_become_floats_only_when_asked(tmp_path):
    quantized = read_checkpoint(write_tiny_gguf(tmp_path / "q8.gguf", format="Q8_0"))
    with pytest.raises(RequestError, match=r"is quantized \(Q8_0\)") as caught:
        write_checkpoint(quantized, tmp_path / "floats", form="safetensors")
    assert "--dtype bf16" in caught.value.hint
    assert not (tmp_path / "floats").exists()
    formats = {tensor.format for tensor in as_floats(quantized, F16).tensors.values()}
    assert formats == {F16}


@pytest.mark.parametrize(("form", "num_files"), [("gguf", 2), ("gguf", 0), ("meta", 0), ("safetensors", -1)])
def test_a_number_of_files_that_a_form_cannot_have_is_refused(tmp_path, form, num_files):
    with pytest.raises(RequestError, match="file"):
        write_checkpoint(tiny_code_llama(), tmp_path / "x", form=form, num_files=num_files)


def test_what_was_written_and_then_changed_is_found(tmp_path):
    model, path = tiny_checkpoint(), tmp_path / "model.gguf"
    write_gguf(model, path)
    assert check_written(model, path).spec == model.spec
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"was written, but its `output_norm` reads otherwise$"):
        check_written(model, path)


def test_what_was_written_of_another_model_is_found(tmp_path):
    write_gguf(tiny_checkpoint(rope_base=5000.0), tmp_path / "model.gguf")
    with pytest.raises(CheckpointError, match=r"reads otherwise: rope_base is 5000.0, expected 10000.0$"):
        check_written(tiny_checkpoint(), tmp_path / "model.gguf")


def test_converting_to_the_format_that_is_there_changes_nothing():
    model = tiny_checkpoint()
    assert weights_digest(as_floats(model, F32)) == weights_digest(model)
    assert as_floats(model, None) is model
    assert weights_digest(as_floats(model, BF16)) != weights_digest(model)


@pytest.mark.parametrize("num_files", [1, 2, 3, 5, 10])
def test_files_are_filled_as_evenly_as_their_number_allows(num_files):
    sizes = [7, 3, 9, 2, 2, 8, 4, 4, 1, 5]
    limit = most_even_file_bytes(sizes, num_files)

    def files(limit_bytes):
        filled = [0]
        for size in sizes:
            if filled[-1] + size > limit_bytes:
                filled.append(0)
            filled[-1] += size
        return len(filled)

    assert files(limit) <= num_files
    assert limit == max(sizes) or files(limit - 1) > num_files
