"""What a report contains, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llamita.evaluation.report import beside, compared, details, scores, trust
from llamita.evaluation.report.rows import names_of
from llamita.pages.document import Document, Note, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llamita.evaluation.report.data import RunReport


def contents(runs: Sequence[RunReport]) -> Document:
    """Everything there is to say about runs; sections without content are left out."""
    if not runs:
        return Document("Evaluation", (Section("Scores", (Note("There is no run to report."),)),))
    sections = (
        trust.overview(runs),
        scores.headline(runs),
        compared.compared(runs),
        beside.beside_published(runs),
        beside.beside_paper(runs),
        scores.languages(runs),
        scores.infilling(runs),
        details.retrieval(runs),
        details.perplexity(runs),
        details.by_facts(runs),
        details.other_measures(runs),
        details.measurements(runs),
        trust.outcomes(runs),
        trust.settings(runs),
        trust.machine(runs),
        trust.reading(),
    )
    return Document(
        f"Evaluation of {' and '.join(names_of(runs))}",
        tuple(section for section in sections if section is not None),
    )
