"""The pictures of a data card: bars, and what each stage let through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.corpus.record.numbers import count
from llamita.pages.document import Figure
from llamita.pages.drawing import Drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llamita.corpus.record.summary import StageSummary

_WIDTH: Final = 760.0
_LABEL_WIDTH: Final = 200.0
_VALUE_WIDTH: Final = 150.0
_ROW_HEIGHT: Final = 24.0
_BAR_HEIGHT: Final = 15.0
_MAX_LABEL_CHARACTERS: Final = 24


def bars(title: str, description: str, rows: Sequence[tuple[str, float, str]]) -> Figure:
    """A bar for each row.

    Args:
        title: of the figure.
        description: what it shows, for those who cannot see it.
        rows: label, length in any unit, and what stands behind the bar.
    """
    longest = max((length for _, length, _ in rows), default=0.0)
    drawing = Drawing(_WIDTH, _ROW_HEIGHT * max(1, len(rows)))
    for i, (label, length, value) in enumerate(rows):
        top = i * _ROW_HEIGHT
        width = _bar_width(length, longest)
        _row_label(drawing, label, top)
        drawing.box((_LABEL_WIDTH, top + 4), (max(width, 1.0), _BAR_HEIGHT), "bar kept")
        drawing.text(_LABEL_WIDTH + width + 8, top + 16, value, "quiet")
    return Figure(title, description, drawing)


def waterfall(title: str, stages: Sequence[StageSummary]) -> Figure:
    """What each stage let through, and in another color what it did not."""
    most = max((stage.files_in for stage in stages), default=0)
    drawing = Drawing(_WIDTH, _ROW_HEIGHT * max(1, len(stages)))
    for i, stage in enumerate(stages):
        top = i * _ROW_HEIGHT
        all_width = _bar_width(stage.files_in, most)
        kept_width = _bar_width(stage.files_in - stage.files_out, most)
        _row_label(drawing, stage.name, top)
        drawing.box((_LABEL_WIDTH, top + 4), (kept_width, _BAR_HEIGHT), "bar kept")
        drawing.box(
            (_LABEL_WIDTH + kept_width, top + 4), (all_width - kept_width, _BAR_HEIGHT), "bar removed"
        )
        value = f"\N{MINUS SIGN}{count(stage.files_out)}" if stage.files_out else "all pass"
        drawing.text(_LABEL_WIDTH + all_width + 8, top + 16, value, "quiet")
    described = "; ".join(
        f"{stage.name}: {count(stage.files_in - stage.files_out)} of {count(stage.files_in)} files pass"
        for stage in stages
    )
    return Figure(title, described, drawing)


def _bar_width(length: float, longest: float) -> float:
    return (_WIDTH - _LABEL_WIDTH - _VALUE_WIDTH) * length / longest if longest else 0.0


def _row_label(drawing: Drawing, label: str, top: float) -> None:
    is_long = len(label) > _MAX_LABEL_CHARACTERS
    short = label[: _MAX_LABEL_CHARACTERS - 1] + "\N{HORIZONTAL ELLIPSIS}" if is_long else label
    drawing.text(_LABEL_WIDTH - 10, top + 16, short, anchor="end")
