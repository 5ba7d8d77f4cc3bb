"""An engine -> tokens: sampling, stopping, and the loop that runs one sequence step by step."""

from llamita.generate.decode import FinishReason, Step, generate
from llamita.generate.draft import Drafter, LookupDrafter
from llamita.generate.draft_model import ModelDrafter
from llamita.generate.prefixes import DEFAULT_CACHE_BYTES, PrefixCache
from llamita.generate.sampling import Sampler
from llamita.generate.sequence import Sequence
from llamita.generate.snapshots import Snapshots
from llamita.generate.speculation import Speculation
from llamita.generate.stopping import StopMatcher

__all__ = [
    "DEFAULT_CACHE_BYTES",
    "Drafter",
    "FinishReason",
    "LookupDrafter",
    "ModelDrafter",
    "PrefixCache",
    "Sampler",
    "Sequence",
    "Snapshots",
    "Speculation",
    "Step",
    "StopMatcher",
    "generate",
]
