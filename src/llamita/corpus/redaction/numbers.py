"""Numbers that are a person's: of a telephone, a bank account, a payment card or social security.

A telephone's number counts where a word announces it or it is written with a country's code and spaces; a
card's where one is announced and its check digit (Luhn) is right; an account's (IBAN) where its check digits
(modulo 97) are right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction import phones
from llamita.corpus.redaction.span import Span
from llamita.corpus.redaction.words import TEST_CARDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER: Final = re.compile(r"\d(?<!\d\d)[\d ()./\t\u2013-]{5,24}\d(?![\w]|[.-]\d)")
_WORDY: Final = re.compile(r"[^\W\d_]|[☎📞📱]")
_LEAD: Final = re.compile(r"\+?\(?$")
_INTERNATIONAL: Final = re.compile(
    r"(?P<number>\+(?<![\w.)\]+*/=-].)[1-9]\d{0,2}(?:[ .-]?\(0?\d{0,4}\))?(?:[ "
    r"./-]\d{1,11}){1,6}|\+(?<=[\"':>;,=]\+)[1-9]\d{9,13}|\+(?<=: \+)[1-9]\d{9,13})(?![\w]|[.-]\d)"
)
_AMERICAN: Final = re.compile(
    r"(?P<number>\((?=[2-9]\d\d\))(?<![\w.)].)[2-9]\d{2}\) ?[2-9]\d{2}-\d{4})(?![\w-])"
)
_SSN: Final = re.compile(r"(?i)(?:(?<![a-z])ssns?(?![a-z])|social[ _-]?security|\bsoc\.? ?sec)[^\n]{0,40}$")
_IBAN: Final = re.compile(
    r"[A-Z](?<![A-Za-z0-9].)[A-Z]\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
)
_CARD: Final = re.compile(
    r"(?i)(?:(?<![a-z])(?:credit|debit|payment|test)?[_-]?cards?(?![a-z])|cardno|cardnum|visa"
    r"|mastercard|amex|american express"
    r"|credit|debit|payment|\bpan\b|ccnum|cc_?n|\bcc\b|kreditkarte|billing)[^\n]{0,60}$"
)
_CARD_BEGINNING: Final = re.compile(r"4|5[1-5]|2[2-7]|3[47]|30|36|38|6011|65|64|35")
# Numbers that payment services give for tests.
_CARD_DIGITS: Final = range(13, 20)
_SSN_SHAPE: Final = re.compile(r"^\d{3}[- ]?\d{2}[- ]?\d{4}$")
_MAX_BEFORE_CHARACTERS: Final = 80
_MAX_AFTER_CHARACTERS: Final = 16
# Different digits among the last seven.
_MIN_VARIETY: Final = 2
_MIN_UNANNOUNCED_DIGITS: Final = 9
_MIN_DIGITS, _MAX_DIGITS = 7, 15
_DATE: Final = re.compile(r"^(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|^\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d{2}")
_IBAN_LENGTHS: Final = range(15, 35)


def find_numbers(text: str) -> Iterator[Span]:
    """Personal numbers in a text; not in order, and one may be found by two rules.

    >>> text = "Tel: 030 90210-7734, ISBN 978-3-16-148410-0"
    >>> [text[span.start : span.stop] for span in find_numbers(text)]
    ['030 90210-7734']
    """
    for match in _NUMBER.finditer(text):
        start = match.start()
        # Never before the line's beginning.
        before = text[max(0, start - _MAX_BEFORE_CHARACTERS) : start].rpartition("\n")[2]
        if before[-1:].isalnum() or before[-1:] in ("_", ".") or not _WORDY.search(before):
            continue
        kind, rule = _kind(match[0], before, text[match.end() : match.end() + _MAX_AFTER_CHARACTERS])
        if kind:
            lead = _LEAD.search(before)
            start -= len(lead[0]) if lead and kind == "phone" else 0
            yield Span(start, match.end(), kind, rule)
    for match in _IBAN.finditer(text):
        if is_iban(match[0]):
            yield Span(*match.span(), "iban", "modulo 97")
    yield from _phones(text)


def _kind(number: str, before: str, after: str) -> tuple[str, str]:
    """What a number is by what stands before it, and by which rule; empty where it is nobody's."""
    digits = re.sub(r"\D", "", number)
    if len(digits) in _CARD_DIGITS and _CARD_BEGINNING.match(digits) and _CARD.search(before):
        if passes_luhn(digits) and len(set(digits)) > 1 and digits not in TEST_CARDS:
            return "card number", "luhn"
    elif _SSN_SHAPE.match(number) and _SSN.search(before):
        if _is_ssn(digits):
            return "social security number", "announced"
    elif _is_phone(number):
        return _phone(number, before, digits, after)
    return "", ""


