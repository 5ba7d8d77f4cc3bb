import warnings
from dataclasses import replace
from pathlib import Path

import pytest

from llamita.assembly import find_checkpoint
from llamita.assembly.source import is_path
from llamita.errors import CheckpointError, StoreError
from llamita.spec import PUBLISHED
from llamita.weights.forms import read_checkpoint, write_checkpoint
from tests.weights.gguf_files import write_tiny_gguf
from tests.weights.sparse_checkpoints import sparse_checkpoint, write_sparse_gguf
from tests.weights.tiny_code_llama import tiny_code_llama


@pytest.mark.parametrize("path", ["./model", "a/b", "model.gguf", "MODEL.GGUF", Path("model")])
def test_what_looks_like_a_path_is_one(path):
    assert is_path(path)


@pytest.mark.parametrize("name", ["codellama-7b", "model", "CodeLlama-7b.Q4"])
def test_everything_else_is_a_name(name):
    assert not is_path(name)


def test_a_folder_is_opened_under_its_name(tmp_path):
    write_checkpoint(tiny_code_llama(), tmp_path / "MyLlama", form="meta")
    name, checkpoint = find_checkpoint(tmp_path / "MyLlama")
    assert name == "MyLlama"
    assert checkpoint.spec == tiny_code_llama().spec


def test_a_file_is_opened_under_its_name(tmp_path):
    assert find_checkpoint(str(write_tiny_gguf(tmp_path / "tiny.Q8_0.gguf")))[0] == "tiny.Q8_0"


def test_a_folder_that_is_given_like_a_name_gets_a_hint(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "CodeLlama-7b").mkdir()
    with pytest.raises(StoreError) as caught:
        find_checkpoint("CodeLlama-7b")
    assert caught.value.hint == "a path needs a separator: `./CodeLlama-7b`"
    with pytest.raises(CheckpointError, match="holds no checkpoint"):
        find_checkpoint("./CodeLlama-7b")


def sparse(tmp_path, name, **changes):
    checkpoint = sparse_checkpoint(name, next(iter(tiny_code_llama().tensors.values())).format)
    changed = replace(checkpoint, spec=replace(checkpoint.spec, **changes))
    return write_sparse_gguf(changed, tmp_path / "any-name.gguf")


def test_trap_01_a_published_shape_with_another_rope_base_is_a_warning(tmp_path):
    path = sparse(tmp_path, "codellama-7b", rope_base=10_000.0)
    with pytest.warns(UserWarning) as caught:
        find_checkpoint(path)
    assert str(caught[0].message) == (
        f"`{path}` has the shape of codellama-7b, codellama-7b-instruct, but rope_base 10000; "
        "published: 1000000"
    )


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("codellama-7b", {}),
        ("codellama-7b", {"context_tokens": 100_000}),
        ("codellama-7b-python", {}),
        ("llama-2-7b", {}),
    ],
)
def test_a_published_base_is_no_warning_whichever_of_one_shape_it_is(tmp_path, name, changes):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert find_checkpoint(sparse(tmp_path, name, **changes))[1].spec.rope_base == (
            PUBLISHED[name].spec.rope_base
        )


def test_a_base_that_the_user_states_is_no_warning(tmp_path):
    path = sparse(tmp_path, "codellama-7b", rope_base=10_000.0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert find_checkpoint(path, rope_base=2e6)[1].spec.rope_base == 2e6


@pytest.mark.parametrize(
    ("published", "can_infill"),
    [("codellama-70b", True), ("codellama-70b-python", False), ("codellama-7b", True)],
)
def test_only_models_that_were_trained_to_infill_do(tmp_path, published, can_infill):
    checkpoint = sparse(tmp_path, published)
    assert read_checkpoint(checkpoint).vocabulary.infill is not None, "all three have the pieces"
    assert (find_checkpoint(checkpoint)[1].vocabulary.infill is not None) == can_infill
