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

from llamita.corpus.redaction.name_form import NAME, SPACED, WHOLE, WORD
from llamita.corpus.redaction.nearby import ascii_lowered, line_start, places, windows
from llamita.corpus.redaction.span import Span
from llamita.corpus.redaction.words import GIVEN_NAMES, NO_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERBS: Final = (
    "written|created|contributed|developed|authored|coded|made|implemented|ported|modified|patched"
    "|patch|patches|fixed|fix"
    "|reported|reviewed|suggested|designed|maintained|translated|adapted|rewritten|updated|added|posted"
    "|submitted|provided"
    "|donated|code|work|original|originally|work|idea|contribution|contributions|improved|extended"
    "|enhanced|changed|changes"
    "|edited|drafted|invented|based|found|discovered|sponsored|started|initiated|refactored"
    "|improvements?|program|algorithm"
    "|drawn|illustrated|photographed|composed|recorded|built|crafted|packaged|proposed|requested"
    "|introduced|supplied"
    "|debugged|diagnosed|optimi[sz]ed|verified|inspired|redesigned|reworked|forked|compiled|curated|artwork"
    "|logo|icons?|photos?|illustrations?|design|theme|plugin|translations?|tutorial|article|answer|talk|paper"
    "|definitions|tested|documented|prepared|revised|conceived|library|module|script|signed|approved"
    "|owned|converted|copyrighted|checked[- ]in|committed|pushed|merged|landed|logged|entered|filed"
    "|recommended|spotted|solved|rewrite|port|translation|mod|modifications?|derived|hacked|cleaned up"
    "|supervised|advised|mentored|released|published|presented|typeset|narrated|animated|scripted|engineered"
)
_ANNOUNCEMENTS: Final = rf"""
      (?P<author> (?<![A-Za-z])(?i:(?:co-?|original[ _-]|main[ _-]|lead[ _-]|current[ _-]|set_?|add_?|with_?)?
            (?:authors?|maintainers?|committer|creators?|contributors?|developers?|programmer|coder|editor
            |translators?|reviewers?|last-translator|codeauthor|sectionauthor|moduleauthor|author[_-]name
            |copyright[ ]holder|assignees?|point[ ]of[ ]contact|assigned[ ]to|project[ ]lead
            |contact(?:[ ]person)?|owners?
            |credits(?=__)|(?<=[-*#/ ][ ])(?:design|artwork|illustrations?|graphics|icons?|music|sound|story
            |script
            |photos?|coding|testing|art|lead|supervisor|advisor|instructor|professor|lecturer|student|speaker|presenter)
            (?=[ ]{{0,2}}:)|dc[.:]creator|(?:last[ ])?modified[ ]by|lastmodifiedby))
            (?:\(s\))? ["'`]? _{{0,2}} \*{{0,2}} \s{{0,24}}
            (?: [:=]>? | :: | (?<=[Aa]uthor)[{{>] | (?<=[Aa]uthor)\[[^\]\n]{{0,24}}\]\{{ | >
                | (?i:content|value)[ ]?=
                | ["']?\s?,\s?(?=["']) | \(\s?(?=["']) ) (?:\n[ \t]{{0,16}}(?:\#|//+|;|--
                    |%)(?=[ ]))? (?: \s |["'\[({{*_`] | -[ ] ){{0,40}} (?:[ubr](?=["']))?["']?
            (?: (?:<id>[^<>\n]{{1,40}}</id>\s{{0,40}})?
                (?: ["']? name ["']? \s? [:=] \s? ["']? | <(?:\w{{1,8}}:)?name> ))?
            (?:[\w.+-]{{1,40}}@[\w.-]{{1,40}}[ ]\()? (?:(?:by|Dr\.?|Prof\.?|Mr\.?|Mrs\.?|Ms\.?)[ ])?)
      | (?P<trailer> \b(?i:(?:signed-off|reviewed|co-authored|co-developed|acked|tested|reported
          |suggested|helped|approved
            |requested|debugged|fixed|submitted|merged|committed|noticed|original-patch|mentored
                |written|edited|created)-by) \s? : [ \t"]{{0,4}})
      | (?P<head> \b(?i:from|to|cc|reply-to) : [ \t"]{{0,4}})
      | (?P<tag> [@\\](?:[Aa]uth[oe]rs?|Maintainer|maintainer|contributor|creator|editor|codeauthor|translator
          |developer|reviewer|since[ ]\S{{1,10}}[ ]by)
            (?: [ \t]{{0,24}} [:{{-] [ \t]{{0,24}} | [ \t]{{1,24}} )
            (?: <a[ ][^<>\n]{{1,120}}> | [\w.-]{{2,24}}[ ]\( | (?:Dr|Prof|Mr|Ms|Mrs)\.?[ ] )? )
      | (?P<verb> \b(?i:{_VERBS}) (?:[ ](?:on|upon|from|in|code|work|an?|the|idea|patch|and
          |\w{{2,14}}|(?:19|20)\d\d|[❤♥💖💙️]{{1,3}}|:heart:|<3|love)){{0,4}}
            [ ](?i:by) :? [ \n]{{1,4}} (?:[*#/ ]{{1,6}})? (?:\[|\*\*|<a[ ][^<>\n]{{1,120}}>|<(?:b|strong
                |em)>)? )
      | (?P<version> \bv?\d{{1,3}}(?:\.\d{{1,4}}){{1,3}}[ ](?:-[ ])?by[ ] )
      | (?P<sent> \b(?i:patch(?:es)?|fix|report|suggestion|contribution)[ ]from[ ] )
      | (?P<thanks> \b(?i:(?:(?:thanks|thank[ ]you|credits?|kudos|props|courtesy
          |hat[ ]tip)(?:[ ](?:goes|go))?[ ](?:to|of)) | thx | thank[ ]you ) :? [ ] [\[*]{{0,2}}
            | \b(?i:credits?|acknowledge?ments?) [ ]? : [ ]{{1,4}})
      | (?P<byline> (?:(?<=\n)|(?<![\s\S])|(?<=[(*/#,>|\u2013\u2014-])|(?<=[(*/#,>
          |\u2013\u2014-][ ])) [Bb]y:? [ ]
            (?={WHOLE}[ \t]{{0,4}}(?:\n|\Z|[,.)<(\[;|]|\*/|-->|(?:in|on|\d{{4}})\b)))
      | (?P<maintained> (?:(?<=\n)|(?<![\s\S])) (?:MAINTAINER|\#[ ][Mm]aintainer) [ ]{{1,4}} )
      | (?P<committer> (?i:git_(?:author|committer)_name|user\.name) ["']? [ ]?[:=]?[ ]{{0,2}} ["']?
          | \[user\]\n[ \t]{{0,8}}name[ ]?=[ ] )
      | (?P<ide> (?<=[*\#/;])[ \t]{{1,8}}User:[ ] (?={WHOLE}[ \t]{{0,8}}\r?\n[ \t]{{0,8}}(?:\*|//|\#
          |;)[ \t]{{1,8}}(?:Date|Time|To[ ]change)) )
      | (?P<replaced> \|author\|[ ]replace::[ ])
      | (?P<signature> \b(?i:regards|thanks|cheers|sincerely|best) ,? \s{{1,8}} -{{0,2}} [ ]?)
"""
# What an audit looks for besides.
_MORE_ANNOUNCEMENTS: Final = r"""
      | (?P<field> (?<![A-Za-z])(?i:contact|owner|posted|user|name) _{0,2} \s{0,4} [:=] [\s"']{0,4})
      | (?P<by> \b(?i:by) :? [ ])
      | (?P<copyright> \b(?i:copyright) [ ]{0,2} (?:\((?i:c)\)|©)? [ ]{0,2}
            (?:\d{4}(?:[ ,-]{1,3}\d{4}){0,4})? [ ,]{1,3} (?:by [ ])?)
"""
_ANNOUNCED: Final = re.compile(
    rf"(?<![A-Za-z])(?=[A-Za-z@\\#\[|]|[ \t]{{1,8}}User:) (?: {_ANNOUNCEMENTS} ) (?P<name>{WHOLE})",
    re.VERBOSE,
)
_ALL_ANNOUNCED: Final = re.compile(
    rf"(?<![A-Za-z])(?=[A-Za-z@\\]) (?: {_ANNOUNCEMENTS} {_MORE_ANNOUNCEMENTS} ) (?P<name>{WHOLE})",
    re.VERBOSE,
)
# More names behind the first: `Jane Doe <jane@x.org>, John Roe and Max Moe`.
_NEXT: Final = re.compile(
    rf"[ ]{{0,2}}(?:<[^<>\n]{{1,80}}>|\([^()\n]{{1,80}}\)|\[[^\[\]\n]{{1,40}}\])?"
    rf"(?:[\"']?(?:[ ]?[,;&][ ]?(?:and[ ])?"
    rf"|[ ]and[ ]|[ ]?\\and[ ])|[\"'],\s{{1,24}}(?=[\"'])"
    rf"|[\"'][^\[\]{{}}]{{0,160}}\}}\s?,\s{{0,24}}"
    rf"\{{\s{{0,24}}[\"']?name[\"']?\s?[:=]\s?(?=[\"']))[\"']?(?P<name>{WHOLE})"
)
# One below another: the names of a list whose first is behind the announcement.
_BELOW: Final = re.compile(
    rf"[ ]?(?:<[^<>\n]{{1,80}}>|\([^()\n]{{1,80}}\))?,?[ \t|]{{0,40}}\n"
    rf"(?P<margin>[ \t]{{0,20}}(?:\#|//+|\*|;|\||--|%)?[ \t|]{{2,40}})(?:-[ ])?(?P<name>{WHOLE})"
    r"(?=,?[ \t|]{0,40}(?:\n|\Z|<|\(|,))"
)
_ANYWHERE: Final = re.compile(rf"(?<![\w.'-]){NAME}")
_MARKS: Final = (
    "author", "maintain", "committer", "creator", "contribut", "developer", "programmer", "coder", "editor",
    "translator", "reviewer", "by", "thank", "credit", "kudos", "props",
    "courtesy", "hat tip", "acknowledg", "regards", "cheers", "sincerely", "best", "assignee",
    "point of contact", "from:", "to:", "cc:", "copyright holder", "contact:", "contact\"", "contact person",
    "owner:",
    "design", "artwork", "illustration", "graphics", "icon", "music", "sound", "story", "script", "photo",
    "coding", "testing", "art:", "lead", "supervisor", "advisor", "instructor", "professor", "lecturer",
    "student", "speaker", "presenter",
    "patch from", "patches from", "fix from", "report from", "suggestion from", "contribution from",
    "owners>",
    "assigned to", "project lead", "modified by", "modifiedby", "thx ", "@auth", "_name", "user.name",
    "[user]", "user:",
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
_ALONE: Final = frozenset({"by", "field", "copyright"})
# Behind a mark, before the name: what belongs to the mark, then signs and these words.
_FOLLOWED: Final = re.compile(
    r"(?:[\w-]{0,24}+(?:\W{0,48}(?:a [^<>\n]{1,120}>|[\w.-]{2,24} \("
    r"|(?:contact|person|code|name|[Bb]y|to|of|goes|go|id>[^<>\n]{1,40}</id|content"
    r"|value|c|\d{4}|[DM]r|Prof|Mrs|Ms|s|u|replace|[\w.+-]{1,40}@[\w.-]{1,40})\b)){0,4}\W{0,48})?" + SPACED
)
# A name before an address of mail, behind which stands what may begin it.
_ADDRESSED: Final = re.compile(rf"(?<![\w.'@-])(?P<name>{WHOLE})[\"']?[ ]{{1,3}}$")
_MAIL: Final = re.compile(r"(?:<|\(|&lt;)(?:mailto:)?[\w.+-]{1,64}+@")
_META: Final = re.compile(
    rf"content\s?=\s?[\"'](?P<name>{WHOLE})[\"']\s{{1,4}}name\s?=\s?[\"']author", re.IGNORECASE
)
# Halves of a name that have fields of their own: in files of citations and of articles.
_HALF: Final = re.compile(
    r"(?:(?:family|given)-names[\"']?:|<(?:surname|given-names)>)[ ]{0,4}[\"']?"
    rf"(?P<name>{WORD}(?:[ -]{WORD}){{0,2}})"
)
# Chinese names behind an author's tag.
_HAN: Final = re.compile(
    r"(?i:@authors?|\bauthors?[\"']?\s?[:=]|作者|著者|作成者|担当者?|维护者|維護者|开发者|開發者|负责人|저자|작성자)"
    r"[ \t]{0,4}[:\uff1a\"']?[ ]?(?P<name>[\u4e00-\u9fff]{1,4}(?:[ \u3000][\u3040-\u30ff\u4e00-\u9fff]{1,6})?"
    r"|[\u3040-\u30ff]{2,8}|[\uac00-\ud7a3]{2,4})(?![\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])"
)
_COPYRIGHT: Final = re.compile(r"(?i)copyright|\(c\)|©|&copy;|all rights reserved")
# Behind a name that is of many.
_GROUP: Final = re.compile(
    r"(?:'s)?[ ](?:contributors?|team|developers|maintainers|authors|project|community|group|users"
    r"|foundation)\b"
)
_MAX_NAMES: Final = 32
_MAX_ADDRESSED_CHARACTERS: Final = 100
_MAX_LINE_CHARACTERS: Final = 400


def find_names(text: str) -> Iterator[Span]:
    """Names that must go from a text; not in order.

    >>> text = "# Author: Zelda Quibbleton"
    >>> [text[span.start : span.stop] for span in find_names(text)]
    ['Zelda Quibbleton']
    """
    for span in _announced(text, _MARKS, _ANNOUNCED):
        is_letter = span.rule != "head" or text[span.stop : span.stop + 3].lstrip('" ')[:1] in ("<", "(")
        if is_letter and not _is_in_copyright(text, span.start):
            yield span
    if "name=" in text and "content=" in text:
        for match in _META.finditer(text):
            if _is_name(match):
                yield Span(*match.span("name"), "name", "author")
    yield from _in_fields(text)
    yield from _addressed(text)


def _in_fields(text: str) -> Iterator[Span]:
    """Halves of names in their own fields, and Chinese names."""
    lowered = ascii_lowered(text)
    if places(lowered, ("-names", "<surname>")):
        for match in _HALF.finditer(text):
            if _is_name(match):
                yield Span(*match.span("name"), "name", "half")
    if not text.isascii():
        for match in _HAN.finditer(text):
            yield Span(*match.span("name"), "name", "author")


def _addressed(text: str) -> Iterator[Span]:
    """Names before addresses of mail: `Zelda Quibbleton <zelda@quibbleton.org>`."""
    done = 0
    for mail in _MAIL.finditer(text) if "@" in text else ():
        match = _ADDRESSED.search(text, max(done, mail.start() - _MAX_ADDRESSED_CHARACTERS), mail.start())
        done = mail.end()
        if match and _is_name(match):
            # The names of a copyright may go on on the next line.
            line = line_start(text, match.start(), _MAX_LINE_CHARACTERS)
            if not _is_in_copyright(text, match.start()) and not _is_in_copyright(text, max(0, line - 1)):
                yield Span(*match.span("name"), "name", "addressed")


def find_all_names(text: str) -> Iterator[Span]:
    """Names wherever they stand in a text, those of copyright lines too; not in order.

    >>> text = "Copyright 2011 Zelda Quibbleton, whom Maria Quibbleton knew"
    >>> [text[span.start : span.stop] for span in find_all_names(text)]
    ['Zelda Quibbleton', 'Maria Quibbleton']
    """
    yield from _announced(text, _ALL_MARKS, _ALL_ANNOUNCED)
    for match in _ANYWHERE.finditer(text):
        if match["first"] in GIVEN_NAMES and _is_name(match):
            yield Span(*match.span(), "name", "given name")


def _announced(text: str, marks: tuple[str, ...], pattern: re.Pattern[str]) -> Iterator[Span]:
    for start, stop in windows(ascii_lowered(text), marks, followed=(text, _FOLLOWED)):
        for match in pattern.finditer(text, start, stop):
            if _is_name(match):
                yield from _row(text, match)


def _row(text: str, match: re.Match[str]) -> Iterator[Span]:
    """The name that was announced, and those that follow it with commas or `and` between."""
    rule = next(rule for rule, found in match.groupdict().items() if found)
    yield Span(*match.span("name"), "name", rule)
    if rule not in _ALONE:
        for _ in range(_MAX_NAMES):
            following = _NEXT.match(text, match.end()) or _BELOW.match(text, match.end())
            if following is None or not _is_name(following):
                break
            yield Span(*following.span("name"), "name", rule)
            match = following


def _is_in_copyright(text: str, place: int) -> bool:
    """Whether a place is on a line that says whose the work is."""
    start = line_start(text, place, _MAX_LINE_CHARACTERS)
    return _COPYRIGHT.search(text, start, place) is not None


def _is_name(match: re.Match[str]) -> bool:
    if _GROUP.match(match.string, match.end()):
        return False
    return NO_NAMES.isdisjoint(
        re.findall(r"[^\W\d_]+", match["name"] if "name" in match.re.groupindex else match[0])
    )
