"""What the stages of a corpus hand to each other about one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Language: TypeAlias = str
"""What a file is written in, by linguist's names in lower case: `python`, `c++`, `c#`, `shell`."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text file of a project."""

    path: str
    """Inside its project, with `/` between."""
    text: str


@dataclass(frozen=True, slots=True)
class Out:
    """Why a file is not in the corpus."""

    rule: str
    """A short name that stays the same between versions: `line too long`."""
    evidence: str
    """What was found: `line 12 has 4031 characters`."""
