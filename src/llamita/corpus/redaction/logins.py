"""Passwords that no name stands before: arguments of calls that log in, strings that a comment explains."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.nearby import line_start, places
from llamita.corpus.redaction.passwords import is_passphrase, is_password, num_sorts
from llamita.corpus.redaction.randomness import looks_random
from llamita.corpus.redaction.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# In lower case.
_CALL_MARKS: Final = (
    "login", "log_in", "logon", "signin", "sign_in", "auth", "connect", "credential", "pdo(", "mysqli",
    "createuser", "create_user", "create_superuser", "adduser", "add_user", "imap_open", "ftp(", "ftp_tls(",
    "pw_set", "wifi.begin", "softap", "ldap_bind", "ple_bind",
)  # fmt: skip
# From a mark to the first argument: the rest of a call's name and what opens its arguments.
_HEAD: Final = re.compile(
    r"""[\w.]{0,24}+(?:\(\)[\w.]{0,16})?["'\])]{0,2}\s?(?:\(\s{0,20}|[=:]>?\s?[\[(]\s?|\s(?=["']))|(?<=\()"""
)
_CALL: Final = re.compile(
    r"(?i:(?P<sure>log_?[io]n|authenticate|(?:basic|digest)_?auth\w{0,16}|auth_?basic"
    r"|credentials?(?:\.basic|\.digest)?"
    r"|getConnection|mysqli|mysqli?_(?:real_)?p?connect|(?:oci|odbc|mssql|sqlsrv|db2|ibase"
    r"|sybase)_p?connect|username_pw_set|wifi\.begin|softap|(?:simple_)?bind(?:_s)?|(?<!\w)pdo"
    r"|set_?credentials|ssh2_auth_password|imap_open|(?<!\w)ftp(?:_tls)?"
    r"|PasswordAuthentication|auth\(\)\.basic|AuthTokens?\.basic|auth(?=\s?[=:]))"
    r"|auth|sign_?in|connect(?:ion)?|create_?(?:super_?)?user|add_?user)"
    r"\s?(?:\(\s*|[=:]>?\s?[\[(]?\s?|,\s?|\s)?$"
)
_ARGUMENTS: Final = re.compile(r"(?:[^(){}]{1,240}+|\([^(){}]{0,80}+\)){0,6}+")
_ARGUMENT: Final = re.compile(
    r"""(?:["'\w)\]>]\s?,\s{0,20}|\*/\s?)["'](?P<secret>[^\s"',]{6,64})(?=["'](?:\s?[,)\]#/;]|\s{0,8}$))""",
    re.MULTILINE,
)
_STATED_MARKS: Final = ("password", "passwd", "passphrase", "api key", "api_key", "apikey", "secret")
_COMMENT_SIGNS: Final = ("#", "//", "/*", "--")
_STATED: Final = re.compile(
    r"""["'](?P<secret>[^\s"'\\]{8,64})["'][\w\s.()\],;}]{0,32}(?:\#|//|/\*|--)[^\n"'=]{0,40}$"""
)
_PASSWORD_FILE: Final = re.compile(
    r"(?m)^[\w.@-]{1,32}:(?P<secret>\$(?:apr1|2[abxy]|[156])\$[\w./$=-]{20,120}"
    r"|\{SHA\}[\w+/]{27}=)(?=[:\s]|$)"
)
# Files of passwords of PostgreSQL, and `chpasswd` of cloud images.
_PASSWORD_LINE: Final = re.compile(
    r"(?m)^[\w.*-]{1,80}:(?:\d{2,5}|\*):[\w.*-]{1,64}:[\w.*-]{1,64}:(?P<line>[^\s:]{4,128})$"
    r"|chpasswd:\n[^\n]{0,40}\n?\s{0,16}list:[ ]?\|?\n\s{1,16}\w{1,32}:(?P<list>\S{4,128})"
)
# A login and its password with a slash between, and the columns of a row that is inserted.
_SLASHED: Final = re.compile(
    r"(?i)(?<![\w/.-])(?:admin|root|user|demo|login|guest|administrator)[`\"']?[ ][/"
    r"|][ ][`\"']?(?P<secret>[^\s`\"'|]{6,64})(?=[`\"'\s|]|$)"
)
_SLASHED_MARKS: Final = tuple(
    f"{user}{quote} {mark} "
    for user in ("admin", "root", "user", "demo", "login", "guest", "administrator")
    for quote in ("", "`")
    for mark in "/|"
)
_INSERT: Final = re.compile(r"(?i)insert\s+into\s[^()\n]{1,80}\((?P<columns>[^()]{1,400})\)\s*values\s*\(")
_COLUMN: Final = re.compile(r"(?i)pass(?:word|wd|wort)?\W*$|pwd\W*$|secret\W*$")
_SQL_VALUE: Final = re.compile(r"\s*(?:'(?P<secret>[^'\n]{0,200})'|[^,'()]{1,80})\s*(?:,|(?=\)))")
_STRONG_SORTS: Final = 3
_MAX_BEFORE_CHARACTERS: Final = 300
_MAX_NAME_CHARACTERS: Final = 24
_MAX_NESTED: Final = 3
_MAX_STATED_CHARACTERS: Final = 130


