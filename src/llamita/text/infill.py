"""Fill-in-the-middle prompts: what stands before and after a gap, as token ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from llamita.errors import RequestError, UnsupportedByModel

if TYPE_CHECKING:
    from llamita.text.tokenizer import Tokenizer
    from llamita.text.vocabulary import InfillIds

FILL_MARKER = "<FILL_ME>"

InfillOrder = Literal["psm", "spm"]
"""Whether the suffix stands behind the prefix or in front of it."""


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


def infill_prompt(tokenizer: Tokenizer, prefix: str, suffix: str, *, order: InfillOrder = "psm") -> list[int]:
    """The ids a model reads to write what belongs between ``prefix`` and ``suffix``.

    The control tokens go in by id, behind one begin token; the prefix is encoded as a text of its own,
    the suffix as one that stands behind other text. What the model writes is decoded in that way too.

    Args:
        tokenizer: of a model that infills.
        prefix: the text before the gap.
        suffix: the text behind it.
        order: ``psm``, for ``PRE prefix SUF suffix MID``; or ``spm``, for ``PRE SUF suffix MID prefix``,
            where the middle follows its prefix at once.

    Raises:
        UnsupportedByModel: the model was not trained to infill.
        RequestError: there is no such order, or a text that the vocabulary cannot spell.

    Source:
        Bavarian et al. 2022, "Efficient Training of Language Models to Fill in the Middle", sec. 3;
        Roziere et al. 2023, "Code Llama: Open Foundation Models for Code", sec. 2.3.
    """
    infill = infill_ids(tokenizer)
    prefix_ids = tokenizer.encode(prefix)
    suffix_ids = tokenizer.encode(suffix, continues=True)
    if order == "psm":
        ids = [infill.prefix, *prefix_ids, infill.suffix, *suffix_ids, infill.middle]
    elif order == "spm":
        ids = [infill.prefix, infill.suffix, *suffix_ids, infill.middle, *prefix_ids]
    else:
        raise RequestError(f"order must be `psm` or `spm`, got {order!r}")
    return [*tokenizer.begin_ids, *ids]


def infill_ids(tokenizer: Tokenizer) -> InfillIds:
    """The control tokens of the model's infill prompts.

    Raises:
        UnsupportedByModel: the model was not trained to infill.
    """
    infill = tokenizer.vocabulary.infill
    if infill is None:
        raise UnsupportedByModel(
            "this model cannot infill: it was not trained with tokens for prefix, suffix and middle",
            hint="Code Llama 7B, 13B and 70B can, and 7B and 13B Instruct; the Python variants, 34B and 70B "
            "Instruct cannot; `llamita complete` continues the text before the gap",
        )
    return infill
