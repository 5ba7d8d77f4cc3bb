"""Where two sequences of token ids part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    TokenIds = Sequence[int] | NDArray[np.integer[Any]]


def common_length(left: TokenIds, right: TokenIds) -> int:
    """How many ids two sequences begin with in common.

    >>> common_length([1, 2, 3], [1, 2, 9, 9])
    2
    """
    length = min(len(left), len(right))
    differs = np.not_equal(left[:length], right[:length])
    return int(np.argmax(differs)) if differs.any() else length


def begins_with(token_ids: TokenIds, beginning: TokenIds) -> bool:
    """Whether all of ``beginning`` stands at the start of ``token_ids``.

    >>> begins_with([1, 2, 3], [1, 2]), begins_with([1, 2], [1, 2, 3])
    (True, False)
    """
    return common_length(token_ids, beginning) == len(beginning)
