"""What one process has read, the next one finds: `--snapshots`."""

import json
import os

import pytest

from tests.cli.program import run
from tests.weights.gguf_files import write_tiny_gguf

TEXT = "def f(x): return the"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return write_tiny_gguf(tmp_path_factory.mktemp("models") / "tiny.gguf")


def complete(model, *arguments):
    process = run("complete", "-", "--model", model, "--max-tokens", 6, "--json", *arguments, stdin=TEXT)
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout), process.stderr


def test_the_same_prompt_is_read_once_and_the_answer_stays_the_same(tiny, tmp_path):
    first, _ = complete(tiny, "--snapshots", tmp_path / "kept")
    again, messages = complete(tiny, "--snapshots", tmp_path / "kept")
    alone, _ = complete(tiny)
    prompt_tokens = first["timings"]["prompt_tokens"]
    assert [answer["timings"]["cached_tokens"] for answer in (first, again, alone)] == [
        0,
        prompt_tokens - 1,
        0,
    ]
    assert first["token_ids"] == again["token_ids"] == alone["token_ids"]
    assert messages == ""


def test_a_damaged_snapshot_is_a_warning_and_the_answer_stays_the_same(tiny, tmp_path):
    first, _ = complete(tiny, "--snapshots", tmp_path)
    (snapshot,) = tmp_path.iterdir()
    with snapshot.open("r+b") as file:
        file.seek(-50, os.SEEK_END)
        file.write(b"damaged")
    again, messages = complete(tiny, "--snapshots", tmp_path)
    assert again["timings"]["cached_tokens"] == 0
    assert again["token_ids"] == first["token_ids"]
    assert messages.startswith("warning: snapshot `")
    assert "is damaged: expected sha256" in messages.replace("\n", " ")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_in_the_place_of_the_folder_is_refused(tiny, tmp_path):
    (tmp_path / "kept").write_text("mine")
    process = run("complete", "-", "--model", tiny, "--snapshots", tmp_path / "kept", stdin=TEXT)
    assert process.returncode == 2
    assert "cannot keep snapshots in" in process.stderr
