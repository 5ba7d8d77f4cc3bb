"""The engines that contract and parity tests run over, and how exact each must be."""

from __future__ import annotations

from llamita.engines.reference import ReferenceEngine

# float32 sums taken in another order, which BLAS chooses by shape: docs/concepts/numerics.md
LOGITS_FLOAT32 = 2e-4

ENGINES = {"reference": ReferenceEngine}
