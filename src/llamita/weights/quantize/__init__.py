"""Float weights -> the standard quantized formats of GGUF, and what that loses."""

from llamita.weights.quantize.mix import quantized
from llamita.weights.quantize.rounding_error import RoundingError, rounding_errors
from llamita.weights.quantize.tensor import QUANTIZED_FORMATS

__all__ = ["QUANTIZED_FORMATS", "RoundingError", "quantized", "rounding_errors"]
