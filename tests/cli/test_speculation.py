"""What a person may say about guessing ahead: `--prediction`, `--draft-model`, `--no-speculate`."""

import json

import pytest

from llamita.cli.options import AnswerFlags
from llamita.spec import SamplingSpec
from tests.cli.program import run
from tests.weights.gguf_files import write_tiny_gguf


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return write_tiny_gguf(tmp_path_factory.mktemp("models") / "tiny.gguf")


def test_guessing_ahead_changes_nothing_but_the_counts(tiny, tmp_path):
    (tmp_path / "expected.py").write_text("def f(x):")
    asked = ("complete", "-", "--model", tiny, "--json", "--max-tokens", 30)
    flags = [("--no-speculate",), ("--prediction", tmp_path / "expected.py"), ("--draft-model", tiny)]
    answers = [json.loads(run(*asked, *given, stdin="def f").stdout) for given in flags]
    assert answers[0]["token_ids"] == answers[1]["token_ids"] == answers[2]["token_ids"]
    assert answers[0]["timings"]["drafted_tokens"] == 0 < answers[2]["timings"]["accepted_tokens"]


def test_a_prediction_is_given_to_the_model_exactly_as_it_is(tmp_path):
    (tmp_path / "expected.py").write_bytes(b" x\r\n")
    flags = AnswerFlags(prediction=str(tmp_path / "expected.py"))
    assert flags.ask(SamplingSpec())["prediction"] == " x\r\n"


def test_a_prediction_that_cannot_be_read_is_an_error(tiny, tmp_path):
    process = run("complete", "-", "--model", tiny, "--prediction", tmp_path / "none", stdin="x")
    assert (process.returncode, process.stdout) == (3, "")
    assert "No such file" in process.stderr
    process = run("complete", "-", "--model", tiny, "--prediction", "-", stdin="x")
    assert (process.returncode, process.stdout) == (2, "")
    assert "`--prediction` needs a file" in process.stderr
