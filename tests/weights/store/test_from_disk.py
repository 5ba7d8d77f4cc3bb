"""Models that the user has already, in each of the forms they lie on disks."""

import errno
import os

import pytest

from llamita.errors import CapacityError, StoreError
from llamita.weights.forms import read_checkpoint, write_checkpoint
from llamita.weights.store import ModelStore, from_disk
from tests.weights.store.building import FREE, closed_environment, files_below
from tests.weights.store.hub_models import NAME, hub_registry, publish, pulled_names, write_folder
from tests.weights.tiny_code_llama import tiny_code_llama_spec


@pytest.fixture
def store(home, tmp_path, monkeypatch) -> ModelStore:
    publish(monkeypatch)
    environment = closed_environment(tmp_path, HF_ENDPOINT="http://127.0.0.1:1")
    return ModelStore(home, hub_registry(FREE), environment=environment)


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "mine")


@pytest.fixture
def gguf(tmp_path, folder):
    write_checkpoint(read_checkpoint(folder), tmp_path / "Q.gguf", form="gguf")
    return tmp_path / "Q.gguf"


@pytest.fixture
def without_links(monkeypatch):
    """As if the store lay in another file system."""

    def refuse(*_, **__):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "link", refuse)


def refused(store, source) -> StoreError:
    with pytest.raises(StoreError) as caught:
        store.pull(NAME, source=source)
    assert store.installed() == store.damaged() == []
    assert files_below(store.home / "models") == []
    return caught.value


def test_a_folder_is_linked_and_takes_no_room_twice(store, folder, home):
    model = store.pull(NAME, source=folder)
    assert model.path == home / "models" / NAME
    assert model.source == "folder mine"
    assert sorted(file.name for file in model.files) == pulled_names(folder)
    assert all((folder / file.name).samefile(model.path / file.name) for file in model.files)
    assert store.verify(NAME).ok
    assert read_checkpoint(model.path).spec == tiny_code_llama_spec()


@pytest.mark.usefixtures("without_links")
def test_where_nothing_can_be_linked_all_is_copied_and_told(store, folder, notebook):
    model = store.pull(NAME, source=folder, progress=notebook)
    assert notebook.labels == [f"storing {name}" for name in pulled_names(folder)]
    assert all(done[-1] == total for done, total in zip(notebook.pieces, notebook.totals, strict=True))
    assert not any((folder / file.name).samefile(model.path / file.name) for file in model.files)
    assert store.verify(NAME).ok


def test_what_is_linked_is_read_once_for_its_checksums(store, folder, notebook):
    store.pull(NAME, source=folder, progress=notebook)
    assert notebook.labels == [f"verifying {name}" for name in pulled_names(folder)]


def test_the_links_of_a_cache_are_followed(store, folder, tmp_path):
    snapshot = tmp_path / "snapshot"
    snapshot.mkdir()
    for path in folder.iterdir():
        (snapshot / path.name).symlink_to(path)
    model = store.pull(NAME, source=snapshot)
    assert not any((model.path / file.name).is_symlink() for file in model.files)
    assert store.verify(NAME).ok


def test_a_removed_model_leaves_the_users_own_files_alone(store, folder):
    before = files_below(folder)
    store.pull(NAME, source=folder)
    store.remove(NAME)
    assert files_below(folder) == before
    assert read_checkpoint(folder).spec == tiny_code_llama_spec()


def test_a_folder_of_metas_is_a_model_too(store, folder, tmp_path):
    write_checkpoint(read_checkpoint(folder), tmp_path / "meta", form="meta", num_files=2)
    model = store.pull(NAME, source=tmp_path / "meta")
    names = {file.name for file in model.files}
    assert {"params.json", "consolidated.00.pth", "consolidated.01.pth", "tokenizer.model"} <= names
    assert store.verify(NAME).ok
    assert read_checkpoint(model.path).spec.num_layers == 2


def test_a_tokenizer_beside_metas_folder_comes_along(store, folder, tmp_path):
    around = tmp_path / "around"
    around.mkdir()
    write_checkpoint(read_checkpoint(folder), around / "meta", form="meta")
    (around / "meta" / "tokenizer.model").rename(around / "tokenizer.model")
    model = store.pull(NAME, source=around / "meta")
    assert (model.path / "tokenizer.model").samefile(around / "tokenizer.model")
    assert read_checkpoint(model.path).spec.num_layers == 2


