"""A page before it has a form: sections of notes, tables and figures. All text is plain, as data has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from llamita.pages.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph; a warning is one that must not be overlooked, a command is for a terminal."""

    text: str
    tone: Literal["plain", "warning", "command"] = "plain"


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of a table is called, and what it holds."""

    title: str
    holds: Literal["text", "number", "code"] = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts, as many as there are columns."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    is_folded: bool = False
    """Whether it is long and for those who look for it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of numbers that a table beside it has, too."""

    title: str
    description: str
    """What it shows, for those who cannot see it."""
    drawing: Drawing


Block: TypeAlias = "Note | Table | Figure"


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole page."""

    title: str
    sections: tuple[Section, ...]
