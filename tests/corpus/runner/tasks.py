"""Tasks for runners; in a module of their own, since workers import them."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llamita.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Touch:
    folder: Path

    def __call__(self, part: str) -> None:
        (self.folder / part).write_text(str(os.getpid()))


@dataclass(frozen=True)
class Refuse:
    folder: Path

    def __call__(self, part: str) -> None:
        if part == "p3":
            raise CorpusError(f"`{part}` is damaged", hint="mend it")
        (self.folder / part).touch()


@dataclass(frozen=True)
class KillOnce:
    """Dies with its whole process, the first time or each time."""

    folder: Path
    always: bool = False

    def __call__(self, part: str) -> None:
        marker = self.folder / "killed"
        if part == "p3" and (self.always or not marker.exists()):
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        (self.folder / part).touch()


@dataclass(frozen=True)
class Stumble:
    """Has a bug, or no memory."""

    error: type[BaseException]

    def __call__(self, part: str) -> None:
        if part == "p3":
            raise self.error("stumbled")
