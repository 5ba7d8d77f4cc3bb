"""Code Llama's Table 1 for a corpus of ours, beside the paper's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.corpus.record.numbers import count, epochs, percent, size
from llamita.pages.document import Column, Note, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.corpus.record.summary import CorpusSummary
    from llamita.pages.document import Block

KIND_NAMES: Final[Mapping[str, str]] = {
    "code": "Code",
    "docs": "Natural language related to code",
    "prose": "Natural language",
}
"""What the paper calls each kind."""

PAPER: Final[Mapping[str, tuple[str, str, str]]] = {
    "code": ("85 %", "2.03", "859 GB"),
    "docs": ("8 %", "1.39", "78 GB"),
    "prose": ("7 %", "0.01", "3.5 TB"),
}
"""Share of samples, epochs and size on disk: Table 1 of the Code Llama paper, for its 500 B tokens."""

_NUMBER: Final = "number"


def table_one(summary: CorpusSummary) -> tuple[Block, ...]:
    """The mixture as the paper tells its own; where it falls short of what was asked for, that is said."""
    table = Table(
        "What training samples, beside Code Llama (Table 1 of its paper)",
        (
            Column("Kind"),
            Column("Share of samples", _NUMBER),
            Column("Epochs", _NUMBER),
            Column("Text on disk", _NUMBER),
            Column("Documents", _NUMBER),
            Column("Tokens", _NUMBER),
            Column("Code Llama: share", _NUMBER),
            Column("Code Llama: epochs", _NUMBER),
            Column("Code Llama: on disk", _NUMBER),
        ),
        tuple(_row(summary, kind) for kind in KIND_NAMES),
    )
    text = (
        f"One pass of training samples {count(summary.sampled_tokens)} tokens. An epoch is one look at every "
        "document of its kind: what is scarce is looked at several times, what abounds not even once. Code "
        "Llama's paper names neither its sources nor their licenses."
    )
    short = (Note(f"Less than asked for: {one.name} ({one.reason})", "warning") for one in summary.shortfalls)
    return (Note(text), table, *short)


def _row(summary: CorpusSummary, kind: str) -> tuple[str, ...]:
    groups = [group for group in summary.groups if group.kind == kind]
    tokens = sum(group.tokens for group in groups)
    sampled = sum(group.sampled_tokens for group in groups)
    return (
        KIND_NAMES[kind],
        percent(sampled / (summary.sampled_tokens or 1)),
        epochs(sampled / (tokens or 1)),
        size(sum(group.size_bytes for group in groups)),
        count(sum(group.documents for group in groups)),
        count(tokens),
        *PAPER[kind],
    )
