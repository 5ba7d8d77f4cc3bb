import dataclasses
import math

import pytest

from llamita.errors import CheckpointError, RequestError
from llamita.spec import ModelSpec, SamplingSpec, StoppingSpec, parameter_shapes
from tests.tiny import tiny_spec


@pytest.mark.parametrize("tied_output", [True, False])
def test_the_number_of_parameters_is_the_sum_of_their_shapes(tied_output):
    spec = tiny_spec(tied_output=tied_output)
    assert spec.num_parameters == sum(math.prod(shape) for shape in parameter_shapes(spec).values())


def test_a_tied_model_has_no_output_of_its_own():
    assert "output" not in parameter_shapes(tiny_spec(tied_output=True))
    assert parameter_shapes(tiny_spec(tied_output=False))["output"] == (tiny_spec().vocabulary_size, 32)


def test_no_number_that_differs_between_models_has_a_default():
    assert all(field.default is dataclasses.MISSING for field in dataclasses.fields(ModelSpec))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"width": 0}, "width must be a positive number, got 0"),
        ({"rope_base": math.nan}, "rope_base must be a positive number, got nan"),
        ({"num_kv_heads": 3}, "num_heads 4 is not a multiple of num_kv_heads 3"),
        ({"head_width": 7}, "head_width must be even, got 7"),
    ],
)
def test_numbers_no_model_can_have_are_refused_by_name_and_value(changes, message):
    with pytest.raises(CheckpointError, match=message):
        tiny_spec(**changes)


def test_all_refused_numbers_are_named_at_once():
    with pytest.raises(CheckpointError, match=r"width .* got 0; .*rope_base .* got -1"):
        tiny_spec(width=0, rope_base=-1)


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("temperature", -0.1, r"in \[0, 100\]"),
        ("temperature", math.nan, r"in \[0, 100\]"),
        ("top_p", 0, r"in \(0, 1\]"),
        ("top_p", 1.01, r"in \(0, 1\]"),
        ("top_k", -1, "0 or more"),
        ("min_p", 1.5, r"in \[0, 1\]"),
        ("repetition_penalty", 0, r"in \[0.01, 100\]"),
        ("frequency_penalty", math.inf, r"in \[-100, 100\]"),
        ("seed", -1, r"in \[0, "),
        ("logit_bias", {3: math.nan}, "numbers in"),
    ],
)
def test_sampling_outside_its_range_is_refused_by_name(name, value, rule):
    with pytest.raises(RequestError, match=rf"^{name} must be {rule}"):
        SamplingSpec(**{name: value})


def test_stopping_refuses_a_negative_budget_and_an_empty_string():
    with pytest.raises(RequestError, match="max_tokens must be 0 or more, got -1"):
        StoppingSpec(max_tokens=-1)
    with pytest.raises(RequestError, match="empty string"):
        StoppingSpec(max_tokens=1, stop_texts=("",))
