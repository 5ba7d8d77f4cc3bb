"""`llamita models`: what is listed, shown and pulled, and under which license."""

import hashlib
import json
import subprocess
import sys

import pytest

from llamita.assembly import describe_machine, memory_needs
from llamita.spec import PUBLISHED
from llamita.weights.forms import read_checkpoint, write_checkpoint
from llamita.weights.store import DEFAULT_MODEL, REGISTRY, ModelStore
from tests.cli.program import run
from tests.weights.store.building import files_below
from tests.weights.store.hub_models import write_folder
from tests.weights.tiny_code_llama import tiny_code_llama_spec

PRECISIONS = ["float32", "float16", "q8_0", "q4_0"]


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def as_json(home, *arguments, exit_code=0):
    process = run(*arguments, "--json", LLAMITA_HOME=str(home))
    assert process.returncode == exit_code, process.stderr
    return json.loads(process.stdout)


def install(home, name, folder):
    """As if ``folder`` had been pulled as the model ``name``, which it is not."""
    files = [
        {"name": path.name, "size_bytes": path.stat().st_size, "sha256": digest, "head_sha256": digest}
        for path in sorted(folder.iterdir())
        if path.suffix != ".bin"
        for digest in [hashlib.sha256(path.read_bytes()).hexdigest()]
    ]
    record = {"name": name, "files": files, "source": "test", "license": "x", "pulled_at": "x"}
    target = home / "models" / name
    target.parent.mkdir(parents=True)
    folder.rename(target)
    (target / "pytorch_model.bin").unlink()
    (target / "record.json").write_text(json.dumps(record), "utf-8")
    return target


def test_the_list_has_every_model_with_its_size_and_the_memory_it_needs(home):
    listing = as_json(home, "models", "list")
    rows = {row["name"]: row for row in listing["models"]}
    assert set(rows) == set(REGISTRY)
    assert next(iter(rows)) == DEFAULT_MODEL
    available_bytes = listing["memory_available_bytes"]
    for name, row in rows.items():
        assert row["size_bytes"] == REGISTRY[name].size_bytes
        assert row["installed"] is False
        assert list(row["memory"]) == PRECISIONS
        needs = memory_needs(PUBLISHED[name].spec, available_bytes)
        assert row["memory"] == {key: {"bytes": n.size_bytes, "fits": n.fits} for key, n in needs.items()}
    assert not home.exists()


def test_memory_is_the_weights_and_a_cache_of_4096_tokens():
    needs = memory_needs(PUBLISHED["codellama-7b"].spec, 16_000_000_000)
    weights, cached = 6_738_546_688, 4096 * 2 * 32 * 4096
    assert needs["float32"].size_bytes == 4 * weights + 4 * cached
    assert needs["float16"].size_bytes == 2 * weights + 2 * cached
    assert needs["q8_0"].size_bytes == weights * 34 // 32 + 2 * cached
    assert needs["q4_0"].size_bytes == weights * 18 // 32 + 2 * cached
    assert [need.fits for need in needs.values()] == [False, True, True, True]


def test_what_nobody_knows_is_not_guessed():
    needs = memory_needs(PUBLISHED["codellama-7b"].spec, None)
    assert {need.fits for need in needs.values()} == {None}


def test_a_short_context_needs_no_longer_cache():
    spec = tiny_code_llama_spec(context_tokens=64)
    needs = memory_needs(spec, None)
    assert needs["float32"].size_bytes == 4 * spec.num_parameters + 4 * 64 * spec.cache_floats_per_token


def test_the_table_is_no_wider_than_80_characters_and_marks_what_fits(home):
    lines = run("models", "list", LLAMITA_HOME=str(home)).stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[1].split() == ["name", "here", "size", *PRECISIONS]
    rows = {line.split()[0]: line for line in lines[2:]}
    assert list(rows) == list(REGISTRY)
    available_bytes = describe_machine().memory.available_bytes
    if available_bytes is not None:
        assert "GB available" in lines[0]
        assert rows[DEFAULT_MODEL].count("+") == 4
    assert rows["codellama-7b"].split()[2:4] == ["13.5", "GB"]
    assert "98.4 MB" in rows[DEFAULT_MODEL]


