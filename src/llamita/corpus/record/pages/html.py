"""A document as one page of HTML: nothing is loaded, no script runs, and all text is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from llamita.corpus.record.pages.document import Figure, Note
from llamita.corpus.record.pages.style import STYLE
from llamita.drawing import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llamita.corpus.record.pages.document import Block, Document, Section, Table

# Nothing from elsewhere is loaded, even if a text should get past the escapes.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_NOTES: Final = {
    "plain": "<p>{}</p>",
    "warning": '<p class="warning">{}</p>',
    "command": '<pre tabindex="0"><code>{}</code></pre>',
}


def html_of(document: Document) -> str:
    """The text of a file; the same document gives the same bytes."""
    title = _text(document.title)
    links = "".join(
        f'<li><a href="#part-{i}">{_text(section.title)}</a></li>'
        for i, section in enumerate(document.sections)
    )
    sections = "\n".join(_section(i, section) for i, section in enumerate(document.sections))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<nav aria-label="Sections"><ul>{links}</ul></nav>
</header>
<main>
{sections}
</main>
</body>
</html>
"""


def _section(number: int, section: Section) -> str:
    blocks = "\n".join(
        _block(f"figure-{number}-{i}", block, section.title) for i, block in enumerate(section.blocks)
    )
    return (
        f'<section id="part-{number}" aria-labelledby="title-{number}">\n'
        f'<h2 id="title-{number}">{_text(section.title)}</h2>\n{blocks}\n</section>'
    )


def _block(name: str, block: Block, heading: str) -> str:
    if isinstance(block, Note):
        return _NOTES[block.tone].replace("{}", _text(block.text))
    if isinstance(block, Figure):
        return _figure(name, block)
    return _table(block, is_titled=block.caption == heading)


def _figure(name: str, figure: Figure) -> str:
    title = _text(figure.title)
    svg = figure.drawing.svg(name, figure.title, figure.description)
    return f"<figure>\n<figcaption>{title}</figcaption>\n{_scrolled(title, svg)}\n</figure>"


def _table(table: Table, *, is_titled: bool) -> str:
    caption = _text(table.caption)
    hidden = ' class="hidden"' if is_titled or table.is_folded else ""
    looks = [column.holds for column in table.columns]
    heads = (f'<th scope="col" class="{column.holds}">{_text(column.title)}</th>' for column in table.columns)
    rows = (_row(zip(looks, row, strict=True)) for row in table.rows)
    body = _scrolled(
        caption,
        f"<table><caption{hidden}>{caption}</caption>\n<thead><tr>{''.join(heads)}</tr></thead>\n"
        f"<tbody>\n{chr(10).join(rows)}\n</tbody></table>",
    )
    return f"<details><summary>{caption}</summary>{body}</details>" if table.is_folded else body


def _row(cells: Iterable[tuple[str, str]]) -> str:
    return "<tr>" + "".join(f'<td class="{look}">{_text(cell)}</td>' for look, cell in cells) + "</tr>"


def _scrolled(label: str, content: str) -> str:
    """Content that may be wider than a phone: reached by keyboard, too."""
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{label}">{content}</div>'


def _text(text: str) -> str:
    return escape(visible(text))
