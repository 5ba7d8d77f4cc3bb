"""Secrets that a name gives away: what `password`, `api_key` or `client_secret` is set to.

A password is what a person may have chosen: six characters or more, of two sorts (letters, digits, other
marks). A key is drawn at random: 16 or more, letters and digits. Neither is what calls, formats or names
something, nor what plainly stands for any. Without quotes only files that need none, such as YAML and
shell, and comments count, or a random value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.comments import Comments
from llamita.corpus.redaction.nearby import ascii_lowered
from llamita.corpus.redaction.passwords import is_password, num_sorts
from llamita.corpus.redaction.randomness import is_made_up, looks_random
from llamita.corpus.redaction.span import Span
from llamita.corpus.redaction.words import NO_SECRET_TAILS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llamita.corpus.document import Language

_MARKS: Final = re.compile(r"pass|pwd|secret|token|key|auth|credential|heroku")
# The longest word before `key`, and the longest tail of a name with what closes it.
_MAX_BEFORE, _MAX_AFTER = 18, 72
_NAME: Final = re.compile(
    r"""(?x)
    (?P<word> passw(?:or)?d | passwd | passphrase | pass[_-]?phrase | pwd | (?<![a-z])(?:db|user
        |smtp|admin|root|mysql|ftp|mail|my)?pass(?![a-z])
      | secret | token | credentials?
      | (?:api|access|auth|private|encrypt(?:ion)?|decrypt(?:ion)?|signing|master|account|shared
          |client|consumer
        |service|application|app|license|storage|subscription|instrumentation|webhook|deploy|session|admin|hmac
        |jwt|bot|write|ingest|rest|maps|server|secret) [_\-. ]? key
      | heroku (?:[_-]?\w{1,16})? | (?<![a-z])auth(?![a-z])
    )
    (?P<tail> [\w-]{0,32}) (?P<close> ["'`\]]{0,3} (?:>|</\w{1,32}>)?)
    """,
    re.ASCII,
)
# Between a name and its value: `=`, `:`, `=>`, `:=`, a comma of a call or a table, a type, `value="`.
_JOINT: Final = re.compile(
    r"""(?x)
    (?: \s{0,3} (?: : \s? [\w<>.?\[\]|]{1,32} \s? (?:\|\s?\w{1,16}\s?)? = | =>? | :=? | -> | \?=
        | == ) \s{0,8}
      | \s? , \s{0,4} (?=["']) | \s? \(\s? (?=["'])
      | \s{1,4} (?:value|default) \s? [=:] \s? | "?\s{1,4}(?:is|to)\s{1,4} | \s{1,4} (?=["'])
      | (?<=>) \s{0,8}
      | \s{1,4} )
    """
)
_QUOTED: Final = re.compile(r"""[fbruFBRU@$]{0,2}(?P<quote>\\?["'`])(?P<value>[^"'`\s\\]{4,512})(?P=quote)""")
_BARE: Final = re.compile(r"""(?P<value>[^\s"'`,;<>(){}\[\]&|]{6,512}+)(?![\w(\[])""")
_UUID: Final = re.compile(r"(?i)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
_BASE64: Final = re.compile(r"^[A-Za-z0-9+/_.~=%!*-]{12,512}$")
_PASSWORD_WORD: Final = re.compile(r"pass|^pwd$|^credentials?$")
_MAX_CONTEXT_CHARACTERS: Final = 160
_STRONG_SORTS: Final = 3
_UUID_WORDS: Final = ("secret", "token", "password", "passwd", "credential", "credentials")
# Before a name that a space parts from its value: an option, an instruction, a login file.
_SPACED: Final = re.compile(
    r"(?:^|\s)--?[\w-]{0,32}$|^\s{0,8}(?:ENV|ARG|export)\s{1,4}\w{0,40}$|\blogin \S{1,64}\s{1,4}$"
)
# Before a name within a connection string, an address or a command.
_CONNECTION: Final = re.compile(
    r"(?i)[;?&]\s?[\w-]{0,32}$|(?:server|data source|host|user(?: id)?|uid"
    r"|database)\s?=[^\n]{1,200};?\s?[\w-]{0,32}$"
    r"|(?:^|\s)--[\w-]{0,32}$|(?:^|\s)-[eD]\s?[\w.-]{0,40}$|_auth$|^\s{0,80}[\"'][A-Z_]{0,40}$"
)
_UNQUOTED_LANGUAGES: Final = frozenset(
    {
        None, "shell", "yaml", "ini", "dockerfile", "java properties", "properties", "dotenv", "text",
        "markdown", "restructuredtext", "toml", "batchfile", "makefile", "html", "xml", "editorconfig",
        "npm config", "git config", "nginx", "apacheconf", "hcl", "asciidoc",
    }
)  # fmt: skip


def find_assigned(text: str, language: Language | None) -> Iterator[Span]:
    """Secrets beside a name that says so; not in order.

    Args:
        text: a whole file.
        language: what it is written in, or None.

    >>> text = 'password = "Tr0ub4dor&3"'
    >>> [text[span.start : span.stop] for span in find_assigned(text, "python")]
    ['Tr0ub4dor&3']
    """
    comments = Comments(text, language)
    for name in _names(ascii_lowered(text)):
        if name["tail"].endswith(NO_SECRET_TAILS) and not name["tail"].endswith("_key_id"):
            continue
        span = _set_to(text, name, comments, needs_no_quotes=language in _UNQUOTED_LANGUAGES)
        if span:
            yield span


def _names(lowered: str) -> Iterator[re.Match[str]]:
    """Names that secrets go by, in order."""
    place = 0
    for mark in _MARKS.finditer(lowered):
        if mark.start() >= place:
            name = _NAME.search(lowered, max(place, mark.start() - _MAX_BEFORE), mark.end() + _MAX_AFTER)
            if name:
                place = name.end()
                yield name


def _set_to(text: str, name: re.Match[str], comments: Comments, *, needs_no_quotes: bool) -> Span | None:
    """What a name is set to, where that is a secret."""
    joint = _JOINT.match(text, name.end())
    if joint is None or (name["word"] == "pass" and joint[0].isspace()):
        return None
    value = _QUOTED.match(text, joint.end())
    is_bare = value is None
    if value is None:
        value = _BARE.match(text, joint.end())
    if value is None:
        return None
    secret = value["value"].rstrip(".,") if is_bare else value["value"]
    kind = _kind(secret, name["word"])
    if kind is None or (is_bare and not _may_be_bare(name, joint, comments, needs_no_quotes=needs_no_quotes)):
        return None
    start = value.start("value")
    return Span(start, start + len(secret), kind, f"assigned {kind}")


def _kind(secret: str, word: str) -> str | None:
    """`key` or `password`, or None where a value is neither."""
    if _PASSWORD_WORD.search(word) and is_password(secret):
        return "password"
    is_strong = word == "secret" and is_password(secret) and num_sorts(secret) >= _STRONG_SORTS
    return "key" if is_strong or _is_key(secret, word) else None


def _may_be_bare(
    name: re.Match[str], joint: re.Match[str], comments: Comments, *, needs_no_quotes: bool
) -> bool:
    """Whether a value may stand there without quotes."""
    before = comments.before(name.start())[-_MAX_CONTEXT_CHARACTERS:]
    if joint[0].isspace():
        return "\n" not in joint[0] and _SPACED.search(before) is not None
    if joint[0].strip(' "') in ("is", "to"):
        return comments.hold(name.start())
    return needs_no_quotes or _CONNECTION.search(before) is not None or comments.hold(name.start())


def _is_key(value: str, word: str) -> bool:
    if _UUID.match(value):
        return not is_made_up(value) and ("key" in word or word in _UUID_WORDS or word.startswith("heroku"))
    return _BASE64.match(value) is not None and looks_random(value, min_characters=12)
