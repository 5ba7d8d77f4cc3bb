"""The rule about how much of a program is comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.document import Out
from llamita.corpus.languages.comments import comments_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from llamita.corpus.quality.subject import Subject
    from llamita.corpus.quality.thresholds import Thresholds

_DOCUMENTATION = re.compile(r"[ \t]*(?:/?\*|///|//!)")
_STATEMENT = re.compile(
    r"[;{}][ \t]*\Z"
    r"|\A[ \t]*(?:#|//|--|')?[ \t]*(?:def|class|if|elif|else|for|while|try|return|import|from)\b"
    r".*[:)][ \t]*\Z"
)
_MAX_LINE_CHARACTERS: Final = 400
"""So much of a comment's line is looked at."""
_STUB_SUFFIX: Final = ".pyi"


def comment_share(subject: Subject, limits: Thresholds) -> Out | None:
    """Code that is commented out or little beside its license; long code that says nothing about itself.

    The share alone would take out what is documented best: interfaces that say more than they declare. So a
    file may be comment for the most part where enough else stands beside it and the comments are no
    statements.
    """
    spans = comments_of(subject.text, subject.language)
    length = sum(end - start for start, end in spans)
    share = subject.share(length)
    if share > limits.max_comment_share:
        return _mostly_comment(subject, spans, share, limits)
    if share >= limits.min_comment_share or len(subject.text) < limits.min_commented_characters:
        return None
    if subject.name.endswith(_STUB_SUFFIX):
        return None
    return Out("comments", f"{share:.4f} of the text is comment, under {limits.min_comment_share}")


def _mostly_comment(
    subject: Subject, spans: Sequence[tuple[int, int]], share: float, limits: Thresholds
) -> Out | None:
    told = f"{share:.3f} of the text is comment, over {limits.max_comment_share}"
    code = _written(subject.text) - sum(_written(subject.text[start:end]) for start, end in spans)
    if code < limits.min_code_characters:
        return Out("comments", f"{told}, beside {code} characters, under {limits.min_code_characters}")
    statements = _statement_share(subject.text[start:end] for start, end in spans)
    if statements > limits.max_commented_out_share:
        return Out("comments", f"{told}; {statements:.3f} of its lines are statements")
    return None


def _written(text: str) -> int:
    """Characters that are not blank."""
    return len(text) - sum(map(text.count, " \t\r\n\f\v"))


def _statement_share(comments: Iterable[str]) -> float:
    """Of the lines of comments, those that are code which somebody took out."""
    lines = [line[:_MAX_LINE_CHARACTERS] for comment in comments for line in comment.splitlines()]
    words = [line for line in lines if line.strip(" \t*/#-;%'")]
    statements = sum(1 for line in words if not _DOCUMENTATION.match(line) and _STATEMENT.search(line))
    return statements / max(len(words), 1)
