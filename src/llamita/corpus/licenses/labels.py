"""Short statements on a license: SPDX tags, `@license MIT`, `License: MIT`, `__license__ = "MIT"`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llamita.corpus.licenses.expressions import normalized
from llamita.corpus.licenses.finding import NEAR_FILE, Claim, quoted
from llamita.corpus.licenses.grants import expression_of, grants_in
from llamita.corpus.licenses.names import spdx_of
from llamita.corpus.licenses.plain import plain_of
from llamita.corpus.licenses.short_names import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

LABELS_READ = 200
"""Of one kind in a file; one that has more has a license nobody knows."""
NAME_CHARACTERS = 60
"""Of a license that no table knows; what is longer is a sentence."""
MARKS = " \t/*#-;%!|=~<>'\""
"""What stands around words in comments."""

_TAG = re.compile(r"SPDX-License-Identifier:[ \t]{0,8}([^\n\r]{1,300})", re.IGNORECASE)
_TAG_END = re.compile(r"\*/|-->|[\"'`<>;,\\]|\s{2}|\|| #|\*\)|\s$|\.$|\s[#%*/-]+\s*$")
_ANNOTATION = re.compile(
    r"(?:@licen[sc]es?\b[ \t]{0,8}:?|MODULE_LICENSE[ \t]{0,8}\([ \t]{0,8}\"|"
    r"__licen[sc]e__[ \t]{0,8}(?::[ \t]{0,8}[\w.\[\]]{1,40}[ \t]{0,8})?=[ \t]{0,8}\(?[ \t]{0,8}[\"'])"
    r"[ \t]{0,8}([^\n\r]{1,160})",
    re.I,
)
_ANNOTATIONS = ("@licen", "__licen", "MODULE_LICENSE")
_LABEL = re.compile(r"^[\s/*#;:%!.\-]{0,20}licen[sc]e[ \t]{0,8}:[ \t]{0,8}([^\n\r]{1,160})", re.I | re.M)
_LATER_LABEL = re.compile(
    r"^[ \t]{0,40}(?:#|//|/?\*|--|;|%|dnl|rem)[/#*;%!\- \t]{0,20}licen[sc]e[ \t]{0,8}:[ \t]{0,8}"
    r"([^\n\r]{1,160})",
    re.I | re.M,
)
_STATEMENT_END = re.compile(r"\s[({\[]?(?:https?://|<)|[\"'`]|\*/|-->|\.\s|,? see | - |\s+@|\. ?$|\s\*")
_LINE_OF_LABEL = re.compile(
    r"(?:SPDX-License-Identifier:|@licen[sc]es?\b|(?<=[\s*/#;])licen[sc]e[ \t]{0,8}:)(?P<value>[^\n]{0,400})",
    re.I,
)
_LICENSE_NAME = re.compile(r"\b(?:licen[sc]e|eula|commercial|proprietary)\b", re.I)
_POINTER = re.compile(
    r"\b(?:see|view|read|full|files?|found|copying|information|copyright|please|this|text|header|follow\w*|"
    r"terms|same|root|details?|of|by|or|and|open source)\b|https?:|[(){}\[\]$%]|"
    r"\w\.(?:md|txt|rst|html)\b|^licen[sc]e\W*$",
    re.I,
)
_APOSTROPHE = re.compile(r"(?<=\w\w)'(?=(?:t|s|re|ll|ve|d|m)\b)")


def line_number(text: str, position: int) -> int:
    """Give the line, counted from 1, in which a character stands."""
    return text.count("\n", 0, position) + 1


def in_string(text: str, position: int) -> bool:
    """Whether a place stands in a string: an odd number of quotes before it in its line."""
    start = max(text.rfind("\n", 0, position) + 1, position - 400)
    before = text[start:position].replace('"""', "").replace("'''", "")
    if before.lstrip().startswith(("*", "//", "#", "--", "/*", "<!--")) or "/*" in before:
        return False
    before = _APOSTROPHE.sub("", before)
    return any(before.count(quote) % 2 for quote in "\"'`")


