"""The lines of `debian/copyright` as they are meant, before its paragraphs are read."""

from __future__ import annotations

import re

FILE_CHARACTERS = 1_000_000
"""A longer one is not read: hardly any in Debian has half of that."""
FILE_LINES = 50_000
"""The same in lines, each of which costs the library its time."""

_FIELD = re.compile(r"^(?P<name>[A-Za-z][A-Za-z0-9-]{0,60}):[ \t]{0,40}(?P<value>.*)$")
_ONCE = ("files", "license")


def is_too_long(text: str) -> bool:
    """Whether a file is longer than anybody would write one by hand."""
    return len(text) > FILE_CHARACTERS or text.count("\n") > FILE_LINES


def as_meant(text: str) -> str:
    """Set the paragraphs of a file apart as their fields tell.

    The library keeps one of several fields of the same name, so no field may stand twice in a paragraph: a
    second `Files` after the first goes on with it, elsewhere it begins a paragraph, as a second `License`
    does where the paragraph names no files; where it does, both licenses hold. Remarks are left out, and a
    line that is no field goes on with the field before it.

    Args:
        text: The file; nothing is changed where it has no `Files` field.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not re.search(r"^files:", text, re.IGNORECASE | re.MULTILINE):
        return text
    lines: list[str] = []
    fields: dict[str, int] = {}
    last = ""
    for line in text.split("\n"):
        if line.startswith("#"):
            continue
        field = None if line[:1] in (" ", "\t") else _FIELD.match(line)
        if not line.strip():
            fields, last = {}, ""
        elif field is None:
            line = line if line[0] in " \t" else f" {line}"
        else:
            name = field["name"].lower()
            if name in _ONCE and name in fields:
                line = _repeated(name, field["value"], lines, fields, last, line)
            if name not in fields:
                fields[name] = len(lines) + line.count("\n")
            last = name
        lines += line.split("\n")
    return "\n".join(lines)


def _repeated(name: str, value: str, lines: list[str], fields: dict[str, int], last: str, line: str) -> str:
    """Give what stands for a field that its paragraph has already."""
    if name == "files" and last == "files":
        return f" {value}"
    if name == "license" and "files" in fields:
        lines[fields["license"]] += f", and {value}"
        return " ."
    fields.clear()
    return f"\n{line}"
