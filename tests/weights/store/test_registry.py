import json
import re

import pytest

from llamita.errors import StoreError
from llamita.spec import PUBLISHED
from llamita.weights.store import DEFAULT_MODEL, REGISTRY, HubSource, ModelStore, PackageSource
from llamita.weights.store.places import is_model_name
from tests.fixtures import fixture


def test_the_default_model_is_in_the_registry():
    assert REGISTRY[DEFAULT_MODEL].name == DEFAULT_MODEL


@pytest.mark.parametrize("name", REGISTRY)
def test_an_entry_has_a_name_that_people_and_folders_can_bear(name):
    entry = REGISTRY[name]
    assert entry.name == name
    assert is_model_name(name)
    assert entry.title.isascii()
    assert len(entry.card) > 100
    assert entry.homepage.startswith("https://")
    assert entry.license.url.startswith("https://")


@pytest.mark.parametrize("name", REGISTRY)
def test_every_model_was_published_with_the_same_dialog_and_about_the_size_stated(name):
    entry = REGISTRY[name]
    published = PUBLISHED[name]
    assert isinstance(entry.source, PackageSource) or entry.published == name
    assert (entry.dialog is None) == (published.spec.dialog is None)
    if isinstance(entry.source, HubSource):
        assert entry.dialog == published.spec.dialog
        assert entry.size_bytes == 2 * published.spec.num_parameters


def test_the_registry_has_all_that_was_published_and_nothing_else():
    assert set(REGISTRY) == set(PUBLISHED)
    assert len(REGISTRY) == 12 + 6 + 1


@pytest.mark.parametrize("name", [name for name in REGISTRY if name != DEFAULT_MODEL])
def test_every_model_of_meta_must_be_accepted_under_the_one_license(name):
    license = REGISTRY[name].license
    assert license.needs_acceptance
    assert license.identifier == "LicenseRef-Llama-2-Community"
    assert license.use_policy_url == "https://ai.meta.com/llama/use-policy/"


def test_the_size_of_the_weights_is_what_the_hub_says_of_one_of_them():
    index = json.loads(
        fixture("tokenizers/codellama/CodeLlama-7b-hf.model.safetensors.index.json").read_text()
    )
    assert REGISTRY["codellama-7b"].size_bytes == index["metadata"]["total_size"]


def test_the_repositories_are_those_that_the_makers_link_to():
    readme = fixture("tokenizers/codellama/CodeLlama-7b-hf.README.md").read_text("utf-8")
    linked = set(re.findall(r"huggingface\.co/(codellama/[\w-]+)\)", readme))
    ours = {entry.source.repository for name, entry in REGISTRY.items() if name.startswith("codellama")}
    assert len(linked) == 9
    assert ours - linked == {f"codellama/CodeLlama-70b-{kind}hf" for kind in ("", "Python-", "Instruct-")}
    assert linked <= ours


def test_only_the_repositories_of_llama_2_are_gated():
    gated = {name for name, entry in REGISTRY.items() if getattr(entry.source, "is_gated", False)}
    assert gated == {name for name in REGISTRY if name.startswith("llama-2")}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("codellama-7b", ["33.5 % of HumanEval", "16,384 tokens", "It infills", "500 billion"]),
        ("codellama-34b-instruct", ["41.5 % of HumanEval", "cannot infill", "instructions"]),
        ("codellama-70b-python", ["57.3 % of HumanEval", "context is 4,096 tokens.", "one trillion"]),
        ("llama-2-70b-chat", ["4,096 tokens", "converses"]),
    ],
)
def test_a_card_says_what_was_published_of_the_model(name, words):
    assert [word for word in words if word not in REGISTRY[name].card] == []


def test_the_default_model_comes_in_a_wheel_of_one_version():
    source = REGISTRY[DEFAULT_MODEL].source
    assert re.fullmatch(r"[0-9a-f]{64}", source.sha256)
    assert source.member == f"{source.module}/{source.file}"
    assert source.wheel_file.startswith(f"{source.module}-{source.version}-")


def test_the_card_of_the_default_model_says_what_it_cannot_do():
    card = REGISTRY[DEFAULT_MODEL].card
    assert "not a code model" in card
    assert "cannot infill" in card


def test_a_misspelled_name_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(StoreError, match=r"^no model named `smollm2-135m-instuct`$") as caught:
        ModelStore(tmp_path).find("smollm2-135m-instuct")
    assert caught.value.hint == "did you mean `smollm2-135m-instruct`?"


def test_a_name_like_no_other_is_answered_with_where_the_names_are(tmp_path):
    with pytest.raises(StoreError) as caught:
        ModelStore(tmp_path).pull("../../etc")
    assert caught.value.hint == "`llamita models list` has the names"


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("codelama-7b", "codellama-7b"),
        ("CodeLlama-7b-Instruct", "codellama-7b-instruct"),
        ("llama-2-7b-hf", "llama-2-7b"),
    ],
)
def test_a_name_as_others_write_it_is_answered_with_ours(tmp_path, name, nearest):
    with pytest.raises(StoreError) as caught:
        ModelStore(tmp_path).find(name)
    assert caught.value.hint.startswith(f"did you mean `{nearest}`")


def test_names_are_exact(tmp_path):
    with pytest.raises(StoreError, match=r"^no model named `SmolLM2-135M-Instruct`$"):
        ModelStore(tmp_path).pull("SmolLM2-135M-Instruct")
