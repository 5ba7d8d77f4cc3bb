"""The engines that contract and parity tests run over, and how exact each must be."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from llamita.assembly import describe_machine
from llamita.engines.reference import ReferenceEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from llamita.engines.contract import Engine
    from llamita.weights.checkpoint import Checkpoint

# float32 sums taken in another order, which BLAS chooses by shape: docs/concepts/numerics.md
LOGITS_FLOAT32 = 2e-4

needs_native = pytest.mark.skipif(
    not describe_machine().native_available, reason="the native extension was not built"
)

ENGINES: Mapping[str, Callable[[Checkpoint], Engine[Any]]]
if describe_machine().native_available:
    from llamita.engines.cpu.engine import CpuEngine

    ENGINES = {
        "reference": ReferenceEngine,
        "cpu": partial(CpuEngine, num_threads=2),
        "cpu-int8": partial(CpuEngine, num_threads=2, kv_format="int8"),
    }
else:
    ENGINES = {"reference": ReferenceEngine}
