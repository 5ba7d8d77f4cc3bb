"""The pictures of a report, from numbers that are ready to be shown; the same give the same picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from llamita.pages.drawing import Drawing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NUM_LOOKS: Final = 4
"""How many runs have a color and a shape of their own."""

_WIDTH: Final = 680.0
_LABELS: Final = 240.0
_RIGHT: Final = 60.0
_ROW: Final = 25.0
_TOP: Final = 10.0
_MAX_LABEL: Final = 30
_MAX_TICKS: Final = 7
_STEPS: Final = (1, 2, 5, 10)
# Of a share, where white on its color reads better than black.
_DARK_SHARE: Final = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One value in a plot of rows."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    series: int | None = None
    """Whose run it is; None for what others published."""

    @property
    def look(self) -> str:
        """The class of its shapes."""
        return "published" if self.series is None else f"series-{self.series % NUM_LOOKS + 1}"


def dots(rows: Sequence[Row], names: Sequence[str] = ()) -> Drawing:
    """Values in [0, 1] as points with their intervals, a row each, in the order given.

    Args:
        rows: what to show.
        names: of the runs, where they are several.
    """
    drawing, axis, top = _rows_of(rows, names)
    for i, row in enumerate(rows):
        y = top + (i + 0.5) * _ROW
        _label(drawing, row, y)
        if row.low is not None and row.high is not None:
            drawing.line(axis(row.low), y, axis(row.high), y, f"interval {row.look}")
            for end in (row.low, row.high):
                drawing.line(axis(end), y - 4, axis(end), y + 4, f"interval {row.look}")
        drawing.mark(axis(row.value), y, f"mark {row.look}", row.series or 0)
    return drawing


def bars(rows: Sequence[Row], names: Sequence[str] = ()) -> Drawing:
    """Values in [0, 1] as bars from 0 with their intervals, a row each; else as ``dots``."""
    drawing, axis, top = _rows_of(rows, names)
    for i, row in enumerate(rows):
        y = top + (i + 0.5) * _ROW
        _label(drawing, row, y)
        drawing.box((axis(0), y - 7), (axis(row.value) - axis(0), 14), f"bar {row.look}")
        if row.low is not None and row.high is not None:
            drawing.line(axis(row.low), y, axis(row.high), y, "whisker")
            for end in (row.low, row.high):
                drawing.line(axis(end), y - 3.5, axis(end), y + 3.5, "whisker")
    return drawing


def grid(
    cells: Mapping[tuple[str, str], float],
    columns: Sequence[str],
    rows: Sequence[str],
    titles: tuple[str, str],
) -> Drawing:
    """Shares in [0, 1] as a grid of colors with numbers.

    Args:
        cells: by column and row; where there is none, the field stays empty.
        columns: what stands above, from left to right.
        rows: what stands at the left, from top to bottom.
        titles: what columns are, and what rows are.
    """
    left, top, height = 92.0, 44.0, 30.0
    width = min(74.0, (_WIDTH - left) / max(1, len(columns)))
    drawing = Drawing(left + width * len(columns) + 2, top + height * len(rows) + 4)
    drawing.text(left, 14, titles[0], "axis")
    drawing.text(left - 10, top - 10, titles[1], "axis", "end")
    for j, column in enumerate(columns):
        drawing.text(left + (j + 0.5) * width, top - 10, column, "tick", "middle")
    for i, row in enumerate(rows):
        y = top + i * height
        drawing.text(left - 10, y + height / 2 + 4, row, "tick", "end")
        for j, column in enumerate(columns):
            share = cells.get((column, row))
            corner, size = (left + j * width + 1, y + 1), (width - 2, height - 2)
            if share is None:
                drawing.box(corner, size, "empty")
                continue
            drawing.box(corner, size, "cell-ground")
            drawing.box(corner, size, "cell", 0.06 + 0.94 * share)
            look = "cell-text strong" if share > _DARK_SHARE else "cell-text"
            drawing.text(
                left + (j + 0.5) * width, y + height / 2 + 4.5, f"{round(100 * share, 1):g}", look, "middle"
            )
    return drawing


def steps(
    series: Sequence[Sequence[tuple[float, float, float]]], titles: tuple[str, str], names: Sequence[str] = ()
) -> Drawing:
    """Values over stretches of positions, on a scale where each doubling is as wide as the next.

    Args:
        series: of each run, stretches of first position, position after the last, and value; values are
            above 0, positions 1 or more.
        titles: what the scales show, across and up.
        names: of the runs, where they are several.
    """
    flat = [stretch for stretches in series for stretch in stretches]
    first = math.floor(math.log2(min(start for start, _, _ in flat)))
    last = max(first + 1, math.ceil(math.log2(max(stop for _, stop, _ in flat))))
    ticks = _ticks(min(value for *_, value in flat), max(value for *_, value in flat))
    lift = _ROW if len(names) > 1 else 0.0
    left, right, top, bottom, height = 52.0, 16.0, 28.0 + lift, 46.0, 300.0 + lift
    drawing = Drawing(_WIDTH, height)
    _legend(drawing, names)

    def across(position: float) -> float:
        return left + (math.log2(position) - first) / (last - first) * (_WIDTH - left - right)

    def up(value: float) -> float:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return height - bottom - share * (height - top - bottom)

    for tick in ticks:
        drawing.line(left, up(tick), _WIDTH - right, up(tick), "rule")
        drawing.text(left - 8, up(tick) + 4, f"{tick:g}", "tick", "end")
    skipped = max(1, math.ceil((last - first) / 10))
    for power in range(first, last + 1, skipped):
        drawing.line(across(2**power), height - bottom, across(2**power), height - bottom + 5, "frame")
        drawing.text(across(2**power), height - bottom + 19, _short(2**power), "tick", "middle")
    drawing.line(left, height - bottom, _WIDTH - right, height - bottom, "frame")
    drawing.text(_WIDTH - right, height - 8, titles[0], "axis", "end")
    drawing.text(0, 14 + lift, titles[1], "axis")
    for i, stretches in enumerate(series):
        look = f"series-{i % NUM_LOOKS + 1}"
        corners = [(across(at), up(value)) for start, stop, value in stretches for at in (start, stop)]
        drawing.path(corners, f"curve {look}")
        for start, stop, value in stretches:
            drawing.mark(across(math.sqrt(start * stop)), up(value), f"mark {look}", i)
    return drawing


class _Axis:
    """From a share to a place across; ends at a round share above all values."""

    def __init__(self, top: float) -> None:
        self.ticks = [tick for tick in _ticks(0.0, min(1.0, max(top, 0.01))) if tick <= 1.0 + 1e-9]

    def __call__(self, value: float) -> float:
        return _LABELS + min(1.0, max(0.0, value / self.ticks[-1])) * (_WIDTH - _LABELS - _RIGHT)


def _rows_of(rows: Sequence[Row], names: Sequence[str]) -> tuple[Drawing, _Axis, float]:
    axis = _Axis(max((max(row.value, row.high or 0.0) for row in rows), default=1.0))
    top = _TOP + (_ROW if len(names) > 1 else 0.0)
    bottom = top + _ROW * len(rows)
    drawing = Drawing(_WIDTH, bottom + 30)
    _legend(drawing, names)
    for tick in axis.ticks:
        drawing.line(axis(tick), top, axis(tick), bottom, "rule")
        drawing.text(axis(tick), bottom + 18, f"{100 * tick:g}", "tick", "middle")
    drawing.text(_WIDTH, bottom + 18, "%", "axis", "end")
    return drawing, axis, top


def _legend(drawing: Drawing, names: Sequence[str]) -> None:
    """Names of several runs, each beside its mark; they share the width."""
    for i, name in enumerate(names if len(names) > 1 else ()):
        x = 8 + i * _WIDTH / len(names)
        drawing.mark(x, 14, f"mark series-{i % NUM_LOOKS + 1}", i)
        drawing.text(x + 12, 18.5, _cut(name, int(_WIDTH / len(names) / 8)))


def _cut(text: str, num_characters: int) -> str:
    # Names differ at their ends as often as at their beginnings.
    kept = max(2, num_characters - 1)
    return (
        text if len(text) <= num_characters else f"{text[: kept // 2]}…{text[len(text) - (kept + 1) // 2 :]}"
    )


def _label(drawing: Drawing, row: Row, y: float) -> None:
    look = "label quiet" if row.series is None else "label"
    drawing.text(_LABELS - 14, y + 4.5, _cut(row.label, _MAX_LABEL), look, "end")
    drawing.text(
        _WIDTH, y + 4.5, f"{100 * row.value:.1f}", f"number{' quiet' if row.series is None else ''}", "end"
    )


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers that enclose two values, some seven at most."""
    span = max(high - low, 1e-6 * max(1.0, abs(high)))
    unit = 10.0 ** math.floor(math.log10(span / (_MAX_TICKS - 1)))
    step = next(unit * size for size in (*_STEPS, 20) if span / (unit * size) <= _MAX_TICKS - 1)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 12) for i in range(first, max(last, first + 1) + 1)]


def _short(number: float) -> str:
    """A power of two as people write it: 8192 is 8k."""
    return f"{number / 1024:g}k" if number >= 1024 else f"{number:g}"  # noqa: PLR2004 - what k stands for