def test_listing_loads_neither_arrays_nor_what_only_a_pull_needs():
    program = (
        "import sys; sys.argv[1:] = ['models', 'list']\n"
        "from llamita.cli import run\n"
        "try: run()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    process = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(process.stderr.split())
    assert "llamita.assembly.fit" in loaded
    heavy = {"numpy", "huggingface_hub", "tokenizers", "filelock", "torch", "urllib.request", "gguf"}
    assert heavy & loaded == set()


def test_a_model_under_a_license_is_not_pulled_before_that_is_accepted(home):
    process = run("models", "pull", "codellama-7b-instruct", LLAMITA_HOME=str(home))
    assert process.returncode == 2
    assert process.stdout == ""
    for words in (
        "error: `codellama-7b-instruct` is not pulled before its license is accepted:",
        "model: Code Llama - Instruct 7B",
        "license: Llama 2 Community License Agreement, https://ai.meta.com/llama/license/",
        "acceptable-use policy: https://ai.meta.com/llama/use-policy/",
        "licensor: Meta Platforms",
        "hint: read them; if you accept them: `llamita models pull codellama-7b-instruct --accept-license`",
    ):
        assert words in process.stderr
    assert not home.exists()


def test_neither_a_verb_that_answers_nor_a_folder_of_ones_own_goes_around_the_license(home, tmp_path):
    folder = write_folder(tmp_path / "mine")
    for arguments in (
        ["complete", "-", "--model", "codellama-7b"],
        ["models", "pull", "codellama-7b", "--from", folder],
    ):
        process = run(*arguments, stdin="def f", LLAMITA_HOME=str(home))
        assert process.returncode == 2, process.stderr
        assert "before its license is accepted" in process.stderr
    assert not home.exists()


def test_an_accepted_license_is_shown_and_counts_for_its_siblings(home):
    refused = run(
        *("models", "pull", "codellama-7b", "--accept-license"),
        LLAMITA_HOME=str(home),
        HF_ENDPOINT="http://127.0.0.1:1",
        no_proxy="127.0.0.1",
    )
    assert refused.returncode == 3
    assert "cannot fetch `codellama-7b` from the Hugging Face Hub: cannot ask the hub: " in refused.stderr
    assert "--local-dir FOLDER`, then `llamita models pull codellama-7b --from FOLDER`" in refused.stderr
    assert "Traceback" not in refused.stderr
    accepted = json.loads((home / "licenses.json").read_text("utf-8"))["LicenseRef-Llama-2-Community"]
    card = as_json(home, "models", "show", "llama-2-13b-chat")
    assert card["license_accepted"] == accepted["accepted_at"]


def test_another_model_than_the_name_says_is_refused_with_what_differs(home, tmp_path):
    folder = write_folder(tmp_path / "mine")
    process = run(
        *("models", "pull", "codellama-7b", "--accept-license", "--from", folder), LLAMITA_HOME=str(home)
    )
    assert process.returncode == 3
    assert "`mine` is not `codellama-7b`: num_layers is 2, published 32; width is 64" in process.stderr
    assert files_below(home) in (["licenses.json"], ["licenses.json", "pull.lock"])


def test_show_has_the_card_of_a_model_that_is_not_here(home):
    card = as_json(home, "models", "show", "codellama-34b-instruct")
    assert list(card)[:3] == ["name", "title", "installed"]
    row = next(r for r in as_json(home, "models", "list")["models"] if r["name"] == card["name"])
    assert card["license"] == row["license"] == "LicenseRef-Llama-2-Community"
    assert card["license_url"] == "https://ai.meta.com/llama/license/"
    assert card["use_policy"] == "https://ai.meta.com/llama/use-policy/"
    assert card["license_accepted"] is False
    assert card["source"] == "codellama/CodeLlama-34b-Instruct-hf on the Hugging Face Hub"
    assert (card["dialog"], card["can_infill"], card["installed"]) == ("llama-2", False, False)
    assert card["spec"]["num_parameters"] == 33_743_970_304
    assert set(card["memory"]) == set(PRECISIONS)


def test_show_prints_for_people_too(home):
    process = run("models", "show", "llama-2-7b", LLAMITA_HOME=str(home))
    assert process.returncode == 0, process.stderr
    assert "meta-llama/Llama-2-7b-hf on the Hugging Face Hub, gated" in process.stdout
    assert "float16              15.6 GB, " in process.stdout
    assert "installed              no\n" in process.stdout
    assert "None" not in process.stdout


def test_show_says_where_an_installed_folder_differs_from_what_was_published(home, tmp_path):
    target = install(home, "codellama-7b", write_folder(tmp_path / "mine"))
    card = as_json(home, "models", "show", "codellama-7b")
    assert card["installed"] is True
    assert card["path"] == str(target)
    assert card["can_infill"] is True
    assert card["differs_from_published"].startswith("num_layers is 2, published 32; ")
    row = next(r for r in as_json(home, "models", "list")["models"] if r["name"] == "codellama-7b")
    assert (row["installed"], row["size_bytes"]) == (True, ModelStore(home).find("codellama-7b").size_bytes)


@pytest.mark.parametrize("form", ["folder", "meta", "gguf"])
def test_show_describes_what_lies_at_a_path_in_any_form(home, tmp_path, form):
    path = write_folder(tmp_path / "mine")
    if form != "folder":
        checkpoint = read_checkpoint(path)
        path = tmp_path / ("x.gguf" if form == "gguf" else "x")
        write_checkpoint(checkpoint, path, form=form)
    card = as_json(home, "models", "show", path)
    assert card["spec"]["num_layers"] == 2
    assert card["can_infill"] is True
    assert card["shape_of"] is None


def test_an_installed_folder_is_verified_file_by_file_and_answers(home, tmp_path):
    target = install(home, "codellama-7b", write_folder(tmp_path / "mine"))
    files = as_json(home, "models", "verify", "codellama-7b")["files"]
    assert {file["name"] for file in files} == {path.name for path in target.iterdir()} - {"record.json"}
    process = run(
        *("complete", "-", "--model", "codellama-7b", "--max-tokens", 2), stdin="def", LLAMITA_HOME=str(home)
    )
    assert process.returncode == 0, process.stderr
    shard = target / "model-00001-of-00002.safetensors"
    shard.write_bytes(shard.read_bytes()[:-1] + b"\x07")
    process = run("models", "verify", "codellama-7b", LLAMITA_HOME=str(home))
    assert process.returncode == 3
    shard.unlink()
    listed = run("models", "list", LLAMITA_HOME=str(home))
    assert listed.stderr == f"model `codellama-7b` is damaged: `{shard.name}` is missing or cannot be read\n"
    assert f"model `codellama-7b` is damaged: `{shard.name}` has sha256" in process.stderr
    assert run("models", "remove", "codellama-7b", LLAMITA_HOME=str(home)).returncode == 0
    assert not target.exists()


def test_a_record_of_other_bytes_than_its_file_is_damage_and_said_to_be_the_record(home, tmp_path):
    target = install(home, "codellama-7b", write_folder(tmp_path / "mine"))
    record = target / "record.json"
    size_bytes = (target / "README.md").stat().st_size
    record.write_text(record.read_text("utf-8").replace(f": {size_bytes},", f": {size_bytes + 1},"), "utf-8")
    error = as_json(home, "models", "verify", "codellama-7b", exit_code=3)["error"]
    assert error == "model `codellama-7b` is damaged: its record is not that of `README.md`"


@pytest.mark.parametrize("place", ["~nobody-of-this-name/store", "x" * 300])
def test_a_store_in_an_impossible_place_is_an_error_in_words(place):
    error = as_json(place, "models", "list", exit_code=3)["error"]
    assert error.startswith("cannot use `")
