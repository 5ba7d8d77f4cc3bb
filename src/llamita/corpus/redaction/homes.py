r"""Accounts that paths of home folders give: `/home/zquib/src`, `C:\Users\zquib\Desktop`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.name_form import is_nobody
from llamita.corpus.redaction.nearby import places
from llamita.corpus.redaction.span import Span
from llamita.corpus.redaction.words import NO_HOMES

if TYPE_CHECKING:
    from collections.abc import Iterator

# In lower case.
_MARKS: Final = (
    "/home/",
    "/users/",
    ":\\users\\",
    ":\\\\users\\\\",
    "documents and settings\\",
)
_BEFORE: Final = re.compile(r"(?:^|[\s\"'`=:(\[{,;<>|@]|file://|[A-Za-z]:|/mnt/[a-z]|/export|/nfs\w{0,8})$")
_ACCOUNT: Final = re.compile(
    r"\\?(?P<handle>[A-Za-z][A-Za-z0-9]{1,24}(?:[._-][A-Za-z0-9]{1,20}){0,2})(?=[\\/\"'`:;,)\]]|\s|$)"
)
# On a Mac and on Windows a folder of a person has folders of the system's; `/users/login` is a page.
_WITHIN: Final = re.compile(r"[\\/]{1,2}[\w.~-]")
_NO_PERSON: Final = re.compile(
    r"(?i)^(?:\w{0,16}(?:user|test|admin|build|example|account|service|agent|server|bot|guest|runner|name)s?\d{0,4}"
    r"|[a-z]|\w{1,3}\d{1,2}|[\w.-]{1,40}\.(?:js|ts|py|sh|rb|php|json|txt|md|html|xml|jar|exe|conf|log))$"
)
_MAX_BEFORE_CHARACTERS: Final = 12


def find_homes(text: str, lowered: str) -> Iterator[Span]:
    """Accounts in paths of home folders; in order.

    Args:
        text: a whole file.
        lowered: the same in lower case.

    >>> text = 'open("/home/zquib/x.csv") and /home/user/x and https://x.org/users/login'
    >>> [text[span.start : span.stop] for span in find_homes(text, text.lower())]
    ['zquib']
    """
    for start, stop in places(lowered, _MARKS):
        if text[start] == "/":
            if not _BEFORE.search(text[max(0, start - _MAX_BEFORE_CHARACTERS) : start]):
                continue
            if lowered.startswith("/users/", start) and not text.startswith("/Users/", start):
                continue
        match = _ACCOUNT.match(text, stop)
        if match is None or (
            not lowered.startswith("/home/", start) and not _WITHIN.match(text, match.end())
        ):
            continue
        handle = match["handle"]
        if not (handle.lower() in NO_HOMES or is_nobody(handle) or _NO_PERSON.match(handle)):
            yield Span(*match.span("handle"), "handle", "home")
