"""Curves as SVG, both scales logarithmic: what costs a straight line runs parallel to the grey diagonals."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from xml.sax.saxutils import escape

#: Told apart by those, too, who do not see all colours (Okabe and Ito).
_COLOURS = "#0072b2 #d55e00 #009e73 #cc79a7 #56b4e9 #e69f00 #000000 #8c6d1f #7a5195 #a31621 #6b6b6b".split()

_WIDTH, _HEIGHT = 460, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 118, 34, 44
_LINE = 13

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Panel:
    """One coordinate system.

    Attributes:
        title: Stands above it.
        x: What goes to the right, with its unit.
        y: What goes up, with its unit.
        curves: Points of each curve, by its name.
        diagonals: Whether the grey diagonals are drawn.
    """

    title: str
    x: str
    y: str
    curves: Mapping[str, Points]
    diagonals: bool


@dataclass(frozen=True)
class _Scales:
    """Whole powers of ten around all points: exponents of the first and the last, in both directions."""

    left: int
    right: int
    low: int
    high: int

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point is drawn."""
        across = (math.log10(x) - self.left) / (self.right - self.left)
        up = (math.log10(y) - self.low) / (self.high - self.low)
        return _LEFT + across * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM)


def draw(panels: Sequence[Panel]) -> str:
    """Return an SVG picture of panels, two in a row; a name has one colour in all of them."""
    rows = math.ceil(len(panels) / 2)
    names = sorted({name for panel in panels for name in panel.curves})
    colours = dict(zip(names, cycle(_COLOURS)))
    box = f"0 0 {2 * _WIDTH} {rows * _HEIGHT}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for place, panel in enumerate(panels):
        parts.append(f'<g transform="translate({place % 2 * _WIDTH} {place // 2 * _HEIGHT})">')
        parts += _panel(panel, colours)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel, colours: Mapping[str, str]) -> Iterator[str]:
    scales = _scales([point for points in panel.curves.values() for point in points])
    yield f'<text x="{_LEFT}" y="18" font-size="13" font-weight="bold">{escape(panel.title)}</text>'
    yield from _grid(scales)
    if panel.diagonals:
        yield from _diagonals(scales)
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    yield f'<text x="{middle}" y="{_HEIGHT - 8}" text-anchor="middle">{escape(panel.x)}</text>'
    yield f'<text transform="translate(12 {_HEIGHT / 2}) rotate(-90)" text-anchor="middle">{escape(panel.y)}</text>'
    yield from _curves(panel.curves, scales, colours)


def _scales(points: Points) -> _Scales:
    across, up = zip(*((math.log10(x), math.log10(y)) for x, y in points), strict=True)
    left, low = math.floor(min(across)), math.floor(min(up))
    return _Scales(left, max(left + 1, math.ceil(max(across))), low, max(low + 1, math.ceil(max(up))))


def _grid(scales: _Scales) -> Iterator[str]:
    for exponent in range(scales.left, scales.right + 1):
        x, bottom = scales.at(10**exponent, 10.0**scales.low)
        yield f'<path d="M{x:.1f} {bottom:.1f}V{_TOP}" stroke="#e4e4e4"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 15:.1f}" text-anchor="middle">{_power(exponent)}</text>'
    for exponent in range(scales.low, scales.high + 1):
        left, y = scales.at(10**scales.left, 10.0**exponent)
        yield f'<path d="M{left:.1f} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#e4e4e4"/>'
        yield f'<text x="{left - 5:.1f}" y="{y + 4:.1f}" text-anchor="end">{_power(exponent)}</text>'


def _power(exponent: int) -> str:
    """Return a power of ten as people write it."""
    if exponent < 0:
        return f"{10.0**exponent:.{-exponent}f}"
    sign, step = (("", 0), ("k", 3), ("M", 6))[min(exponent // 3, 2)]
    return f"{10 ** (exponent - step)}{sign}"


def _diagonals(scales: _Scales) -> Iterator[str]:
    """Draw the lines on which tenfold the cables cost tenfold, through each power of ten."""
    for start in range(scales.left - scales.high, scales.right - scales.low + 1):
        # The line y = x - start, in exponents, as far as it is inside.
        first, last = max(scales.left, scales.low + start), min(scales.right, scales.high + start)
        if first < last:
            (x1, y1), (x2, y2) = (scales.at(10.0**end, 10.0 ** (end - start)) for end in (first, last))
            yield f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#bbb" stroke-dasharray="2 3"/>'


def _curves(curves: Mapping[str, Points], scales: _Scales, colours: Mapping[str, str]) -> Iterator[str]:
    drawn = {name: [scales.at(*point) for point in points] for name, points in curves.items()}
    heights = _spread({name: points[-1][1] for name, points in drawn.items()})
    for name, points in drawn.items():
        colour = colours[name]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{colour}"/>' for x, y in points)
        (x, y), edge = points[-1], _WIDTH - _RIGHT + 8
        yield f'<path d="M{x:.1f} {y:.1f}L{edge} {heights[name]:.1f}" stroke="{colour}" stroke-width=".5"/>'
        yield f'<text x="{edge + 3}" y="{heights[name] + 4:.1f}" fill="{colour}">{escape(name)}</text>'


def _spread(heights: Mapping[str, float]) -> dict[str, float]:
    """Return heights for names, from the top down, none over another, and all inside the picture."""
    spread: dict[str, float] = {}
    above = float(_TOP) - _LINE
    for name, height in sorted(heights.items(), key=lambda item: item[1]):
        above = spread[name] = max(height, above + _LINE)
    over = max(0.0, above - (_HEIGHT - _BOTTOM))
    below = math.inf
    for name in reversed(spread):
        below = spread[name] = min(spread[name], _HEIGHT - _BOTTOM if over else math.inf, below - _LINE)
    return spread
