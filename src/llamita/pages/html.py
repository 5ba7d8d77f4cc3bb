"""A page of HTML: nothing is loaded, no script runs, and all text is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from llamita.pages.document import Figure, Note, Table
from llamita.pages.drawing import visible
from llamita.pages.style import STYLE

if TYPE_CHECKING:
    from llamita.pages.document import Block, Document, Section

# Nothing from elsewhere is loaded, even if a text should get past the escapes.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_of(document: Document) -> str:
    """The text of a file; the same document gives the same bytes."""
    sections = "\n".join(_section(i, section) for i, section in enumerate(document.sections))
    title = _text(document.title)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n{_links(document)}\n</header>\n"
        f"<main>\n{sections}\n</main>\n</body>\n</html>\n"
    )


def _links(document: Document) -> str:
    items = "".join(
        f'<li><a href="#section-{i}">{_text(section.title)}</a></li>'
        for i, section in enumerate(document.sections)
    )
    return f'<nav aria-label="Sections"><ul>{items}</ul></nav>'


def _section(number: int, section: Section) -> str:
    # A title that was just read need not be seen again.
    titles = [section.title, *(block.title if isinstance(block, Figure) else "" for block in section.blocks)]
    blocks = "\n".join(
        _block(f"figure-{number}-{i}", block, {section.title, titles[i]})
        for i, block in enumerate(section.blocks)
    )
    return (
        f'<section id="section-{number}" aria-labelledby="heading-{number}">\n'
        f'<h2 id="heading-{number}">{_text(section.title)}</h2>\n{blocks}\n</section>'
    )


def _block(name: str, block: Block, known: set[str]) -> str:
    if isinstance(block, Note):
        if block.tone == "command":
            return f'<pre tabindex="0"><code>{_text(block.text)}</code></pre>'
        look = ' class="warning"' if block.tone == "warning" else ""
        return f"<p{look}>{_text(block.text)}</p>"
    if isinstance(block, Figure):
        svg = block.drawing.svg(name, block.title, block.description)
        scroll = f'<div class="scroll" tabindex="0" role="group" aria-label="{_text(block.title)}">'
        return f"<figure>\n<figcaption>{_text(block.title)}</figcaption>\n{scroll}{svg}</div>\n</figure>"
    return _table(block, repeats=block.caption in known)


def _table(table: Table, *, repeats: bool) -> str:
    head = "".join(
        f'<th scope="col" class="{column.holds}">{_text(column.title)}</th>' for column in table.columns
    )
    rows = "\n".join(
        "<tr>"
        + "".join(
            f'<td class="{column.holds}">{_text(cell)}</td>'
            for column, cell in zip(table.columns, row, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    caption = _text(table.caption)
    hidden = ' class="hidden"' if repeats or table.is_folded else ""
    body = (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{caption}"><table>'
        f"<caption{hidden}>{caption}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
    )
    if not table.is_folded:
        return body
    return f"<details><summary>{'These numbers as a table' if repeats else caption}</summary>{body}</details>"


def _text(text: str) -> str:
    return escape(visible(text))
