"""An engine -> tokens: sampling, stopping, and the loop that runs one sequence step by step."""

from llamita.generate.decode import FinishReason, Step, generate
from llamita.generate.sampling import Sampler
from llamita.generate.sequence import Sequence
from llamita.generate.stopping import StopMatcher

__all__ = ["FinishReason", "Sampler", "Sequence", "Step", "StopMatcher", "generate"]
