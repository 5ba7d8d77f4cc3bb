"""Token ids -> logits: one contract, and the engines that keep it.

``contract`` says what every engine promises; ``reference`` is the meaning, in NumPy; ``cpu`` and
``torch`` are the fast ones. Engines know token ids, never text; caches, never requests.
"""

from llamita.engines.contract import Cache, Cancelled, Engine, Logits, Read, Wanted

__all__ = ["Cache", "Cancelled", "Engine", "Logits", "Read", "Wanted"]
