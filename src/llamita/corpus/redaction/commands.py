"""Passwords in commands: options of programs that log in, and what is piped into them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.nearby import windows
from llamita.corpus.redaction.passwords import is_password, is_password_in_use
from llamita.corpus.redaction.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_WITH_P: Final = (
    "mysql|mysqldump|mysqladmin|mysqlimport|mariadb|mongo|mongosh|mongodump|mongorestore|ncftpput"
)
_OPTION: Final = re.compile(
    r"(?:\bcurl\b[^\n]{0,300}?\s(?:-u|--user|--proxy-user)[ =]?|\bsshpass\s{1,2}-p"
    rf"|\b(?:{_WITH_P})\b[^\n]{{0,200}}?\s(?<!\w)-p"
    r"|\b(?:docker|podman|helm|az|oc)\b[^\n]{0,60}?\blogin\b[^\n]{0,200}?\s-p"
    r"|\bwget\b[^\n]{0,200}?\s--(?:http-|ftp-)?password[= ]"
    r"|\b(?:un)?zip\b[^\n]{0,60}?\s-P\s|\b7z\b[^\n]{0,60}?\s-p"
    r"|\bhttps?\s[^\n]{0,200}?\s(?:-a|--auth)[ =]|\bsmbclient\b[^\n]{0,200}?\s-U|\blftp\b[^\n]{0,100}?\s-u"
    r"|\bredis-cli\b[^\n]{0,200}?\s-a|\bldap\w{3,10}\b[^\n]{0,200}?\s-w|\bsqlcmd\b[^\n]{0,200}?\s-P|\bpass:"
    r"|\bxfreerdp\b[^\n]{0,200}?\s/p:|\bhtpasswd\s-\w{0,4}b\w{0,4}\s\S{1,80}\s\S{1,40}\s|\bsqlplus\s"
    r"|\bhtpasswd\s(?:-\w{1,4}\s){2,3}\S{1,80}\s\S{1,40}\s|\btwine\b[^\n]{0,100}?\s-p\s"
    r"|\bopenssl\s[^\n]{0,160}?\s-k\s"
    r"|\brabbitmqctl\s(?:add_user|change_password)\s\S{1,40}\s|\b(?:plink|pscp)\b[^\n]{0,100}?\s-pw\s"
    r"|\buseradd\b[^\n]{0,100}?\s-p\s)"
    r"[ \t]{0,4}\\?[\"']?(?P<secret>[^\s\"'`\\]{4,128})"
)
_PIPED: Final = re.compile(
    r"\b(?:echo|printf)\s(?:-\w\s)?\\?[\"']?(?P<secret>[^\s\"'`|\\]{6,128})(?:\\n)?\\?[\"']?\s?\|\s?"
    r"(?:sudo\s(?:-\w\s){0,2}-S|(?:sudo\s)?(?:chpasswd|passwd)|docker login|cryptsetup)"
)
# In lower case.
_MARKS: Final = (
    "curl", "sshpass", "mysql", "maria", "mongo", "ncftp", " login", "wget",
    "zip ", "7z ", "http -", "https -", "smbclient", "lftp", "redis-cli", "ldap", "sqlcmd", "pass:",
    "xfreerdp", "htpasswd", "sqlplus", "sudo -", "twine ",
    "openssl ", "rabbitmqctl ", "plink", "pscp", "useradd ", "passwd", "cryptsetup",
)  # fmt: skip
# What joins a user and a password in one word, by command.
_PAIRS: Final = (("curl", ":"), ("http", ":"), ("smbclient", "%"), ("lftp", ","), ("sqlplus", "/"))


def find_in_commands(text: str, lowered: str) -> Iterator[Span]:
    """Passwords in commands; not in order.

    Args:
        text: a whole file.
        lowered: the same in lower case.

    >>> text = "curl -u zelda:Tr0ub4dor https://quibbleton.org"
    >>> [text[span.start : span.stop] for span in find_in_commands(text, text.lower())]
    ['Tr0ub4dor']
    """
    for start, stop in windows(lowered, _MARKS):
        for match in _OPTION.finditer(text, start, stop):
            yield from _in_option(match)
        for match in _PIPED.finditer(text, start, stop):
            secret = match["secret"].rpartition(":")[2]
            if is_password(secret):
                yield Span(match.end("secret") - len(secret), match.end("secret"), "password", "command")


def _in_option(match: re.Match[str]) -> Iterator[Span]:
    start, stop = match.span("secret")
    secret = match["secret"]
    joint = next((joint for command, joint in _PAIRS if match[0].startswith(command)), "")
    if not joint:
        if is_password(secret):
            yield Span(start, stop, "password", "command")
        return
    user, found, password = secret.partition(joint)
    if joint == "/":
        password = password.partition("@")[0]
    if found and password and is_password_in_use(user, password):
        start += len(user) + 1
        yield Span(start, start + len(password), "password", "command")
