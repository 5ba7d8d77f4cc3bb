"""The text of a documentation page in HTML: what a reader sees of its subject, in the form of Markdown.

Not `html.parser`: with no handler at all it reads the pages of rust-doc at 10 MB/s, where all of this runs at
17 MB/s, and markup that never ends can cost it the square of the page's length.
"""

from __future__ import annotations

import html
import re
from typing import Final

from llamita.corpus.languages.table import words

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})((?:[\s/][^<>]{0,8000})?)>")
_DECLARATION = re.compile(r"<[!?][^<>]{0,8000}>")
_MAIN = re.compile(r"<main\b|<[a-zA-Z]{1,20}[^<>]{0,200}\brole=[\"']?main\b", re.IGNORECASE)
_MARKS: Final = re.compile(
    r"\b(?:class|id|role)[ ]?=[ ]?(\"[^\"<>]{0,300}\"|'[^'<>]{0,300}'|[\w-]{1,60})", re.IGNORECASE
)
_NAVIGATION_WORDS = re.compile(
    r"(?:^|[\s\"'_-])(?:nav|navbar|navigation|navheader|navfooter|topnav|bottomnav|subnav|nav-\w+|navpath|sidebar"
    r"|sphinxsidebar|sphinxsidebarwrapper|related|breadcrumbs?|headerlink|anchor|doc-anchor|footer|search|searchbox"
    r"|menu-?bar|toctree-wrapper|skip-?nav|skip-?link|mobile-nav-\w+|nav-wrapper|nav-wide-wrapper|src|copybtn"
    r"|rustdoc-breadcrumbs|out-of-band)(?:$|[\s\"'])",
    re.IGNORECASE,
)
_LANGUAGE_CLASS = re.compile(r"(?:language|highlight|lang|brush|src)[-:]\s?([a-zA-Z][\w+#-]{0,20})")
_UNSPOKEN_LANGUAGES: Final = frozenset({"default", "none", "text", "notranslate", "plaintext", "source"})

_DROPPED: Final = words(
    "script style nav aside footer noscript template svg button form select iframe head object canvas"
)
_DROPPED_BY_MARKS: Final = words("div ul ol a span table section details p")
_BLOCKS: Final = words(
    "p div section article main header table ul ol dl dd blockquote figure figcaption details summary address"
    " fieldset center hr"
)
_HEADINGS: Final = {f"h{level}": "#" * level for level in range(1, 7)}
_ROWS: Final = frozenset({"tr", "dt", "caption", "br"})
_CELLS: Final = frozenset({"td", "th"})

_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_LINE_ENDS = re.compile(r"[ \t]+\n")
_MANY_SPACES = re.compile(r" {2,}")
_MANY_LINES = re.compile(r"\n{3,}")
_FENCED = re.compile(r"\x00")


