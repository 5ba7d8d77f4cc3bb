"""Fill-in-the-middle prompts: what stands before and after a gap, as token ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llamita.errors import RequestError, UnsupportedByModel

if TYPE_CHECKING:
    from llamita.text.tokenizer import Tokenizer
    from llamita.text.vocabulary import InfillIds

FILL_MARKER = "<FILL_ME>"


def split_at_marker(text: str) -> tuple[str, str]:
    """What stands before and after the one ``<FILL_ME>`` in ``text``.

    Raises:
        RequestError: the marker does not stand in the text exactly once.

    >>> split_at_marker("def f(<FILL_ME>): pass")
    ('def f(', '): pass')
    """
    count = text.count(FILL_MARKER)
    if count != 1:
        raise RequestError(
            f"expected `{FILL_MARKER}` exactly once in the text, found it {count} times",
            hint="mark the gap with it, or name the gap with `--at LINE:COLUMN`",
        )
    prefix, _, suffix = text.partition(FILL_MARKER)
    return prefix, suffix


def infill_prompt(tokenizer: Tokenizer, prefix: str, suffix: str) -> list[int]:
    """The ids a model reads to write what belongs between ``prefix`` and ``suffix``.

    Prefix-suffix-middle order: ``PRE prefix SUF suffix MID``; the control tokens go in by id.

    Raises:
        UnsupportedByModel: the model was not trained to infill.

    Source:
        Bavarian et al. 2022, "Efficient Training of Language Models to Fill in the Middle", sec. 3.
    """
    infill = infill_ids(tokenizer)
    return [
        *tokenizer.begin_ids,
        infill.prefix,
        *tokenizer.encode(prefix),
        infill.suffix,
        *tokenizer.encode(suffix),
        infill.middle,
    ]


def infill_ids(tokenizer: Tokenizer) -> InfillIds:
    """The control tokens of the model's infill prompts.

    Raises:
        UnsupportedByModel: the model was not trained to infill.
    """
    infill = tokenizer.vocabulary.infill
    if infill is None:
        raise UnsupportedByModel(
            "this model cannot infill: its vocabulary has no tokens for prefix, suffix and middle",
            hint="a GGUF file whose byte-level vocabulary names its `fim_pre`, `fim_suf`, `fim_mid` and "
            "`eot` tokens can (`--model PATH`); `llamita complete` continues the text before the gap",
        )
    return infill
