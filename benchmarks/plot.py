"""A small plot as SVG: curves over a number of articles, in panels beside each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 960, 470
TOP, BOTTOM, LEFT = 92, 46, 58
GAP = 92
NAMES_WIDTH = 138
LINE = 15
ROOM = 1.2
INK, FAINT, GRID, PAPER = "#1f2933", "#5f6c7b", "#e4e7eb", "#ffffff"
COLOURS = ("#1d4ed8", "#c2410c", "#047857", "#7c3aed", "#be185d", "#0e7490", "#a16207", "#334155")
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Curve:
    """A name and its points: articles and a figure."""

    name: str
    points: list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Panel:
    """Curves that have one scale; ``logarithmic`` or from 0. A ``wide`` one takes the whole height."""

    title: str
    curves: list[Curve]
    wide: bool = False
    logarithmic: bool = True


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a figure lies between two places, and which figures are named beside the axis."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool

    def at(self, figure: float) -> float:
        """The place of a figure."""
        measure = math.log10 if self.logarithmic else float
        part = (measure(figure) - measure(self.low)) / (measure(self.high) - measure(self.low))
        return self.start + part * (self.end - self.start)

    def ticks(self) -> list[float]:
        """The figures that have a line."""
        if not self.logarithmic:
            step = nice(self.high / 4)
            return [step * number for number in range(math.floor(self.high / step) + 1)]
        powers = range(round(math.log10(self.low)), round(math.log10(self.high)) + 1)
        return [10.0**power for power in powers]


def nice(figure: float) -> float:
    """The next figure of 1, 2 or 5 with zeros."""
    power: float = 10.0 ** math.floor(math.log10(figure))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= figure)


def svg(title: str, panels: Sequence[Panel]) -> str:
    """The picture. One wide panel stands on the left, the others on top of each other on the right of it."""
    wide, others = panels[0], panels[1:]
    middle = LEFT + (WIDTH - LEFT) * 0.52
    parts = [*_panel(wide, LEFT, TOP, middle - NAMES_WIDTH, HEIGHT - BOTTOM)]
    height = (HEIGHT - BOTTOM - TOP - (len(others) - 1) * GAP) / len(others)
    for number, panel in enumerate(others):
        top = TOP + number * (height + GAP)
        parts += _panel(panel, middle + 66, top, WIDTH - NAMES_WIDTH, top + height)
    head = _text(24, 36, title, size=18, weight=600)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title)}" font-family="{FONT}">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="{PAPER}"/>\n' + "\n".join([head, *parts]) + "\n</svg>\n"
    )


def _panel(panel: Panel, left: float, top: float, right: float, bottom: float) -> Iterator[str]:
    points = [point for curve in panel.curves for point in curve.points]
    across = Scale(min(x for x, _ in points), max(x for x, _ in points), left + 10, right - 4, logarithmic=True)
    up = _upward([y for _, y in points], panel.logarithmic, top, bottom)
    yield _text(left - 34, top - 16, panel.title, size=13, weight=600)
    for tick in up.ticks():
        y = up.at(tick)
        yield f'<path d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="{GRID}"/>'
        yield _text(left - 6, y + 4, _short(tick), anchor="end", colour=FAINT)
    for x in sorted({x for x, _ in points}):
        yield f'<path d="M{across.at(x):.1f} {bottom:.1f}v5" stroke="{FAINT}"/>'
        yield _text(across.at(x), bottom + 19, _short(x), anchor="middle", colour=FAINT)
    yield _text((left + right) / 2, bottom + 36, "articles", anchor="middle", colour=FAINT)
    yield from _curves(panel, across, up)


def _upward(figures: Sequence[float], logarithmic: bool, top: float, bottom: float) -> Scale:
    if not logarithmic:
        return Scale(0.0, max(figures) * ROOM, bottom, top, logarithmic=False)
    low, high = math.floor(math.log10(min(figures))), math.ceil(math.log10(max(figures)))
    return Scale(10.0**low, 10.0 ** max(high, low + 1), bottom, top, logarithmic=True)


def _curves(panel: Panel, across: Scale, up: Scale) -> Iterator[str]:
    ends = _apart([up.at(curve.points[-1][1]) for curve in panel.curves])
    for curve, colour, end in zip(panel.curves, COLOURS, ends, strict=False):
        places = [(across.at(x), up.at(y)) for x, y in curve.points]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"/>'
        for (x, y), (_, figure) in zip(places, curve.points, strict=True):
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
            if not curve.name:
                yield _text(x, y - 9, f"{figure:,.0f}", anchor="middle", colour=INK)
        if curve.name:
            x, y = places[-1]
            label = f"{curve.name} {_exact(curve.points[-1][1])}"
            yield f'<path d="M{x + 5:.1f} {y:.1f}L{x + 12:.1f} {end:.1f}" stroke="{colour}" stroke-width="0.8"/>'
            yield _text(x + 15, end + 4, label, colour=colour)


def _apart(places: Sequence[float]) -> list[float]:
    """The places, moved as little as keeps one line of text between two of them."""
    order = sorted(range(len(places)), key=lambda number: places[number])
    moved = [places[number] for number in order]
    for _ in range(200):
        for one in range(len(moved) - 1):
            if (short := LINE - (moved[one + 1] - moved[one])) > 0.01:
                moved[one] -= short / 2
                moved[one + 1] += short / 2
    found = [0.0] * len(places)
    for number, place in zip(order, moved, strict=True):
        found[number] = place
    return found


def _short(figure: float) -> str:
    """A round figure in few signs: 0.1, 1,000, 10k, 1M."""
    if figure >= 1e6:
        return f"{figure / 1e6:g}M"
    return f"{figure / 1e3:g}k" if figure >= 1e4 else f"{figure:,g}"


def _exact(figure: float) -> str:
    """A figure with what matters of it: 0.42, 3.1, 3,412."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.1f}" if figure >= 1 else f"{figure:.2f}"


def _text(
    x: float, y: float, text: str, *, size: int = 12, weight: int = 400, anchor: str = "start", colour: str = INK
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
    )
