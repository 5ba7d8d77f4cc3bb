"""Rules about how long a text and its lines are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.corpus.document import Out

if TYPE_CHECKING:
    from llamita.corpus.quality.subject import Subject
    from llamita.corpus.quality.thresholds import Thresholds

_PACKED_LANGUAGES: Final = frozenset({"javascript", "typescript", "css"})
_PACKED_FROM_CHARACTERS: Final = 500


def too_small(subject: Subject, limits: Thresholds) -> Out | None:
    """Empty files and stubs."""
    length = len(subject.text.strip("\ufeff \t\r\n\f\v"))
    if length == 0:
        return Out("empty", "no text")
    if length < limits.min_characters:
        return Out("too small", f"{length} characters, under {limits.min_characters}")
    return None


def too_large(subject: Subject, limits: Thresholds) -> Out | None:
    """More characters than a person writes in one file."""
    if len(subject.text) <= limits.max_characters:
        return None
    return Out("too large", f"{len(subject.text)} characters, over {limits.max_characters}")


def too_many_lines(subject: Subject, limits: Thresholds) -> Out | None:
    """More lines than a person writes in one file."""
    if len(subject.lines) <= limits.max_lines:
        return None
    return Out("too many lines", f"{len(subject.lines)} lines, over {limits.max_lines}")


def line_too_long(subject: Subject, limits: Thresholds) -> Out | None:
    """One line that is data or packed code."""
    lengths = list(map(len, subject.lines))
    longest = max(lengths, default=0)
    if longest <= limits.max_line_characters:
        return None
    number = lengths.index(longest) + 1
    return Out("line too long", f"line {number} has {longest} characters, over {limits.max_line_characters}")


def mean_line_too_long(subject: Subject, limits: Thresholds) -> Out | None:
    """Long lines throughout."""
    mean = len(subject.text) / max(len(subject.lines), 1)
    if mean <= limits.max_mean_line_characters:
        return None
    return Out("mean line too long", f"{mean:.1f} characters a line, over {limits.max_mean_line_characters}")


def minified(subject: Subject, limits: Thresholds) -> Out | None:
    """Scripts and styles without the spaces that a person writes."""
    if subject.language not in _PACKED_LANGUAGES or len(subject.text) < _PACKED_FROM_CHARACTERS:
        return None
    share = subject.share(subject.spaces)
    if share >= limits.min_whitespace_share:
        return None
    return Out("minified", f"{share:.3f} of the text is blank, under {limits.min_whitespace_share}")