class _Page:
    """The text so far, and what surrounds the place that is read."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.dropping: str | None = None
        self.depth = 0
        self.preformatted: list[str] | None = None
        self.language = ""

    def text(self, piece: str) -> None:
        """What stands between two tags."""
        if self.dropping is not None or not piece:
            return
        if self.preformatted is not None:
            self.preformatted.append(html.unescape(piece))
        else:
            self.parts.append(_SPACES.sub(" ", html.unescape(piece).replace("\x00", "")))

    def opened(self, name: str, attributes: str) -> None:
        """A tag that begins something."""
        if self.dropping is not None:
            self.depth += name == self.dropping
        elif name in _DROPPED or (name in _DROPPED_BY_MARKS and attributes and _is_navigation(attributes)):
            if not attributes.endswith("/"):
                self.dropping, self.depth = name, 1
        elif self.preformatted is not None:
            self._opened_in_code(name, attributes)
        elif name == "pre":
            self.preformatted = []
            self.language = _language(attributes) or self.language
        elif name == "code":
            self.parts.append("`")
        elif name == "li":
            self.parts.append("\n- ")
        elif name in _HEADINGS:
            self.parts.append(f"\n\n{_HEADINGS[name]} ")
        else:
            self._block(name, attributes)

    def closed(self, name: str) -> None:
        """A tag that ends something."""
        if self.dropping is not None:
            self.depth -= name == self.dropping
            if self.depth == 0:
                self.dropping = None
        elif name == "pre":
            self.end_code()
        elif self.preformatted is not None:
            return
        elif name == "code":
            self.parts.append("`")
        elif name in _HEADINGS:
            self.parts.append("\n\n")
        else:
            self._block(name, "")

    def end_code(self) -> None:
        """Writes the code block that is open, if any."""
        code = "".join(self.preformatted or []).replace("\x00", "").strip("\n").rstrip()
        if code:
            fence = "~~~" if "```" in code else "```"
            self.parts.append(f"\n\n\x00{fence}{self.language}\n{code}\n{fence}\x00\n\n")
        self.preformatted = None
        self.language = ""

    def _opened_in_code(self, name: str, attributes: str) -> None:
        if name == "br" and self.preformatted is not None:
            self.preformatted.append("\n")
        elif name == "code":
            self.language = self.language or _language(attributes)

    def _block(self, name: str, attributes: str) -> None:
        if name in _BLOCKS:
            self.parts.append("\n\n")
            if name == "div" and "highlight" in attributes:
                self.language = _language(attributes) or self.language
        elif name in _ROWS:
            self.parts.append("\n")
        elif name in _CELLS:
            self.parts.append(" ")


def _is_navigation(attributes: str) -> bool:
    return any(_NAVIGATION_WORDS.search(marks) for marks in _MARKS.findall(attributes))


def _language(attributes: str) -> str:
    found = _LANGUAGE_CLASS.search(attributes)
    return "" if found is None or found[1].lower() in _UNSPOKEN_LANGUAGES else found[1].lower()


def html_text(text: str) -> str:
    r"""The visible text of a documentation page.

    Navigation, scripts, styles, forms and footers are left out, by tag or by what their class says; where a
    page marks its main part, only that is read. Headings, list items and code keep Markdown's marks, code
    blocks stand inside fences. Takes time and memory in proportion to the page's length.

    Returns:
        The text with one line feed at its end; empty if the page shows none.

    >>> print(html_text("<nav>Home</nav><h1>Sort</h1><p>Call <code>sort</code>:<pre>sort(a)\n</pre>"), end="")
    # Sort
    <BLANKLINE>
    Call `sort`:
    <BLANKLINE>
    ```
    sort(a)
    ```
    """
    page = _Page()
    source = _main_part(_without_comments(text))
    position = 0
    for tag in _TAG.finditer(source):
        page.text(source[position : tag.start()])
        position = tag.end()
        name = tag[2].lower()
        if tag[1]:
            page.closed(name)
        else:
            page.opened(name, tag[3])
    page.text(source[position:])
    page.end_code()
    return _tidied("".join(page.parts))


def _without_comments(text: str) -> str:
    first, *others = text.split("<!--")
    kept = [first, *(part.partition("-->")[2] for part in others)]
    return _DECLARATION.sub("", "".join(kept))


def _main_part(text: str) -> str:
    found = _MAIN.search(text)
    if found is None:
        return text
    end = text.rfind("</main>")
    return text[found.start() : end if end > found.start() else len(text)]


def _tidied(text: str) -> str:
    """Spaces and blank lines as in Markdown, but inside code as they are: every second piece is code."""
    pieces = _FENCED.split(text)
    pieces[::2] = [
        _MANY_LINES.sub("\n\n", _LINE_ENDS.sub("\n", _MANY_SPACES.sub(" ", piece).replace("\n ", "\n")))
        for piece in pieces[::2]
    ]
    tidy = _MANY_LINES.sub("\n\n", "".join(pieces)) if len(pieces) == 1 else _joined(pieces)
    tidy = tidy.strip("\n ")
    return tidy + "\n" if tidy else ""


def _joined(pieces: list[str]) -> str:
    """Code with one blank line around it."""
    pieces[::2] = [piece.strip("\n ") for piece in pieces[::2]]
    return "\n\n".join(piece for piece in pieces if piece)