def _phone(number: str, before: str, digits: str, after: str) -> tuple[str, str]:
    """By which rule a number is of a telephone; empty where it is of none."""
    is_plain = number.isdigit() and before[-1:] not in ("+", "(")
    if phones.LINKED.search(before):
        return "phone", "linked"
    if announced := phones.ANNOUNCED.search(before):
        is_loud = phones.LOUD.match(announced[0]) is not None and before[-1:] not in ("+", "(")
        return ("", "") if is_loud and not phones.GROUPED.match(number) else ("phone", "announced")
    is_long = len(digits) >= _MIN_UNANNOUNCED_DIGITS
    if is_long and phones.BEHIND.match(after) and not phones.OTHER.search(before):
        return "phone", "behind"
    if not is_long or is_plain or not phones.GROUPED.match(number):
        return "", ""
    if phones.LETTER.search(before):
        return "phone", "letter"
    if phones.OTHER.search(before):
        return "", ""
    if phones.NEARBY.search(before):
        return "phone", "nearby"
    is_quoted = before[-1:] in ("'", '"') and after.startswith(before[-1:])
    return ("phone", "american") if is_quoted and phones.AMERICAN.match(number) else ("", "")


def passes_luhn(digits: str) -> bool:
    """Whether the last digit checks the others, by ISO/IEC 7812.

    >>> passes_luhn("4539148803436467"), passes_luhn("4539148803436468")
    (True, False)
    """
    doubled = (2 * int(digit) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(double - 9 * (double > 9) for double in doubled)) % 10 == 0  # noqa: PLR2004


def is_iban(written: str) -> bool:
    """Whether the check digits of an account's number are right, by ISO 13616.

    >>> is_iban("DE89 3704 0044 0532 0130 00"), is_iban("DE88 3704 0044 0532 0130 00")
    (True, False)
    """
    compact = written.replace(" ", "")
    turned = compact[4:] + compact[:4]
    return (
        len(compact) in _IBAN_LENGTHS
        and int("".join(str(int(character, 36)) for character in turned)) % 97 == 1
    )


def _phones(text: str) -> Iterator[Span]:
    for match in _INTERNATIONAL.finditer(text):
        if _is_phone(match["number"]) and _has_enough(match["number"]):
            yield Span(*match.span("number"), "phone", "international")
    for match in _AMERICAN.finditer(text):
        if _is_phone(match["number"]):
            yield Span(*match.span("number"), "phone", "american")


def _has_enough(number: str) -> bool:
    return len(re.sub(r"\D", "", number)) >= 9  # noqa: PLR2004 - country and subscriber


def _is_phone(number: str) -> bool:
    """Whether a number may be somebody's: as many digits as one has, no date, not made up."""
    digits = re.sub(r"\D", "", number)
    if not _MIN_DIGITS <= len(digits) <= _MAX_DIGITS or _DATE.match(number):
        return False
    tail = digits[-7:]
    return (
        len(set(tail)) > _MIN_VARIETY
        and digits not in "01234567890123456789"
        and digits not in "98765432109876543210"
    )


def _is_ssn(digits: str) -> bool:
    """Whether such a number can be given, and is none of those that stand for any."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return (
        area not in ("000", "666")
        and area < "900"
        and group != "00"
        and serial != "0000"
        and digits not in ("123456789", "078051120", "111111111", "219099999")
    )
