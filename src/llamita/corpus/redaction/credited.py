"""Names that a sentence, a change's end or a signature credits, where they begin with a common given name.

`Fixed a leak (Julia Quibbleton)`, `# ask Julia Quibbleton`, `-- Julia Quibbleton`, `P: Julia Quibbleton`.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.name_form import WHOLE, has_given_name, is_name
from llamita.corpus.redaction.nearby import line_start, places
from llamita.corpus.redaction.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llamita.corpus.redaction.comments import Comments

# In lower case; what is announced there, and whether the given name must be a common one.
_MARKS: Final = (
    "ask ", "contact ", "ping ", "talk to ", "speak to ", "discussed with ", "copied from ", "taken from ",
    "adapted from ", "borrowed from ", "stolen from ", "idea from ", "code from ", "translations: ",
    "translation: ", "documentation', ", "documentation\", ", "alt=\"", "<b>", "<address>",
    "name: '", "name: \"", "name\": \"", "name' => '", "name\" => \"",
)  # fmt: skip
_OWNED_MARKS: Final = tuple(
    f"'s {thing}"
    for thing in ("idea", "code", "blog", "patch", "work", "suggestion", "script", "post", "book", "paper")
)
_OWNER: Final = re.compile(rf"(?<![\w.'-])(?P<owner>{WHOLE})$")
_SENTENCE: Final = re.compile(
    r"(?:(?i:ask|contact|ping|talk to|speak to|discussed with|(?:copied|taken|adapted|borrowed|stolen"
    r"|idea|code)"
    r"[ ]from|translations?:)[ ]"
    rf"(?P<asked>{WHOLE})(?=\b)"
    rf"|(?i:documentation)[\"'],\s{{0,8}}\[?u?[\"'](?P<documented>{WHOLE})[\"']"
    rf"|name[\"']?(?::| =>)[ ](?P<mark>[\"'])(?P<member>{WHOLE})(?P=mark),?\s{{1,24}}[\"']?"
    r"(?:role|title|position|job|jobTitle|job_title|bio|twitter|github|avatar|affiliation|company|email)[\"']?\s?(?::|=>)"
    rf"|alt=\"(?P<pictured>{WHOLE})\"|<b>(?P<bold>{WHOLE})</b></sub>|<address>\s{{0,8}}(?P<address>{WHOLE}))"
)
# Whole lines: who changed something, and who signs.
_LINE: Final = re.compile(
    rf"(?:^[ ]{{1,4}}\[[ ](?P<changed>{WHOLE})[ ]\][ ]?$"
    rf"|^[PN]:[ \t]{{1,4}}(?P<listed>{WHOLE})$"
    rf"|^(?:19|20)\d\d-\d\d-\d\d[ \t]{{1,4}}(?P<logged>{WHOLE})(?=[ \t]{{0,4}}(?:$|<|\())"
    rf"|^[ \t]{{0,8}}(?:[#*;%]{{1,3}}|//|--|/\*{{1,2}})[ \t]{{0,4}}"
    rf"(?i:(?:student|full|my|your)?[ ]?name)[ \t]{{0,4}}:[ \t]{{1,8}}(?P<header>{WHOLE})[ \t]{{0,4}}$"
    rf"|^[ \t]{{0,8}}(?:[#*;]|//|--)?[ \t]{{0,4}}--?[ ]?(?P<signed>{WHOLE})[ \t]{{0,4}}$"
    rf"|^[ \t]{{0,8}}(?:[#*;]|//|--|/\*)[ \t]{{0,4}}(?P<dated>{WHOLE}),?[ ]{{1,2}}(?:\(?(?:19"
    rf"|20)\d\d[-/.]\d|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2}}))",
    re.MULTILINE,
)
_SIGNS: Final = re.compile(
    r"\n(?:[ \t]{0,8}(?:[#*;%]{1,3}|//|--|/\*{1,2})[ \t]{0,4}"
    r"(?:(?:[Ss]tudent|[Ff]ull|[Mm]y|[Yy]our)?[ ]?[Nn]ame[ \t]{0,4}:[ \t]{1,8})?"
    r"|[ ]{1,4}\[[ ]|[PN]:[ \t]|[ \t]{0,8}--?[ ]?|(?:19|20)\d\d-\d\d-\d\d[ \t]{1,4})(?=[A-ZÀ-Ž])"
)
# At the end of an item: `(Julia Quibbleton)`, `[Julia Quibbleton, Wei Quibbleton]`.
_END: Final = re.compile(rf"(?:(?<=[(\[])|(?<=, )|(?<= and ))(?P<name>{WHOLE})(?=(?:,[ ]| and |[)\]]))")
_CLOSING: Final = re.compile(r"[)\]]\.?[ \t]{0,4}(?=\n|\Z)")
_ROLE: Final = re.compile(
    rf"^[ \t]{{0,8}}[-*+][ ](?:\*\*)?(?P<name>{WHOLE})(?:\*\*)?[ ](?:\((?:maintainer|author|creator"
    rf"|lead)|-[ ]\*)",
    re.MULTILINE,
)
_MAX_NAME_CHARACTERS: Final = 60
_MAX_END_CHARACTERS: Final = 120


def find_credited(text: str, lowered: str, comments: Comments) -> Iterator[Span]:
    """Names of whom a text credits or speaks of; not in order, and one may be found twice.

    Args:
        text: a whole file.
        lowered: the same in lower case.
        comments: where people speak in it.

    >>> from llamita.corpus.redaction.comments import Comments
    >>> text = "* Fix a leak. (Julia Quibbleton)"
    >>> [text[span.start : span.stop] for span in find_credited(text, text, Comments(text, None))]
    ['Julia Quibbleton']
    """
    for start, _ in places(lowered, _MARKS):
        match = _SENTENCE.match(text, start)
        is_spoken = match is not None and (match.lastgroup != "asked" or comments.hold(start))
        if match and is_spoken and has_given_name(match[match.lastgroup or 0]):
            yield Span(*match.span(match.lastgroup or 0), "name", "credited")
    for start, _ in places(lowered, _OWNED_MARKS):
        match = _OWNER.search(text, max(0, start - _MAX_NAME_CHARACTERS), start)
        if match and has_given_name(match["owner"]) and comments.hold(start):
            yield Span(*match.span("owner"), "name", "credited")
    for place in chain((0,), (sign.start() + 1 for sign in _SIGNS.finditer(text))):
        match = _LINE.match(text, place)
        if match and (
            has_given_name(match[match.lastgroup or 0])
            or (match.lastgroup in ("changed", "logged") and is_name(match[match.lastgroup]))
        ):
            yield Span(*match.span(match.lastgroup or 0), "name", "signed")
    if comments.are_prose:
        yield from _ended(text)


def _ended(text: str) -> Iterator[Span]:
    """Names in brackets at the ends of lines, and before a role."""
    for closing in _CLOSING.finditer(text):
        begin = line_start(text, closing.start(), _MAX_END_CHARACTERS)
        opening = max(text.rfind("(", begin, closing.start()), text.rfind("[", begin, closing.start()))
        if opening >= 0:
            for match in _END.finditer(text, opening + 1, closing.end()):
                if has_given_name(match["name"]):
                    yield Span(*match.span("name"), "name", "credited")
    for match in _ROLE.finditer(text):
        if is_name(match["name"]):
            yield Span(*match.span("name"), "name", "credited")
