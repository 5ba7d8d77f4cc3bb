"""Whether a value is a password that a person may have chosen, or stands for any, or is none at all."""

from __future__ import annotations

import re
from typing import Final

from llamita.corpus.redaction.randomness import is_made_up
from llamita.corpus.redaction.words import ANY_PASSWORD_WORDS, NO_PHRASE_WORDS

_MIN_CHARACTERS: Final = 6
_MAX_CHARACTERS: Final = 128
_MIN_CHARACTERS_IN_USE: Final = 4
_MAX_PORT_DIGITS: Final = 5
# Variables, paths, selectors, formats, patterns, calls and types.
_NO_PASSWORD: Final = re.compile(
    r"^[\w.-]+\.(?:com|org|net|io|local)(?::\d+)?$|^\$[({]?[A-Za-z_][\w.:>-]*[)}]?$|^@[A-Za-z_.]+\d?$"
    r"|^&\w+;|^(?:~|\.{1,2})?/|^[#.][a-z][\w-]*$|^<.*>$|^%\w*%$"
    r"|^(?:[a-z_]+(?::[\w,.]*)?\|)+[a-z_]+(?::[\w,.]*)?$|^[a-z_]+:\d+(?:,\d+)*$"
    r"|^[\w.]+\(.*\)|\$\{|\{\{|\{\w*\}|%[sd(]|%\w+%|\(\?|\.\*|\[a-z|\[A-Z|\[\^|://|::|->|\|\||&&|^\\|^0x|^--"
)
_NAME_LIKE: Final = re.compile(r"^_?[A-Za-z]+(?:[_./:,-]+[A-Za-z]+)+(?:[_-]?[0-9]{1,2})?$")
# Four words or more with one mark between them, as programs draw passphrases.
_PHRASE: Final = re.compile(r"^[A-Za-z]{3,12}(?:([-_.+ ])[A-Za-z]{3,12})(?:\1[A-Za-z]{3,12}){2,7}\1?\d{0,4}$")
_LETTERS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_SYMBOLS: Final = frozenset("@#$%^&*!+=~?")
_WEAK_SYMBOLS: Final = frozenset("_-./:, ")


def is_password(value: str) -> bool:
    """Whether a value may be a real password: six characters or more, letters with digits or other marks.

    >>> is_password("Tr0ub4dor&3"), is_password("changeme"), is_password("${PW}")
    (True, False, False)
    """
    if not _MIN_CHARACTERS <= len(value) <= _MAX_CHARACTERS or not any(map(str.isalpha, value)):
        return False
    if _NO_PASSWORD.search(value) or _NAME_LIKE.match(value) or is_made_up(value):
        return False
    has_symbol = not _SYMBOLS.isdisjoint(value[1:-1])
    has_digit = any(map(str.isdigit, value))
    return (has_digit or has_symbol) and (has_symbol or not stands_for_any(value))


def is_passphrase(value: str) -> bool:
    """Whether a value is four words or more that do not speak of passwords, forms and settings.

    Names of things look the same: ask only where a name says that it is a password.

    >>> is_passphrase("gravel-tulip-window-otter"), is_passphrase("current-password-input-field")
    (True, False)
    """
    words = {word.lower() for word in _LETTERS.findall(value)}
    return (
        _PHRASE.match(value) is not None
        and value.islower()
        and words.isdisjoint(ANY_PASSWORD_WORDS)
        and words.isdisjoint(NO_PHRASE_WORDS)
        and not is_made_up(value)
    )


def is_password_in_use(user: str, password: str) -> bool:
    """Whether a password beside its user, as in an address, stands for itself, not for any.

    >>> is_password_in_use("zelda", "hunter2"), is_password_in_use("user", "password")
    (True, False)
    """
    if password[0] in "$%{<[(*" and not is_password(password):
        return False
    if "${" in password or "{{" in password or (password.isdigit() and len(password) <= _MAX_PORT_DIGITS):
        return False
    return (
        len(password) >= _MIN_CHARACTERS_IN_USE
        and password != user
        and not is_made_up(password)
        and not stands_for_any(password)
    )


def stands_for_any(value: str) -> bool:
    """Whether a password is made of words that such values have in examples, and of digits.

    >>> stands_for_any("test-password123"), stands_for_any("hunter2")
    (True, False)
    """
    words = [word.lower() for word in _LETTERS.findall(value)]
    return all(word in ANY_PASSWORD_WORDS for word in words)


def num_sorts(value: str) -> int:
    """How many of these a value has: lower case, upper case, digits, other marks.

    >>> num_sorts("Tr0ub4dor&3")
    4
    """
    return sum(
        (
            any(map(str.islower, value)),
            any(map(str.isupper, value)),
            any(map(str.isdigit, value)),
            any(not character.isalnum() and character not in _WEAK_SYMBOLS for character in value),
        )
    )
