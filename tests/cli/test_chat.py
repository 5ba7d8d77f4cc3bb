"""The main job, with the real default model."""

import json
import os
import pty
import signal
import subprocess
import time

import pytest

from llamita.assembly import DEFAULT_MODEL
from tests.cli.program import LLAMITA, run
from tests.default_model import installed_default_model

FIBONACCI = "Write me a function that outputs the Fibonacci sequence."


@pytest.fixture(autouse=True)
def _default_model():
    installed_default_model()


def test_a_question_is_answered_with_code():
    process = run("chat", FIBONACCI)
    assert process.returncode == 0
    assert "def fibonacci" in process.stdout
    assert "<|im_" not in process.stdout
    assert process.stderr == ""


def test_the_answer_is_shown_while_it_is_written():
    with subprocess.Popen([*LLAMITA, "chat", FIBONACCI], stdout=subprocess.PIPE) as process:
        first = os.read(process.stdout.fileno(), 1000)
        was_running = process.poll() is None
        rest = process.stdout.read()
    assert was_running
    assert 0 < len(first) < len(first + rest) / 2


def test_json_carries_the_answer_and_what_it_took():
    answer = json.loads(run("chat", "Say hello.", "--json", "--max-tokens", 5).stdout)
    assert answer["model"] == DEFAULT_MODEL
    assert answer["timings"]["prompt_tokens"] > 20  # the model's own system turn is in it
    assert len(answer["token_ids"]) == 5


def test_a_question_can_come_through_a_pipe_and_files_come_along(tmp_path):
    source = tmp_path / "greet.py"
    source.write_text("def greet(): return 'hello ```'\n")
    with_file = json.loads(run("chat", "What is this?", "--file", source, "--json", "--max-tokens", 1).stdout)
    piped = json.loads(
        run("chat", "What is this?", "--file", "-", "--json", "--max-tokens", 1, stdin="x = 1").stdout
    )
    assert with_file["timings"]["prompt_tokens"] > piped["timings"]["prompt_tokens"] > 40
    assert run("chat", "--max-tokens", 4, stdin="Say hello.").stdout != ""


def test_a_missing_file_is_an_error_before_anything_is_asked():
    process = run("chat", "What is this?", "--file", "no-such-file")
    assert (process.returncode, process.stdout) == (3, "")


def test_an_empty_message_is_refused():
    assert run("chat", "  ").returncode == 2


def test_ctrl_c_keeps_what_was_said_and_exits_130():
    command = [*LLAMITA, "chat", "Count from one to one thousand in words."]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        said = os.read(process.stdout.fileno(), 1000)
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said + rest
    assert errors == b""


class Terminal:
    """A person at a terminal."""

    def __init__(self, *arguments, command=None):
        self.own, theirs = pty.openpty()
        self.process = subprocess.Popen(
            command or [*LLAMITA, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_own_terminal,
        )
        os.close(theirs)
        self.seen = ""

    def type(self, text):
        os.write(self.own, text.encode())

    def wait_for(self, text, timeout_s=30.0):
        """What was shown until ``text`` came."""
        deadline_s = time.monotonic() + timeout_s
        while text not in self.seen:
            assert time.monotonic() < deadline_s, f"{text!r} did not come, only {self.seen!r}"
            self.seen += os.read(self.own, 4096).decode(errors="replace")
        before, _, self.seen = self.seen.partition(text)
        return before

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.own)


def _own_terminal():
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_a_conversation_goes_on_after_ctrl_c_and_ends_when_told():
    with Terminal("chat", "--max-tokens", "400", "--temperature", "0") as terminal:
        terminal.wait_for("> ")
        terminal.type("What is Python?\n")
        assert "Python" in terminal.wait_for("\n> ").partition("What is Python?")[2]
        terminal.type("Write a long story about a dragon.\n")
        terminal.wait_for("dragon.\r\n")
        terminal.wait_for(" ")
        terminal.type("\x03")
        terminal.wait_for("[cancelled]")
        terminal.wait_for("> ")
        terminal.type("/help\n")
        terminal.wait_for("/clear forgets the conversation")
        terminal.type("/quit\n")
        assert terminal.process.wait(timeout=20) == 0


def test_in_a_redirected_conversation_only_answers_are_redirected(tmp_path):
    command = f"'{LLAMITA[0]}' -m llamita chat --max-tokens 3 > '{tmp_path}/answers'"
    with Terminal(command=["bash", "-c", command]) as terminal:
        terminal.wait_for("> ")
        terminal.type("Hello\n")
        terminal.wait_for("> ")
        terminal.type("Hello\n")
        terminal.wait_for("> ")
        terminal.type("/quit\n")
        assert terminal.process.wait(timeout=20) == 0
    answers = (tmp_path / "answers").read_text()
    assert answers.count("\n") == 2
    assert "> " not in answers


def test_a_question_that_is_refused_does_not_end_the_conversation():
    with Terminal("chat", "--max-tokens", "5") as terminal:
        terminal.wait_for("> ")
        terminal.type(
            "\x16\x04\n"
        )  # a control character, typed with Ctrl-V: the vocabulary has no token for it
        terminal.wait_for("which this model's vocabulary cannot spell")
        terminal.wait_for("> ")
        terminal.type("\x04")
        assert terminal.process.wait(timeout=20) == 0
