"""What a model is, in numbers, and what is asked of it; no arrays, no text, no files."""

from llamita.spec.generation import SamplingSpec, StoppingSpec
from llamita.spec.model import ModelSpec
from llamita.spec.parameters import parameter_shapes

__all__ = ["ModelSpec", "SamplingSpec", "StoppingSpec", "parameter_shapes"]
