from hypothesis import given
from hypothesis import strategies as st

from llamita.generate import StopMatcher

letters = st.text("ab", max_size=12)
stops = st.lists(st.text("ab", min_size=1, max_size=3), max_size=3).map(tuple)


def run(stop_texts, chunks):
    matcher = StopMatcher(stop_texts)
    shown = [matcher.push(chunk) for chunk in chunks]
    return "".join(shown) + matcher.finish(), matcher.stopped


@given(stops, st.lists(letters, max_size=6))
def test_what_is_shown_does_not_depend_on_where_chunks_end(stop_texts, chunks):
    text = "".join(chunks)
    # The stop that is complete first decides, and of those the one that began first.
    ends = [(text.find(stop) + len(stop), text.find(stop)) for stop in stop_texts if stop in text]
    expected = (text[: min(ends)[1]], True) if ends else (text, False)
    assert run(stop_texts, chunks) == run(stop_texts, list(text)) == run(stop_texts, [text]) == expected


@given(st.text("ab", min_size=1, max_size=3), st.lists(letters, max_size=6))
def test_one_stop_string_cuts_at_its_first_occurrence_however_the_text_is_chunked(stop, chunks):
    text = "".join(chunks)
    assert run((stop,), chunks)[0] == text.partition(stop)[0]


def test_the_beginning_of_a_stop_is_held_back_until_it_is_decided():
    matcher = StopMatcher(("END",))
    assert [matcher.push(part) for part in ("xE", "N", "x")] == ["x", "", "ENx"]
    assert not matcher.stopped


def test_after_a_stop_nothing_is_shown():
    matcher = StopMatcher(("b",))
    assert (matcher.push("abc"), matcher.push("d"), matcher.finish()) == ("a", "", "")
