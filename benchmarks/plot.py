"""One SVG of two panels: how many times faster than dvc, and time against stages.

Written by hand so that a benchmark needs no plotting library.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.bench import Row

WIDTH, BAR, LEFT, TOP = 880, 26, 400, 50
PANEL = 260
INK, LINE, GOOD, SECOND = "#1f2933", "#cbd2d9", "#2f6f4f", "#9aa5b1"


def write_plot(rows: list[Row], path: Path) -> None:
    compared = [row for row in rows if row.dvc and row.unit == "s"]
    scaled = list(scaling(rows))
    height = TOP + BAR * len(compared) + 70 + (PANEL if scaled else 0)
    parts = [*ratio_panel(compared)]
    if scaled:
        parts += growth_panel(scaled, TOP + BAR * len(compared) + 60)
    body = "\n".join(parts)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="13" fill="{INK}">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def ratio_panel(rows: list[Row]) -> Iterator[str]:
    """Bars on a logarithmic scale; a tick marks the promise where it is a ratio to dvc."""
    yield text(LEFT, TOP - 22, "times faster than dvc (logarithmic; tick: the promise)")
    most = max((row.ratio for row in rows if row.ratio), default=1)
    scale = (WIDTH - LEFT - 80) / math.log10(max(most, 10) * 1.2)
    for index, row in enumerate(rows):
        top = TOP + index * BAR
        ratio = row.ratio or 0.0
        length = max(1.0, math.log10(max(ratio, 1)) * scale)
        yield text(LEFT - 10, top + 15, row.work.replace("`", ""), anchor="end")
        yield f'<rect x="{LEFT}" y="{top + 3}" width="{length:.1f}" height="16" fill="{GOOD}"/>'
        yield text(LEFT + length + 6, top + 15, f"{ratio:.1f} x")
        for bar in row.bars:
            if bar.text == "ratio to dvc":
                at = LEFT + math.log10(bar.limit) * scale
                yield stroke([(at, top), (at, top + 22)], INK)


def scaling(rows: list[Row]) -> Iterator[tuple[str, int, float]]:
    """(what, stages, seconds) for every row about a chain of stages."""
    for row in rows:
        found = re.fullmatch(r"(.*), ([\d,]+) stages in a chain", row.work)
        if found:
            yield found[1].replace("`", ""), int(found[2].replace(",", "")), row.lineal


def growth_panel(points: list[tuple[str, int, float]], top: float) -> Iterator[str]:
    """Both axes logarithmic: linear growth is a line of slope one, drawn dashed."""
    bottom, right = top + PANEL - 60, WIDTH - 180
    lowest = min(seconds for _, _, seconds in points)
    highest = max(seconds for _, _, seconds in points)
    decades = max(math.log10(highest / lowest), 1) * 1.1

    def place(stages: float, seconds: float) -> tuple[float, float]:
        across = 80 + (math.log10(stages) - math.log10(30)) / 2 * (right - 80)
        return across, bottom - math.log10(seconds / lowest) / decades * (bottom - top - 20)

    yield text(80, top, "lineal: seconds against stages (dashed: linear growth)")
    for stages in (30, 300, 3_000):
        at, _ = place(stages, lowest)
        yield stroke([(at, top + 10), (at, bottom)], LINE)
        yield text(at, bottom + 18, f"{stages:,}", anchor="middle")
    for colour, name in zip((GOOD, SECOND), dict.fromkeys(p[0] for p in points), strict=False):
        line = [(stages, seconds) for what, stages, seconds in points if what == name]
        yield stroke([place(*point) for point in line], colour, wide=True)
        for stages, seconds in line:
            x, y = place(stages, seconds)
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
            yield text(x + 8, y - 6, f"{seconds:.2f} s")
        first = line[0]
        ideal = [place(*first), place(line[-1][0], first[1] * line[-1][0] / first[0])]
        if ideal[1][1] > top:
            yield stroke(ideal, colour, dashed=True)
        x, y = place(*line[-1])
        yield text(x + 70, y - 6, name)


def text(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def stroke(
    points: list[tuple[float, float]], colour: str, *, wide: bool = False, dashed: bool = False
) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    style = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" '
        f'stroke-width="{2.5 if wide else 1.2}"{style}/>'
    )