def test_what_is_no_file_is_left_where_it_is(store, folder):
    (folder / "tokenizer_of_old").mkdir()
    (folder / "LICENSE").symlink_to(folder / "LICENSE")
    (folder / "LICENSE.md").symlink_to(folder / "nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "LICENSE.pipe")
    model = store.pull(NAME, source=folder)
    assert {file.name for file in model.files}.isdisjoint({"tokenizer_of_old", "LICENSE", "LICENSE.md"})
    assert "LICENSE.pipe" not in {file.name for file in model.files}


def test_a_hidden_file_in_a_models_folder_is_no_damage_and_any_other_is_to_be_removed(store, folder):
    model = store.pull(NAME, source=folder)
    (model.path / ".DS_Store").touch()
    assert store.find(NAME) == model
    (model.path / "tokenizer.json").touch()
    with pytest.raises(StoreError, match=r"`tokenizer\.json` lies in its folder, but was not pulled") as e:
        store.find(NAME)
    assert e.value.hint == f"remove `{model.path / 'tokenizer.json'}`"


def test_a_gguf_file_is_a_model_too(store, gguf, home):
    model = store.pull(NAME, source=gguf)
    assert model.path == home / "models" / NAME / f"{NAME}.gguf"
    assert model.source == "file Q.gguf"
    assert model.path.samefile(gguf)
    assert store.find(NAME) == model
    assert store.verify(NAME).ok


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"num_layers": 3}, "num_layers is 2, published 3"),
        ({"vocabulary_size": 32_000}, "vocabulary_size is 352, published 32000"),
        ({"rope_base": 10_000.0}, "rope_base is 1000000, published 10000"),
        ({"rope_scale": 4.0}, "rope_scale is 1, published 4"),
        ({"tied_output": True}, "tied_output is False, published True"),
    ],
)
def test_another_model_is_refused_with_every_number_that_differs(store, folder, monkeypatch, changes, words):
    publish(monkeypatch, **changes)
    error = refused(store, folder)
    assert str(error) == f"`mine` is not `{NAME}`: {words}"
    assert error.hint == f"`llamita models show {NAME}` has the numbers that were published"


def test_trap_45_an_old_file_that_says_no_rope_base_is_to_be_converted_first(store, gguf):
    content = gguf.read_bytes()
    assert content.count(b"llama.rope.freq_base") == 1
    gguf.write_bytes(content.replace(b"llama.rope.freq_base", b"other.rope.freq_base"))
    error = refused(store, gguf)
    assert f"key `llama.rope.freq_base` of `{gguf}` is missing" in str(error)
    assert error.hint == (
        f"if it does not say its rope base: `llamita models convert {gguf} NEW.gguf --rope-base 1000000`, "
        f"then `llamita models pull {NAME} --from NEW.gguf`"
    )
    converted = read_checkpoint(gguf, rope_base=1_000_000)
    write_checkpoint(converted, gguf.with_name("NEW.gguf"), form="gguf")
    assert store.pull(NAME, source=gguf.with_name("NEW.gguf")) == store.find(NAME)


def test_trap_45_a_base_that_may_be_one_that_was_left_out_is_told_as_that(store, folder):
    config = folder / "config.json"
    config.write_text(config.read_text("utf-8").replace("1000000", "10000"), "utf-8")
    error = refused(store, folder)
    assert str(error) == f"`mine` is not `{NAME}`: rope_base is 10000, published 1000000"
    assert error.hint is not None
    assert error.hint.startswith("if it does not say its rope base: `llamita models convert ")


@pytest.mark.parametrize("changes", [{"context_tokens": 4096}, {"norm_epsilon": 1e-6}])
def test_what_conversions_state_differently_is_told_and_taken(store, folder, monkeypatch, notebook, changes):
    publish(monkeypatch, **changes)
    store.pull(NAME, source=folder, progress=notebook)
    (note,) = notebook.notes
    assert note.startswith(f"`mine` differs from what was published: {next(iter(changes))} is ")


