import json
import math
from functools import partial

import gguf
import numpy as np
import pytest

from llamita.assembly import engines
from llamita.errors import CapacityError
from llamita.weights.adapter import with_adapter
from llamita.weights.blocks import BF16
from llamita.weights.forms import as_floats, read_checkpoint, write_checkpoint
from llamita.weights.gguf.writer import write_gguf
from llamita.weights.quantize import QUANTIZED_FORMATS
from tests.cli.program import run
from tests.weights.gguf_files import write_tiny_gguf
from tests.weights.hugging_face.folders import write_adapter, write_folder
from tests.weights.tiny_code_llama import tiny_code_llama

TEXT = "the tree and the other one are on it " * 20


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture
def quantize(run_here):
    return partial(run_here, "models", "quantize")


def test_a_model_gets_smaller_and_the_table_says_what_that_lost(quantize, source, tmp_path, text):
    target = tmp_path / "small.gguf"
    code, out, err = quantize(source, "--format", "q4_0", "-o", target, "--text", text)
    assert code == 0
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines()}
    assert rows["layers.1.up"][:2] == ["F32", "Q4_0"]
    assert 5 < float(rows["layers.1.up"][2].rstrip("%")) < 12
    assert "perplexity over " in out
    assert f"the model is at {target}" in err
    assert target.stat().st_size < 0.4 * source.stat().st_size
    assert read_checkpoint(target).spec == tiny_code_llama().spec


def test_json_has_the_same_in_stable_keys(quantize, source, tmp_path, text):
    target = tmp_path / "small.gguf"
    code, out, _ = quantize(source, "--format", "q5_1", "-o", target, "--text", text, "--json")
    answer = json.loads(out)
    assert code == 0
    assert list(answer) == ["target", "format", "weights_bytes", "tensors", "perplexity"]
    assert (answer["target"], answer["format"]) == (str(target), "q5_1")
    assert answer["weights_bytes"]["after"] < 0.4 * answer["weights_bytes"]["before"]
    keys = ["name", "from", "to", "relative_rms_error", "largest_error"]
    assert [list(row) for row in answer["tensors"]] == [keys] * (2 * 7 + 2)
    assert {row["name"]: row["to"] for row in answer["tensors"]}["output"] == "Q8_0"
    measured = answer["perplexity"]
    assert list(measured) == ["engine", "num_tokens", "before", "after", "relative_change"]
    assert measured["num_tokens"] > 100
    assert measured["relative_change"] == pytest.approx(measured["after"] / measured["before"] - 1)
    assert 0 < abs(measured["relative_change"]) < 1


def test_perplexity_can_be_left_out_and_the_engine_is_not_even_opened(quantize, source, tmp_path):
    target = tmp_path / "small.gguf"
    flags = ("--no-perplexity", "--text", tmp_path / "nowhere", "--json")
    code, out, err = quantize(source, "--format", "q8_0", "-o", target, *flags)
    assert (code, json.loads(out)["perplexity"]) == (0, None)
    assert "perplexity before" not in err


def test_without_a_text_perplexity_is_that_of_our_own_source(quantize, tmp_path):
    source = write_tiny_gguf(tmp_path / "f32.gguf")
    flags = ("--format", "q8_0", "-o", tmp_path / "small.gguf", "--tokens", 64, "--json")
    code, out, _ = quantize(source, *flags)
    assert code == 0
    measured = json.loads(out)["perplexity"]
    assert measured["num_tokens"] == 63
    assert math.isfinite(measured["before"])


