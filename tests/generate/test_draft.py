from hypothesis import example, given
from hypothesis import strategies as st

from llamita.generate.draft import (
    LONGEST_MATCH_TOKENS,
    MAX_PLACES,
    SHORTEST_MATCH_TOKENS,
    LookupDrafter,
)

texts = st.lists(st.integers(0, 2), max_size=60)


def drafter_of(text, prediction=(), num_pushed=0):
    """A drafter that was given the last tokens of a text one by one."""
    prompt, answer = text[: len(text) - num_pushed], text[len(text) - num_pushed :]
    drafter = LookupDrafter(prompt, prediction)
    for token_id in answer:
        drafter.push(token_id)
    return drafter


def match_length(text, place):
    """How many tokens before ``place`` are those at the end of the text."""
    lengths = range(min(place, LONGEST_MATCH_TOKENS), 0, -1)
    return next((n for n in lengths if text[place - n : place] == text[len(text) - n :]), 0)


def longest_match(text):
    """The latest of the places with the longest match, by looking at all of them."""
    matches = [(match_length(text, place), place) for place in range(1, len(text))]
    good = [match for match in matches if match[0] >= SHORTEST_MATCH_TOKENS][-MAX_PLACES:]
    return max(good)[1] if good else None


@given(texts, st.integers(0, 60), st.integers(1, 12))
@example([1, 1, 1, 1], 0, 9)
def test_a_draft_is_what_followed_the_longest_and_latest_match(text, num_pushed, max_tokens):
    draft = drafter_of(text, num_pushed=min(num_pushed, len(text))).propose(max_tokens)
    place = longest_match(text)
    if place is None:
        assert draft == []
    else:
        followed = text[place:]
        assert draft == [followed[index % len(followed)] for index in range(max_tokens)]


@given(texts, texts, st.integers(0, 60))
def test_tokens_that_were_pushed_count_like_those_of_the_prompt(before, text, num_pushed):
    pushed = drafter_of([*before, *text], num_pushed=min(num_pushed, len(text)))
    assert pushed.propose(7) == drafter_of([*before, *text]).propose(7)


@given(st.lists(st.integers(0, 2**31 - 1), min_size=5, max_size=40), st.integers(0, 40))
def test_ids_of_any_size_are_told_apart(text, num_pushed):
    repeated = [*text, 7, *text[:4]]
    draft = drafter_of(repeated, num_pushed=min(num_pushed, len(repeated))).propose(1)
    assert draft == [repeated[longest_match(repeated)]]


@given(st.lists(st.integers(100, 900), min_size=3, max_size=50), st.lists(st.integers(0, 99), min_size=2))
def test_an_answer_that_begins_like_the_prediction_is_expected_to_go_on_like_it(prediction, prompt):
    drafter = LookupDrafter(prompt, prediction)
    drafter.push(prediction[0])
    assert drafter.propose(100)[: len(prediction) - 1] == prediction[1:]


@given(texts, st.lists(st.integers(0, 2), min_size=1, max_size=60), st.integers(0, 60))
def test_a_draft_holds_only_tokens_of_the_texts_and_no_more_than_asked_for(text, prediction, num_pushed):
    draft = drafter_of(text, prediction, num_pushed=min(num_pushed, len(text))).propose(9)
    assert len(draft) <= 9
    assert set(draft) <= {*text, *prediction}


def test_a_prediction_is_taken_up_again_behind_a_difference():
    drafter = LookupDrafter([90, 91], [1, 2, 3, 4, 5, 6, 7, 8])
    for token_id in (1, 2, 50, 51, 4, 5):
        drafter.push(token_id)
    assert drafter.propose(9) == []
    drafter.push(6)
    assert drafter.propose(9) == [7, 8]


def test_nothing_is_proposed_behind_the_end_of_the_prediction():
    drafter = LookupDrafter([90, 91], [1, 2, 3])
    for token_id in (1, 2, 3):
        drafter.push(token_id)
    assert drafter.propose(9) == []
