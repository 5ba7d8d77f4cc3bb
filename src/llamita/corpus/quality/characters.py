"""Rules about which characters a text is made of: damaged, not language, numbers, encoded bytes."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Final

from llamita.corpus.document import Out

if TYPE_CHECKING:
    from collections.abc import Callable

    from llamita.corpus.quality.subject import Subject
    from llamita.corpus.quality.thresholds import Thresholds

_MAX_DAMAGED_SHARE: Final = 0.001
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\x80-\x9f\ufffd\ufffe\uffff]")
# What UTF-8 looks like when it is read as Latin-1 or code page 1252.
_MISREAD = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac[\u0080-\u02dc\u2018-\u203a\u20ac\u2122]|\u00ef\u00bb\u00bf"
)

_BASE64_RUN: Final = 64
_BASE64_BYTES: Final = (string.ascii_letters + string.digits + "+/=").encode()
_BASE64_OR_SPACE: Final = bytes(byte if byte in _BASE64_BYTES else ord(" ") for byte in range(256))
# Quantifiers are possessive: each run is read once.
_HEX_BYTES = re.compile(r"(?:\b(?:0[xX])?[0-9a-fA-F]{2}(?:,[ \t]{0,4}|[ \t]{1,4})\s{0,40}){8,}+")
_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4}){8,}+|(?:\\x[0-9a-fA-F]{2}){8,}+")
_MIN_DIGIT_SHARE: Final = 0.05
"""Fewer digits make no hexadecimal bytes worth a rule."""
_MIN_DIFFERENT: Final = 6
_NUMBER = re.compile(
    r"[+-]?(?:0[xX][0-9a-fA-F]++|\d++(?:\.\d*+)?(?:[eE][+-]?\d{1,4})?)[uUlLfFdD]{0,3}"
    r"[ \t]{0,8}[,;}\]]\s{0,40}"
)
_MIN_DIGIT_SHARE_OF_LISTS: Final = 0.1


def damaged(subject: Subject, limits: Thresholds) -> Out | None:  # noqa: ARG001 - a rule's signature
    """Binary files, and text that was read in an encoding that is not its own."""
    if "\0" in subject.text:
        return Out("damaged text", f"a null character at {subject.text.index(chr(0))}")
    allowed = _MAX_DAMAGED_SHARE * len(subject.text)
    if not subject.text.isascii() or not subject.text.isprintable():
        controls = len(_CONTROLS.findall(subject.text))
        if controls > allowed:
            return Out("damaged text", f"{controls} control or replacement characters")
    if not subject.text.isascii():
        misread = len(_MISREAD.findall(subject.text))
        if misread > allowed:
            return Out("damaged text", f"{misread} characters look like misread UTF-8")
    return None


def few_letters_and_digits(subject: Subject, limits: Thresholds) -> Out | None:
    """Drawings, tables of marks, programs in languages of marks."""
    share = subject.share(subject.letters + subject.digits)
    if share >= limits.min_alphanumeric_share:
        return None
    return Out("few letters and digits", f"{share:.3f} of the text, under {limits.min_alphanumeric_share}")


def few_letters(subject: Subject, limits: Thresholds) -> Out | None:
    """Numbers and marks."""
    share = subject.share(subject.letters)
    if share >= limits.min_alphabetic_share:
        return None
    return Out("few letters", f"{share:.3f} of the text, under {limits.min_alphabetic_share}")


def blank(subject: Subject, limits: Thresholds) -> Out | None:
    """Text that is mostly space."""
    share = subject.share(subject.spaces)
    if share <= limits.max_whitespace_share:
        return None
    return Out("mostly blank", f"{share:.3f} of the text, over {limits.max_whitespace_share}")


def many_digits(subject: Subject, limits: Thresholds) -> Out | None:
    """Tables of numbers."""
    share = subject.share(subject.digits)
    if share <= limits.max_digit_share:
        return None
    return Out("many digits", f"{share:.3f} of the text, over {limits.max_digit_share}")


def number_lists(subject: Subject, limits: Thresholds) -> Out | None:
    """Literal arrays: embedded files, coefficients, character tables."""
    if subject.share(subject.digits) < _MIN_DIGIT_SHARE_OF_LISTS:
        return None
    share = subject.share(sum(map(len, _NUMBER.findall(subject.text))))
    if share <= limits.max_number_list_share:
        return None
    return Out("number lists", f"{share:.3f} of the text, over {limits.max_number_list_share}")


def encoded(subject: Subject, limits: Thresholds) -> Out | None:
    """Bytes written as letters: base64, hexadecimal, escapes."""
    for name, find in _ENCODINGS:
        runs = [len(run) for run in find(subject) if _is_mixed(run)]
        longest, share = max(runs, default=0), subject.share(sum(runs))
        if longest > limits.max_encoded_run_characters:
            allowed = f"over {limits.max_encoded_run_characters}"
            return Out("encoded data", f"{name}: {longest} characters in a run, {allowed}")
        if share > limits.max_encoded_share:
            return Out("encoded data", f"{name}: {share:.3f} of the text, over {limits.max_encoded_share}")
    return None


def _base64_runs(subject: Subject) -> list[str]:
    words = subject.data.translate(_BASE64_OR_SPACE).split()
    return [word.decode() for word in words if len(word) >= _BASE64_RUN]


def _hexadecimal_bytes(subject: Subject) -> list[str]:
    if subject.share(subject.digits) < _MIN_DIGIT_SHARE:
        return []
    return _HEX_BYTES.findall(subject.text)


def _escapes(subject: Subject) -> list[str]:
    return _ESCAPES.findall(subject.text) if "\\u" in subject.text or "\\x" in subject.text else []


def _is_mixed(run: str) -> bool:
    """Not a line of one letter, nor a word over and over."""
    return len(set(run[:_BASE64_RUN])) >= _MIN_DIFFERENT


_ENCODINGS: Final[tuple[tuple[str, Callable[[Subject], list[str]]], ...]] = (
    ("base64", _base64_runs),
    ("hexadecimal bytes", _hexadecimal_bytes),
    ("escaped characters", _escapes),
)
"""What it is, and how its runs are found; the runs are those of StarCoder2."""