def test_the_file_is_called_after_the_model_and_the_format_where_no_name_is_given(
    quantize, source, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert quantize(source, "--format", "q4_1", "--no-perplexity")[0] == 0
    assert (tmp_path / "source-q4_1.gguf").is_file()


@pytest.mark.parametrize("form", ["safetensors", "meta"])
def test_a_model_in_another_form_gives_the_same_weights(quantize, tmp_path, form):
    write_checkpoint(as_floats(tiny_code_llama(), BF16), tmp_path / "folder", form=form)
    write_gguf(as_floats(tiny_code_llama(), BF16), tmp_path / "bf16.gguf")
    for name in ("folder", "bf16.gguf"):
        target = tmp_path / f"{name}.small.gguf"
        assert quantize(tmp_path / name, "--format", "q5_0", "-o", target, "--no-perplexity")[0] == 0
    ours, theirs = (read_checkpoint(tmp_path / f"{name}.small.gguf") for name in ("folder", "bf16.gguf"))
    for name, tensor in ours.tensors.items():
        np.testing.assert_array_equal(tensor.data, theirs.tensors[name].data)


def test_an_adapter_is_merged_first(quantize, tmp_path):
    model, adapter = write_folder(tmp_path / "model"), write_adapter(tmp_path / "lora")
    target = tmp_path / "small.gguf"
    flags = ("--format", "q8_0", "--adapter", adapter, "--no-perplexity", "--json")
    code, out, _ = quantize(model, "-o", target, *flags)
    assert code == 0
    merged = with_adapter(read_checkpoint(model), adapter)
    written = read_checkpoint(target)
    for row in json.loads(out)["tensors"]:
        values = merged.tensors[row["name"]].dequantized()
        difference = written.tensors[row["name"]].dequantized() - values
        assert row["largest_error"] == pytest.approx(np.abs(difference).max(), rel=1e-5)
        assert np.abs(difference).max() < 0.02 * np.abs(values).max()


def test_a_quantized_model_needs_leave_to_be_quantized_again(quantize, tmp_path):
    source = write_tiny_gguf(tmp_path / "q8.gguf", format="Q8_0")
    flags = ("--format", "q4_0", "-o", tmp_path / "small.gguf", "--no-perplexity")
    code, _, err = quantize(source, *flags)
    assert code == 2
    assert "is quantized already (Q8_0): what that lost stays lost" in err
    assert "--allow-requantize" in err
    assert not (tmp_path / "small.gguf").exists()
    assert quantize(source, *flags, "--allow-requantize")[0] == 0


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("--format", "q4"), "no quantized format named `q4`: expected one of q4_0, q4_1"),
        (("--format", "bf16"), "`llamita models convert --dtype bf16` writes it"),
        (("--format", "q4_0", "--engine", "abacus"), "no engine named `abacus`"),
        (("--format", "q4_0", "--threads", "0"), "threads must be 1 or more, got 0"),
        (("--format", "q4_0", "--tokens", "1"), "perplexity needs 2 tokens or more, got 1"),
    ],
)
def test_a_flag_that_cannot_be_followed_exits_with_2_and_nothing_is_written(
    quantize, source, tmp_path, flags, message
):
    code, out, err = quantize(source, "-o", tmp_path / "small.gguf", *flags)
    assert (code, out) == (2, "")
    assert message in err
    assert list(tmp_path.iterdir()) == [source]


def test_what_is_there_already_is_left_alone_and_found_before_anything_is_measured(
    quantize, source, tmp_path
):
    (tmp_path / "small.gguf").write_text("mine")
    code, _, err = quantize(source, "--format", "q4_0", "-o", tmp_path / "small.gguf")
    assert code == 2
    assert "exists already" in err
    assert "perplexity before" not in err
    assert (tmp_path / "small.gguf").read_text() == "mine"


def test_weights_that_are_no_numbers_leave_nothing_behind(quantize, tmp_path):
    model = tiny_code_llama()
    model.tensors["layers.1.up"].data.view(np.float32)[70] = np.nan
    write_gguf(model, tmp_path / "source.gguf")
    code, _, err = quantize(
        tmp_path / "source.gguf", "--format", "q4_0", "-o", tmp_path / "small.gguf", "--no-perplexity"
    )
    assert code == 3
    assert "cannot write `layers.1.up` as Q4_0: expected numbers up to 65504, got nan in row 1" in err
    assert [path.name for path in tmp_path.iterdir()] == ["source.gguf"]


def test_a_model_too_large_to_be_measured_says_how_it_is_quantized_all_the_same(
    quantize, source, tmp_path, monkeypatch
):
    def refuse(*_):
        raise CapacityError("`source` needs 26.0 GB of memory")

    monkeypatch.setattr(engines, "open_engine", refuse)
    code, _, err = quantize(source, "--format", "q4_0", "-o", tmp_path / "small.gguf")
    assert code == 4
    assert "perplexity cannot be measured: `source` needs 26.0 GB of memory" in err
    assert "--no-perplexity" in err
    assert list(tmp_path.iterdir()) == [source]


def test_a_file_that_is_no_text_is_refused_before_anything_is_written(quantize, source, tmp_path):
    flags = ("--format", "q4_0", "-o", tmp_path / "small.gguf", "--text", source)
    code, _, err = quantize(source, *flags)
    assert code == 3
    assert "is not UTF-8 text" in err
    assert list(tmp_path.iterdir()) == [source]


def test_a_real_process_says_how_far_it_is_on_stderr_and_answers_on_stdout(source, tmp_path, text):
    target = tmp_path / "small.gguf"
    process = run("models", "quantize", source, "--format", "q8_0", "-o", target, "--text", text, "--json")
    assert process.returncode == 0
    assert json.loads(process.stdout)["target"] == str(target)
    for work in (
        "perplexity before (",
        "writing small.gguf (",
        "comparing small.gguf (",
        "perplexity after (",
    ):
        assert work in process.stderr
    assert gguf.GGUFReader(target).get_field("general.file_type").contents() == gguf.LlamaFileType.MOSTLY_Q8_0


def test_help_names_every_format():
    shown = run("models", "quantize", "--help", COLUMNS="200").stdout
    assert not [name for name in QUANTIZED_FORMATS if name not in shown]
