"""What is known about the license of one file, and from where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Source: TypeAlias = Literal["dep-5", "spdx tag", "header", "license file", "metadata", "recipe"]
"""The kinds of evidence there are."""

NEAR_RECIPE = 0
"""A person's word in a recipe."""
NEAR_PROJECT = 1
"""Metadata, and license files at the root."""
NEAR_CHECKED_PROJECT = 2
"""What a Debian maintainer found for everything not named otherwise."""
NEAR_FOLDER = 3
"""A license file in a folder above the file."""
NEAR_FILE = 4
"""Of this very file: in it, or by its path in `debian/copyright`."""

QUOTE_CHARACTERS = 200
COPYRIGHTS_KEPT = 8


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about the license of a file or a project."""

    expression: str | None
    """In SPDX's terms; None where a license is spoken of that nobody here can name."""
    source: Source
    where: str
    """File and line, counted from 1: `debian/copyright:12`."""
    quote: str
    """The statement itself, on one line, at most 200 characters."""
    nearness: int = NEAR_PROJECT
    """How near to the file it stands, one of the `NEAR_` numbers: the nearest statement decides."""


@dataclass(frozen=True, slots=True)
class LicenseFinding:
    """The license of one file, with the evidence for it."""

    expression: str | None
    """In SPDX's terms; None where nothing is known."""
    source: Source | None
    """Which kind of evidence decided; None where there is none."""
    where: str
    """File and line of the evidence; empty where there is none."""
    quote: str
    """The statement that decided, on one line, at most 200 characters."""
    conflicts: tuple[Claim, ...] = ()
    """Other statements about the same file that say something else."""
    nearness: int = NEAR_PROJECT
    """How near to the file the statement that decided stands, one of the `NEAR_` numbers."""
    copyrights: tuple[str, ...] = ()
    """Whose the file is, at most 8 lines."""


def quoted(statement: str) -> str:
    r"""Put a statement on one line of at most 200 characters.

    >>> quoted("Licensed under\n  the   MIT license.")
    'Licensed under the MIT license.'
    """
    line = " ".join(statement[: 4 * QUOTE_CHARACTERS].split())
    return line if len(line) <= QUOTE_CHARACTERS else line[: QUOTE_CHARACTERS - 1].rstrip() + "…"
