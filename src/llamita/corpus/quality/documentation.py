"""Rules for natural language about code, and for pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.document import Out
from llamita.corpus.languages.html_text import html_text
from llamita.corpus.languages.table import words

if TYPE_CHECKING:
    from llamita.corpus.quality.subject import Subject
    from llamita.corpus.quality.thresholds import Thresholds

_WORD = re.compile(r"[^\W\d_]+")
_MAX_CHARACTERS: Final = 50_000
"""So much of the beginning is read for words."""
_STOP_WORDS: Final = words(
    "the a an and or of to in for on with is are be by this that it as from at not if you your can will which"
    " when was has have use may all but we when how its into one"
)
_LICENSE_NAME = re.compile(
    r"(?:(?:un|third[-_]?party[-_]?)?licen[sc]es?|copying|copyright|notices?|authors?|contributors?|maintainers?"
    r"|credits|patents|codeowners|third[-_]?party[-_]?notices?|(?:mit|bsd|apache|l?gpl|agpl|mpl|cc)[-_]?[\w.]{0,12}"
    r"[-_]?(?:licen[cs]e)?)(?:[-_.][\w.-]{0,30})?"
)
_LICENSE_FOLDER = re.compile(r"licen[cs]es?")
_LICENSE_PHRASES: Final = (
    "permission is hereby granted, free of charge",
    "redistribution and use in source and binary forms",
    "terms and conditions for use, reproduction, and distribution",
    "terms and conditions for copying, distribution and modification",
    "everyone is permitted to copy and distribute verbatim copies",
    "this is free and unencumbered software released into the public domain",
    "permission to use, copy, modify, and/or distribute this software",
    "permission to use, copy, modify, and distribute this software",
    "boost software license - version 1.0",
    "mozilla public license version 2.0",
    "creative commons corporation is not a law firm",
)
_LICENSE_HEAD_CHARACTERS: Final = 1500
_LICENSE_ONLY_CHARACTERS: Final = 4000
_LISTING_FOLDERS: Final = frozenset({"_modules", "_sources", "src-html", "xref", "xref-test", "class-use"})
_LISTING_NAME = re.compile(
    r"\A(?:genindex|py-modindex|search|index-all|index-\d+|all|allclasses|allpackages|overview-tree|package-tree"
    r"|package-frame|package-use|help-doc|constant-values|serialized-form|hierarchy|annotated|files|globals)"
    r"(?:[-_][\w-]{0,30})?\.html?\Z|(?:\.rs|[-_]source)\.html?\Z"
)
_HASH_LINE = re.compile(r"^[^\n]{0,300}?\b(?=[a-f]{0,39}\d)(?=\d{0,39}[a-f])[0-9a-f]{7,40}\b", re.MULTILINE)
_MIN_LINES: Final = 5


def listing_page(subject: Subject, limits: Thresholds) -> Out | None:  # noqa: ARG001 - a rule's signature
    """Pages that documentation tools add: listings of source code, indexes, search."""
    if subject.language != "html":
        return None
    for folder in subject.folders:
        if folder in _LISTING_FOLDERS:
            return Out("listing page", f"folder `{folder}`")
    found = _LISTING_NAME.search(subject.name)
    return Out("listing page", f"file name `{subject.name}`") if found else None


def few_words(subject: Subject, limits: Thresholds) -> Out | None:
    """Stubs of documentation."""
    count = len(_words(subject))
    return Out("few words", f"{count} words, under {limits.min_words}") if count < limits.min_words else None


def license_text(subject: Subject, limits: Thresholds) -> Out | None:  # noqa: ARG001 - a rule's signature
    """Texts of licenses, and lists of people."""
    if _LICENSE_NAME.fullmatch(subject.name):
        return Out("license text", f"file name `{subject.name}`")
    for folder in subject.folders:
        if _LICENSE_FOLDER.fullmatch(folder):
            return Out("license text", f"folder `{folder}`")
    beginning = " ".join(subject.head[:_LICENSE_HEAD_CHARACTERS].split())
    for phrase in _LICENSE_PHRASES:
        if phrase in beginning and len(subject.text) <= _LICENSE_ONLY_CHARACTERS:
            return Out("license text", f"says `{phrase}`")
    return None


def hash_list(subject: Subject, limits: Thresholds) -> Out | None:
    """Lists of commits."""
    if len(subject.lines) < _MIN_LINES:
        return None
    written = sum(1 for line in subject.lines if line.strip())
    share = len(_HASH_LINE.findall(subject.text)) / max(written, 1)
    if share <= limits.max_hash_line_share:
        return None
    return Out("list of hashes", f"{share:.3f} of the lines have one, over {limits.max_hash_line_share}")


def not_english(subject: Subject, limits: Thresholds) -> Out | None:
    """Other languages, lists of names, tables, and code that stands as documentation."""
    spoken = _words(subject)
    share = sum(map(_STOP_WORDS.__contains__, spoken)) / max(len(spoken), 1)
    if share >= limits.min_stop_word_share:
        return None
    return Out(
        "not English prose", f"{share:.3f} of the words are stop words, under {limits.min_stop_word_share}"
    )


def _words(subject: Subject) -> list[str]:
    return _WORD.findall(subject.text[:_MAX_CHARACTERS].lower())


def little_to_see(subject: Subject, limits: Thresholds) -> Out | None:
    """Pages whose markup hides little text; by StarCoder's rule for HTML."""
    if subject.language != "html":
        return None
    visible = len(html_text(subject.text))
    if visible < limits.min_visible_characters:
        return Out("little visible text", f"{visible} characters, under {limits.min_visible_characters}")
    share = subject.share(visible)
    if share < limits.min_visible_share:
        return Out("little visible text", f"{share:.3f} of the page, under {limits.min_visible_share}")
    return None
