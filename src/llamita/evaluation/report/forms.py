"""The two forms of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llamita.evaluation.report.contents import contents
from llamita.pages.html import html_of
from llamita.pages.markdown import markdown_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llamita.evaluation.report.data import RunReport


def markdown(runs: Sequence[RunReport]) -> str:
    """The report of some runs; the same runs give the same text."""
    return markdown_of(contents(runs))


def html(runs: Sequence[RunReport]) -> str:
    """The report of some runs as a page; the same runs give the same bytes."""
    return html_of(contents(runs))
