"""Alphabets, and patterns of them: what makers of machine-made values share."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

LOWER = string.ascii_lowercase
UPPER = string.ascii_uppercase
DIGITS = string.digits
ALNUM = UPPER + LOWER + DIGITS
ALPHABETS = {
    "d": DIGITS,
    "h": "0123456789abcdef",
    "H": "0123456789ABCDEF",
    "l": LOWER + DIGITS,
    "U": UPPER + DIGITS,
    "A": UPPER + "234567",
    "a": ALNUM,
    "u": ALNUM + "-_",
    "b": ALNUM + "+/",
    "w": LOWER,
    "W": UPPER,
    "n": "123456789",
    "N": "0123456789abcdfghijklmnpqrsvwxyz",
}
"""Letter of a pattern -> the characters it stands for."""

_RUN = re.compile(r"\{([a-zA-Z])(\d+)\}")


def pattern(text: str) -> Callable[[random.Random], str]:
    """A maker that draws each `{LETTER COUNT}` of a text, as in `npm_{a36}`, from the letter's alphabet."""

    def make(draw: random.Random) -> str:
        return _RUN.sub(lambda run: "".join(draw.choices(ALPHABETS[run[1]], k=int(run[2]))), text)

    return make
