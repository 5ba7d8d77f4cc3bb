import json
from datetime import UTC, datetime

import pytest

from llamita.errors import RequestError, StoreError
from llamita.weights.store import DEFAULT_MODEL, ModelStore
from tests.weights.store.building import closed_environment, files_below
from tests.weights.store.hub_models import NAME, hub_registry, publish, write_folder


@pytest.fixture
def store(home, tmp_path, monkeypatch) -> ModelStore:
    publish(monkeypatch)
    environment = closed_environment(tmp_path, HF_ENDPOINT="http://127.0.0.1:1")
    return ModelStore(home, hub_registry(), environment=environment)


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "mine")


def test_nothing_is_pulled_before_its_license_is_accepted(store, home):
    with pytest.raises(RequestError) as caught:
        store.pull(NAME)
    assert str(caught.value).splitlines() == [
        f"`{NAME}` is not pulled before its license is accepted:",
        "  model: Tiny Code, https://huggingface.co/makers/Tiny-Code-hf",
        "  license: Tiny License, https://example.org/tiny-license",
        "  acceptable-use policy: https://example.org/tiny-policy",
        "  licensor: Tiny Platforms",
    ]
    assert caught.value.hint == (
        f"read them; if you accept them: `llamita models pull {NAME} --accept-license`"
    )
    assert not home.exists()


def test_not_even_from_a_folder_of_the_users_own(store, folder, home):
    with pytest.raises(RequestError, match="before its license is accepted"):
        store.pull(NAME, source=folder)
    assert not home.exists()


def test_an_acceptance_is_remembered_with_what_was_accepted_and_when(store, home, folder):
    assert store.acceptance(NAME) is None
    acceptance = store.accept_license(NAME)
    assert store.acceptance(NAME) == acceptance
    assert acceptance.url == "https://example.org/tiny-license"
    assert acceptance.use_policy_url == "https://example.org/tiny-policy"
    age_s = (datetime.now(UTC) - datetime.fromisoformat(acceptance.accepted_at)).total_seconds()
    assert -1 <= age_s < 60
    assert files_below(home) == ["licenses.json"]
    assert store.pull(NAME, source=folder) == store.find(NAME)


def test_a_license_is_accepted_once_for_all_models_under_it(tmp_path):
    store = ModelStore(tmp_path)
    accepted_at = store.accept_license("codellama-7b").accepted_at
    file = tmp_path / "licenses.json"
    # Another day, for within a second a second acceptance would look like the first.
    file.write_text(file.read_text("utf-8").replace(accepted_at, "2024-02-29T12:00:00+00:00"), "utf-8")
    before = file.read_bytes()
    first = store.acceptance("llama-2-70b-chat")
    assert store.accept_license("codellama-70b-instruct") == first
    assert first.accepted_at == "2024-02-29T12:00:00+00:00"
    assert file.read_bytes() == before


def test_a_free_license_needs_no_acceptance_and_leaves_no_trace(tmp_path):
    assert ModelStore(tmp_path).accept_license(DEFAULT_MODEL) is None
    assert list(tmp_path.iterdir()) == []


def test_accepting_the_license_of_nothing_is_an_error(tmp_path):
    with pytest.raises(StoreError, match=r"^no model named `codellama-8b`$"):
        ModelStore(tmp_path).accept_license("codellama-8b")
    assert list(tmp_path.iterdir()) == []


GOOD = {"url": "x", "use_policy_url": None, "accepted_at": "2026-01-01T00:00:00+00:00"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "3",
        "\ud800",
        "[" * 100_000,
        '{"LicenseRef-Tiny": true}',
        '{"LicenseRef-Tiny": {}}',
        json.dumps({"LicenseRef-Tiny": GOOD | {"more": 1}}),
        json.dumps({"LicenseRef-Tiny": GOOD | {"accepted_at": "yes"}}),
        json.dumps({"LicenseRef-Tiny": GOOD | {"accepted_at": 1}}),
    ],
)
def test_a_damaged_memory_is_never_taken_for_an_acceptance(store, home, content):
    home.mkdir()
    (home / "licenses.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    for ask in (store.pull, store.acceptance, store.accept_license):
        with pytest.raises(StoreError, match=r"`.*licenses.json` is damaged") as caught:
            ask(NAME)
        assert "--accept-license" in caught.value.hint
    assert not (home / "models").exists()


def test_an_acceptance_is_written_whole_or_not_at_all(store, home, monkeypatch):
    store.accept_license(NAME)
    (home / "licenses.json").write_text(json.dumps({"Other": GOOD}), "utf-8")
    before = (home / "licenses.json").read_bytes()

    def refuse(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", refuse)
        with pytest.raises(Exception, match="disk full"):
            store.accept_license(NAME)
    assert files_below(home) == ["licenses.json"]
    assert (home / "licenses.json").read_bytes() == before
    store.accept_license(NAME)
    assert set(json.loads((home / "licenses.json").read_text("utf-8"))) == {"Other", "LicenseRef-Tiny"}
