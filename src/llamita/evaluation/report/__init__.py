"""Report: what runs of evaluations say, as Markdown and as one page that needs nothing else."""

from llamita.evaluation.report.data import RunReport, TaskReport, run_report
from llamita.evaluation.report.forms import html, markdown

__all__ = ["RunReport", "TaskReport", "html", "markdown", "run_report"]
