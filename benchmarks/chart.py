"""The chart of growth: time and memory over the number of papers, as an SVG without scripts."""

from __future__ import annotations

from html import escape
from math import log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Point = tuple[str, int, float, int]  # who, papers, seconds, bytes
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 460, 300, 60, 40, 40
LABEL, LINE = 140, 15  # the width that names need beside the lines, and their distance
COLOURS = ("#1a4a8a", "#767066", "#a8642a", "#4c7a4c", "#8a3a5a")


def draw_chart(points: Iterable[Point]) -> str:
    """Return two drawings beside each other, both scales logarithmic: seconds, and megabytes."""
    found = sorted(points)
    names = list(dict.fromkeys(who for who, *_ in found))
    panels = (
        _panel(found, names, 0, "Cold build, seconds", lambda point: point[2]),
        _panel(found, names, WIDTH + 40, "Memory, MB", lambda point: point[3] / 1e6),
    )
    total = 2 * WIDTH + 60
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {HEIGHT}"'
        ' font-family="sans-serif" font-size="13" role="img"'
        ' aria-label="Time and memory of a cold build over the number of papers">\n'
        f'<path fill="#fff" d="M0 0h{total}v{HEIGHT}H0z"/>\n{"".join(panels)}</svg>\n'
    )


def _panel(
    points: list[Point], names: list[str], x: int, title: str, value: Callable[[Point], float]
) -> str:
    """Draw a line a generator."""
    values = [value(point) for point in points]
    low, high = log10(min(values)) - 0.1, log10(max(values)) + 0.1
    sizes = sorted({point[1] for point in points})
    first, last = log10(sizes[0]) - 0.1, log10(sizes[-1]) + 0.1
    across, down = WIDTH - LEFT - LABEL, HEIGHT - TOP - BOTTOM

    def place(papers: int, amount: float) -> tuple[float, float]:
        right = (log10(papers) - first) / (last - first)
        up = (log10(amount) - low) / (high - low)
        return x + LEFT + across * right, TOP + down * (1 - up)

    parts = [f'<text x="{x + LEFT}" y="22" font-weight="bold">{escape(title)}</text>\n']
    for size in sizes:
        at, _ = place(size, 10**low)
        parts.append(f'<text x="{at:.0f}" y="{HEIGHT - 14}" text-anchor="middle">{size:,}</text>\n')
    for power in range(-2, 6):
        if low <= power <= high:
            _, at = place(sizes[0], 10**power)
            parts.append(
                f'<path stroke="#ddd" d="M{x + LEFT} {at:.1f}h{across}"/>'
                f'<text x="{x + LEFT - 8}" y="{at + 4:.0f}" text-anchor="end">'
                f"{10**power:,g}</text>\n"
            )
    ends: list[tuple[float, float, str, str]] = []
    for name in names:
        colour = COLOURS[names.index(name) % len(COLOURS)]
        line = [place(point[1], value(point)) for point in points if point[0] == name]
        path = "L".join(f"{right:.1f} {at:.1f}" for right, at in line)
        parts.append(f'<path fill="none" stroke="{colour}" stroke-width="2.5" d="M{path}"/>')
        parts.extend(f'<circle cx="{r:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for r, y in line)
        ends.append((*line[-1], name, colour))
    for right, at, name, colour in _apart(ends):
        parts.append(
            f'<text x="{right + 8:.0f}" y="{at + 4:.0f}" fill="{colour}">{escape(name)}</text>\n'
        )
    return "".join(parts)


def _apart(ends: list[tuple[float, float, str, str]]) -> list[tuple[float, float, str, str]]:
    """Move the names of lines that end beside each other apart, so that each can be read."""
    placed: list[tuple[float, float, str, str]] = []
    for right, at, name, colour in sorted(ends):
        above = [y for x, y, *_ in placed if x == right]
        placed.append((right, max([at, *(y + LINE for y in above)]), name, colour))
    return placed
