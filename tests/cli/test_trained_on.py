import json
from dataclasses import replace

import pytest

from llamita.corpus.record.manifest import new_manifest
from llamita.weights.forms import read_checkpoint
from llamita.weights.gguf.writer import write_gguf
from tests.corpus.record.sample import summary
from tests.weights.tiny_code_llama import tiny_code_llama

MANIFEST = new_manifest(summary(), ["a" * 64]).to_json()


@pytest.fixture
def trained(tmp_path):
    """A model that says what it was trained on."""
    path = tmp_path / "trained.gguf"
    write_gguf(replace(tiny_code_llama(), corpus_manifest=MANIFEST), path)
    return path


def test_a_model_shows_what_it_was_trained_on(run_here, trained):
    code, out, _ = run_here("models", "show", trained)
    assert code == 0
    assert "starter" in out
    code, out, _ = run_here("models", "show", trained, "--json")
    shown = json.loads(out)["trained_on"]
    assert (shown["corpus"], shown["projects"]) == ("starter", 4)
    assert shown["corpus_id"].startswith("0123456789abcdef")
    assert "324,000 documents" in shown["code"]


def test_a_model_that_says_nothing_of_it_shows_nothing(run_here, source):
    assert json.loads(run_here("models", "show", source, "--json")[1])["trained_on"] is None


@pytest.mark.parametrize("form", ["safetensors", "gguf", "meta"])
def test_what_it_was_trained_on_travels_through_every_conversion(run_here, trained, tmp_path, form):
    assert run_here("models", "convert", trained, tmp_path / "target", "--to", form)[0] == 0
    assert read_checkpoint(tmp_path / "target").corpus_manifest == MANIFEST


def test_it_travels_through_quantizing(run_here, trained, tmp_path):
    target = tmp_path / "small.gguf"
    flags = ("--format", "q8_0", "--no-perplexity", "-o", target)
    code, _, err = run_here("models", "quantize", trained, *flags)
    assert code == 0, err
    assert read_checkpoint(target).corpus_manifest == MANIFEST
