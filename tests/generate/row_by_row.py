"""The reference engine, one token at a time: exact to the bit however a text is cut into reads."""

import numpy as np

from llamita.engines.contract import Cancelled
from llamita.engines.reference import ReferenceEngine


class RowByRowEngine:
    """What an engine with DESIGN's promise of determinism does, made of one that has it only nearly.

    A matrix product of several rows may round otherwise than one of each, so rows are read one by one.
    """

    name = "row-by-row"

    def __init__(self, checkpoint):
        self._engine = ReferenceEngine(checkpoint)
        self.spec = self._engine.spec
        self.kernel_table = self._engine.kernel_table
        self.new_cache = self._engine.new_cache
        self.num_reads = 0
        """How often it was called: what a draft saves."""

    def extend(self, cache, token_ids, *, logits="last", cancel=None):
        self.num_reads += 1
        rows = []
        for token_id in token_ids:
            if cancel is not None and cancel():
                raise Cancelled
            rows.append(self._engine.extend(cache, [token_id]))
        return np.concatenate(rows if logits == "all" else rows[-1:])
