"""Whether a file is code, natural language about code, or data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from llamita.corpus.languages.table import DATA, DOCS, words

if TYPE_CHECKING:
    from llamita.corpus.document import Language

Kind: TypeAlias = Literal["code", "docs", "data"]

_DOCUMENTATION_FOLDERS: Final = words(
    "doc docs documentation javadoc javadocs apidoc apidocs manual manuals guide guides help tutorial"
    " tutorials htmldoc htmldocs refman reference"
)
_DOCUMENTATION_PAGES: Final = frozenset({"package.html", "overview.html"})
"""What Javadoc reads beside the code."""
_TEXT_THAT_IS_DATA: Final = (
    "requirements", "constraints", "robots.", "sources.", "top_level.", "entry_points.", "dependency_links.",
    "wordlist", "words.", "stopwords", "namespace_packages.", "py.typed",
    "manifest", "bindep.",
)  # fmt: skip


def kind_of(language: Language, path: str) -> Kind:
    """Which part of the mixture a file could be in.

    Docs are natural language about code: Markdown, reStructuredText, AsciiDoc, plain text, manual pages, and
    HTML pages inside a folder of documentation or written for Javadoc. Data are values, settings,
    translations and changes, which no corpus takes. Everything else is code.

    >>> kind_of("html", "share/doc/rust/html/book/ch01.html"), kind_of("html", "app/templates/home.html")
    ('docs', 'code')
    >>> kind_of("text", "README"), kind_of("text", "requirements-dev.txt"), kind_of("json", "package.json")
    ('docs', 'data', 'data')
    """
    if language in DATA:
        return "data"
    if language == "text" and path.rpartition("/")[2].lower().startswith(_TEXT_THAT_IS_DATA):
        return "data"
    if language == "html":
        if path.rpartition("/")[2].lower() in _DOCUMENTATION_PAGES:
            return "docs"
        return "code" if _DOCUMENTATION_FOLDERS.isdisjoint(path.lower().split("/")[:-1]) else "docs"
    return "docs" if language in DOCS else "code"
