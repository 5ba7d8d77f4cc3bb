from types import SimpleNamespace

import pytest

from llamita.assembly import load, prefixes
from llamita.errors import RequestError
from llamita.weights import forms
from tests.tiny import tiny_checkpoint


@pytest.fixture
def _tiny(monkeypatch):
    monkeypatch.setattr(forms, "read_checkpoint", lambda *_, **__: tiny_checkpoint())


def limit_bytes(monkeypatch, available_bytes, cache_bytes=None):
    machine = SimpleNamespace(memory=SimpleNamespace(available_bytes=available_bytes))
    monkeypatch.setattr(prefixes, "describe_machine", lambda: machine)
    return prefixes.open_prefixes(None, cache_bytes=cache_bytes, snapshots=None).limit_bytes


@pytest.mark.parametrize(
    ("available_bytes", "expected"), [(8 * 2**30, 2 * 2**30), (64 * 2**30, 4 * 2**30), (None, 2**30)]
)
def test_what_was_read_may_take_a_quarter_of_the_memory_and_no_more_than_4_gib(
    monkeypatch, available_bytes, expected
):
    assert limit_bytes(monkeypatch, available_bytes) == expected


@pytest.mark.parametrize("cache_bytes", [0, 12345])
def test_a_limit_that_is_given_counts_before_the_machines(monkeypatch, cache_bytes):
    assert limit_bytes(monkeypatch, 8 * 2**30, cache_bytes) == cache_bytes


@pytest.mark.usefixtures("_tiny")
def test_a_limit_below_nothing_is_refused():
    with pytest.raises(RequestError, match="may take 0 bytes or more, got -1"):
        load("./tiny.gguf", cache_bytes=-1)


@pytest.mark.usefixtures("_tiny")
def test_a_limit_of_nothing_keeps_nothing():
    model = load("./tiny.gguf", cache_bytes=0)
    model.complete("def f(x): return", max_tokens=4)
    assert model.complete("def f(x): return", max_tokens=4).timings.cached_tokens == 0


@pytest.mark.usefixtures("_tiny")
def test_a_model_that_is_loaded_again_starts_from_the_snapshots_of_the_one_before(tmp_path):
    text = "def f(x): return"
    first = load("./tiny.gguf", snapshots=tmp_path / "kept").complete(text, max_tokens=4)
    again = load("./tiny.gguf", snapshots=str(tmp_path / "kept")).complete(text, max_tokens=4)
    assert (first.timings.cached_tokens, again.timings.cached_tokens) == (0, first.timings.prompt_tokens - 1)
    assert again.token_ids == first.token_ids


@pytest.mark.usefixtures("_tiny")
def test_snapshots_in_the_home_folder_may_be_written_with_a_tilde(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    load("./tiny.gguf", snapshots="~/kept").complete("def f(x): return", max_tokens=4)
    assert len(list((tmp_path / "kept").iterdir())) == 1
