"""Damaged files at the program's own door: exit code 3 with our message, fast, never a traceback."""

import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from llamita.cli.main import main
from llamita.weights.store import ModelStore
from tests.cli.program import LLAMITA, run
from tests.default_model import installed_default_model
from tests.weights.damaged_gguf import FLIPPED, REFUSED
from tests.weights.gguf_files import write_tiny_gguf

DEFAULT = "smollm2-135m-instruct"


@pytest.fixture
def program(monkeypatch, capsys):
    """`llamita` within this process, so that two hundred runs take seconds."""

    def run_here(*arguments):
        monkeypatch.setattr(sys, "argv", ["llamita", *map(str, arguments)])
        started_s = time.perf_counter()
        with pytest.raises(SystemExit) as exited:
            main()
        taken_s = time.perf_counter() - started_s
        output = capsys.readouterr()
        return SimpleNamespace(code=exited.value.code, out=output.out, err=output.err, taken_s=taken_s)

    return run_here


def test_there_are_two_hundred_and_more():
    assert len(REFUSED) >= 200


@pytest.mark.parametrize("damage", REFUSED)
def test_a_damaged_file_exits_3_within_a_second_and_names_itself(program, tmp_path, damage):
    path = tmp_path / "damaged.gguf"
    path.write_bytes(REFUSED[damage])
    result = program("models", "show", path)
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("error: ")
    assert "damaged.gguf" in result.err
    assert result.taken_s < 1


@pytest.mark.parametrize("flip", FLIPPED)
def test_a_flipped_header_bit_is_refused_or_leaves_a_model_that_can_be_shown(program, tmp_path, flip):
    path = tmp_path / "flipped.gguf"
    path.write_bytes(FLIPPED[flip])
    assert program("models", "show", path).code in {0, 3}


@pytest.mark.parametrize("damage", ["cut to 20 bytes", f"{2**60} tensors", "layers huge"])
def test_a_damaged_file_stops_a_real_process_the_same_way(tmp_path, damage):
    path = tmp_path / "damaged.gguf"
    path.write_bytes(REFUSED[damage])
    command = f"ulimit -v 4000000; exec '{LLAMITA[0]}' -m llamita complete - --model '{path}'"
    process = subprocess.run(
        ["bash", "-c", command], input=b"x", capture_output=True, check=False, timeout=20
    )
    assert process.returncode == 3
    assert process.stderr.startswith(b"error: ")


def test_flips_in_the_payload_never_crash(program, tmp_path):
    path = write_tiny_gguf(tmp_path / "payload.gguf", format="Q8_0")
    whole = path.read_bytes()
    for position in range(len(whole) - 30_000, len(whole), 1009):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x7C]) + whole[position + 1 :])
        assert program("models", "show", path).code == 0
        (tmp_path / "prompt").write_text("def f")
        assert program("complete", tmp_path / "prompt", "--model", path, "--max-tokens", 2).code in {0, 3}


@pytest.fixture
def store_copy(tmp_path, monkeypatch):
    """A store of its own with the default model in it, as a link-free copy that may be damaged."""
    path = installed_default_model()
    monkeypatch.setenv("LLAMITA_HOME", str(tmp_path))
    return ModelStore(tmp_path).pull(DEFAULT, source=path).path


def flip(path, position_bytes):
    with path.open("r+b") as file:
        file.seek(position_bytes)
        byte = file.read(1)[0]
        file.seek(position_bytes)
        file.write(bytes([byte ^ 0x10]))


def test_verify_reports_a_flip_in_the_payload_of_an_installed_model(store_copy):
    assert run("models", "verify", DEFAULT).returncode == 0
    flip(store_copy, 50_000_000)
    process = run("models", "verify", DEFAULT)
    assert process.returncode == 3
    assert f"model `{DEFAULT}` is damaged: its file has sha256" in process.stderr
    assert run("complete", "-", "--max-tokens", 2, stdin="def f").returncode in {0, 3}


def test_any_flip_in_the_header_of_an_installed_model_is_found_at_its_next_use(store_copy):
    store_copy_bytes = store_copy.read_bytes()[:2_000_000]
    flip(store_copy, store_copy_bytes.index(b"Smollm2 135M"))  # a name nobody could check otherwise
    process = run("models", "show", DEFAULT)
    assert process.returncode == 3
    assert "has changed since it was pulled" in process.stderr
    assert "hint: `llamita models remove" in process.stderr