@pytest.mark.parametrize("source", ["nothing", "empty", "file.bin", "x.whl"])
def test_what_is_no_model_is_refused(store, tmp_path, source):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.bin").touch()
    (tmp_path / "x.whl").touch()
    error = refused(store, tmp_path / source)
    assert str(error) == (
        f"cannot take `{NAME}` from `{tmp_path / source}`: "
        "expected a folder with `.safetensors` or `.pth` files, or a `.gguf` file"
    )


def test_a_folder_of_pickles_is_to_be_converted_first(store, tmp_path):
    folder = tmp_path / "pickles"
    folder.mkdir()
    (folder / "pytorch_model.bin").touch()
    error = refused(store, folder)
    assert error.hint == f"`llamita models convert {folder} NEW.gguf`, then `--from NEW.gguf`"


@pytest.mark.parametrize("name", ["config.json", "tokenizer.model", "model-00002-of-00002.safetensors"])
@pytest.mark.parametrize("damage", ["gone", "cut", "noise"])
def test_a_damaged_folder_is_refused(store, folder, name, damage):
    content = (folder / name).read_bytes()
    (folder / name).unlink()
    if damage != "gone":
        (folder / name).write_bytes(content[: len(content) // 2] if damage == "cut" else b"\xa7" * 999)
    assert str(refused(store, folder)).startswith(f"cannot take `{NAME}` from `{folder}`: ")


def test_a_model_with_weights_in_folders_below_is_refused(store, folder):
    index = folder / "model.safetensors.index.json"
    index.write_text(index.read_text("utf-8").replace("model-00002", "weights/model-00002"), "utf-8")
    (folder / "weights").mkdir()
    shard = folder / "model-00002-of-00002.safetensors"
    shard.rename(folder / "weights" / shard.name)
    refused(store, folder)


def test_a_model_with_weights_in_a_file_that_no_store_takes_is_refused(store, folder):
    index = folder / "model.safetensors.index.json"
    index.write_text(index.read_text("utf-8").replace("model-00002", "my model-00002"), "utf-8")
    shard = folder / "model-00002-of-00002.safetensors"
    shard.rename(folder / f"my {shard.name}")
    assert read_checkpoint(folder).spec == tiny_code_llama_spec()
    assert f"`my {shard.name}` is missing from" in str(refused(store, folder))


@pytest.mark.usefixtures("without_links")
def test_a_disk_without_room_for_a_copy_is_refused(folder, small_disk, tmp_path, monkeypatch):
    publish(monkeypatch)
    shard = folder / "extra.safetensors"
    shard.write_bytes((folder / "model-00001-of-00002.safetensors").read_bytes())
    monkeypatch.setattr(from_disk, "hold_to_published", lambda *_: None)
    with shard.open("r+b") as file:
        file.truncate(2 << 20)
    store = ModelStore(small_disk, hub_registry(FREE), environment=closed_environment(tmp_path))
    with pytest.raises(CapacityError, match=r"^disk full: "):
        store.pull(NAME, source=folder)
    assert files_below(small_disk / "models") == []


def test_a_file_changed_removed_or_added_in_the_store_is_damage(store, folder):
    model = store.pull(NAME, source=folder)
    (model.path / "chat_template.jinja").touch()
    with pytest.raises(StoreError, match="`chat_template.jinja` lies in its folder, but was not pulled"):
        store.find(NAME)
    (model.path / "chat_template.jinja").unlink()
    config = model.path / "config.json"
    content = config.read_bytes()
    config.unlink()
    with pytest.raises(StoreError, match="`config.json` is missing or cannot be read"):
        store.find(NAME)
    config.write_bytes(content.replace(b"1000000", b"1000001"))
    with pytest.raises(StoreError, match="the beginning of `config.json` has changed since it was pulled"):
        store.find(NAME)
    assert [file.name for file in store.verify(NAME).changed] == ["config.json"]
    config.write_bytes(content)
    assert store.find(NAME) == model


def test_a_changed_number_in_the_middle_of_a_file_is_found_by_verifying(store, folder):
    model = store.pull(NAME, source=folder)
    shard = model.path / "model-00002-of-00002.safetensors"
    shard.write_bytes(shard.read_bytes()[:-1] + b"\x01")
    assert [file.name for file in store.verify(NAME).changed] == [shard.name]
