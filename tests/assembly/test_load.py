from pathlib import Path
from types import SimpleNamespace

import pytest

from llamita.assembly import load, source
from llamita.errors import RequestError
from llamita.weights import forms
from tests.tiny import tiny_checkpoint


@pytest.fixture(autouse=True)
def _a_store_that_knows_one_model(monkeypatch):
    installed = SimpleNamespace(path=Path("tiny.gguf"))
    entry = SimpleNamespace(dialog="chatml")
    store = SimpleNamespace(names=lambda: ["known"], entry=lambda _name: entry, find=lambda _name: installed)
    monkeypatch.setattr(source, "open_store", lambda: store)
    monkeypatch.setattr(forms, "read_checkpoint", lambda *_, **__: tiny_checkpoint(dialog="smollm2"))


@pytest.mark.parametrize(
    ("name_or_path", "named", "expected"),
    [
        ("known", "llama-2", "llama-2"),
        ("known", None, "chatml"),
        ("other", None, "smollm2"),
        (Path("known"), None, "smollm2"),
        (Path("known"), "chatml", "chatml"),
    ],
)
def test_a_form_that_is_named_counts_before_the_stores_and_that_before_the_files(
    name_or_path, named, expected
):
    assert load(name_or_path, dialog=named).dialog.name == expected


def test_a_form_that_does_not_exist_is_refused_before_anything_is_looked_for(monkeypatch):
    monkeypatch.setattr(forms, "read_checkpoint", pytest.fail)
    with pytest.raises(RequestError, match="no form of dialog named `alpaca`"):
        load("known", dialog="alpaca", pull=True)
