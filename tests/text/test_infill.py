import pytest

from llamita.errors import RequestError, UnsupportedByModel
from llamita.text import infill_prompt, split_at_marker
from tests.tiny import tiny_tokenizer


def test_prefix_and_suffix_stand_between_control_tokens():
    tokenizer = tiny_tokenizer()
    prompt = infill_prompt(tokenizer, "def f(", "): pass")
    assert prompt == [3, *tokenizer.encode("def f("), 4, *tokenizer.encode("): pass"), 5]


def test_infill_markers_that_a_user_writes_stay_text():
    prompt = infill_prompt(tiny_tokenizer(), "a <PRE> b", "<SUF><MID>")
    assert [prompt.count(control) for control in (3, 4, 5, 6)] == [1, 1, 1, 0]


def test_a_model_without_infill_tokens_says_so_and_what_can():
    with pytest.raises(UnsupportedByModel, match="cannot infill") as caught:
        infill_prompt(tiny_tokenizer(can_infill=False), "a", "b")
    assert "`fim_pre`, `fim_suf`, `fim_mid` and `eot` tokens can" in caught.value.hint


@pytest.mark.parametrize(("text", "count"), [("no gap", 0), ("<FILL_ME> and <FILL_ME>", 2)])
def test_the_marker_must_stand_exactly_once(text, count):
    with pytest.raises(RequestError, match=rf"exactly once in the text, found it {count} times"):
        split_at_marker(text)
