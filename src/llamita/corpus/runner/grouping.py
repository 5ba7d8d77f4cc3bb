"""Groups of documents, in one order whoever brought them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt


def distinct_groups(groups: Iterable[npt.NDArray[np.int64]]) -> list[npt.NDArray[np.int64]]:
    """Groups of two or more, each with ascending members, those that are alike once, in ascending order."""
    found: dict[bytes, npt.NDArray[np.int64]] = {}
    for group in groups:
        if len(group) > 1:
            members = np.unique(group)
            if len(members) > 1:
                # Big-endian: bytes then compare as the numbers do.
                found[members.astype(">i8").tobytes()] = members
    return [found[key] for key in sorted(found)]
