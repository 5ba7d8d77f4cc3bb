import math
import warnings

import pytest

from llamita.errors import CheckpointError, RequestError
from llamita.weights.rope_base import RopeBaseMissing, resolved_rope_base
from tests.tiny import tiny_vocabulary
from tests.weights.tiny_code_llama import tiny_code_llama_vocabulary

PLACE = "key `llama.rope.freq_base` of `x.gguf`"


def test_what_the_file_states_is_taken_without_a_word():
    assert resolved_rope_base(5e5, None, tiny_code_llama_vocabulary(), PLACE) == 5e5


def test_what_the_user_says_counts_before_the_file():
    assert resolved_rope_base(1e4, 1e6, tiny_vocabulary(), PLACE) == 1e6
    assert resolved_rope_base(None, 1e6, tiny_code_llama_vocabulary(), PLACE) == 1e6


def test_trap_45_a_missing_base_is_ten_thousand_with_a_warning():
    with pytest.warns(UserWarning, match=rf"^{PLACE} is missing: taking 10000"):
        assert resolved_rope_base(None, None, tiny_vocabulary(), PLACE) == 10_000


def test_a_missing_base_is_no_news_where_it_usually_is_missing():
    assert resolved_rope_base(None, None, tiny_vocabulary(), PLACE, default_is_usual=True) == 10_000


def test_trap_45_a_missing_base_of_a_code_llama_is_an_error_that_names_the_option():
    with warnings.catch_warnings(), pytest.raises(RopeBaseMissing) as caught:
        warnings.simplefilter("error")
        resolved_rope_base(None, None, tiny_code_llama_vocabulary(), PLACE)
    assert str(caught.value).startswith(f"{PLACE} is missing")
    assert "does not say the base of its rotary positions" in str(caught.value)
    assert "--rope-base 1000000" in caught.value.hint
    assert "rope_base=" in caught.value.hint


@pytest.mark.parametrize("base", [1.0, 0.5, -1e6, 0.0, math.inf, math.nan])
def test_a_base_that_turns_nothing_is_refused_and_whose_fault_it_is(base):
    with pytest.raises(RequestError, match="rope base must be a finite number above 1"):
        resolved_rope_base(1e4, base, tiny_vocabulary(), PLACE)
    with pytest.raises(CheckpointError, match=rf"^cannot use {PLACE}: expected a finite number above 1"):
        resolved_rope_base(base, None, tiny_vocabulary(), PLACE)
