import pytest

from llamita.errors import RequestError, UnsupportedByModel
from llamita.text import infill_prompt, split_at_marker
from tests.tiny import tiny_llama_tokenizer, tiny_tokenizer


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
    assert "Code Llama 7B, 13B and 70B can, and 7B and 13B Instruct" in caught.value.hint


@pytest.fixture
def llama():
    return tiny_llama_tokenizer(can_infill=True)


def test_trap_11_a_suffix_has_no_space_in_front_and_a_prefix_has(llama):
    infill = llama.vocabulary.infill
    prompt = infill_prompt(llama, "def", "def")
    first, second = prompt.index(infill.prefix) + 1, prompt.index(infill.suffix) + 1
    assert [llama.vocabulary.pieces[prompt[place]] for place in (first, second)] == ["▁def", "def"]


@pytest.mark.parametrize("order", ["psm", "spm"])
def test_trap_13_one_begin_token_stands_before_pre(llama, order):
    prompt = infill_prompt(llama, "<s>def", "<s>x", order=order)
    assert prompt[:2] == [llama.vocabulary.begin_id, llama.vocabulary.infill.prefix]
    assert prompt.count(llama.vocabulary.begin_id) == 1


def test_trap_14_in_the_suffix_first_order_the_prefix_stands_behind_mid(llama):
    infill = llama.vocabulary.infill
    assert infill_prompt(llama, "def", "x", order="spm") == [
        *(1, infill.prefix, infill.suffix),
        *llama.encode("x", continues=True),
        infill.middle,
        *llama.encode("def"),
    ]


def test_an_order_that_is_none_is_refused_by_name(llama):
    with pytest.raises(RequestError, match="^order must be `psm` or `spm`, got 'mps'$"):
        infill_prompt(llama, "a", "b", order="mps")


@pytest.mark.parametrize("order", ["psm", "spm"])
def test_trap_16_a_file_that_contains_infill_markers_makes_a_prompt_with_one_of_each(llama, order):
    infill = llama.vocabulary.infill
    file = "a <PRE> b <SUF>c <MID> <EOT> x"
    prompt = infill_prompt(llama, file, file, order=order)
    counts = [prompt.count(i) for i in (infill.prefix, infill.suffix, infill.middle, infill.end)]
    assert counts == [1, 1, 1, 0]
    start = prompt.index(infill.middle) + 1 if order == "spm" else 2
    end = prompt.index(infill.suffix) if order == "psm" else len(prompt)
    assert llama.decode(prompt[start:end]) == file


def test_trap_17_a_suffix_that_starts_a_new_line_as_windows_does_keeps_its_tokens(llama):
    infill = llama.vocabulary.infill
    prompt = infill_prompt(llama, "x", "\r\nx")
    place = prompt.index(infill.suffix) + 1
    assert prompt[place:-1] == llama.encode("\r\nx", continues=True)


def test_trap_35_a_vocabulary_without_infill_pieces_has_none_instead_of_the_unknown():
    llama = tiny_llama_tokenizer()
    assert (llama.vocabulary.infill, llama.vocabulary.id_of("▁<PRE>")) == (None, None)
    with pytest.raises(UnsupportedByModel, match="cannot infill"):
        infill_prompt(llama, "a", "b")
    with pytest.raises(UnsupportedByModel, match="no control token `▁<PRE>`"):
        llama.control_id("▁<PRE>")


@pytest.mark.parametrize(("text", "count"), [("no gap", 0), ("<FILL_ME> and <FILL_ME>", 2)])
def test_the_marker_must_stand_exactly_once(text, count):
    with pytest.raises(RequestError, match=rf"exactly once in the text, found it {count} times"):
        split_at_marker(text)
