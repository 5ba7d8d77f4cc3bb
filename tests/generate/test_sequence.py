import pytest

from llamita.engines.contract import Cancelled
from llamita.engines.reference import ReferenceEngine
from llamita.errors import RequestError
from llamita.generate import Sequence
from tests.generate.remembering import RememberingEngine
from tests.tiny import tiny_checkpoint


@pytest.fixture
def sequence():
    return Sequence(RememberingEngine(), 512)


def test_only_what_differs_from_the_last_prompt_is_read(sequence):
    sequence.read_prompt([7, 8, 9, 10])
    sequence.engine.num_read = 0
    sequence.read_prompt([7, 8, 11, 12])
    assert (sequence.cached_tokens, sequence.engine.num_read) == (2, 2)
    assert sequence.token_ids == sequence.cache.token_ids == [7, 8, 11, 12]


def test_an_empty_prompt_is_refused(sequence):
    with pytest.raises(RequestError, match="nothing to read"):
        sequence.read_prompt([])


def test_logits_after_each_token_can_be_asked_for(sequence):
    sequence.read_prompt([7])
    logits_TV = sequence.extend([8, 9], logits="all")
    assert logits_TV.argmax(axis=1).tolist() == [15, 24]
    assert sequence.token_ids == [7, 8, 9]


def test_what_is_taken_back_can_be_read_differently(sequence):
    sequence.read_prompt([7, 8, 9])
    sequence.truncate(1)
    sequence.extend([11])
    assert sequence.token_ids == sequence.cache.token_ids == [7, 11]


def test_a_cancelled_prompt_is_held_as_far_as_it_was_read():
    sequence = Sequence(ReferenceEngine(tiny_checkpoint()), 512)
    prompt = [7, 8, 9] * 150
    looks = iter([False, True])
    with pytest.raises(Cancelled):
        sequence.read_prompt(prompt, lambda: next(looks))
    assert sequence.token_ids == prompt[: sequence.cache.length_tokens]
    assert 0 < len(sequence.token_ids) < len(prompt)
