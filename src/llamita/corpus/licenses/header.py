"""Where the license header of a file ends."""

from __future__ import annotations

from llamita.corpus.licenses.comments import leading_comments, style_of_language

HEADER_CHARACTERS = 40_000
"""Headers that hold a whole license are shorter."""
PREAMBLE_CHARACTERS = 400
"""A comment before the license counts with it if it is shorter: a file's name, an editor's settings."""

_WORDS = (
    "licen",
    "copyright",
    "(c) ",
    "©",
    "redistribut",
    "public domain",
    "public-domain",
    "warrant",
    "all rights",
    "permission",
    "proprietary",
    "confidential",
    "see copying",
)
"""One of these stands in every notice, SPDX's and GNU's included (`licen`)."""
LONGEST_WORDS_AWAY = 3000
"""In a longer comment, license words further from its beginning do not make it a license."""


def has_license_words(lowered: str) -> bool:
    """Whether a text in lower case has a word that licenses and copyright lines have."""
    return any(word in lowered for word in _WORDS)


def license_header_end(text: str, language: str) -> int:
    r"""Give the length of a file's license header.

    Args:
        text: The file.
        language: What it is written in, by linguist's name in lower case.

    Returns:
        The number of characters from the file's start that its license and copyright comments take, with what
        stands before them (`#!`, encoding, blank lines); 0 where the file begins without such a comment.

    >>> license_header_end("// Copyright 2020 A. Person\n\nint x;\n", "c")
    29
    """
    header_end = 0
    limit = min(len(text), HEADER_CHARACTERS)
    for block in leading_comments(text, style_of_language(language), limit):
        comment = text[block.start : min(block.end, block.start + LONGEST_WORDS_AWAY)]
        if has_license_words(comment.lower()):
            header_end = block.end
        elif header_end or block.end - block.start > PREAMBLE_CHARACTERS:
            break
    while header_end and header_end < len(text) and text[header_end] in " \t\r\n":
        end = text.find("\n", header_end) + 1
        if not end or text[header_end:end].strip():
            break
        header_end = end
    return header_end