def tags_in(path: str, text: str, start: int, end: int) -> Iterator[Claim]:
    """Find SPDX tags; one that cannot be read is a license nobody knows, and so is what follows too many.

    Args:
        path: Of the file.
        text: The file.
        start: Where to begin, in characters.
        end: Where to stop.
    """
    for number, match in enumerate(_TAG.finditer(text, start, end)):
        where = f"{path}:{line_number(text, match.start())}"
        if number == LABELS_READ:
            yield Claim(UNKNOWN, "spdx tag", where, f"more than {LABELS_READ} tags", NEAR_FILE)
            return
        if in_string(text, match.start()):
            continue
        value = match[1].strip()
        if cut := _TAG_END.search(value):
            value = value[: cut.start()]
        expression = normalized(value.strip()) or spdx_of(value.strip()) or UNKNOWN
        yield Claim(expression, "spdx tag", where, quoted(match[0]), NEAR_FILE)


def labels_in(path: str, text: str, start: int, end: int) -> Iterator[Claim]:
    """Find `@license MIT` and `License: MIT` in the comments at a file's beginning."""
    matches = [*_ANNOTATION.finditer(text, start, end), *_LABEL.finditer(text, start, end)]
    for match in matches[:LABELS_READ]:
        if expression := _named(match[1]) or _unknown(match[1]):
            yield _claim(path, text, match, expression)


def later_labels_in(path: str, text: str, start: int, head: int) -> Iterator[Claim]:
    """Find `@license`, `__license__` and `MODULE_LICENSE` after a file's first comments, `# License:` too.

    Args:
        path: Of the file.
        text: The file.
        start: Where its first comments end, in characters.
        head: Up to where comments of the last kind are looked for.
    """
    matches: list[re.Match[str]] = []
    if any(word in text for word in _ANNOTATIONS):
        matches += _ANNOTATION.finditer(text, start)
    for match in matches[:LABELS_READ]:
        is_code = not match[0].startswith("@")
        if is_code or not in_string(text, match.start()):
            expression = _named(match[1]) or _spoken_of(match[1]) or _unknown(match[1])
            if expression:
                yield _claim(path, text, match, expression)
    if len(matches) > LABELS_READ:
        yield _claim(path, text, matches[LABELS_READ], UNKNOWN)
    rest = text[start:head]
    if "icen" in rest or "ICEN" in rest:
        for match in _LATER_LABEL.finditer(text, start, head):
            if expression := _named(match[1]):
                yield _claim(path, text, match, expression)


def without_labels(comments: str) -> str:
    """Give comments without the tags and labels in them that can be read."""
    return _LINE_OF_LABEL.sub(lambda match: "" if _is_read(match) else match[0], comments)


def _is_read(match: re.Match[str]) -> bool:
    value = match["value"].lstrip(": \t")
    return match[0][:4].upper() == "SPDX" or _named(value) is not None


def _claim(path: str, text: str, match: re.Match[str], expression: str) -> Claim:
    where = f"{path}:{line_number(text, match.start(1))}"
    return Claim(expression, "header", where, quoted(match[0].strip(MARKS)), NEAR_FILE)


def _named(value: str) -> str | None:
    """Name the license that a label states, where it states one by name."""
    value = value.strip()
    cut = _STATEMENT_END.search(value, 2)
    short = value[: cut.start()] if cut else value
    return spdx_of(short.strip(MARKS + ",.")) or spdx_of(value.strip(MARKS + ",."))


def _spoken_of(value: str) -> str | None:
    """Name the licenses of which a label speaks: by an address, or in a sentence."""
    plain = plain_of(value, 0, len(value)).lower
    return expression_of(grants_in(plain), plain)


def _unknown(value: str) -> str | None:
    """Say that a label names a license that no table knows, where it does: `Acme Internal License`."""
    value = re.split(r"[\"'`]|\*/|-->", value, maxsplit=1)[0].strip(MARKS + ",.")
    is_name = 0 < len(value) <= NAME_CHARACTERS and _LICENSE_NAME.search(value) and not _POINTER.search(value)
    return UNKNOWN if is_name and not _spoken_of(value) else None
