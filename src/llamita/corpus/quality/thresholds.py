"""The numbers of the quality rules, each with where it comes from, and the languages that have their own.

Sources: The Stack and StarCoder (bigcode-dataset, `preprocessing/arguments.py`; arXiv 2211.15533 and
2305.06161), StarCoder2 (arXiv 2402.19173, section 3.1), SantaCoder (arXiv 2301.03988), OpenCoder (arXiv
2411.04905 and `opc_data_filtering`). What is ours says so, with what was measured.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from llamita.errors import RequestError, shown

if TYPE_CHECKING:
    from llamita.corpus.document import Language

Exceptions: TypeAlias = tuple[tuple["Language", tuple[tuple[str, float], ...]], ...]
"""For a language, the names of thresholds and their values there; both in order."""

_PROSE_LIKE: Final = (
    ("max_line_characters", 100_000),
    ("max_mean_line_characters", 100_000),
)
"""StarCoder2 gives HTML, Markdown, TeX and text 100,000 characters a line and no mean; our other kinds of
documentation go with them."""

_EXCEPTIONS: Final[Exceptions] = (
    ("asciidoc", _PROSE_LIKE),
    # StarCoder2: no share of letters for assembly; the share of letters and digits stays.
    ("assembly", (("min_alphabetic_share", 0.0),)),
    ("html", _PROSE_LIKE),
    # SantaCoder measured the lower bound on these three only.
    ("java", (("min_comment_share", 0.01),)),
    ("javascript", (("min_comment_share", 0.01),)),
    ("markdown", _PROSE_LIKE),
    ("org", _PROSE_LIKE),
    ("python", (("min_comment_share", 0.01),)),
    ("restructuredtext", _PROSE_LIKE),
    ("tex", _PROSE_LIKE),
    ("text", _PROSE_LIKE),
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a file must keep to; lengths in characters, shares from 0 to 1 of a text's characters."""

    min_characters: int = 50
    """Ours: less is a stub. Blank space at both ends does not count."""
    max_characters: int = 1_000_000
    """The Stack: files over 1 MB were not fetched."""
    max_lines: int = 100_000
    """StarCoder2."""
    max_line_characters: int = 1000
    """The Stack."""
    max_mean_line_characters: int = 100
    """The Stack."""
    min_alphanumeric_share: float = 0.25
    """The Stack."""
    min_alphabetic_share: float = 0.25
    """StarCoder2."""
    max_digit_share: float = 0.2
    """OpenCoder."""
    max_whitespace_share: float = 0.5
    """OpenCoder."""
    min_whitespace_share: float = 0.08
    """Ours, for JavaScript, TypeScript and CSS: minified code."""
    max_number_list_share: float = 0.4
    """Ours: numbers with commas behind them, which tables and embedded files are made of."""
    max_encoded_run_characters: int = 1024
    """StarCoder2: the longest run of base64, hexadecimal bytes or `\\uXXXX`."""
    max_encoded_share: float = 0.5
    """StarCoder2."""
    max_duplicate_line_share: float = 0.7
    """OpenCoder: characters in lines that stand in the text before."""
    max_top_bigram_share: float = 0.2
    """OpenCoder: characters in the most frequent two words."""
    max_top_trigram_share: float = 0.18
    """OpenCoder."""
    max_top_fourgram_share: float = 0.16
    """OpenCoder."""
    min_comment_share: float = 0.0
    """SantaCoder: 0.01, for Python, Java and JavaScript."""
    max_comment_share: float = 0.8
    """SantaCoder; where a file is more, the two below decide."""
    min_code_characters: int = 100
    """Ours: characters beside the comments, blanks aside, with which a file may be comment for the most part.
    Less is a license, an empty class or the documentation of a package. Of 6,340 files over SantaCoder's
    share, 4,406 have as much, and nearly all of these are documented interfaces."""
    max_commented_out_share: float = 0.4
    """Ours: of the lines of such comments, statements that somebody took out."""
    min_commented_characters: int = 2000
    """Ours: below this length a file may do without comments."""
    max_syntax_error_share: float = 0.1
    """Ours: bytes that tree-sitter could not place."""
    max_parsed_bytes: int = 300_000
    """Ours: longer files are not parsed."""
    min_visible_share: float = 0.2
    """StarCoder: of an HTML file."""
    min_visible_characters: int = 100
    """StarCoder: of an HTML file."""
    min_words: int = 30
    """OpenCoder; of documentation."""
    min_stop_word_share: float = 0.06
    """Ours: of the words of documentation, English words that every text needs; takes out other languages,
    lists of names and tables."""
    max_hash_line_share: float = 0.3
    """Ours: of the lines of documentation, those with a commit's hash."""
    exceptions: Exceptions = _EXCEPTIONS
    """For languages with thresholds of their own."""

    @classmethod
    def from_mapping(cls, values: Mapping[str, object]) -> Thresholds:
        """The defaults, with some values replaced.

        Args:
            values: by a threshold's name; under `exceptions`, for a language, again by name. An exception
                that is given replaces that one value of that one language.

        Raises:
            RequestError: a name is unknown, or a value is not a number in its range.

        >>> Thresholds.from_mapping({"max_lines": 9, "exceptions": {"html": {"max_lines": 8}}}).max_lines
        9
        """
        plain = {name: _checked(name, value) for name, value in values.items() if name != "exceptions"}
        changed = _exceptions(values.get("exceptions", {}))
        merged = {language: dict(rows) for language, rows in _EXCEPTIONS}
        for language, rows in changed.items():
            merged[language] = merged.get(language, {}) | rows
        ordered = tuple((language, tuple(sorted(merged[language].items()))) for language in sorted(merged))
        made = dataclasses.replace(cls(), exceptions=ordered, **plain)  # type: ignore[arg-type]
        for language in ("", *sorted(merged)):
            _check_order(made.for_language(language))
        return made

    def for_language(self, language: Language) -> Thresholds:
        """These thresholds with what the language has of its own."""
        return _for_language(self, language)


