import json
from functools import partial

import pytest

from llamita.text.templates import template_of
from llamita.weights.adapter import with_adapter
from llamita.weights.blocks import BF16, F16, F32
from llamita.weights.digest import weights_digest
from llamita.weights.forms import as_floats, read_checkpoint
from tests.cli.program import run
from tests.weights.gguf_files import write_tiny_gguf
from tests.weights.hugging_face.folders import write_adapter, write_folder
from tests.weights.tiny_code_llama import tiny_code_llama


@pytest.fixture
def convert(run_here):
    return partial(run_here, "models", "convert")


@pytest.mark.parametrize("form", ["safetensors", "gguf", "meta"])
def test_a_model_is_written_in_another_form_and_is_the_same(convert, source, tmp_path, form):
    code, out, err = convert(source, tmp_path / "target", "--to", form)
    assert (code, out) == (0, "")
    assert f"is at {tmp_path / 'target'}, as {form}; read again, it is the same" in err
    assert weights_digest(read_checkpoint(tmp_path / "target")) == weights_digest(tiny_code_llama())


def test_what_was_written_is_one_object_of_json(convert, source, tmp_path):
    code, out, _ = convert(source, tmp_path / "target", "--to", "meta", "--shards", 2, "--json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["target"], answer["form"], answer["formats"]) == (
        str(tmp_path / "target"),
        "meta",
        ["F32"],
    )
    assert {file["name"] for file in answer["files"]} >= {"consolidated.00.pth", "consolidated.01.pth"}
    assert all(file["size_bytes"] > 0 for file in answer["files"])
    assert answer["weights_sha256"] == weights_digest(tiny_code_llama())


def test_a_target_that_ends_in_gguf_needs_no_kind(convert, source, tmp_path):
    assert convert(source, tmp_path / "target.gguf")[0] == 0
    assert read_checkpoint(tmp_path / "target.gguf").spec == tiny_code_llama().spec


@pytest.mark.parametrize(("dtype", "format"), [("f32", F32), ("f16", F16), ("bf16", BF16)])
def test_weights_are_converted_when_asked(convert, source, tmp_path, dtype, format):
    assert convert(source, tmp_path / "target", "--to", "safetensors", "--dtype", dtype)[0] == 0
    expected = weights_digest(as_floats(tiny_code_llama(), format))
    assert weights_digest(read_checkpoint(tmp_path / "target")) == expected


def test_a_quantized_model_becomes_safetensors_only_with_a_type(convert, tmp_path):
    source = write_tiny_gguf(tmp_path / "q8.gguf", format="Q8_0")
    code, _, err = convert(source, tmp_path / "target", "--to", "safetensors")
    assert code == 2
    assert "--dtype bf16" in err
    assert convert(source, tmp_path / "target", "--to", "safetensors", "--dtype", "f16")[0] == 0


def test_weights_are_spread_over_as_many_files_as_asked(convert, source, tmp_path):
    assert convert(source, tmp_path / "target", "--to", "safetensors", "--shards", 3)[0] == 0
    assert len(list((tmp_path / "target").glob("*.safetensors"))) == 3


def test_the_rope_base_and_the_dialog_are_written_as_they_were_given(convert, source, tmp_path):
    arguments = (source, tmp_path / "target.gguf", "--rope-base", 10000, "--dialog", "llama-2")
    assert convert(*arguments)[0] == 0
    spec = read_checkpoint(tmp_path / "target.gguf").spec
    assert (spec.rope_base, spec.dialog) == (10_000, "llama-2")


def test_an_adapter_is_merged_and_what_the_user_says_counts_before_its_template(convert, tmp_path):
    model = write_folder(tmp_path / "model")
    adapter = write_adapter(tmp_path / "lora")
    (adapter / "chat_template.jinja").write_text(template_of("llama-2"))
    expected = with_adapter(read_checkpoint(model), adapter)
    for dialog, flags in (("llama-2", ()), ("codellama-70b", ("--dialog", "codellama-70b"))):
        target = tmp_path / f"{dialog}.gguf"
        assert convert(model, target, "--adapter", adapter, *flags)[0] == 0
        assert weights_digest(read_checkpoint(target)) == weights_digest(expected)
        assert read_checkpoint(target).spec.dialog == dialog


def test_what_a_form_cannot_say_is_told(convert, source, tmp_path):
    assert "cannot say" not in convert(source, tmp_path / "plain", "--to", "meta")[2]
    code, _, err = convert(source, tmp_path / "target", "--to", "meta", "--dialog", "llama-2")
    assert code == 0
    assert f"{tmp_path / 'target'} cannot say all of it: dialog is None, was llama-2" in err


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ((), "cannot tell what"),
        (("--to", "onnx"), "no form of checkpoint named `onnx`: expected one of safetensors, gguf, meta"),
        (("--to", "gguf", "--dtype", "q4"), "no type named `q4`: expected one of f32, f16, bf16"),
        (("--to", "gguf", "--shards", "2"), "a GGUF checkpoint is one file, got 2"),
        (("--to", "meta", "--shards", "3"), "cannot cut this model into 3"),
        (("--to", "meta", "--shards", "0"), "the number of files must be 1 or more, got 0"),
        (("--to", "gguf", "--dialog", "klingon"), "no form of dialog named `klingon`"),
        (("--to", "gguf", "--rope-base", "0"), "the rope base must be a finite number above 1, got 0"),
    ],
)
def test_a_flag_that_cannot_be_followed_exits_with_2_and_nothing_is_written(
    convert, source, tmp_path, flags, message
):
    code, out, err = convert(source, tmp_path / "target", *flags)
    assert (code, out) == (2, "")
    assert message in err
    assert list(tmp_path.iterdir()) == [source]


def test_what_is_there_already_is_left_alone(convert, source, tmp_path):
    (tmp_path / "target.gguf").write_text("mine")
    code, _, err = convert(source, tmp_path / "target.gguf")
    assert code == 2
    assert "exists already" in err
    assert (tmp_path / "target.gguf").read_text() == "mine"


def test_a_real_process_says_how_far_it_is_on_stderr_and_answers_on_stdout(source, tmp_path):
    process = run("models", "convert", source, tmp_path / "target", "--to", "meta", "--json")
    assert process.returncode == 0
    assert json.loads(process.stdout)["form"] == "meta"
    assert "writing consolidated.00.pth" in process.stderr
    assert "comparing target" in process.stderr
