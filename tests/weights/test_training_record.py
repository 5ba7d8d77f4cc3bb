import json
from dataclasses import replace

import pytest

from llamita.corpus.record.manifest import new_manifest
from llamita.errors import CheckpointError
from llamita.weights.forms import check_written, read_checkpoint, write_checkpoint
from llamita.weights.training_record import MANIFEST_FILE, read_manifest, training_record_of, write_manifest
from tests.corpus.record.sample import summary
from tests.weights.tiny_code_llama import tiny_code_llama

TEXT = new_manifest(summary(), ["a" * 64]).to_json()


def test_what_the_corpus_wrote_the_checkpoint_tells():
    record = training_record_of(TEXT, "`m`")
    assert (record.corpus_name, record.short_id, record.num_projects) == ("starter", "0123456789abcdef", 4)
    code, docs, prose = record.mixture
    assert (code.kind, code.documents, docs.kind, prose.kind) == ("code", 324_000, "docs", "prose")
    assert code.share + docs.share + prose.share == pytest.approx(1)
    assert prose.epochs == pytest.approx(3.9)


def test_a_manifest_beside_weights_comes_back_to_the_byte(tmp_path):
    assert read_manifest(tmp_path) is None
    write_manifest(None, tmp_path)
    assert list(tmp_path.iterdir()) == []
    write_manifest(TEXT, tmp_path)
    assert read_manifest(tmp_path) == TEXT


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: m.update(format="other"), r"^cannot use `format` of `m`: expected `llamita-corpus-m"),
        (lambda m: m.pop("corpus"), r"^`m` has no key `corpus`"),
        (lambda m: m["corpus"].update(id="../x"), r"`id` of `corpus` of `m`: expected a sha256"),
        (lambda m: m["corpus"].update(groups=[5]), r"^cannot use group 0 of `m`: expected an object"),
        (lambda m: m["corpus"]["groups"][1].update(tokens="9"), r"`tokens` of group 1 of `m`: expected a"),
        (lambda m: m["corpus"]["groups"][1].update(tokens=-9), r"`tokens` of group 1 of `m`: expected a nu"),
    ],
)  # fmt: skip
def test_a_manifest_that_is_wrong_is_refused(change, message):
    values = json.loads(TEXT)
    change(values)
    with pytest.raises(CheckpointError, match=message):
        training_record_of(json.dumps(values), "`m`")


def test_a_file_that_is_too_large_or_no_text_is_refused(tmp_path):
    path = tmp_path / MANIFEST_FILE
    with path.open("wb") as file:
        file.truncate(10_000_001)
    with pytest.raises(
        CheckpointError, match=r"is too large: expected at most 10000000 bytes, got 10000001$"
    ):
        read_manifest(tmp_path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CheckpointError, match=r"is no text in UTF-8$"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("form", ["safetensors", "gguf", "meta"])
def test_every_form_of_a_checkpoint_carries_the_manifest_on(tmp_path, form):
    checkpoint = replace(tiny_code_llama(), corpus_manifest=TEXT)
    target = tmp_path / "target"
    write_checkpoint(checkpoint, target, form=form)
    assert read_checkpoint(target).corpus_manifest == TEXT
    with pytest.raises(CheckpointError, match=r"its corpus manifest is another one$"):
        check_written(replace(checkpoint, corpus_manifest=None), target)


def test_a_model_without_a_manifest_gets_none(tmp_path):
    write_checkpoint(tiny_code_llama(), tmp_path / "target", form="safetensors")
    assert not (tmp_path / "target" / MANIFEST_FILE).exists()
    assert read_checkpoint(tmp_path / "target").corpus_manifest is None
