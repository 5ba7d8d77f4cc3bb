"""Names of persons, where something announces a person.

Two or more capitalized words behind an author's tag or field, a `Signed-off-by:`, a verb with `by`, thanks,
or the head or the end of a letter; unless one of them is of an organization (`Foundation`, `Team`) or of a
license. Names in copyright lines are found under rules of their own, which redaction leaves alone: who
licensed the work must be named. So are names behind `name:` and behind a common given name, which only an
audit asks for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.nearby import ascii_lowered, windows
from llamita.corpus.redaction.span import Span
from llamita.corpus.redaction.words import GIVEN_NAMES, NO_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

_UPPER, _LOWER = (
    "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĽŁŃŅŇŌŐŘŚŞŠŤŪŮŰŲŹŻŽ",
    "a-zß-öø-ÿāăąćčďđēėęěğģīıķĺľłńņňōőřśşšťūůűųźżž",
)
_WORD: Final = (
    rf"[{_UPPER}](?:['\u2019][{_UPPER}])?[{_LOWER}]{{1,20}}(?:['\u2019-]?[{_UPPER}][{_LOWER}]{{1,20}})?"
    rf"(?![{_UPPER}{_LOWER}\d_(])"
)
_PARTICLE: Final = r"(?:(?:van|von|der|den|de|la|di|da|del|dos|du|ter|ten|bin|ibn|el|al|le|af|zu|y) ){0,2}"
_NAME: Final = (
    rf"(?P<first>(?:{_WORD}|[{_UPPER}]\.(?:-?[{_UPPER}]\.)?)) (?:[{_UPPER}]\.? ?){{0,2}}(?:\"\w{{1,16}}\" )?"
    rf"{_PARTICLE}(?P<last>{_WORD})"
)
_MORE: Final = rf"(?: {_PARTICLE}{_WORD}){{0,2}}"
_SPACED: Final = _NAME.replace(" ", "[ ]")
_WHOLE: Final = _SPACED + _MORE.replace(" ", "[ ]")
_VERBS: Final = (
    "written|created|contributed|developed|authored|coded|made|implemented|ported|modified|patched|patch|patches|fixed|fix"
    "|reported|reviewed|suggested|designed|maintained|translated|adapted|rewritten|updated|added|posted|submitted|provided"
    "|donated|code|work|original|originally|work|idea|contribution|contributions|improved|extended|enhanced|changed|changes"
    "|edited|drafted|invented|based|found|discovered|sponsored|started|initiated|refactored|improvements?|program|algorithm"
    "|tested|documented|prepared|revised|conceived|library|module|script|signed|approved|owned|converted|copyrighted"
)
_ANNOUNCED: Final = re.compile(
    rf"""
    (?: (?P<author> (?<![A-Za-z])(?i:(?:co-?|original[ _-]|main[ _-]|lead[ _-]|current[ _-])?
            (?:authors?|maintainers?|committer|creator|contributors?|developers?|programmer|coder|editor|translators?|reviewers?
            |last-translator|codeauthor|sectionauthor|moduleauthor|author[_-]name
                |copyright[ ]holder|assignees?|point[ ]of[ ]contact))
            ["'`]? _{{0,2}} \*{{0,2}} \s{{0,4}} (?: [:=]>? | :: | (?<=[Aa]uthor)[{{>] | > ) (?: \s
                |["'\[({{*_`] ){{0,12}}
            (?: ["']? name ["']? \s? [:=] \s? ["'] | <name> )? (?:(?:by|Dr\.?|Prof\.?|Mr\.?|Mrs\.?
                |Ms\.?)[ ])?)
      | (?P<trailer> \b(?i:(?:signed-off|reviewed|co-authored|co-developed|acked|tested|reported
          |suggested|helped|approved
            |requested|debugged|fixed|submitted|merged|committed|noticed|original-patch|mentored
                |written|edited|created)-by) \s? : [ \t"]{{0,4}})
      | (?P<field> (?<![A-Za-z])(?i:contact|owner|posted|user|name) _{{0,2}} \s{{0,4}} [:=] [\s"']{{0,4}})
      | (?P<head> \b(?i:from|to|cc|reply-to) : [ \t"]{{0,4}})
      | (?P<tag> [@\\](?:author|authors|maintainer|contributor|creator|editor|codeauthor|translator
          |developer|reviewer|since[ ]\S{{1,10}}[ ]by)
            (?: [ \t]{{1,4}} | [ \t]{{0,4}} [:{{-] [ \t]{{0,4}} ))
      | (?P<verb> \b(?i:{_VERBS}) (?:[ ](?:on|upon|from|in|code|work|an?|the|idea|patch|and
          |[a-z]{{2,12}})){{0,3}}
            [ ](?i:by) :? [ \n]{{1,2}} (?:[*#/ ]{{1,6}})? )
      | (?P<by> \b(?i:by) :? [ ])
      | (?P<thanks> \b(?i:(?:thanks|thank[ ]you|credits?|kudos|props|courtesy
          |hat[ ]tip)(?:[ ](?:goes|go))?[ ](?:to|of)) :? [ ]
            | \b(?i:credits?|acknowledge?ments?) [ ]? : [ ]{{1,4}})
      | (?P<copyright> \b(?i:copyright) [ ]{{0,2}} (?:\((?i:c)\)|©)? [ ]{{0,2}}
            (?:\d{{4}}(?:[ ,-]{{1,3}}\d{{4}}){{0,4}})? [ ,]{{1,3}} (?:by [ ])?)
      | (?P<signature> \b(?i:regards|thanks|cheers|sincerely|best) ,? \s{{1,8}} -{{0,2}} [ ]?)
    ) (?P<name>{_WHOLE})
    """,
    re.VERBOSE,
)
# More names behind the first: `Jane Doe <jane@x.org>, John Roe and Max Moe`.
_NEXT: Final = re.compile(
    rf"[ ]{{0,2}}(?:<[^<>\n]{{1,80}}>|\([^()\n]{{1,80}}\))?[\"']?(?:[ ]?[,;&][ ]?(?:and[ ])?"
    rf"|[ ]and[ ])[\"']?(?P<name>{_WHOLE})"
)
_ANYWHERE: Final = re.compile(rf"(?<![\w.'-]){_NAME}")
_MARKS: Final = (
    "author", "maintain", "committer", "creator", "contribut", "developer", "programmer", "coder", "editor",
    "translator", "reviewer", "-by", " by ", "\tby ", " by:", " by\n", "thank", "credit", "kudos", "props",
    "courtesy", "hat tip", "acknowledg", "regards", "cheers", "sincerely", "best,", "best ", "assignee",
    "point of contact", "from:", "to:", "cc:", "copyright holder",
)  # fmt: skip
_ALL_MARKS: Final = (
    *_MARKS,
    "by",
    "contact",
    "owner",
    "posted",
    "user",
    "name",
    "copyright",
    "best",
    "from",
    "to",
    "cc",
)
_TO_REDACT: Final = frozenset({"author", "trailer", "tag", "verb", "thanks", "head", "signature"})
_RULES: Final = (
    "author",
    "trailer",
    "field",
    "head",
    "tag",
    "verb",
    "by",
    "thanks",
    "copyright",
    "signature",
)
_ALONE: Final = frozenset({"by", "field", "copyright"})
_CAPITALIZED: Final = re.compile(rf"[{_UPPER}][^ \n]{{0,40}} [^\n]{{0,30}}[{_UPPER}][{_LOWER}]")
_COPYRIGHT: Final = re.compile(r"(?i)copyright|\(c\)|©|&copy;|all rights reserved")
_MAX_NAMES: Final = 32
_MAX_LINE_CHARACTERS: Final = 400


def find_names(text: str) -> Iterator[Span]:
    """Names that must go from a text; not in order.

    >>> text = "# Author: Zelda Quibbleton"
    >>> [text[span.start : span.stop] for span in find_names(text)]
    ['Zelda Quibbleton']
    """
    for span in _announced(text, _MARKS):
        is_letter = span.rule != "head" or text[span.stop : span.stop + 3].lstrip('" ')[:1] in ("<", "(")
        if span.rule in _TO_REDACT and is_letter and not _is_in_copyright(text, span.start):
            yield span


def find_all_names(text: str) -> Iterator[Span]:
    """Names wherever they stand in a text, those of copyright lines too; not in order.

    >>> text = "Copyright 2011 Zelda Quibbleton, whom Maria Quibbleton knew"
    >>> [text[span.start : span.stop] for span in find_all_names(text)]
    ['Zelda Quibbleton', 'Maria Quibbleton']
    """
    yield from _announced(text, _ALL_MARKS)
    for match in _ANYWHERE.finditer(text):
        if match["first"] in GIVEN_NAMES and _is_name(match):
            yield Span(*match.span(), "name", "given name")


def _announced(text: str, marks: tuple[str, ...]) -> Iterator[Span]:
    for start, stop in windows(ascii_lowered(text), marks):
        if _CAPITALIZED.search(text, start, stop):
            for match in _ANNOUNCED.finditer(text, start, stop):
                if _is_name(match):
                    yield from _row(text, match)


def _row(text: str, match: re.Match[str]) -> Iterator[Span]:
    """The name that was announced, and those that follow it with commas or `and` between."""
    rule = next(rule for rule in _RULES if match[rule])
    yield Span(*match.span("name"), "name", rule)
    if rule not in _ALONE:
        for _ in range(_MAX_NAMES):
            following = _NEXT.match(text, match.end())
            if following is None or not _is_name(following):
                break
            yield Span(*following.span("name"), "name", rule)
            match = following


def _is_in_copyright(text: str, place: int) -> bool:
    """Whether a place is on a line that says whose the work is."""
    start = max(text.rfind("\n", 0, place) + 1, place - _MAX_LINE_CHARACTERS)
    return _COPYRIGHT.search(text, start, place) is not None


def _is_name(match: re.Match[str]) -> bool:
    return NO_NAMES.isdisjoint(
        re.findall(r"[^\W\d_]+", match["name"] if "name" in match.re.groupindex else match[0])
    )
