"""A page as Markdown, for repositories and reviews: its tables and notes, without its pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.pages.document import Figure, Note, Table
from llamita.pages.drawing import visible

if TYPE_CHECKING:
    from llamita.pages.document import Block, Document

# What has a meaning in a line of text, also where addresses become links of themselves.
_SPECIAL: Final = re.compile(
    r"[\\`*\[\]<>|~]|(?<!\w)@|@(?=[\w.-]+\.)|(?<!\w)_|_(?!\w)|&(?=[#\w])|#(?=\d)|^#|^[-+](?=\s)|:(?=//)|(?<=www)\.",
    re.IGNORECASE,
)


def markdown_of(document: Document) -> str:
    """The text of a file; the same document gives the same bytes."""
    parts = [f"# {escaped(document.title)}"]
    for section in document.sections:
        parts.append(f"## {escaped(section.title)}")
        parts += [text for block in section.blocks if (text := _block(block))]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Figure):
        return ""
    if isinstance(block, Note):
        if block.tone == "command":
            return f"    {visible(block.text)}"
        return f"> **Note:** {escaped(block.text)}" if block.tone == "warning" else escaped(block.text)
    return _table(block)


def _table(table: Table) -> str:
    head = "| " + " | ".join(escaped(column.title) for column in table.columns) + " |"
    rule = "|" + "|".join("--:" if column.holds == "number" else "---" for column in table.columns) + "|"
    lines = ["| " + " | ".join(map(escaped, row)) + " |" for row in table.rows]
    return "\n".join([f"**{escaped(table.caption)}**", "", head, rule, *lines])


def escaped(text: str) -> str:
    r"""Plain text as a line of Markdown, of which nothing is read as markup: no link, no picture, no element.

    >>> print(escaped("a|b [c](d)"))
    a\|b \[c\](d)
    """
    line = " ".join(visible(text).split())
    return _SPECIAL.sub(r"\\\g<0>", line)
