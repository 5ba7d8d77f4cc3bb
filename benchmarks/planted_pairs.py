"""Files, and copies of them changed as people change files: from hardly at all to half of everything."""

from __future__ import annotations

import hashlib
import keyword
import random
import re
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from llamita.corpus.licenses.stripping import without_license

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LANGUAGES = {
    ".py": "python",
    ".java": "java",
    ".cpp": "c++",
    ".php": "php",
    ".ts": "typescript",
    ".js": "javascript",
    ".cs": "c#",
    ".sh": "shell",
}
"""What is taken from a folder: suffix -> linguist's name."""
COMMENT = re.compile(r"(?m)(?:^|(?<=\s))(?:#|//|\*)[ \t].{0,300}$")
IDENTIFIER = re.compile(r"[A-Za-z_]\w{2,60}")
_HEADER = """{mark} Copyright {year} The {name} Authors. All rights reserved.
{mark} Use of this source code is governed by a license that can be
{mark} found in the LICENSE file of this project, version {number}.

"""
_TERMS = """{name} {number} is made and kept by those whose names stand in the list of authors. It is
distributed under the terms of the {name} license, which asks that this text goes wherever the file goes,
that whoever changes the file says so in it with the date, and that nobody calls the result {name}.
There is no warranty of any kind: whether it does what you need, whether it goes on doing so and what
comes of it if it does not is for you to find out, and the authors owe nothing to anybody for any of it.
"""
_OPENINGS = {
    "python": '"""{name}."""\n\n',
    "java": "package org.{name}.parts;\n\n",
    "c++": "#ifndef {name}_H\n#define {name}_H\n\n#include <vector>\n\n",
    "php": "<?php\n\ndeclare(strict_types=1);\n\nnamespace {name};\n\n",
    "typescript": "import {{ {name} }} from './{name}';\n\n",
    "javascript": "'use strict';\n\n",
    "c#": "using {name};\n\n",
    "shell": "#!/bin/bash\nset -e\n\n",
}
"""What some write before the license."""
_BOUNDS_CHARACTERS = (1_500, 200_000)


@dataclass(frozen=True, slots=True)
class File:
    """A file of the folder."""

    text: str
    language: str

    def body(self) -> str:
        """The text without its license, which is what is compared."""
        return without_license(self.text, self.language)


@dataclass(frozen=True, slots=True)
class Pair:
    """A file and a changed copy, both without license."""

    kind: str
    ours: str
    theirs: str


def files_under(
    folder: Path | None, count: int, *, min_characters: int = _BOUNDS_CHARACTERS[0]
) -> list[File]:
    """Files below a folder, in an order that their paths' hashes give; None: all of this Python."""
    folders = [folder] if folder else [Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib")]
    paths = {
        path for top in folders for path in top.rglob("*") if path.suffix in LANGUAGES and path.is_file()
    }
    found = []
    for path in sorted(paths, key=lambda path: hashlib.sha256(str(path).encode()).digest()):
        text = path.read_text(encoding="utf-8", errors="replace")
        if min_characters <= len(text) <= _BOUNDS_CHARACTERS[1]:
            found.append(File(text, LANGUAGES[path.suffix]))
        if len(found) == count:
            break
    return found


def planted_pairs(files: list[File], strengths: int) -> Iterator[Pair]:
    """Every file with copies of every kind, each kind at as many strengths."""
    for number, file in enumerate(files):
        for kind, (change, strongest) in CHANGES.items():
            for step in range(strengths):
                draw = random.Random(f"{number} {kind} {step}")
                copy = change(file, draw, strongest * draw.random())
                yield Pair(kind, file.body(), File(copy, file.language).body())


def _reformatted(file: File, draw: random.Random, _: float) -> str:
    indent = draw.choice(["\t", "  ", "      "])
    lines = [
        re.sub(r"^( {4})+", lambda found: indent * (len(found[0]) // 4), line)
        for line in file.text.split("\n")
    ]
    text = "\n".join(line for line in lines if line.strip() or draw.random() < 0.5)  # noqa: PLR2004 - half
    return text.replace(", ", draw.choice([",", ",\n        ", " , "])).replace("'", '"')


def _header_swapped(file: File, draw: random.Random, _: float) -> str:
    mark = "#" if file.language in {"python", "shell"} else "//"
    name = "".join(draw.choices("abcdefghijklmnop", k=8)).title()
    header = _HEADER.format(mark=mark, year=draw.randint(1995, 2025), name=name, number=draw.randint(1, 9))
    body = file.body()
    if body.startswith("<?php"):
        return f"<?php\n{header}{body.removeprefix('<?php')}"
    return header + body


def _header_behind_code(file: File, draw: random.Random, _: float) -> str:
    name = "".join(draw.choices("abcdefghijklmnop", k=8)).title()
    lines = _TERMS.format(name=name, number=draw.randint(1, 9)).splitlines()
    if file.language in {"python", "shell"}:
        header = "".join(f"# {line}\n" for line in lines)
    else:
        header = "/*\n" + "".join(f" * {line}\n" for line in lines) + " */\n"
    return f"{_OPENINGS[file.language].format(name=name)}{header}\n{file.body().removeprefix('<?php')}"


def _comments_edited(file: File, draw: random.Random, strength: float) -> str:
    def edited(found: re.Match[str]) -> str:
        words = found[0].split(" ")
        return " ".join(
            _word(draw) if at and draw.random() < strength else word for at, word in enumerate(words)
        )

    return COMMENT.sub(edited, file.text)


def _identifiers_renamed(file: File, draw: random.Random, strength: float) -> str:
    names = sorted(set(IDENTIFIER.findall(file.text)) - set(keyword.kwlist))
    renamed = {name: f"{name}_{_word(draw)}" for name in names if draw.random() < strength}
    return IDENTIFIER.sub(lambda found: renamed.get(found[0], found[0]), file.text)


def _lines_deleted(file: File, draw: random.Random, strength: float) -> str:
    """Runs of lines, as a function or a paragraph goes; single lines would cut five shingles each."""
    lines, kept = file.text.split("\n"), []
    while lines:
        run = draw.randint(2, 12)
        if draw.random() >= strength:
            kept += lines[:run]
        lines = lines[run:]
    return "\n".join(kept)


def _word(draw: random.Random) -> str:
    return "".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=7))


CHANGES: dict[str, tuple[Callable[[File, random.Random, float], str], float]] = {
    "reformatted": (_reformatted, 1),
    "license header swapped": (_header_swapped, 1),
    "license header behind code": (_header_behind_code, 1),
    "comments edited": (_comments_edited, 1),
    "identifiers renamed": (_identifiers_renamed, 0.12),
    "lines deleted": (_lines_deleted, 0.5),
}
"""Kind of change -> what makes it, and how strong it is at most."""