@lru_cache(maxsize=1024)
def _for_language(thresholds: Thresholds, language: Language) -> Thresholds:
    own = dict(dict(thresholds.exceptions).get(language, ()))
    return dataclasses.replace(thresholds, **own) if own else thresholds  # type: ignore[arg-type]


_DEFAULTS: Final = Thresholds()
_NAMES: Final = tuple(field.name for field in dataclasses.fields(Thresholds) if field.name != "exceptions")
_ORDERED: Final = (
    ("min_characters", "max_characters"),
    ("min_comment_share", "max_comment_share"),
    ("min_whitespace_share", "max_whitespace_share"),
)


def _exceptions(value: object) -> dict[Language, dict[str, float]]:
    if not isinstance(value, Mapping):
        raise RequestError(f"`exceptions` is {shown(value)}, not a table of languages")
    for language, rows in value.items():
        if not isinstance(language, str) or not isinstance(rows, Mapping):
            raise RequestError(
                f"`exceptions` has {shown(language)} = {shown(rows)}, not a table of thresholds"
            )
    return {
        language: {name: _checked(name, each, f"exceptions.{language}.") for name, each in rows.items()}
        for language, rows in value.items()
    }


def _checked(name: str, value: object, place: str = "") -> float:
    if name not in _NAMES:
        raise RequestError(
            f"there is no threshold {shown(place + str(name))}", hint="thresholds: " + ", ".join(_NAMES)
        )
    default = getattr(_DEFAULTS, name)
    if isinstance(default, int):
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise RequestError(f"threshold `{place}{name}` is {shown(value)}, not a whole number from 0")
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not _is_share(value):
        raise RequestError(f"threshold `{place}{name}` is {shown(value)}, not a share from 0 to 1")
    return float(value)


def _is_share(value: float) -> bool:
    return math.isfinite(value) and 0 <= value <= 1


def _check_order(thresholds: Thresholds) -> None:
    for low, high in _ORDERED:
        if getattr(thresholds, low) > getattr(thresholds, high):
            over = f"over `{high}` = {getattr(thresholds, high)}"
            raise RequestError(f"threshold `{low}` is {getattr(thresholds, low)}, {over}")
