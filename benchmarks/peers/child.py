"""The side of a race that runs in a child process: it loads a model, then times what it is asked to.

Between turns it waits for a line on stdin, so that it takes nothing from the side whose turn it is. This
module imports nothing of Llamita: it runs in the environments of others.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

_SEED = 0
_LOWEST_ID = 100


class Side(Protocol):
    """One program with the model loaded."""

    settings: dict[str, Any]
    """What it runs with: version, threads, batch; kept in the result."""

    def prepare(self, kind: str, depth_tokens: int, num_tokens: int) -> None:
        """Read ``depth_tokens`` and run the case once, for what the first run alone pays."""

    def seconds(self, kind: str, depth_tokens: int, num_tokens: int) -> float:
        """Seconds for ``num_tokens``, read at once (``prefill``) or written (``decode``) after that depth."""


def serve(open_side: Callable[[str, int], Side]) -> None:
    """Open the model of the command line with its number of threads, and answer requests until stdin ends.

    One line of JSON each. What the program prints itself goes to stderr.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    side: Side | None = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            side = side or open_side(sys.argv[1], int(sys.argv[2]))
            answer = _answer(side, **request)
        except Exception as error:  # noqa: BLE001 - other people's programs: the parent reports whatever it is
            traceback.print_exc()
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def token_ids_of(num_tokens: int, vocabulary_size: int) -> list[int]:
    """Ids for a prompt: the same in every program, from a generator that needs no library."""
    ids, state = [], _SEED
    for _ in range(num_tokens):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        ids.append(_LOWEST_ID + (state >> 33) % (vocabulary_size - _LOWEST_ID))
    return ids


def _answer(side: Side, ask: str, **case: Any) -> dict[str, Any]:  # noqa: ANN401 - the parts of a case
    if ask == "settings":
        return {"settings": side.settings}
    if ask == "prepare":
        side.prepare(**case)
        return {}
    return {"seconds": side.seconds(**case)}
