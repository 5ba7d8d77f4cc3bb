"""Findings: what stands in a text that should not come out of a model."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from llamita.corpus.redaction.assigned import find_assigned
from llamita.corpus.redaction.credentials import find_credentials
from llamita.corpus.redaction.emails import find_emails, find_placeholder_emails
from llamita.corpus.redaction.handles import find_handles
from llamita.corpus.redaction.key_forms import find_formed_keys
from llamita.corpus.redaction.names import find_all_names
from llamita.corpus.redaction.private_keys import find_private_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llamita.corpus.redaction.span import Span

MAX_CHARACTERS: Final = 2**20
"""How much of a text is looked at; no answer is as long."""

# Behind more, what announces a person or a key is too far away to say so.
_BEFORE_CHARACTERS: Final = 400

# Names that stand for any in examples; a corpus may do without them, an answer may hold them.
_ANYBODY: Final = ("John Doe", "Jane Doe", "John Smith", "Jane Smith", "Joe Bloggs", "Max Mustermann")


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands in a text, each kind in order; see ``llamita.corpus.redaction`` for the rules."""

    names: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    """Addresses that stand for any, such as `user@example.com`; they count as nothing found."""

    @property
    def found(self) -> bool:
        """Whether anything of a person, or a key, is in the text."""
        return bool(self.names or self.handles or self.emails or self.keys)

    def to_json(self) -> dict[str, Any]:
        """The same as plain data; these keys are stable."""
        return {
            "names": list(self.names),
            "handles": list(self.handles),
            "emails": list(self.emails),
            "keys": list(self.keys),
            "placeholders": list(self.placeholders),
        }


def audit_text(text: str, *, before: str = "") -> Findings:
    """Look for persons and keys in a text.

    Args:
        text: an answer, or any other text; ``MAX_CHARACTERS`` of it.
        before: what stands in front of it, such as a prompt that ends with `Author:`. What is found must
            reach into ``text``.

    >>> audit_text(" Zelda Quibbleton <zelda@quibbleton.org>", before="Author:").names
    ('Zelda Quibbleton',)
    """
    before = before[-_BEFORE_CHARACTERS:]
    whole = before + text[:MAX_CHARACTERS]

    def texts(spans: Iterable[tuple[int, int]]) -> tuple[str, ...]:
        return tuple(whole[start:stop] for start, stop in spans if stop > len(before))

    names = {
        (span.start, span.stop)
        for span in find_all_names(whole)
        if not whole.startswith(_ANYBODY, span.start)
    }
    return Findings(
        names=texts(sorted(names)),
        handles=texts(
            sorted(_with_at(whole, span) for span in find_handles(whole, None) if span.rule in _OF_SITES)
        ),
        emails=texts((span.start, span.stop) for span in find_emails(whole) if span.rule == "address"),
        keys=texts(_keys(whole)),
        placeholders=texts(find_placeholder_emails(whole)),
    )


# Handles of sites; whom an author's tag or a task names is a colleague, and not counted.
_OF_SITES: Final = frozenset({"called", "page"})


def _with_at(text: str, span: Span) -> tuple[int, int]:
    """A handle's place with the `@` before it."""
    return span.start - (text[span.start - 1 : span.start] == "@"), span.stop


def _keys(text: str) -> list[tuple[int, int]]:
    """Keys, private keys and passwords, in order, none within another."""
    places: list[tuple[int, int]] = []
    for span in chain(
        find_private_keys(text), find_formed_keys(text), find_credentials(text), find_assigned(text, None)
    ):
        if not any(start < span.stop and span.start < stop for start, stop in places):
            places.append((_start(text, span), span.stop))
    return sorted(places)


def _start(text: str, span: Span) -> int:
    """Where a key begins; a private key with the line that announces it."""
    begin = text.rfind("-----BEGIN ", max(0, span.start - _BEFORE_CHARACTERS), span.start)
    return begin if span.kind == "private key" and begin >= 0 else span.start
