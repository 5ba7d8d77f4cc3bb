"""The alarm for sources that near-deduplication takes away almost whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class WipedOut:
    """A source that lost nearly all of its documents."""

    project: str
    num_documents: int
    num_removed: int


def wiped_out(
    projects: Sequence[str], removed: NDArray[np.bool_], *, min_documents: int = 20, share: float = 0.9
) -> list[WipedOut]:
    """The sources to look at: a fork of another source, or a rule that is too greedy.

    Args:
        projects: The source of each document.
        removed: Whether the document at the same place is removed.
        min_documents: Sources with fewer documents are let be.
        share: Of its documents, from which on a source counts as wiped out, 0 to 1.

    Returns:
        By name.

    >>> wiped_out(["left-pad"] * 20, np.array([True] * 19 + [False]))
    [WipedOut(project='left-pad', num_documents=20, num_removed=19)]
    """
    names, members = np.unique(np.array(projects, dtype=object), return_inverse=True)
    totals = np.bincount(members, minlength=len(names))
    losses = np.bincount(members[np.asarray(removed, bool)], minlength=len(names))
    return [
        WipedOut(name, total, loss)
        for name, total, loss in zip(names.tolist(), totals.tolist(), losses.tolist(), strict=True)
        if total >= min_documents and loss >= share * total
    ]
