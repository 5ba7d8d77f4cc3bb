"""Where people speak in a file: comments, docstrings and prose, but not statements."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.nearby import line_start

if TYPE_CHECKING:
    from llamita.corpus.document import Language

PROSE: Final = frozenset(
    {
        "markdown",
        "restructuredtext",
        "text",
        "plain text",
        "asciidoc",
        "org",
        "textile",
        "html",
        "tex",
        "mdx",
        "rdoc",
        "pod",
    }
)
"""Languages whose files are mostly prose."""
_HASH: Final = (
    "python", "shell", "yaml", "ruby", "perl", "toml", "dockerfile", "makefile", "r", "cmake", "ini",
    "cython", "gettext catalog", "powershell", "nix", "elixir", "julia", "hcl",
)  # fmt: skip
_DATA: Final = frozenset(
    {"yaml", "ini", "toml", "java properties", "properties", "dotenv", "editorconfig", "npm config"}
)
_SLASHES: Final = r"(?<!:)//|/\*|^\s{0,80}\*(?!\w)"
_MARKS: Final = re.compile(_SLASHES + r"|<!--|^\s{0,80}(?:--|;|%|dnl |REM |rem |::|'|!)|\s--\s")
_HASH_MARK: Final = re.compile(r"(?:^|[\s;{}()])#(?!\{)|<!--")
_BOTH: Final = re.compile(_MARKS.pattern + "|" + _HASH_MARK.pattern)
_MARKS_OF: Final = {**dict.fromkeys(_HASH, _HASH_MARK), "php": _BOTH}
_EDGES: Final = re.compile(r"/\*|\*/|<!--|-->")
_QUOTES: Final = re.compile(r'"""|\'\'\'')
_MAX_LINE_CHARACTERS: Final = 400


class Comments:
    """Says of places in a text whether a person speaks there.

    Args:
        text: a whole file.
        language: what it is written in; of None, every line counts as prose.
    """

    def __init__(self, text: str, language: Language | None) -> None:
        self._text = text
        self._of_whole: tuple[Comments, int] | None = None
        self._language = language
        self._edges: list[int] | None = None

    @property
    def are_prose(self) -> bool:
        """Whether the file is prose as a whole."""
        return self._language is None or self._language in PROSE

    @property
    def are_data(self) -> bool:
        """Whether the file is prose or settings, where values need no quotes."""
        return self.are_prose or self._language in _DATA

    @property
    def have_arrays(self) -> bool:
        """Whether `@name` is a variable in the language."""
        return self._language in ("perl", "raku", "ruby")

    def of_excerpt(self, start: int, stop: int) -> Comments:
        """The same of a part of the text, whose places begin at zero."""
        comments = Comments(self._text[start:stop], self._language)
        comments._of_whole = (self, start)
        return comments

    def before(self, place: int) -> str:
        """What stands on the line before a place, at most 400 characters of it."""
        start = line_start(self._text, place, _MAX_LINE_CHARACTERS)
        return self._text[start:place]

    def follows(self, place: int, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern that ends with `$` is found in the 400 characters before a place."""
        return pattern.search(self._text, max(0, place - _MAX_LINE_CHARACTERS), place) is not None

    def hold(self, place: int) -> bool:
        """Whether a place is in a comment, a docstring or prose."""
        if self.are_prose:
            return True
        before = self.before(place)
        mark = _MARKS_OF.get(self._language or "", _MARKS)
        return mark.search(before) is not None or self._is_in_block(place)

    def _is_in_block(self, place: int) -> bool:
        """Whether a comment or docstring of several lines is open there."""
        if self._of_whole:
            whole, start = self._of_whole
            return whole._is_in_block(start + place)
        if self._edges is None:
            self._edges = list(self._block_edges())
        return bisect_left(self._edges, place) % 2 == 1

    def _block_edges(self) -> list[int]:
        if self._language == "python":
            return [match.start() for match in _QUOTES.finditer(self._text)]
        edges: list[int] = []
        closing = ""
        for match in _EDGES.finditer(self._text):
            if not closing and match[0] in ("/*", "<!--"):
                closing = "*/" if match[0] == "/*" else "-->"
                edges.append(match.start())
            elif match[0] == closing:
                closing = ""
                edges.append(match.start())
        return edges
