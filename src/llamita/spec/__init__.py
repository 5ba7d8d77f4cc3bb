"""What a model is, in numbers, and what is asked of it; no arrays, no text, no files."""

from llamita.spec.generation import SamplingSpec, StoppingSpec
from llamita.spec.model import ModelSpec
from llamita.spec.named import PUBLISHED, PublishedModel, differences, feed_forward_width, published_like
from llamita.spec.parameters import parameter_shapes

__all__ = [
    "PUBLISHED",
    "ModelSpec",
    "PublishedModel",
    "SamplingSpec",
    "StoppingSpec",
    "differences",
    "feed_forward_width",
    "parameter_shapes",
    "published_like",
]
