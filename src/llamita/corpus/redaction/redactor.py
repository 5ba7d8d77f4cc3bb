"""Redaction: secrets and personal data of a text are replaced; findings do not repeat them."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.assigned import find_assigned
from llamita.corpus.redaction.comments import Comments
from llamita.corpus.redaction.credentials import find_credentials
from llamita.corpus.redaction.credited import find_credited
from llamita.corpus.redaction.emails import find_emails
from llamita.corpus.redaction.fields import find_in_fields
from llamita.corpus.redaction.handles import find_handles
from llamita.corpus.redaction.ip_addresses import find_ip_addresses
from llamita.corpus.redaction.key_forms import find_formed_keys
from llamita.corpus.redaction.names import find_names
from llamita.corpus.redaction.nearby import ascii_lowered
from llamita.corpus.redaction.numbers import find_numbers
from llamita.corpus.redaction.private_keys import find_private_keys
from llamita.corpus.redaction.replacement import find_placeholders, replacement
from llamita.corpus.redaction.sections import find_in_sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llamita.corpus.document import Language
    from llamita.corpus.redaction.span import Span

# What is replaced may uncover more; a text that is not done after so many passes was made to be so.
_MAX_PASSES: Final = 8
# What is uncovered is as near to what went as any rule looks.
_NEAR_CHARACTERS: Final = 1000
_SALT: Final = b"llamita redaction 1\0"
_DIGEST_CHARACTERS: Final = 16


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found and replaced, without the secret itself."""

    kind: str
    """`key`, `private key`, `password`, `e-mail`, `handle`, `name`, `ip address`, `phone`, `card number`,
    `iban` or `social security number`."""
    rule: str
    """Which rule found it; a short name that stays the same between versions."""
    start: int
    """In the original text, in characters."""
    stop: int
    """One past the last character, in the original text."""
    digest: str
    """The first 16 hexadecimal digits of the salted SHA-256: the same secret has the same "
    "digest in every file."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without its secrets and personal data."""

    text: str
    findings: tuple[Finding, ...]
    """In order of their places."""


def redact(text: str, language: Language | None) -> Redacted:
    """Replace the secrets and personal data of a text; a redacted text is left as it is.

    Kept on purpose: names in copyright lines (who licensed the work must be named), public keys,
    certificates, hashes, MAC addresses, private and documentation addresses, and values that plainly stand
    for any.

    Args:
        text: a whole file; its number of lines stays as it is.
        language: what it is written in, or None; says where comments are.

    >>> redact("# TODO(zquib): ask zelda@quibbleton.org", "python").text
    '# TODO(REDACTED_USER): ask redacted@example.com'
    """
    cuts: list[tuple[Finding, int]] = []
    spans = find_spans(text, language)
    for _ in range(_MAX_PASSES):
        if not spans:
            break
        places = _Places(cuts)
        pieces: list[str] = []
        new_places: list[int] = []
        stop = shift = 0
        for span in spans:
            secret = text[span.start : span.stop]
            finding = Finding(
                span.kind, span.rule, places.original(span.start), places.original(span.stop), _digest(secret)
            )
            new = replacement(span.kind, secret, finding.digest)
            pieces += [text[stop : span.start], new]
            new_places.append(span.start + shift)
            stop = span.stop
            shift += len(new) - len(secret)
            cuts.append((finding, len(new)))
        text = "".join([*pieces, text[stop:]])
        spans = _find_near(text, language, new_places)
    cuts.sort(key=lambda cut: cut[0].start)
    return Redacted(text, tuple(finding for finding, _ in cuts))


def _find_near(text: str, language: Language | None, places: list[int]) -> list[Span]:
    """What must go from a text near places where something went, in order."""
    comments = Comments(text, language)
    found: list[Span] = []
    for start, stop in _lines_around(text, places):
        spans = find_spans(text[start:stop], language, comments.of_excerpt(start, stop))
        found += [replace(span, start=span.start + start, stop=span.stop + start) for span in spans]
    return found


def _lines_around(text: str, places: list[int]) -> Iterator[tuple[int, int]]:
    """Whole lines around places, from and to, in order, none overlapping another."""
    stop = index = 0
    while index < len(places):
        last = index
        while last + 1 < len(places) and places[last + 1] - places[last] < 2 * _NEAR_CHARACTERS:
            last += 1
        start = max(stop, text.rfind("\n", 0, max(0, places[index] - _NEAR_CHARACTERS)) + 1)
        end = text.find("\n", places[last] + _NEAR_CHARACTERS)
        stop = end + 1 if end >= 0 else len(text)
        if start < stop:
            yield start, stop
        index = last + 1


def find_spans(text: str, language: Language | None, comments: Comments | None = None) -> list[Span]:
    """What must go from a text, in order, none within another.

    Where two overlap, the rule that comes first here has it: a key is no e-mail address.

    Args:
        text: a whole file, or a part of it.
        language: what it is written in, or None.
        comments: where people speak in a part of a file; by default by the language.
    """
    found: list[Span] = []
    taken = find_placeholders(text)
    speech = comments or Comments(text, language)
    for spans in (
        find_private_keys(text),
        find_formed_keys(text),
        find_credentials(text),
        find_assigned(text, language, speech),
        find_emails(text),
        find_names(text),
        find_in_fields(text, ascii_lowered(text)),
        find_in_sections(text, ascii_lowered(text)),
        find_credited(text, ascii_lowered(text), speech),
        find_handles(text, language, speech),
        find_ip_addresses(text),
        find_numbers(text),
    ):
        new: list[Span] = []
        for span in sorted(spans):
            place = bisect_left(taken, (span.stop, 0))
            # Those taken do not overlap, so that the last one to begin before this ends also ends last.
            if (place and taken[place - 1][1] > span.start) or (new and new[-1].stop > span.start):
                continue
            new.append(span)
        if new:
            taken = sorted([*taken, *((span.start, span.stop) for span in new)])
            found += new
    return sorted(found)


class _Places:
    """Where the characters of a text with replacements stood in the original."""

    def __init__(self, cuts: list[tuple[Finding, int]]) -> None:
        self._starts = [0]
        self._shifts = [0]
        for finding, length in sorted(cuts, key=lambda cut: cut[0].start):
            start = finding.start - self._shifts[-1] + length
            self._starts.append(start)
            self._shifts.append(finding.stop - start)

    def original(self, place: int) -> int:
        return place + self._shifts[bisect_right(self._starts, place) - 1]


def _digest(secret: str) -> str:
    salted = _SALT + secret.encode("utf-8", "surrogatepass")
    return hashlib.sha256(salted).hexdigest()[:_DIGEST_CHARACTERS]