def find_logins(text: str, lowered: str) -> Iterator[Span]:
    """Passwords in calls, before comments that explain them, and in files of passwords; not in order.

    Args:
        text: a whole file.
        lowered: the same in lower case.

    >>> text = 'server.login(sender, "Tr0ub4dor&3")'
    >>> [text[span.start : span.stop] for span in find_logins(text, text.lower())]
    ['Tr0ub4dor&3']
    """
    yield from _in_calls(text, lowered)
    for start, _ in places(lowered, _STATED_MARKS if '"' in text or "'" in text else ()):
        line = text[line_start(text, start, _MAX_STATED_CHARACTERS) : start]
        if any(sign in line for sign in _COMMENT_SIGNS):
            stated = _STATED.search(line)
            if stated and _is_strong(stated["secret"]):
                begin = start - len(line)
                yield Span(begin + stated.start("secret"), begin + stated.end("secret"), "password", "stated")
    yield from _in_rows(text, lowered)


def _in_rows(text: str, lowered: str) -> Iterator[Span]:
    """Passwords behind a login and a slash, in rows of SQL and in files of passwords."""
    for start, _ in places(lowered, _SLASHED_MARKS):
        slashed = _SLASHED.match(text, start)
        if slashed and is_password(slashed["secret"]):
            yield Span(*slashed.span("secret"), "password", "login")
    if "insert into" in lowered:
        yield from _inserted(text)
    if ":*:" in text or ":5432:" in text or "chpasswd:" in text:
        for match in _PASSWORD_LINE.finditer(text):
            group = match.lastgroup or "line"
            if is_password(match[group]):
                yield Span(*match.span(group), "password", "password file")
    if ":$" in text or ":{SHA}" in text:
        for match in _PASSWORD_FILE.finditer(text):
            yield Span(*match.span("secret"), "password", "password file")


def _inserted(text: str) -> Iterator[Span]:
    """Passwords in rows that SQL inserts, by the names of their columns."""
    for insert in _INSERT.finditer(text):
        place = insert.end()
        for column in insert["columns"].split(","):
            value = _SQL_VALUE.match(text, place)
            if value is None:
                break
            if value["secret"] and _COLUMN.search(column) and is_password(value["secret"]):
                yield Span(*value.span("secret"), "password", "inserted")
            place = value.end()


def _in_calls(text: str, lowered: str) -> Iterator[Span]:
    """Arguments of calls that log in, behind the first."""
    heads = [
        (head.end(), start)
        for start, stop in places(lowered, _CALL_MARKS)
        if (head := _HEAD.match(text, stop))
    ]
    begins = [begin for begin, _ in heads]
    looked = 0
    for begin in begins:
        if begin + _MAX_BEFORE_CHARACTERS <= looked:
            continue
        stop = begin + _MAX_BEFORE_CHARACTERS
        for match in _ARGUMENT.finditer(text, max(looked, begin), stop):
            index = bisect_right(begins, match.start("secret"))
            nearest = heads[max(0, index - _MAX_NESTED) : index]
            if _is_password(match["secret"]) and any(_logs_in(text, match, head) for head in nearest):
                yield Span(*match.span("secret"), "password", "login call")
        looked = stop


def _logs_in(text: str, argument: re.Match[str], head: tuple[int, int]) -> bool:
    """Whether an argument is of a call that logs in: where its arguments begin, and its name's mark."""
    begin, mark = head
    call = _CALL.search(text[max(0, mark - _MAX_NAME_CHARACTERS) : begin])
    if call is None or not _ARGUMENTS.fullmatch(text, begin, argument.start("secret") - 1):
        return False
    return call["sure"] is not None or num_sorts(argument["secret"]) >= _STRONG_SORTS


def _is_password(secret: str) -> bool:
    return is_password(secret) or is_passphrase(secret)


def _is_strong(secret: str) -> bool:
    return (is_password(secret) and num_sorts(secret) >= _STRONG_SORTS) or looks_random(secret)
