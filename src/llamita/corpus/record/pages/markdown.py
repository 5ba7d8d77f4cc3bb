"""A document as Markdown: its notes and tables, without its pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.record.pages.document import Figure, Table
from llamita.drawing import visible

if TYPE_CHECKING:
    from llamita.corpus.record.pages.document import Block, Document

# What has a meaning in a line of text, also where addresses become links of themselves.
_SPECIAL: Final = re.compile(
    r"[\\`*\[\]<>|~]|(?<!\w)@|@(?=[\w.-]{1,99}\.)|(?<!\w)_|_(?!\w)|&(?=[#\w])|#(?=\d)|^#|^[-+](?=\s)|:(?=//)",
)


def markdown_of(document: Document) -> str:
    """The text of a file; the same document gives the same bytes."""
    parts = [f"# {escaped(document.title)}"]
    for section in document.sections:
        parts.append(f"## {escaped(section.title)}")
        parts += [text for block in section.blocks if (text := _block(block))]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    r"""Plain text as a line of Markdown, of which nothing is read as markup.

    >>> print(escaped("a|b [c](d)"))
    a\|b \[c\](d)
    """
    return _SPECIAL.sub(r"\\\g<0>", " ".join(visible(text).split()))


def _block(block: Block) -> str:
    if isinstance(block, Figure):
        return ""
    if isinstance(block, Table):
        return _table(block)
    forms = {"plain": "{}", "warning": "> **Note:** {}", "command": "    {}"}
    text = visible(block.text) if block.tone == "command" else escaped(block.text)
    return forms[block.tone].replace("{}", text)


def _table(table: Table) -> str:
    lines = [
        _line([column.title for column in table.columns]),
        "|" + "|".join("--:" if column.holds == "number" else "---" for column in table.columns) + "|",
        *map(_line, table.rows),
    ]
    return f"**{escaped(table.caption)}**\n\n" + "\n".join(lines)


def _line(cells: tuple[str, ...] | list[str]) -> str:
    return "| " + " | ".join(map(escaped, cells)) + " |"
