"""Whether a file is worth learning from: the rules in their order, cheap ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.corpus.quality import (
    characters,
    commentary,
    documentation,
    generated,
    lines,
    paths,
    repetition,
    syntax,
)
from llamita.corpus.quality.subject import Subject

if TYPE_CHECKING:
    from llamita.corpus.document import Language, Out
    from llamita.corpus.quality.subject import Rule
    from llamita.corpus.quality.thresholds import Thresholds

_FOR_ALL: Final[tuple[Rule, ...]] = (
    paths.no_language,
    paths.data_file,
    paths.vendored,
    paths.minified_name,
    paths.packaging,
    paths.test_fixture,
    paths.translation,
    generated.generated_name,
    lines.too_small,
    lines.too_large,
    lines.too_many_lines,
    lines.line_too_long,
    lines.mean_line_too_long,
    characters.damaged,
    characters.few_letters_and_digits,
    characters.few_letters,
    characters.blank,
    characters.many_digits,
    generated.generated_says_so,
    characters.encoded,
)
_FOR_CODE: Final[tuple[Rule, ...]] = (
    lines.minified,
    generated.generated_leftovers,
    characters.number_lists,
    commentary.comment_share,
    repetition.duplicate_lines,
    repetition.top_ngrams,
    documentation.little_to_see,
    syntax.syntax_errors,
)
_FOR_DOCS: Final[tuple[Rule, ...]] = (
    documentation.listing_page,
    documentation.license_text,
    documentation.few_words,
    documentation.hash_list,
    documentation.not_english,
    repetition.duplicate_lines,
    repetition.top_ngrams,
)


def judge(path: str, text: str, language: Language | None, thresholds: Thresholds) -> Out | None:
    """The first rule that a file breaks.

    Args:
        path: inside its project, with `/` between.
        text: as it will stand in the corpus: of an HTML page of documentation, what `html_text` made of it.
        language: what `language_of` says.
        thresholds: the numbers of the rules.

    Returns:
        The rule and what was found; None if the file stays.
    """
    subject = Subject(path, text, language or "")
    limits = thresholds.for_language(subject.language)
    for rule in _FOR_ALL:
        out = rule(subject, limits)
        if out is not None:
            return out
    for rule in _FOR_DOCS if subject.kind == "docs" else _FOR_CODE:
        out = rule(subject, limits)
        if out is not None:
            return out
    return None
