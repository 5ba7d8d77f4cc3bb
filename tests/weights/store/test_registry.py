import re

import pytest

from llamita.errors import StoreError
from llamita.weights.store import DEFAULT_MODEL, REGISTRY, ModelStore


def test_the_default_model_is_in_the_registry():
    assert REGISTRY[DEFAULT_MODEL].name == DEFAULT_MODEL


@pytest.mark.parametrize("name", REGISTRY)
def test_an_entry_is_complete_and_consistent(name):
    entry = REGISTRY[name]
    assert entry.name == name
    assert re.fullmatch(r"[0-9a-f]{64}", entry.sha256)
    assert entry.package.member == f"{entry.package.module}/{entry.file}"
    assert entry.package.wheel_file.startswith(f"{entry.package.module}-{entry.package.version}-")


def test_the_card_of_the_default_model_says_what_it_cannot_do():
    card = REGISTRY[DEFAULT_MODEL].card
    assert "not a code model" in card
    assert "cannot infill" in card


def test_a_misspelled_name_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(StoreError, match=r"^no model named `smollm2-135m-instuct`$") as caught:
        ModelStore(tmp_path).find("smollm2-135m-instuct")
    assert caught.value.hint == "did you mean `smollm2-135m-instruct`?"


def test_a_name_like_no_other_is_answered_with_all(tmp_path):
    with pytest.raises(StoreError) as caught:
        ModelStore(tmp_path).pull("../../etc")
    assert caught.value.hint == "known models: `smollm2-135m-instruct`"


def test_names_are_exact(tmp_path):
    with pytest.raises(StoreError, match=r"^no model named `SmolLM2-135M-Instruct`$"):
        ModelStore(tmp_path).pull("SmolLM2-135M-Instruct")
