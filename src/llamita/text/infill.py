"""Fill-in-the-middle prompts: what stands before and after a gap, as token ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llamita.errors import RequestError, UnsupportedByModel

if TYPE_CHECKING:
    from llamita.text.tokenizer import Tokenizer

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
    infill = tokenizer.vocabulary.infill
    if infill is None:
        raise UnsupportedByModel(
            "this model cannot infill: its vocabulary has no tokens for prefix, suffix and middle",
            hint="use a model trained to infill, such as Code Llama 7B or 13B as GGUF (`--model PATH`); "
            "`llamita complete` continues the text before the gap with any model",
        )
    begin_id = tokenizer.vocabulary.begin_id
    begin = [begin_id] if tokenizer.vocabulary.adds_begin and begin_id is not None else []
    return [
        *begin,
        infill.prefix,
        *tokenizer.encode(prefix),
        infill.suffix,
        *tokenizer.encode(suffix),
        infill.middle,
    ]
