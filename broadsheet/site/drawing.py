"""Drawings of numbers: papers a month as bars, and how a share went as a line.

They are paths of SVG, as the attribute `d` has them, in whole pixels from the upper left corner;
their colours are the style sheet's. Time runs from left to right in every language, as it does in
most charts that are printed in Arabic and Hebrew: the months at both ends say so. A line that joins
two columns of a table goes with the table instead, which the style sheet sees to.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from broadsheet.words.words import Words

    Months = tuple[str, ...]  # as in 2025-06, one after the other, the oldest first
    Counts = tuple[int, ...]  # of papers, a number a month

HEIGHT = 24
WIDE, NARROW = 240, 120  # at most: on a page that has one drawing, and in a list
MOST_MONTHS = 48
FEWEST_MONTHS = 3  # two bars show nothing
WIDEST = 20  # of a month
TOP = 4  # papers that reach the top where no month has more: one paper draws no tower
LINE = 48  # the width of a line between two shares


class Drawing(NamedTuple):
    """Papers a month: the paths of its bars and of the newest month's, where this may go on.

    `label` says the gist, `ends` are the first month and the last.
    """

    width: int
    bars: str
    running: str
    label: str
    ends: tuple[str, str]


def months_between(first: str, last: str) -> Months:
    """Return the months from the first to the last; of many, the newest."""
    number, end = _number_of(first), _number_of(last)
    start = max(number, end - MOST_MONTHS + 1)
    return tuple(f"{one // 12:04d}-{one % 12 + 1:02d}" for one in range(start, end + 1))


def _number_of(month: str) -> int:
    """Return how many months a month is after that of the beginning of our years."""
    return 12 * int(month[:4]) + int(month[5:7]) - 1


def span_of(periods: Iterable[str]) -> Months:
    """Return the months from the first to the last of some periods; years by themselves have none.

    Periods are days, months and years.
    """
    months = {period[:7] for period in periods if len(period) > len("2025")}
    return months_between(min(months), max(months)) if months else ()


def count_months(periods: Iterable[str], months: Months) -> Counts:
    """Count papers by month; `periods` are those of the papers, one each."""
    counts = Counter(period[:7] for period in periods)
    return tuple(counts[month] for month in months)


def draw_months(
    months: Months, counts: Counts, words: Words, width: int = WIDE, *, running: str = ""
) -> Drawing | None:
    """Draw papers a month, unless there are too few months or no papers.

    `running` is the newest month, which may not be over; no paper is later.
    """
    most = max(counts, default=0)
    if len(months) < FEWEST_MONTHS or not most:
        return None
    step = min(WIDEST, width // len(months))
    bars = dict(zip(months, _draw_bars(counts, step), strict=True))
    newest = bars.pop(running, "")
    full = max(month for month, papers in zip(months, counts, strict=True) if papers == most)
    label = words.gettext(
        "Papers a month, %(first)s to %(last)s: most in %(month)s, %(papers)s",
        first=words.month_name(months[0]),
        last=words.month_name(running or months[-1]),
        month=words.month_name(full),
        papers=words.number(most),
    )
    ends = months[0], months[-1]
    return Drawing(step * len(months), "".join(bars.values()), newest, label, ends)


def _draw_bars(counts: Sequence[int], step: int) -> list[str]:
    """Return a bar for each month, empty where it has no papers; the fullest reaches the top."""
    top = max(*counts, TOP)
    wide = step - 1 if step > NARROW // MOST_MONTHS else step  # a gap, where there is room for it
    return [
        f"M{step * place} {HEIGHT}V{HEIGHT + -HEIGHT * papers // top}h{wide}V{HEIGHT}"
        if papers
        else ""
        for place, papers in enumerate(counts)
    ]


def draw_line(before: float, now: float, most: float) -> str:
    """Draw a line from one share to another; `most` is the share at the top."""
    start, end = (round(HEIGHT - 2 - (HEIGHT - 4) * share / most) for share in (before, now))
    return f"M2 {start}L{LINE - 2} {end}"
