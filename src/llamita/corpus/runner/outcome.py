"""What comes back from a worker: that all is well, or an error of ours as text, which no library reshapes."""

from __future__ import annotations

import json
import traceback
from typing import TYPE_CHECKING, Final

from llamita import errors

if TYPE_CHECKING:
    from llamita.corpus.runner.contract import Task

FINE: Final = ""
_BUG: Final = "bug"


class TaskFailed(Exception):
    """A task raised what no task should: a bug of ours, with the worker's traceback."""


def outcome_of(task: Task, part: str) -> str:
    """Run a task; whatever it raises becomes text."""
    try:
        task(part)
    except errors.LlamitaError as error:
        return json.dumps([type(error).__name__, str(error), error.hint])
    except MemoryError:
        told = f"not enough memory for part `{part}`"
        return json.dumps([errors.CapacityError.__name__, told, "fewer `--workers` need less"])
    # It would be lost behind a library's own, and tried again as if the worker had died.
    except Exception:  # noqa: BLE001
        return json.dumps([_BUG, f"part `{part}`:\n{traceback.format_exc()}", None])
    return FINE


def raise_outcome(outcome: str) -> None:
    """Raise the error that an outcome tells of, if any.

    Raises:
        LlamitaError: of the kind that it was where it happened.
        TaskFailed: it was none of ours.
    """
    if outcome == FINE:
        return
    name, message, hint = json.loads(outcome)
    if name == _BUG:
        raise TaskFailed(message)
    raise getattr(errors, name, errors.CorpusError)(message, hint=hint)
