import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from llamita.errors import CheckpointError, RequestError
from llamita.generate.sampling import (
    Sampler,
    draw,
    keep_min_p,
    keep_top_k,
    keep_top_p,
    log_probability,
    log_softmax,
    penalize_frequency,
    penalize_repetition,
    uniform,
)
from llamita.spec import SamplingSpec

rows = hnp.arrays(np.float32, st.integers(2, 40), elements=st.floats(-30, 30, width=32))
shares = st.floats(0.01, 1.0)


def probability(logits_V):
    return np.exp(log_softmax(logits_V))


def kept(logits_V):
    return np.isfinite(logits_V)


@given(rows, shares)
def test_top_p_keeps_at_least_the_mass_asked_for(logits_V, top_p):
    assert probability(logits_V)[kept(keep_top_p(logits_V, top_p))].sum() >= top_p - 1e-9


@given(rows, shares)
def test_top_p_keeps_no_token_that_is_not_needed_for_the_mass(logits_V, top_p):
    kept_V = kept(keep_top_p(logits_V, top_p))
    share_V = probability(logits_V)[kept_V]
    assert share_V.sum() - share_V.min() < top_p + 1e-9


@given(rows, shares)
def test_top_p_never_drops_a_token_likelier_than_one_it_keeps(logits_V, top_p):
    kept_V = kept(keep_top_p(logits_V, top_p))
    assert kept_V.all() or logits_V[~kept_V].max() <= logits_V[kept_V].min()


@pytest.mark.parametrize(
    ("shares_V", "top_p", "kept_ids"),
    [
        ([0.5, 0.4, 0.06, 0.04], 0.91, [0, 1, 2]),
        ([0.5, 0.4, 0.06, 0.04], 0.89, [0, 1]),
        ([0.04, 0.4, 0.06, 0.5], 0.6, [1, 3]),
        ([0.5, 0.3, 0.2], 1e-9, [0]),
        ([0.25, 0.25, 0.25, 0.25], 0.6, [0, 1, 2]),
        ([0.25, 0.25, 0.25, 0.25], 1e-9, [0]),
    ],
)
def test_trap_24_top_p_keeps_the_token_that_crosses_the_border(shares_V, top_p, kept_ids):
    assert np.flatnonzero(kept(keep_top_p(np.log(np.float32(shares_V)), top_p))).tolist() == kept_ids


def test_trap_24_a_top_p_of_nothing_is_refused_and_greedy_is_temperature_zero():
    with pytest.raises(RequestError, match=r"top_p must be in \(0, 1\], got 0"):
        SamplingSpec(top_p=0)


@given(rows, st.integers(1, 50))
def test_top_k_keeps_exactly_k_and_the_likeliest(logits_V, top_k):
    kept_V = kept(keep_top_k(logits_V, top_k))
    assert kept_V.sum() == min(top_k, logits_V.size)
    assert kept_V.all() or logits_V[~kept_V].max() <= logits_V[kept_V].min()


@pytest.mark.parametrize("spread", [0.0, 0.01, 1.0, 8.0])
@pytest.mark.parametrize("allowed", [40, 5000])
def test_cuts_of_a_large_vocabulary_are_those_of_a_complete_sort(spread, allowed):
    random = np.random.default_rng(0)
    # Rounded, so that many are equal.
    logits_V = (random.standard_normal(5000) * spread).round(1).astype(np.float32)
    logits_V[random.permutation(5000)[allowed:]] = -np.inf
    order = np.argsort(-logits_V, kind="stable")[:allowed]
    mass_before = np.cumsum(probability(logits_V)[order]) - probability(logits_V)[order]
    for top_p in (1e-9, 0.3, 0.95, 1 - 1e-6):
        assert np.flatnonzero(kept(keep_top_p(logits_V, top_p))).tolist() == sorted(
            order[mass_before < top_p]
        )
    for top_k in (1, 30, 256, 4999):
        assert np.flatnonzero(kept(keep_top_k(logits_V, top_k))).tolist() == sorted(order[:top_k])


@given(rows, st.data())
def test_one_log_probability_is_that_of_all(logits_V, data):
    token_id = data.draw(st.integers(0, logits_V.size - 1))
    assert log_probability(logits_V, token_id) == pytest.approx(log_softmax(logits_V)[token_id], abs=1e-5)


@given(rows, shares)
def test_min_p_keeps_what_is_likely_enough_beside_the_likeliest(logits_V, min_p):
    share_V = probability(logits_V)
    kept_V = kept(keep_min_p(logits_V, min_p))
    assert kept_V[share_V > share_V.max() * (min_p + 1e-4)].all()
    assert not kept_V[share_V < share_V.max() * (min_p - 1e-4)].any()


def test_off_means_untouched():
    logits_V = np.float32([1, 2, 3])
    for cut in (keep_top_k(logits_V, 0), keep_top_p(logits_V, 1.0), keep_min_p(logits_V, 0.0)):
        np.testing.assert_array_equal(cut, logits_V)


@given(rows)
def test_log_probabilities_add_up_to_one(logits_V):
    assert probability(logits_V).sum() == pytest.approx(1)


