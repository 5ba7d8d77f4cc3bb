"""What files say of foreign parts in them: from a forum, from a GPL program, under terms of their own."""

from __future__ import annotations

import re
from typing import NamedTuple

from llamita.corpus.licenses.finding import NEAR_FILE, Claim, quoted
from llamita.corpus.licenses.plain import plain_of

BEFORE_CHARACTERS = 160
AFTER_CHARACTERS = 240
PLACES_READ = 20
"""Of each word; who links to forums more often links to questions, not to where code came from."""


class Sign(NamedTuple):
    """How foreign parts are known."""

    words: tuple[str, ...]
    """One of these stands in the file; the rest is looked for around it."""
    says: re.Pattern[str]
    """What is said of it, in lower case, with one space between words and without comment marks."""
    expression: str


_TAKEN = (
    r"\b(?:adapted|taken|copied|borrowed|stolen|lifted|grabbed|translated|ported|derived|refactored|modified|"
    r"snippet|courtesy|started|cop(?:y|ies) of|(?:modified|optimized) version|port of|based (?:up)?on)\b"
)
_FORUM = r"(?:stack ?overflow|stackexchange|superuser|serverfault)\b"
_SIGNS = (
    Sign(
        ("stackoverflow.com", "stackexchange.com", "superuser.com", "serverfault.com", "Stack Overflow"),
        re.compile(
            rf"(?:{_TAKEN}[^.;]{{0,100}}|\bfrom:? (?:\w{{1,20}} ){{0,3}})(?:\W{{0,12}}https?://(?:\w+\.)?)?{_FORUM}"
        ),
        "CC-BY-SA-4.0",
    ),
    Sign(
        (" Blender", " GNU ", " glibc", " Octave"),
        re.compile(
            r"\b(?:adapted|taken|copied|borrowed|translated|ported|derived) from (?:the )?"
            r"(?:blender|gnu \w+|glibc|octave)\b"
        ),
        "GPL-2.0-or-later",
    ),
    Sign(
        ("Attribution-ShareAlike", "Attribution/Share-Alike", "licenses/by-sa/"),
        re.compile(
            r"licen[sc]e:? (?:under )?(?:the )?creative commons attribution.share|creative commons legal code"
        ),
        "CC-BY-SA-3.0",
    ),
    Sign(
        ("Gutenberg",),
        re.compile(r"project gutenberg(?:-tm)? licen[sc]e|the project gutenberg ebook of"),
        "LicenseRef-project-gutenberg",
    ),
    Sign(
        ("alteration", "erbatim copying"),
        re.compile(
            r"permi\w{1,8} (?:is granted )?to distribute this \w{1,20} without any alteration|"
            r"verbatim copying and distribution of th(?:is|e) (?:\w{1,20} ){1,3}is permitted"
        ),
        "LicenseRef-no-derivatives",
    ),
    Sign(
        ("npublished work", "onfidential", "or disclosed"),
        re.compile(
            r"unpublished work protected|proprietary, confidential,? and trade secret|"
            r"may not be copied or disclosed|\bs/t/i confidential information"
        ),
        "LicenseRef-proprietary",
    ),
)


def foreign_parts(path: str, text: str) -> list[Claim]:
    """Find what a file says of parts in it that come from elsewhere; at most one claim for each kind.

    A link to a forum says nothing; words like `adapted from` before it do: what is posted there is under
    CC-BY-SA. The same words before the name of a program under the GPL say the same of that.

    Args:
        path: Of the file.
        text: The file.
    """
    claims = (_claim(path, text, sign) for sign in _SIGNS)
    return [claim for claim in claims if claim is not None]


def _claim(path: str, text: str, sign: Sign) -> Claim | None:
    for word in sign.words:
        place = text.find(word)
        for _ in range(PLACES_READ):
            if place < 0:
                break
            start = max(0, place - BEFORE_CHARACTERS)
            plain = plain_of(text, start, place + AFTER_CHARACTERS)
            if found := sign.says.search(plain.lower):
                where = f"{path}:{plain.line_of(found.start())}"
                said = plain.said[found.start() : found.start() + BEFORE_CHARACTERS]
                return Claim(sign.expression, "header", where, quoted(said), NEAR_FILE)
            place = text.find(word, place + len(word))
    return None
