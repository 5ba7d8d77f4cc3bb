"""A report as Markdown, for repositories and reviews: the page's tables and notes, without its pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.drawing import visible
from llamita.evaluation.report.contents import contents
from llamita.evaluation.report.document import Figure, Note, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llamita.evaluation.report.data import RunReport
    from llamita.evaluation.report.document import Block

# What has a meaning in a line of text, also where addresses become links of themselves.
_SPECIAL: Final = re.compile(
    r"[\\`*\[\]<>|~]|(?<!\w)@|@(?=[\w.-]+\.)|(?<!\w)_|_(?!\w)|&(?=[#\w])|#(?=\d)|^#|^[-+](?=\s)|:(?=//)|(?<=www)\.",
    re.IGNORECASE,
)


def markdown(runs: Sequence[RunReport]) -> str:
    """The report of some runs; the same runs give the same text."""
    document = contents(runs)
    parts = [f"# {_text(document.title)}"]
    for section in document.sections:
        parts.append(f"## {_text(section.title)}")
        parts += [text for block in section.blocks if (text := _block(block))]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Figure):
        return ""
    if isinstance(block, Note):
        return f"> **Note:** {_text(block.text)}" if block.tone == "warning" else _text(block.text)
    return _table(block)


def _table(table: Table) -> str:
    head = "| " + " | ".join(_text(column.title) for column in table.columns) + " |"
    rule = "|" + "|".join("--:" if column.holds == "number" else "---" for column in table.columns) + "|"
    lines = ["| " + " | ".join(map(_text, row)) + " |" for row in table.rows]
    return "\n".join([f"**{_text(table.caption)}**", "", head, rule, *lines])


def _text(text: str) -> str:
    """Plain text, of which nothing is read as markup: neither a link nor a picture nor an element."""
    line = " ".join(visible(text).split())
    return _SPECIAL.sub(r"\\\g<0>", line)
