"""`NOTICE.txt`: the texts that licenses ask to be given on with the work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RULE: Final = "=" * 78
_SPDX_ADDRESS: Final = "https://spdx.org/licenses/"
_REFERENCE: Final = "LicenseRef-"


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A license or NOTICE file of a project, as it stands there."""

    project: str
    """Name and version."""
    name: str
    """Of the file: `LICENSE`, `NOTICE`."""
    text: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A license whose text some projects do not bring."""

    license: str
    """An SPDX id."""
    text: NoticeText | None
    """As another project brings it, without whose that project is; None where none does."""
    projects: tuple[tuple[str, tuple[str, ...]], ...]
    """Names with versions, and the copyright lines of each."""


def notices(texts: Iterable[NoticeText], owed: Sequence[Owed] = ()) -> str:
    """The license and NOTICE texts, each once, headed by the projects that carry it.

    Texts that differ only in white space are one, since a license is often wrapped anew; the first spelling
    in order of projects is the one shown.

    Args:
        texts: what projects bring.
        owed: what some do not; it follows.
    """
    ordered = sorted(texts, key=lambda one: (one.project.casefold(), one.project, one.name, one.text))
    shared: dict[str, list[NoticeText]] = {}
    for one in ordered:
        key = " ".join(one.text.split())
        if key:
            shared.setdefault(key, []).append(one)
    return "\n".join([*map(_notice, shared.values()), *map(_owed, owed)])


def _notice(same: Sequence[NoticeText]) -> str:
    return _headed(dict.fromkeys(f"{one.project}: {one.name}" for one in same), same[0].text)


def _owed(owed: Owed) -> str:
    projects = [
        line
        for project, owners in owed.projects
        for line in (project, *(f"    {owner}" for owner in owners or ("(no copyright line in its files)",)))
    ]
    opening = f"{owed.license}: its text was not found, whole, in what these projects bring:"
    if owed.text is not None:
        source = f"It stands here as `{owed.text.name}` of {owed.text.project} has it, for all of them."
        return _headed([opening, *projects, source], owed.text.text)
    source = "No project of this corpus brings it."
    if owed.license.startswith(_REFERENCE):
        return _headed([opening, *projects, source], "SPDX has no text of that name.")
    return _headed([opening, *projects, source], f"{_SPDX_ADDRESS}{owed.license}.html")


def _headed(heading: Iterable[str], text: str) -> str:
    body = "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")
    return "\n".join([_RULE, *heading, _RULE, "", body, ""])