@given(st.integers(0, 2**63 - 2), st.integers(0, 2**63 - 2), st.integers(0, 2**40))
def test_a_draw_depends_on_each_of_its_keys(seed, sample_index, position):
    chance = uniform(seed, sample_index, position)
    assert 0 <= chance < 1
    assert chance == uniform(seed, sample_index, position)
    assert chance != uniform(seed, sample_index, position + 1)
    assert chance != uniform(seed, sample_index + 1, position)
    assert chance != uniform(seed + 1, sample_index, position)


@pytest.mark.parametrize(
    ("key", "chance"),
    [
        ((0, 0, 0), 0.011546754286331562),
        ((0, 0, 41), 0.032395206994255354),
        ((2**63 - 1, 3, 1000), 0.6389801778280383),
    ],
)
def test_draws_stay_what_they_are_from_version_to_version(key, chance):
    assert uniform(*key) == chance


def test_draws_follow_the_probabilities():
    logits_V = np.log(np.float32([0.5, 0.2, 0.3]))
    draws = [draw(logits_V, uniform(0, 0, position)) for position in range(20_000)]
    np.testing.assert_allclose(np.bincount(draws) / 20_000, [0.5, 0.2, 0.3], atol=0.015)


@given(rows, st.floats(0, 1, exclude_max=True))
def test_a_dropped_token_is_never_drawn(logits_V, chance):
    kept_V = keep_top_k(logits_V, 1)
    assert draw(kept_V, chance) == int(np.argmax(logits_V))


@pytest.mark.parametrize("chance", [0.0, 1 - 2**-53])
def test_the_ends_of_the_line_belong_to_tokens_that_have_a_share(chance):
    assert draw(np.float32([-np.inf, 0, 0, -np.inf]), chance) in {1, 2}


def choose(logits, read_ids=(), num_generated=0, **spec):
    return Sampler(SamplingSpec(**spec), len(logits)).choose(
        np.float32(logits), list(read_ids), num_generated
    )


def test_trap_25_temperature_zero_takes_the_likeliest_and_of_equals_the_lowest_id():
    with np.errstate(all="raise"):
        assert choose([1, 5, 5, 0], temperature=0.0) == 1
        assert choose([-1, -5, -5, 0], temperature=0.0) == 3


@pytest.mark.parametrize("temperature", [1e-300, 1e-40, 1e-6])
def test_trap_25_a_tiny_temperature_is_greedy_without_overflow(temperature):
    assert choose([1, 5, 4.99, 0], temperature=temperature) == 1


def test_bias_moves_the_choice_and_can_forbid_it():
    assert choose([1, 5, 4], logit_bias={0: 10.0}) == 0
    assert choose([1, 5, 4], logit_bias={1: -np.inf}) == 2


def test_forbidding_everything_is_refused():
    with pytest.raises(RequestError, match="forbids every token"):
        choose([1, 2], logit_bias={0: -np.inf, 1: -np.inf})


def test_a_bias_on_an_id_outside_the_vocabulary_is_refused():
    with pytest.raises(RequestError, match=r"token id 9, expected \[0, 1\]"):
        Sampler(SamplingSpec(logit_bias={9: 1.0}), 2)


def test_repetition_is_penalized_whatever_the_sign_of_the_logit():
    np.testing.assert_allclose(penalize_repetition(np.float32([4, -4, 4]), [0, 1, 0], 2.0), [2, -8, 4])


def test_repetition_looks_only_at_the_window():
    assert choose([5, 4.9], [0, 1, 1, 1], repetition_penalty=2.0, penalty_window_tokens=3) == 0
    assert choose([5, 4.9], [0, 0, 0, 1], repetition_penalty=2.0, penalty_window_tokens=0) == 0
    assert choose([5, 4.9], [1, 1, 0], repetition_penalty=2.0, penalty_window_tokens=1) == 1


def test_frequency_counts_and_presence_does_not():
    np.testing.assert_allclose(penalize_frequency(np.float32([9, 9, 9]), [0, 0, 1], 1.0, 0.5), [6.5, 7.5, 9])


def test_frequency_looks_only_at_what_was_generated():
    assert choose([5, 4.9], [0, 0, 0], num_generated=0, frequency_penalty=1.0) == 0
    assert choose([5, 4.9], [0, 0, 0], num_generated=1, frequency_penalty=1.0) == 1


@pytest.mark.parametrize(
    "extreme",
    [
        {"repetition_penalty": 100.0, "frequency_penalty": 100.0, "presence_penalty": -100.0},
        {"logit_bias": {0: 1e6, 1: -1e6, 2: -np.inf}},
        {"min_p": 1e-300},
        {"temperature": 100.0, "logit_bias": {0: -np.inf}},
        {"temperature": 5e-324, "logit_bias": {0: -1e6}},
        {"top_p": 1e-300},
    ],
    ids=str,
)
def test_the_ends_of_every_range_choose_a_token_without_a_warning(extreme):
    token_id = choose([30, -30, 3, 0], [0, 1, 2, 3], 4, **({"temperature": 1.0} | extreme))
    assert token_id in range(4)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_logits_that_are_not_finite_mean_damaged_weights(bad):
    with pytest.raises(CheckpointError, match="its weights are damaged"):
        choose([1, bad])
