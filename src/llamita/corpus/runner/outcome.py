"""What comes back from a worker: that all is well, or an error of ours as text, which no library reshapes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from llamita import errors

if TYPE_CHECKING:
    from llamita.corpus.runner.contract import Task

FINE: Final = ""


def outcome_of(task: Task, part: str) -> str:
    """Run a task; an error that a person can act on becomes text."""
    try:
        task(part)
    except errors.LlamitaError as error:
        return json.dumps([type(error).__name__, str(error), error.hint])
    return FINE


def raise_outcome(outcome: str) -> None:
    """Raise the error that an outcome tells of, if any.

    Raises:
        LlamitaError: of the kind that it was where it happened.
    """
    if outcome == FINE:
        return
    name, message, hint = json.loads(outcome)
    raise getattr(errors, name, errors.CorpusError)(message, hint=hint)
