"""The language of a file: by its name, its extension, its first line, or by its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.languages.ambiguous import choose
from llamita.corpus.languages.table import EDITOR_MODES, EXTENSIONS, INTERPRETERS, NAMES

if TYPE_CHECKING:
    from llamita.corpus.document import Language

_TEMPLATE_SUFFIXES: Final = (".in", ".tmpl", ".tpl", ".template", ".dist", ".sample", ".example", ".orig")
_MAX_TEMPLATE_SUFFIXES: Final = 3

_SHEBANG = re.compile(
    r"\A\ufeff?#![ \t]{0,10}(?:[^\s]{0,200}/)?"
    r"(?:env[ \t]+(?:-\S{0,40}[ \t]+|\w{1,40}=\S{0,200}[ \t]+){0,8})?(?:[^\s]{0,200}/)?"
    r"([a-zA-Z][a-zA-Z_-]{0,30})"
)
_EDITOR_MODE = re.compile(
    r"-\*-[ \t]{0,10}(?:[^\n]{0,80}\bmode:[ \t]{0,10})?([\w+#-]{1,20})[ \t]{0,10}(?:;[^\n]{0,80})?-\*-"
)
_PLAIN_MARKUP: Final = (("<?php", "php"), ("<?xml", "xml"), ("<!doctype html", "html"), ("<html", "html"))
_FIRST_LINE_CHARACTERS: Final = 300


def language_of(path: str, text: str) -> Language | None:
    r"""What a file is written in.

    The name decides first, then the extension (with the text, where several languages share it), then the
    first line: its interpreter, the mode that it asks of an editor, or its markup.

    Args:
        path: inside its project, with `/` between.
        text: the file's.

    Returns:
        A language of `corpus.languages.table` or of `corpus.languages.ambiguous`; None if none is known.

    >>> language_of("src/a.py", ""), language_of("bin/run", "#!/usr/bin/env -S bash -e\n")
    ('python', 'shell')
    >>> language_of("Makefile.am", ""), language_of("config.h.in", "#undef X\n"), language_of("a.bin", "")
    ('makefile', 'c', None)
    """
    name = path.rpartition("/")[2].lower()
    for _ in range(_MAX_TEMPLATE_SUFFIXES):
        found = _by_name(name, text)
        if found is not None:
            return found[0]
        suffix = next((each for each in _TEMPLATE_SUFFIXES if name.endswith(each)), None)
        if suffix is None:
            break
        name = name.removesuffix(suffix)
    return _by_first_line(text)


def _by_name(name: str, text: str) -> tuple[Language | None] | None:
    if name in NAMES:
        return (NAMES[name],)
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return None
    chosen = choose(extension, text)
    if chosen is not None:
        return chosen
    if extension in EXTENSIONS:
        return (EXTENSIONS[extension],)
    # Dockerfile.alpine, Makefile.linux, README.debian
    family = NAMES.get(stem)
    return (family,) if family in ("dockerfile", "makefile", "text") and _is_plain(extension) else None


def _is_plain(extension: str) -> bool:
    return extension.isalpha() and not any("." + extension == suffix for suffix in _TEMPLATE_SUFFIXES)


def _by_first_line(text: str) -> Language | None:
    first = text[:_FIRST_LINE_CHARACTERS].lower()
    shebang = _SHEBANG.match(first)
    if shebang is not None and shebang[1] in INTERPRETERS:
        return INTERPRETERS[shebang[1]]
    mode = _EDITOR_MODE.search(first)
    if mode is not None and mode[1] in EDITOR_MODES:
        return EDITOR_MODES[mode[1]]
    start = first.lstrip("\ufeff \t\r\n")
    return next((language for mark, language in _PLAIN_MARKUP if start.startswith(mark)), None)
