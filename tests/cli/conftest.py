"""What several verbs' tests begin with."""

import sys

import pytest

from llamita.cli.main import main
from llamita.weights.gguf.writer import write_gguf
from tests.weights.tiny_code_llama import tiny_code_llama


@pytest.fixture
def source(tmp_path):
    """A tiny Code Llama in a file."""
    path = tmp_path / "source.gguf"
    write_gguf(tiny_code_llama(), path)
    return path


@pytest.fixture
def run_here(monkeypatch, capsys):
    """A verb within this process: its exit code, and what it wrote to stdout and to stderr."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["llamita", *map(str, arguments)])
        with pytest.raises(SystemExit) as exited:
            main()
        output = capsys.readouterr()
        return exited.value.code, output.out, output.err

    return run
