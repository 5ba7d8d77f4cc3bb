from hypothesis import given
from hypothesis import strategies as st

from llamita.generate.draft_length import FIRST_TOKENS, LONGEST_REST_STEPS, DraftLength


def after_all(length, fates):
    """The length after steps of which each accepted what ``fates`` says of its draft: a share."""
    for share in fates:
        length = length.after(length.tokens, int(length.tokens * share))
    return length


def test_drafts_double_while_all_of_them_comes_true_up_to_the_limit():
    length = DraftLength(20)
    lengths = []
    for _ in range(6):
        lengths.append(length.tokens)
        length = length.after(length.tokens, length.tokens)
    assert lengths == [2, 4, 8, 16, 20, 20]


def test_a_draft_that_came_true_in_part_is_followed_by_a_short_one():
    assert after_all(DraftLength(16), [1, 1, 1, 0.5]).tokens == FIRST_TOKENS


def test_after_wrong_drafts_rests_grow_up_to_the_longest():
    length = DraftLength(16)
    rests = []
    for _ in range(8):
        length = length.after(2, 0)
        rests.append(length.rest_steps)
        while not length.tokens:
            length = length.after(0, 0)
    assert rests == [1, 2, 4, 8, 16, LONGEST_REST_STEPS, LONGEST_REST_STEPS, LONGEST_REST_STEPS]


def test_one_right_guess_makes_the_next_rest_short_again():
    length = after_all(DraftLength(16), [0] * 40)
    while not length.tokens:
        length = length.after(0, 0)
    assert length.after(2, 1).after(2, 0).rest_steps == 1


def test_a_step_in_which_nothing_could_be_guessed_changes_nothing():
    assert DraftLength(16).after(0, 0) == DraftLength(16)


@given(st.integers(0, 40), st.lists(st.sampled_from([0, 0.3, 0.5, 1]), max_size=60))
def test_no_draft_is_longer_than_the_limit(limit_tokens, fates):
    assert 0 <= after_all(DraftLength(limit_tokens), fates).tokens <= limit_tokens


@given(st.integers(50, 400))
def test_a_text_without_repeats_is_guessed_at_so_rarely_that_it_costs_little(num_steps):
    length, num_drafted = DraftLength(16), 0
    for _ in range(num_steps):
        num_drafted += length.tokens
        length = length.after(length.tokens, 0)
    assert num_drafted <= FIRST_TOKENS * (6 + num_steps / LONGEST_REST_STEPS)
