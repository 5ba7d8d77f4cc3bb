"""Answers of one model find what the others have read, and do not disturb each other."""

import gc
import subprocess
import sys

from llamita.assist import Conversation
from tests.assist.test_model import tiny_model
from tests.fixtures import ROOT


def cached_tokens(answer):
    return answer.timings.cached_tokens


def test_two_prompts_in_turn_are_each_read_once():
    model = tiny_model()
    texts = ["def f(x): return", "the other file, in the"]
    first = [model.complete(text, max_tokens=4) for text in texts]
    again = [model.complete(text, max_tokens=4) for text in texts]
    assert [cached_tokens(answer) for answer in first] == [0, 0]
    assert [cached_tokens(answer) for answer in again] == [a.timings.prompt_tokens - 1 for a in first]
    assert [answer.token_ids for answer in again] == [answer.token_ids for answer in first]


def test_two_conversations_in_turn_read_only_what_is_new():
    model = tiny_model(dialog="smollm2")
    conversations = [Conversation(model, max_tokens=4), Conversation(model, system="x", max_tokens=4)]
    read = []
    for conversation in conversations:
        list(conversation.say("one"))
        read.append(conversation.answer.timings.prompt_tokens)
    for conversation, read_tokens in zip(conversations, read, strict=True):
        list(conversation.say("two"))
        assert cached_tokens(conversation.answer) >= read_tokens


def test_answers_that_are_written_at_once_do_not_disturb_each_other():
    texts = ["def f(x): return", "def f(x): yield", "the other file"]
    alone = [tiny_model().complete(text, max_tokens=8).token_ids for text in texts]
    model = tiny_model()
    streams = [model.complete(text, stream=True, max_tokens=8) for text in texts]
    for _ in range(8):
        for stream in streams:
            next(stream)
    assert [stream.answer.token_ids for stream in streams] == alone


def test_an_answer_that_was_left_is_found_by_the_next():
    model = tiny_model()
    stream = model.complete("def f(x): return", stream=True, max_tokens=8)
    written = [next(stream).token_id for _ in range(4)]
    stream.close()
    again = model.complete("def f(x): return", max_tokens=8)
    assert again.token_ids[:4] == tuple(written)
    assert cached_tokens(again) == again.timings.prompt_tokens - 1


def test_an_answer_that_nobody_holds_any_more_is_found_by_the_next():
    model = tiny_model()
    next(model.complete("def f(x): return", stream=True, max_tokens=8))
    gc.collect()
    assert cached_tokens(model.complete("def f(x): return", max_tokens=1)) > 0


def test_a_closed_answer_brings_no_further_step():
    stream = tiny_model().complete("x", stream=True, max_tokens=9)
    next(stream)
    stream.close()
    assert next(stream, None) is None
    assert len(stream.answer.token_ids) == 1


def test_an_answer_that_never_began_keeps_nothing():
    model = tiny_model()
    model.complete("def f(x): return", stream=True).close()
    assert cached_tokens(model.complete("def f(x): return", max_tokens=1)) == 0


def test_a_prompt_that_was_cancelled_half_read_is_not_read_from_the_start_again():
    model = tiny_model()
    text = "the " * 200
    looks = iter([False, True])
    cancelled = model.complete(text, cancel=lambda: next(looks, True), max_tokens=1)
    assert cancelled.finish_reason == "cancelled"
    assert cached_tokens(model.complete(text, max_tokens=1)) == 256


LEFT_BEHIND = """
from llamita.assembly import load
from llamita.weights import forms
from tests.tiny import tiny_checkpoint
forms.read_checkpoint = lambda *_, **__: tiny_checkpoint()
stream = load("./tiny.gguf", snapshots="kept").complete("def f(x): return", stream=True)
next(stream)
stream.itself = stream
"""


def test_an_answer_that_is_left_behind_when_the_program_ends_says_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    process = subprocess.run(
        [sys.executable, "-c", LEFT_BEHIND], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert (process.stdout, process.stderr) == ("", "")
