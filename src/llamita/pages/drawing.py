"""Drawing: a picture in SVG, put together from a few shapes; colors are classes, which a page defines."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Literal

Anchor = Literal["start", "middle", "end"]


@dataclass(slots=True)
class Drawing:
    """Shapes on a surface whose origin is at the top left, in pixels."""

    width: float
    height: float
    _shapes: list[str] = field(default_factory=list)

    def line(self, x1: float, y1: float, x2: float, y2: float, look: str) -> None:
        """A straight line."""
        self._shapes.append(
            f'<line class="{escape(look)}" x1="{_px(x1)}" y1="{_px(y1)}" x2="{_px(x2)}" y2="{_px(y2)}"/>'
        )

    def path(self, points: list[tuple[float, float]], look: str) -> None:
        """A line through several points."""
        steps = " ".join(f"{'ML'[i > 0]}{_px(x)} {_px(y)}" for i, (x, y) in enumerate(points))
        self._shapes.append(f'<path class="{escape(look)}" d="{steps}"/>')

    def box(
        self, corner: tuple[float, float], size: tuple[float, float], look: str, opacity: float = 1.0
    ) -> None:
        """A filled rectangle, from its top left corner."""
        (x, y), (width, height) = corner, size
        self._shapes.append(
            f'<rect class="{escape(look)}" x="{_px(x)}" y="{_px(y)}" width="{_px(width)}" '
            f'height="{_px(height)}" fill-opacity="{opacity:.3f}"/>'
        )

    def mark(self, x: float, y: float, look: str, series: int = 0) -> None:
        """A point; each series has a shape of its own, so that colors need not be told apart."""
        r = 4.5
        shapes = (
            f'<circle class="{escape(look)}" cx="{_px(x)}" cy="{_px(y)}" r="{_px(r)}"/>',
            f'<path class="{escape(look)}" d="M{_px(x)} {_px(y - 6)}L{_px(x + 6)} {_px(y)}'
            f'L{_px(x)} {_px(y + 6)}L{_px(x - 6)} {_px(y)}Z"/>',
            f'<path class="{escape(look)}" d="M{_px(x)} {_px(y - 5.5)}L{_px(x + 5.5)} {_px(y + 4.5)}'
            f'L{_px(x - 5.5)} {_px(y + 4.5)}Z"/>',
            f'<rect class="{escape(look)}" x="{_px(x - 4)}" y="{_px(y - 4)}" width="8" height="8"/>',
        )
        self._shapes.append(shapes[series % len(shapes)])

    def text(self, x: float, y: float, text: str, look: str = "label", anchor: Anchor = "start") -> None:
        """A line of text; ``y`` is its base line."""
        self._shapes.append(
            f'<text class="{escape(look)}" x="{_px(x)}" y="{_px(y)}" text-anchor="{anchor}">'
            f"{escape(visible(text))}</text>"
        )

    def svg(self, name: str, title: str, description: str) -> str:
        """The picture as an element of a page.

        Args:
            name: unlike any other's on the page.
            title: is read out in place of the picture.
            description: is read out on demand.
        """
        shapes = "\n".join(self._shapes)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title {name}-desc" '
            f'viewBox="0 0 {_px(self.width)} {_px(self.height)}" width="{_px(self.width)}" '
            f'style="min-width:min({_px(self.width)}px,30rem)">\n'
            f'<title id="{name}-title">{escape(visible(title))}</title>\n'
            f'<desc id="{name}-desc">{escape(visible(description))}</desc>\n{shapes}\n</svg>'
        )


def visible(text: str) -> str:
    r"""A text without the characters that XML forbids or that turn a line around: each is written out.

    >>> print(visible("a\x00b\u202ec"))
    a\x00b\u202ec
    """
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)


def _px(value: float) -> str:
    # A tenth of a pixel is all that an eye sees.
    return f"{round(value, 1):g}"
