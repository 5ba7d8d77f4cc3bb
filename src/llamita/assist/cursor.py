"""Cursors: LINE:COLUMN as editors show them -> an offset into the text."""

from __future__ import annotations

import re

from llamita.errors import RequestError

_CURSOR = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")


def split_at_cursor(text: str, cursor: str) -> tuple[str, str]:
    r"""What stands before and after ``cursor`` in ``text``.

    Args:
        text: any line ends (LF, CRLF) are kept as they are.
        cursor: ``LINE:COLUMN``, both from 1; column 1 is before the first character of the line, and
            the column after the last character is its end. Columns count characters.

    Raises:
        RequestError: not of that form, or no such place in the text.

    >>> split_at_cursor("def f():\n    \n", "2:5")
    ('def f():\n    ', '\n')
    """
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise RequestError(f"cursor must be `LINE:COLUMN`, both numbers from 1, got `{cursor}`")
    line_number, column = int(match[1]), int(match[2])
    lines = re.split(r"(?<=\n)", text)
    if not 1 <= line_number <= len(lines):
        raise RequestError(f"cursor `{cursor}` is outside the text: it has {len(lines)} lines")
    line = lines[line_number - 1].rstrip("\r\n")
    if not 1 <= column <= len(line) + 1:
        raise RequestError(
            f"cursor `{cursor}` is outside line {line_number}: its columns are 1 to {len(line) + 1}"
        )
    offset = sum(map(len, lines[: line_number - 1])) + column - 1
    return text[:offset], text[offset:]
