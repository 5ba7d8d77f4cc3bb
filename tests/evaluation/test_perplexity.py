import math

import numpy as np
import pytest

from llamita.engines.contract import Cancelled
from llamita.engines.reference import ReferenceEngine
from llamita.errors import CheckpointError, RequestError
from llamita.evaluation.perplexity import Window, perplexity, teacher_forced, windows
from tests.tiny import checkpoint_of, tiny_checkpoint, tiny_parameters, tiny_spec

TOKEN_IDS = np.random.default_rng(0).integers(7, 200, 300).tolist()


@pytest.fixture(scope="module")
def engine():
    return ReferenceEngine(tiny_checkpoint())


def cut(num_tokens, **options):
    return list(windows(list(range(num_tokens)), **options))


def losses(engine, token_ids):
    """The loss of each token but the first, by definition: in one piece, in float64."""
    logits_TV = engine.extend(engine.new_cache(len(token_ids)), token_ids, logits="all").astype(np.float64)
    probability_TV = np.exp(logits_TV) / np.exp(logits_TV).sum(axis=1, keepdims=True)
    return [-math.log(probability_TV[i, token_id]) for i, token_id in enumerate(token_ids[1:])]


def test_perplexity_is_e_to_the_mean_loss(engine):
    found = perplexity(engine, list(windows(TOKEN_IDS, window_tokens=512)))
    expected = losses(engine, TOKEN_IDS)
    assert found.num_tokens == len(expected) == 299
    assert found.loss_nats == pytest.approx(np.mean(expected), rel=1e-5)
    assert found.value == pytest.approx(math.exp(np.mean(expected)), rel=1e-5)


def test_a_model_that_knows_nothing_is_in_doubt_among_all_tokens():
    spec = tiny_spec()
    parameters = tiny_parameters(spec) | {"output_norm": np.zeros(spec.width, np.float32)}
    engine = ReferenceEngine(checkpoint_of(spec, parameters))
    found = perplexity(engine, list(windows(TOKEN_IDS, window_tokens=64)))
    assert found.value == pytest.approx(spec.vocabulary_size)


def test_windows_end_to_end_leave_out_the_first_token_of_each():
    assert cut(10, window_tokens=4) == [
        Window((0, 1, 2, 3), 1),
        Window((4, 5, 6, 7), 1),
        Window((8, 9), 1),
    ]


def test_windows_that_overlap_score_each_token_once_and_only_the_first_never():
    pieces = cut(10, window_tokens=4, stride_tokens=3)
    assert pieces == [Window((0, 1, 2, 3), 1), Window((3, 4, 5, 6), 1), Window((6, 7, 8, 9), 1)]
    scored = [
        token_id
        for piece in cut(50, window_tokens=16, stride_tokens=5)
        for token_id in piece.token_ids[piece.num_context :]
    ]
    assert scored == list(range(1, 50))


def test_with_a_begin_token_every_token_is_scored():
    pieces = cut(5, window_tokens=4, begin_id=99)
    assert pieces == [Window((99, 0, 1, 2), 1), Window((99, 3, 4), 1)]
    assert sum(piece.num_scored for piece in cut(100, window_tokens=16, stride_tokens=7, begin_id=99)) == 100


def test_a_window_is_as_if_it_were_read_alone(engine):
    pieces = list(windows(TOKEN_IDS, window_tokens=200, stride_tokens=60, begin_id=1))
    expected = [
        loss for piece in pieces for loss in losses(engine, list(piece.token_ids))[piece.num_context - 1 :]
    ]
    found = perplexity(engine, pieces)
    assert found.num_tokens == len(expected) == len(TOKEN_IDS)
    assert found.loss_nats == pytest.approx(np.mean(expected), rel=1e-5)


def test_more_context_never_comes_from_the_window_before(engine):
    alone = perplexity(engine, [Window(tuple(TOKEN_IDS[64:128]), 1)])
    both = perplexity(engine, [Window(tuple(TOKEN_IDS[:64]), 1), Window(tuple(TOKEN_IDS[64:128]), 1)])
    first = perplexity(engine, [Window(tuple(TOKEN_IDS[:64]), 1)])
    assert both.loss_nats == pytest.approx((alone.loss_nats + first.loss_nats) / 2)


def test_logits_stand_beside_the_tokens_that_they_predict(engine):
    piece = Window(tuple(TOKEN_IDS), 140)
    parts = list(teacher_forced(engine, [piece]))
    assert [token_id for _, token_ids in parts for token_id in token_ids] == TOKEN_IDS[140:]
    whole_TV = engine.extend(engine.new_cache(300), TOKEN_IDS, logits="all")[139:-1]
    np.testing.assert_allclose(np.concatenate([logits_TV for logits_TV, _ in parts]), whole_TV, atol=1e-4)


def test_how_far_it_is_gets_told(engine):
    told = []
    perplexity(engine, list(windows(TOKEN_IDS, window_tokens=512)), scored=told.append)
    assert sum(told) == 299
    assert len(told) > 1


def test_it_can_be_cancelled(engine):
    with pytest.raises(Cancelled):
        perplexity(engine, list(windows(TOKEN_IDS, window_tokens=512)), cancel=lambda: True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"window_tokens": 1}, r"a window must have 2 tokens or more, got 1"),
        ({"window_tokens": 8, "stride_tokens": 9}, r"the stride must be in \[1, 8\] tokens, got 9"),
        ({"window_tokens": 8, "stride_tokens": 0}, r"the stride must be in \[1, 8\] tokens, got 0"),
        ({"window_tokens": 8, "stride_tokens": 8, "begin_id": 1}, r"in \[1, 7\] tokens, got 8"),
    ],
)
def test_windows_that_cannot_be_are_refused(options, message):
    with pytest.raises(RequestError, match=message):
        cut(20, **options)


@pytest.mark.parametrize("token_ids", [[], [7]])
def test_a_text_without_a_token_to_score_is_refused(engine, token_ids):
    with pytest.raises(RequestError, match="too short to be scored"):
        perplexity(engine, list(windows(token_ids, window_tokens=8)))


def test_weights_that_give_no_numbers_are_an_error_and_no_perplexity():
    spec = tiny_spec()
    parameters = tiny_parameters(spec) | {"output_norm": np.full(spec.width, np.nan, np.float32)}
    with pytest.raises(CheckpointError, match="the mean loss is nan nats"):
        perplexity(ReferenceEngine(checkpoint_of(spec, parameters)), [Window((7, 8, 9), 1)])
