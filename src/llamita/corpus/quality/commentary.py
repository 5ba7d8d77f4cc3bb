"""The rule about how much of a program is comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llamita.corpus.document import Out
from llamita.corpus.languages.comments import comments_of

if TYPE_CHECKING:
    from llamita.corpus.quality.subject import Subject
    from llamita.corpus.quality.thresholds import Thresholds


def comment_share(subject: Subject, limits: Thresholds) -> Out | None:
    """Code that is commented out or only a license; long code that says nothing about itself."""
    spans = comments_of(subject.text, subject.language)
    share = subject.share(sum(end - start for start, end in spans))
    if share > limits.max_comment_share:
        return Out("comments", f"{share:.3f} of the text is comment, over {limits.max_comment_share}")
    if share < limits.min_comment_share and len(subject.text) >= limits.min_commented_characters:
        return Out("comments", f"{share:.4f} of the text is comment, under {limits.min_comment_share}")
    return None
